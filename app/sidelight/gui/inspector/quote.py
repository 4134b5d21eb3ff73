# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A few words of an answer, as a note quotes them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from sidelight.gui.glview.plain import plain_tooltip
from sidelight.gui.theme import Theme

LENGTH = 140


class Quote(QLabel):
    """Plain text behind an edge in the marks' colour; a long quotation is cut in its middle."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(shortened(text), parent)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "quiet")
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        self.setContentsMargins(theme.space.m, 0, 0, 0)
        self.setToolTip(plain_tooltip(text) if self.text() != text else "")
        self.setAccessibleName(self.tr("Quotation: {text}").format(text=self.text()))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The edge, then the words."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("found"))
        painter.drawRoundedRect(QRectF(0, 1, self._theme.space.edge, self.height() - 2), 1.5, 1.5)
        painter.end()
        super().paintEvent(event)


def shortened(text: str, length: int = LENGTH) -> str:
    """One line of text, its beginning and its end if it is long."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    tail = length // 3
    return f"{line[: length - tail].rstrip()} … {line[-tail:].lstrip()}"
