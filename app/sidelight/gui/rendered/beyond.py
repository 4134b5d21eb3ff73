# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What says that a picture goes on beside its place: a thin bar below it, and a quiet word."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from sidelight.gui.theme import Theme

_BAR = 3
_WORTH_SAYING = 4
"""Pixels; so little that is out of sight is the room around the picture."""


def paint_beyond(painter: QPainter, box: QRectF, place: QRect, theme: Theme) -> None:
    """Say how much of a picture is out of sight.

    Args:
        painter: of the widget.
        box: where the picture lies.
        place: the widget, which is narrower.
        theme: the look.
    """
    share = place.width() / box.width()
    bar = QRectF(-box.left() * share, place.height() - _BAR, place.width() * share, _BAR)
    painter.fillRect(bar, theme.colour("line"))
    if box.right() - place.width() < _WORTH_SAYING:
        return
    painter.setFont(theme.sans(11))
    words = QCoreApplication.translate("ImageBody", "more →")
    size = painter.fontMetrics().boundingRect(words).size()
    ground = QRectF(0, 0, size.width() + 12, size.height() + 4)
    ground.moveBottomRight(QPointF(place.width() - 4, place.height() - _BAR - 3))
    painter.fillRect(ground, theme.colour("page"))
    painter.setPen(theme.colour("quiet"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)
