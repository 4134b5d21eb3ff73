# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The line over a column of artifacts: whose they are, of which attempt, and running them together."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.theme import Theme

MOST_TOGETHER = 8
"""As many as a comparison has panes at most."""


class ColumnHead(QWidget):
    """A model's name in its colour.

    Signals:
        stepped: the attempt so many further is wanted.
        run_wanted: what can be run in the column is to be run together.
    """

    stepped = Signal(int)
    run_wanted = Signal()

    def __init__(self, column: int, name: str, theme: Theme, parent: QWidget) -> None:
        """Of the column with this number, counted from 0."""
        super().__init__(parent)
        self._column = column
        self._theme = theme
        self._buttons: list[QuietButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space.xs)
        self.edge = QFrame(self)
        self.edge.setFixedSize(theme.space.edge, theme.space.icon)
        words = QLabel(name, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self._row.addWidget(self.edge)
        self._row.addWidget(words)
        self._row.addStretch(1)
        self.set_theme(theme)

    def offer_run(self) -> None:
        """Several of the column can be run."""
        words = self.tr("Run what can be run in this column together, at most {0}").format(MOST_TOGETHER)
        self.run = self._button("play-all", words)
        self.run.clicked.connect(self.run_wanted)

    def offer_attempts(self, at: int, many: int) -> None:
        """There are so many attempts, and this one, counted from 0, is shown."""
        before = self._button("left", self.tr("Attempt before"))
        told = QLabel(self.tr("attempt {0} of {1}").format(at + 1, many), self)
        told.setProperty("kind", "small")
        self._row.addWidget(told)
        after = self._button("right", self.tr("Next attempt"))
        before.setEnabled(at > 0)
        after.setEnabled(at < many - 1)
        before.clicked.connect(lambda: self.stepped.emit(-1))
        after.clicked.connect(lambda: self.stepped.emit(1))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.edge.setStyleSheet(f"background: {theme.hue(self._column).name()};")
        for button in self._buttons:
            button.set_theme(theme)

    def _button(self, icon: str, words: str) -> QuietButton:
        made = QuietButton(icon, words, self._theme, parent=self)
        self._row.addWidget(made)
        self._buttons.append(made)
        return made
