# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a row of a list is painted: a quiet ground where it is chosen, words from either end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sidelight.gui.theme import Theme


class Row(QStyledItemDelegate):
    """A row of one height; its kinds say what stands on it."""

    def __init__(self, height: int, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._height = height
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(self._height, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground of a row, and what stands on it."""
        place: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("accent_quiet"))
            painter.drawRoundedRect(place, self.theme.space.chip_radius, self.theme.space.chip_radius)
        self.fill(painter, place, index)
        painter.restore()

    def fill(self, painter: QPainter, place: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw what stands on it."""
        raise NotImplementedError

    def write(
        self,
        painter: QPainter,
        place: QRect,
        text: str,
        font: QFont,
        token: str,
        *,
        right: bool = False,
        most: int = 0,
    ) -> QRect:
        """Write a text into a place, at its right or left end; returns the room that is left before it.

        Args:
            painter: the row's.
            place: where, in pixels of the list.
            text: one line, cut to fit: at its end, or in its middle where it stands at the right.
            font: its letters.
            token: the theme's name of its colour.
            right: whether it stands at the right end.
            most: pixels that it may take; 0 for all there are.
        """
        painter.setFont(font)
        painter.setPen(self.theme.colour(token))
        cut = Qt.TextElideMode.ElideMiddle if right else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, cut, most or place.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
        taken = painter.fontMetrics().horizontalAdvance(shown) + self.theme.space.s if shown else 0
        return place.adjusted(0, 0, -taken, 0)
