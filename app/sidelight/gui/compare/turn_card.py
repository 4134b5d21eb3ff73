# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One earlier message in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from sidelight.gui.icons import icon
from sidelight.gui.keys import asks_for_escape
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView


class TurnCard(QWidget):
    """The message, who said it, and ways to the next one and back.

    Signals:
        left: back to all turns.
        step_wanted: -1 or +1, the message before or after.
    """

    left = Signal()
    step_wanted = Signal(int)

    def __init__(self, rooms: Rooms, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._rooms = rooms
        self._theme = theme
        self._text = ""
        self.view: AnswerView | None = None
        self._buttons: list[tuple[QToolButton, str]] = []
        space = theme.space
        self.close_button = self._button("left", self.tr("All turns (Esc)"), self.left.emit)
        self.said = QLabel(self)
        self.said.setProperty("kind", "small")
        self.back = self._button("up", self.tr("Message before"), lambda: self.step_wanted.emit(-1))
        self.forth = self._button("down", self.tr("Message after"), lambda: self.step_wanted.emit(1))
        self.copy = self._button("copy", self.tr("Copy message"), self._copy)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, space.xs)
        head.setSpacing(space.xs)
        head.addWidget(self.close_button)
        head.addWidget(self.said, 1)
        for button in (self.back, self.forth, self.copy):
            head.addWidget(button)
        self._layout = QVBoxLayout(self)
        # Set in, so that it is not taken for the answer below.
        self._layout.setContentsMargins(space.m, 0, space.m, space.s)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)

    def show_message(self, text: str, told: str, *, first: bool, last: bool) -> None:
        """Show a message from its beginning."""
        if self.view is None:
            self.view = self._rooms.answer_view(self._theme, self)
            self.view.setFrameShape(QFrame.Shape.NoFrame)
            self._layout.addWidget(self.view, 1)
        self._text = text
        self.view.setAccessibleName(told)
        self.view.set_text(text)
        self.said.setText(told)
        self.back.setEnabled(not first)
        self.forth.setEnabled(not last)
        self.view.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for button, name in self._buttons:
            button.setIcon(icon(name, theme))
        if self.view is not None:
            self.view.set_theme(theme)

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own use of it."""
        if asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    def _button(self, icon_name: str, text: str, run: object) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setIcon(icon(icon_name, self._theme))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        self._buttons.append((button, icon_name))
        return button
