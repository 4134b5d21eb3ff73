# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A few choices side by side, one of which is taken."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget

from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme


class Segments(QFrame):
    """The choices.

    Signals:
        chosen: the key of the choice that the user took.
    """

    chosen = Signal(str)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "segments")
        self.setAccessibleName(name)
        self._theme = theme
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        self._drawn: dict[str, str] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.setFixedHeight(26)

    def add(self, key: str, text: str, action: QAction, *, icon_name: str = "") -> QToolButton:
        """Append a choice; ``action`` is the same deed for the keyboard, and lends its tooltip."""
        button = QToolButton(self)
        button.setProperty("kind", "segment")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(text)
        if icon_name:
            button.setProperty("bare", "true")
            button.setIconSize(QSize(self._theme.space.icon, self._theme.space.icon))
            self._drawn[key] = icon_name
            button.setIcon(icon(icon_name, self._theme))
        else:
            button.setText(text)
        button.setToolTip(action.toolTip())
        action.changed.connect(lambda: button.setToolTip(action.toolTip()))
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[key] = button
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def button(self, key: str) -> QToolButton:
        """The button of one choice."""
        return self._buttons[key]

    def set_current(self, key: str) -> None:
        """Show which one is taken."""
        self._buttons[key].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons anew."""
        self._theme = theme
        for key, icon_name in self._drawn.items():
            self._buttons[key].setIcon(icon(icon_name, theme))
