# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The line under an answer whose display is paused: how much has come since, and the way on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from sidelight.gui.theme import Theme


class WordCount:
    """Counts the words of a text that comes in pieces; each piece is looked at once."""

    def __init__(self) -> None:
        self.words = 0
        self._within = False

    def take(self, text: str) -> None:
        """Count on."""
        if not text:
            return
        self.words += len(text.split())
        if self._within and not text[0].isspace():
            self.words -= 1
        self._within = not text[-1].isspace()


class HeldLine(QWidget):
    """The line.

    Signals:
        resumed: go on showing what comes.
    """

    resumed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.said = QLabel(self)
        self.said.setProperty("kind", "quiet")
        self.resume = QPushButton(self.tr("Resume"), self)
        self.resume.setProperty("kind", "link")
        self.resume.setToolTip(self.tr("Resume (Ctrl+Shift+P)"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        layout.setSpacing(theme.space.s)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.resume)
        self.resume.clicked.connect(self.resumed)

    def show_words(self, words: int) -> None:
        """Say how many words have come since."""
        if not words:
            said = self.tr("Paused")
        elif words == 1:
            said = self.tr("Paused, 1 more word")
        else:
            said = self.tr("Paused, {0} more words").format(words)
        if said != self.said.text():
            self.said.setText(said)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("rail"))
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line"))
