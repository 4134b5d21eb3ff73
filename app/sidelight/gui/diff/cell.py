# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One passage laid out in its column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextCharFormat, QTextLayout, QTextOption

from sidelight.gui.answer.look import Face
from sidelight.text.words import Stretch

_LINE_BREAK = "\u2028"  # what Qt breaks a line at within one layout
_TAB = 4


class Cell:
    """A passage's text in lines. Offsets are code points of the passage.

    ``marks`` are drawn in a look of their own.
    """

    def __init__(
        self,
        text: str,
        face: Face,
        width: float,
        marks: Sequence[Stretch] = (),
        look: QTextCharFormat | None = None,
    ) -> None:
        self.text = text
        self._face = face
        self._layout = QTextLayout(text.replace("\n", _LINE_BREAK), face.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(_TAB * face.advance)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        if marks and look is not None:
            # Before the lines are made: formats that come later would take them away.
            self._layout.setFormats([self._range(stretch, look) for stretch in marks])
        self._layout.beginLayout()
        count = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, count * face.line + (face.line - line.height()) / 2))
            count += 1
        self._layout.endLayout()
        self.height = float(max(1, count) * face.line)

    def paint(self, painter: QPainter, place: QPointF, ink: QColor, selected: Stretch | None) -> None:
        """Draw it, with what is selected of it."""
        ranges = []
        if selected is not None and selected[1] > selected[0]:
            ground = QColor(ink)
            ground.setAlphaF(0.22)
            look = QTextCharFormat()
            look.setBackground(ground)
            ranges.append(self._range(selected, look))
        painter.setPen(ink)
        self._layout.draw(painter, place, ranges, QRectF())

    def offset_at(self, point: QPointF) -> int:
        """The code point nearest to a point of the cell."""
        at = max(0, min(int(point.y() // self._face.line), self._layout.lineCount() - 1))
        line = self._layout.lineAt(at)
        if not line.isValid():
            return 0
        return self._points(int(line.xToCursor(point.x())))

    def _range(self, stretch: Stretch, look: QTextCharFormat) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = self._units(stretch[0])
        made.length = self._units(stretch[1]) - made.start
        made.format = look
        return made

    def _units(self, points: int) -> int:
        """Code points as the UTF-16 units that Qt counts in."""
        if self.text.isascii():
            return points
        return len(self.text[:points].encode("utf-16-le", "surrogatepass")) // 2

    def _points(self, units: int) -> int:
        if self.text.isascii():
            return units
        whole = self.text.encode("utf-16-le", "surrogatepass")
        return len(whole[: 2 * units].decode("utf-16-le", "surrogatepass"))
