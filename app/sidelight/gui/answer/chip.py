# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The chip that says there is new text further down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from sidelight.gui.answer.look import Look


class Chip(QPushButton):
    """Floats above the lower edge; a click follows the text again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(self.tr("↓ new text"))
        self.setToolTip(self.tr("Follow the answer again (Ctrl+End)"))
        self.setAccessibleName(self.tr("Follow the new text"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Take colours and fonts."""
        theme, space = look.theme, look.space
        self.setFont(look.interface.font)
        self.setStyleSheet(
            f"QPushButton {{ color: {theme.css('accent')}; background: {theme.css('page')};"
            f" border: {space.hairline}px solid {theme.css('line')}; border-radius: {look.px(13)}px;"
            f" padding: {space.xs}px {space.m}px; }}"
            f"QPushButton:hover {{ background: {theme.css('accent_quiet')}; }}"
        )
        self.adjustSize()

    def place(self, width: int, bottom: int) -> None:
        """Stand in the middle above the lower edge."""
        size = self.sizeHint()
        self.setGeometry(
            (width - size.width()) // 2, bottom - size.height() - 12, size.width(), size.height()
        )
