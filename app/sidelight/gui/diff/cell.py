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
    """A passage's text in lines. Offsets are code points of the passage."""

    def __init__(self, text: str, face: Face, width: float) -> None:
        self.text = text
        self._face = face
        self._layout = QTextLayout(text.replace("\n", _LINE_BREAK), face.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(_TAB * face.advance)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.beginLayout()
        count = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, count * face.line + (face.line - line.height()) / 2))
            count += 1
        self._layout.endLayout()
        self.height = float(max(1, count) * face.line)

    def set_marks(self, stretches: Sequence[Stretch], look: QTextCharFormat) -> None:
        """Draw these stretches in a look of their own; nothing moves."""
        ranges = []
        for start, end in stretches:
            mark = QTextLayout.FormatRange()
            mark.start = self._units(start)
            mark.length = self._units(end) - self._units(start)
            mark.format = look
            ranges.append(mark)
        self._layout.setFormats(ranges)

    def paint(self, painter: QPainter, place: QPointF, ink: QColor, selected: Stretch | None) -> None:
        """Draw it, with what is selected of it."""
        ranges = []
        if selected is not None and selected[1] > selected[0]:
            chosen = QTextLayout.FormatRange()
            chosen.start = self._units(selected[0])
            chosen.length = self._units(selected[1]) - self._units(selected[0])
            format_ = QTextCharFormat()
            palette_colour = QColor(ink)
            palette_colour.setAlphaF(0.22)
            format_.setBackground(palette_colour)
            chosen.format = format_
            ranges.append(chosen)
        painter.setPen(ink)
        self._layout.draw(painter, place, ranges, QRectF())

    def offset_at(self, point: QPointF) -> int:
        """The code point nearest to a point of the cell."""
        at = max(0, min(int(point.y() // self._face.line), self._layout.lineCount() - 1))
        line = self._layout.lineAt(at)
        if not line.isValid():
            return 0
        return self._points(int(line.xToCursor(point.x())))

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
