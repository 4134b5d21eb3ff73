# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What has to be said about an answer, where it ended: that it failed, was cut short, or was stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.answer.look import Look

Severity = Literal["info", "warn", "bad"]
_SIGNS = {"info": "i", "warn": "!", "bad": "✕"}
_COLOURS = {"info": "accent", "warn": "warn", "bad": "bad"}
_GROUNDS = {"info": "accent_quiet", "warn": "warn_quiet", "bad": "bad_quiet"}


class Notice(QFrame):
    """A card with a sentence and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._severity: Severity = "info"
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._words = QLabel(self)
        # A failure may quote a stranger's server: never rich text.
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self._words)
        right.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self._right = right
        self._look: Look | None = None
        self.hide()

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def say(self, text: str, severity: Severity, actions: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Show a sentence and its buttons."""
        self._severity = severity
        self._words.setText(text)
        self._sign.setText(_SIGNS[severity])
        while self._buttons.count():
            gone = self._buttons.takeAt(0)
            widget = gone.widget() if gone else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for label, act in actions:
            button = QPushButton(label, self)
            button.clicked.connect(lambda _checked=False, act=act: act())
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._buttons.addWidget(button)
            button.show()  # the layout would show it only after the next round of events
        self._buttons.addStretch(1)
        self.setAccessibleName(
            {"info": self.tr("Note"), "warn": self.tr("Warning"), "bad": self.tr("Failure")}[severity]
        )
        self.setAccessibleDescription(text)
        if self._look is not None:
            self.set_look(self._look)

    def set_look(self, look: Look) -> None:
        """Take colours and fonts."""
        self._look = look
        theme, space = look.theme, look.space
        colour, ground = theme.css(_COLOURS[self._severity]), theme.css(_GROUNDS[self._severity])
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(space.m, space.m, space.m, space.m)
            layout.setSpacing(space.m)
        self._right.setSpacing(space.s)
        self._buttons.setSpacing(space.s)
        side = look.px(18)
        self._sign.setFixedSize(side, side)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setFont(look.interface.font)
        self._sign.setFont(theme.sans(look.px(11), bold=True))
        self.setStyleSheet(
            f"#notice {{ background: {ground}; border: none; border-radius: {space.card_radius}px; }}"
            f"QLabel {{ color: {theme.css('text')}; background: transparent; }}"
            f"QPushButton {{ color: {theme.css('text')}; background: {theme.css('page')};"
            f" font-size: {look.px(13)}px;"
            f" border: {space.hairline}px solid {theme.css('line')}; border-radius: {space.chip_radius}px;"
            f" padding: {space.xs}px {space.m}px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {theme.css('accent')};"
            f" color: {theme.css('accent')}; outline: none; }}"
        )
        self._sign.setStyleSheet(
            f"color: {theme.css('page')}; background: {colour}; border-radius: {side // 2}px; padding: 0;"
        )
