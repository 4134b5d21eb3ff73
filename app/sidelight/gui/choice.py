# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A field in which one of several things is chosen, with an arrow drawn like the program's other icons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QComboBox

FROM_RIGHT = 16
REACH = 3.5
STROKE = 1.5


class Choice(QComboBox):
    """The style sheet takes away Qt's own arrow, which stands in a box of another look."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then a chevron in the colour of quiet text."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText), STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle = QPointF(self.width() - FROM_RIGHT, self.height() / 2)
        painter.drawPolyline(
            [
                middle + QPointF(-REACH, -REACH / 2),
                middle + QPointF(0, REACH / 2),
                middle + QPointF(REACH, -REACH / 2),
            ]
        )
