# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Changing a script and running it again, below its picture; what the answer says stays as it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.code_edit import CodeEdit
from sidelight.gui.theme import Theme

LEAST_LINES, MOST_LINES = 6, 18
ROOM_FOR_STATE = 560


class Editor(QWidget):
    """The code, and what can be done with it.

    Signals:
        run_requested: run this text.
        closed: put it away; what was typed stays.
        resized: it wants another height.
    """

    run_requested = Signal(str)
    closed = Signal()
    resized = Signal()

    def __init__(self, original: str, shown: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Edit a text.

        Args:
            original: what the answer says.
            shown: what was run last.
            theme: the look.
            parent: the owner.
        """
        super().__init__(parent)
        self._original = _as_edited(original)
        self._raw = original
        self._theme = theme
        space = theme.space
        self.code = CodeEdit(theme)
        self.code.setPlainText(shown)
        self.code.setAccessibleName(self.tr("Code of the script"))
        self.code.run_requested.connect(self._run)
        self.code.left.connect(self.closed)
        self.code.textChanged.connect(self._show)
        self.state = QLabel()
        self.state.setProperty("kind", "small")
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state.setMinimumWidth(1)
        self.run_button = WordButton(self.tr("Run"), kind="primary", keys="Ctrl+Enter")
        self.run_button.clicked.connect(self._run)
        self.revert_button = WordButton(self.tr("Back to the answer's code"), kind="link")
        self.revert_button.setToolTip(self.tr("Put the answer's own code here again; Ctrl+Z takes that back"))
        self.revert_button.clicked.connect(self._revert)
        self.close_button = WordButton(self.tr("Close"), kind="link", keys="Esc")
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(space.s, space.xs, space.s, space.s)
        row.setSpacing(space.s)
        row.addWidget(self.run_button)
        row.addWidget(self.revert_button)
        row.addWidget(self.state, 1)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.code)
        column.addLayout(row)
        self._lines = 0
        self._show()

    def text(self) -> str:
        """The text to run: the answer's own, to the letter, if nothing was changed."""
        typed = self.code.text()
        return self._raw if typed == self._original else typed

    def changed(self) -> bool:
        """Whether something else stands here than the answer says."""
        return self.code.text() != self._original

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.code.set_theme(theme)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that would be cut are left out: that something was changed shows by the way back, too."""
        super().resizeEvent(event)
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, self._theme.colour("line"))

    def height_wanted(self) -> int:
        """Pixels that it takes."""
        return self.code.height() + self.run_button.sizeHint().height() + self._theme.space.m + 1

    def _run(self) -> None:
        if self.run_button.isEnabled():
            self.run_requested.emit(self.text())

    def _revert(self) -> None:
        cursor = self.code.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(self._original)
        cursor.setPosition(0)
        self.code.setTextCursor(cursor)
        self.code.setFocus()

    def _show(self) -> None:
        typed = self.code.text()
        changed = self.changed()
        room = self.width() >= ROOM_FOR_STATE
        self.state.setText(self.tr("Changed; the answer stays as it is") if changed and room else "")
        self.revert_button.setEnabled(changed)
        self.run_button.setEnabled(bool(typed.strip()))
        self._fit()

    def _fit(self) -> None:
        lines = max(LEAST_LINES, min(self.code.blockCount() + 1, MOST_LINES))
        if lines != self._lines:
            self._lines = lines
            high = lines * QFontMetrics(self.code.font()).lineSpacing() + 3 * self._theme.space.s
            self.code.setFixedHeight(high)
            self.resized.emit()


def _as_edited(text: str) -> str:
    """A text as an editor gives it back: Qt knows one kind of line end and one kind of space."""
    return (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\xa0", " ")
    )
