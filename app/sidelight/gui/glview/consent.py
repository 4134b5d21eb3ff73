# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running a script once although nothing can hold it: said plainly, and never done by a slip of the hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.theme import Theme

WORD = "RUN"
"""What has to be typed. It is no word of any language here: it is not translated."""


class Consent(QWidget):
    """A quiet way that opens into a warning, a field for a word, and a button that waits for the word.

    Enter in the field does nothing, and nothing is kept: each run asks again.

    Signals:
        given: the word was typed and the button pressed.
        resized: it opened, closed, or wants another height.
    """

    given = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.space
        self.open_button = WordButton(self.tr("Run it once without protection…"), kind="link")
        self.open_button.clicked.connect(self._toggle)
        self.warning = plain_label(
            self.tr(
                "Nothing would hold the script. Whatever it says it does, it could read, change and delete "
                "your files and use the network as you can. That it ran without protection is recorded with "
                "the run. Read it to its end first."
            )
        )
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type {word}").format(word=WORD))
        self.field.setAccessibleName(
            self.tr("Type {word} to run the script without protection").format(word=WORD)
        )
        words = self.field.fontMetrics().horizontalAdvance(self.field.placeholderText())
        self.field.setMinimumWidth(words + space.xl)
        self.field.setMaximumWidth(6 * space.xxl)
        self.field.textChanged.connect(self._show)
        self.run_button = WordButton(self.tr("Run once"))
        self.run_button.clicked.connect(self._give)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.s)
        row.addWidget(self.field, 1)
        row.addWidget(self.run_button)
        row.addStretch(1)
        self.details = QWidget()
        inside = QVBoxLayout(self.details)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space.s)
        inside.addWidget(self.warning)
        inside.addLayout(row)
        self.details.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.open_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.xs)
        column.addLayout(line)
        column.addWidget(self.details)
        self._show()

    def set_open(self, on: bool) -> None:
        """Open or close it; the field is empty each time."""
        self.field.clear()
        self.details.setVisible(on)
        if on:
            self.field.setFocus()
        self.resized.emit()

    def _toggle(self) -> None:
        self.set_open(self.details.isHidden())

    def _show(self) -> None:
        self.run_button.setEnabled(self.field.text().strip() == WORD)

    def _give(self) -> None:
        if self.field.text().strip() == WORD:
            self.set_open(False)
            self.given.emit()
