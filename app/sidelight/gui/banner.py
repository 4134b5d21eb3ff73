# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A strip across the page for what concerns the whole project: a full disk, recovered answers."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from sidelight.gui.icons import icon, pixmap
from sidelight.gui.theme import Theme

Kind = Literal["info", "warn", "bad"]
TOKENS: dict[Kind, str] = {"info": "accent", "warn": "warn", "bad": "bad"}


class Banner(QFrame):
    """One sentence with a shape before it. It stays until it is no longer true, or the user closes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: Kind = "info"
        self._mark = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._close = QToolButton(self)
        self._close.setProperty("kind", "quiet")
        self._close.setIconSize(QSize(16, 16))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.l, theme.space.xs, theme.space.m, theme.space.xs)
        layout.setSpacing(theme.space.s)
        layout.addWidget(self._mark)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; empty if it says nothing."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, sentence: str, kind: Kind, *, closable: bool = True) -> None:
        """Show a sentence."""
        self._kind = kind
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._close.setVisible(closable)
        self.setProperty("kind", f"banner-{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self.set_theme(self._theme)
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self.hide()
        self._text.clear()

    def set_theme(self, theme: Theme) -> None:
        """Tint anew."""
        self._theme = theme
        self._mark.setPixmap(pixmap(self._kind, theme.css(TOKENS[self._kind]), 16, self.devicePixelRatioF()))
        self._close.setIcon(icon("close", theme))
