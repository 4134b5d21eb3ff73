# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The two buttons of the live view and the inspector: a quiet one with an icon, and one with words.

How they look is the window's style sheet's business; here is what they are called and which key does it too.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme


class QuietButton(QToolButton):
    """A square with an icon, flat until the pointer or the keyboard is on it; without one it shows words.

    ``keys`` is shown in the tooltip; the owner makes the shortcut.
    """

    def __init__(
        self, icon_name: str, text: str, theme: Theme, *, keys: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._keys = keys
        self.setProperty("kind", "quiet")
        self.setIconSize(QSize(theme.space.icon, theme.space.icon))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.say(icon_name, text)

    def say(self, icon_name: str, text: str) -> None:
        """Change what the button shows and is called."""
        if (icon_name, text) == (self._icon_name, self.accessibleName()):
            return
        self._icon_name = icon_name
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({self._keys})" if self._keys else text)
        self.set_theme(self._theme)

    def recede(self) -> None:
        """Be flat again after a menu, behind which Qt does not see that the pointer has gone."""
        if not self.rect().contains(self.mapFromGlobal(QCursor.pos())):
            self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        if self._icon_name:
            self.setIcon(icon(self._icon_name, theme, theme.space.icon))


class WordButton(QPushButton):
    """A button with words: plain, the one thing to do next (``primary``), or as a ``link``."""

    def __init__(
        self,
        text: str,
        *,
        kind: Literal["plain", "primary", "link"] = "plain",
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        if kind == "link":
            # A link stands flush with the text above it.
            self.setStyleSheet("padding: 0;")
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if keys:
            self.setToolTip(f"{text} ({keys})")
