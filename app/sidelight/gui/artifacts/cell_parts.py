# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands around an artifact in its cell: the line over it, and what is said and can be done below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.chip import Chip
from sidelight.gui.theme import Theme


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArtifactCell", text)


class CellHead(QWidget):
    """What it is, and what can be done with it."""

    def __init__(self, language: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        space = theme.space
        name = QLabel(language or _tr("text"), self)
        name.setProperty("kind", "small")
        self.chip = Chip(_tr("edited by you"), "accent", theme)
        self.chip.setToolTip(_tr("This is not what the answer says: you changed it."))
        self.chip.hide()
        self.run = WordButton(_tr("▶ Run"), kind="link", parent=self)
        self.run.setToolTip(_tr("Run it here, in the sandbox"))
        words = _tr("Run this and those beside it together")
        self.row = QuietButton("play-all", words, theme, parent=self)
        self.switch = WordButton(_tr("Source"), kind="link", parent=self)
        self.edit = QuietButton("edit", _tr("Edit and draw again"), theme, parent=self)
        self.answer = QuietButton("follow", _tr("Show it in the answer"), theme, parent=self)
        line = QHBoxLayout(self)
        line.setContentsMargins(space.m, 2, space.xs, 2)
        line.setSpacing(space.xs)
        line.addWidget(name)
        line.addWidget(self.chip)
        line.addStretch(1)
        for part in (self.run, self.row, self.switch, self.edit, self.answer):
            line.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for button in (self.row, self.edit, self.answer):
            button.set_theme(theme)
        self.chip.set_theme(theme)


class Message(QLabel):
    """Why there is no drawing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        space = theme.space
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", "warn")
        self.setContentsMargins(space.m, space.xs, space.m, space.xs)
        self.hide()

    def say(self, words: str) -> None:
        """Say it; nothing takes it away."""
        self.setText(words)
        self.setVisible(bool(words))


class EditingLine(QWidget):
    """Draw or run what stands in the editor, or take it back."""

    def __init__(self, deed: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.draw = WordButton(deed, kind="primary", keys="Ctrl+Enter", parent=self)
        self.back = WordButton(_tr("Back to the answer's text"), kind="link", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        row.addWidget(self.draw)
        row.addWidget(self.back)
        row.addStretch(1)
        self.hide()
