# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the inspector is put together from: sections under a hairline, and remarks with an icon."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sidelight.gui.glview.plain import plain_label, plain_tooltip
from sidelight.gui.icons import paint_icon
from sidelight.gui.theme import Theme


class Section(QWidget):
    """A hairline, a quiet heading with a count, and what it heads."""

    def __init__(self, name: str, body: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self.heading = QLabel(name)
        self.heading.setProperty("kind", "small")
        self.heading.setContentsMargins(theme.space.s, 0, theme.space.s, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space.m, 0, 0)
        column.setSpacing(theme.space.s)
        column.addWidget(self.heading)
        column.addWidget(body)

    def set_count(self, number: int) -> None:
        """How many there are; nothing for none."""
        self.heading.setText(f"{self._name} ({number})" if number else self._name)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The hairline, from edge to edge of the panel."""
        painter = QPainter(self)
        inset = self._theme.space.s
        painter.fillRect(
            inset, 0, self.width() - 2 * inset, self._theme.space.hairline, self._theme.colour("line")
        )


class Remark(QWidget):
    """A sentence with the icon of its tone."""

    def __init__(
        self, tone: str, sentence: str, body: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._theme = theme
        self.label = plain_label(sentence)
        self.label.setToolTip(plain_tooltip(body))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.icon + theme.space.s, 0, 0, 0)
        column.addWidget(self.label)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon beside the first line."""
        side = self._theme.space.icon
        colour = self._theme.colour("accent" if self._tone == "info" else self._tone)
        place = QRectF(0, 0, side, side)
        paint_icon(QPainter(self), self._tone, colour, place)


class Content(QWidget):
    """What scrolls; keys that no control of it wants are the inspector's."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
