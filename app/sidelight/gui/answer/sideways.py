# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scrolling within a block wider than its room: how far it is pushed left, and the bar that shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from sidelight.gui.answer.look import Look

_LEAST_THUMB = 24.0


class Sideways:
    """How far a block's content is pushed left.

    Args:
        overflow: gives by how many pixels the content is wider than its room; never less than 0.
    """

    __slots__ = ("_overflow", "_pushed")

    def __init__(self, overflow: Callable[[], float]) -> None:
        self._overflow = overflow
        self._pushed = 0.0

    @property
    def overflow(self) -> float:
        """By how much the content is wider than its room."""
        return self._overflow()

    @property
    def offset(self) -> float:
        """How far the content is pushed left, in pixels."""
        return min(self._pushed, self._overflow())

    def push(self, dx: float) -> bool:
        """Push the content; ``True`` if it moved."""
        before = self.offset
        self._pushed = max(0.0, min(before + dx, self._overflow()))
        return self._pushed != before

    def drag(self, dx: float, track: float) -> bool:
        """Push the content as the thumb is dragged by ``dx`` on a track of this length."""
        spare = track - self._thumb(track)
        return self.push(dx * self._overflow() / spare) if spare > 0 else False

    def _thumb(self, track: float) -> float:
        return max(_LEAST_THUMB, track * track / (track + self._overflow()))

    def thumb(self, track: QRectF) -> QRectF:
        """Where the thumb stands on its track."""
        size = self._thumb(track.width())
        left = track.left() + (track.width() - size) * (self.offset / max(1.0, self._overflow()))
        return QRectF(left, track.top(), size, track.height())

    def paint(self, painter: QPainter, track: QRectF, look: Look, *, hover: bool) -> None:
        """Draw the thumb."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("quiet" if hover else "line"))
        radius = track.height() / 2
        painter.drawRoundedRect(self.thumb(track), radius, radius)
        painter.restore()
