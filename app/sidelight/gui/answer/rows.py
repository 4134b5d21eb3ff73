# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The lines of a listing: where each begins in the listing's text, and how it is laid out when it is seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextLayout, QTextOption

from sidelight.gui.answer.block_view import Shared
from sidelight.gui.answer.colouring import Colouring
from sidelight.gui.answer.passage import Units, format_range, printable, x_of
from sidelight.text.blocks import Line
from sidelight.text.wrap import columns

_CACHE = 400
_FAR = 1e7
_MOST = 2000
"""Lines of which the places are told at once; no screen is that high."""


class Rows:
    """Lines, each unwrapped in a row of its own; rows are counted from 0.

    Attributes:
        length: characters of the whole text, a line feed between two lines.
        widest: pixels of the longest line, as far as it is known.
        colouring: the colours of each.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._lines: Sequence[Line] = ()
        self._starts: list[int] = []  # where each line begins in the text
        self._layouts: dict[int, QTextLayout] = {}
        self.length = 0
        self.widest = 0.0
        self.colouring = Colouring(shared.lexers, self._layouts)

    # life

    def take(self, lines: Sequence[Line]) -> None:
        """Note where new lines begin and how wide they are; the last one may still grow, or go."""
        self._layouts.pop(len(self._lines) - 1, None)
        self._lines = lines
        keep = max(0, min(len(self._starts), len(lines)) - 1)
        del self._starts[keep:]
        self.length = self._starts[-1] + len(lines[keep - 1].text) if keep else 0
        advance = self._shared.look.mono.advance
        for index in range(keep, len(lines)):
            line = lines[index]
            if index and not line.joined:
                self.length += 1
            self._starts.append(self.length)
            self.length += len(line.text)
            if len(line.text) * advance * 2 > self.widest:
                self.widest = max(self.widest, columns(line.text) * advance)

    def forget(self) -> None:
        """Measure and lay out anew, for another look."""
        self._layouts.clear()
        self._starts.clear()
        self.widest = 0.0
        self.take(self._lines)

    # places in the text

    def __len__(self) -> int:
        return len(self._lines)

    def at(self, position: int) -> int:
        """The row that holds a position of the text."""
        return max(0, bisect_right(self._starts, position) - 1)

    def ends(self, row: int) -> tuple[int, int]:
        """The first and the last position of a row."""
        return self._starts[row], self._starts[row] + len(self._lines[row].text)

    def source(self, position: int) -> int:
        """Where in the raw text a position comes from; there must be a row."""
        row = self.at(position)
        return self._lines[row].start + position - self._starts[row]

    def source_line(self, number: int) -> tuple[int, int] | None:
        """The ends of a line of the source, counted from 1; a very long one has several rows."""
        rows = [row for row, line in enumerate(self._lines) if not (row and line.joined)]
        if not 1 <= number <= len(rows):
            return None
        last = (rows[number] if number < len(rows) else len(self._lines)) - 1
        return self._starts[rows[number - 1]], self.ends(last)[1]

    # places in the picture

    def layout(self, row: int) -> QTextLayout:
        """One line, laid out."""
        known = self._layouts.get(row)
        if known is not None:
            return known
        look = self._shared.look
        shown = printable(self._lines[row].text)
        units = Units(shown)
        layout = QTextLayout(shown, look.mono.font)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setTabStopDistance(4 * look.mono.advance)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        formats = []
        for stretch in self.colouring.line(row):
            what = look.token(stretch.token)
            if what is not None:
                start = units.to_units(stretch.start)
                end = units.to_units(stretch.start + stretch.length)
                formats.append(format_range(start, end - start, what))
        layout.setFormats(formats)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        line = layout.createLine()
        if line.isValid():
            line.setLineWidth(_FAR)
            line.setPosition(QPointF(0, look.mono.baseline - line.ascent()))
            self.widest = max(self.widest, line.naturalTextWidth())
        layout.endLayout()
        if len(self._layouts) > _CACHE:
            self._layouts.clear()
        self._layouts[row] = layout
        return layout

    def x(self, row: int, offset: int) -> float:
        """How far from the row's beginning its character ``offset`` begins."""
        line = self.layout(row).lineAt(0)
        return x_of(line, Units(self._lines[row].text).to_units(offset)) if line.isValid() else 0.0

    def nearest(self, row: int, x: float) -> int:
        """The position in the text nearest to a place in a row."""
        line = self.layout(row).lineAt(0)
        if not line.isValid():
            return self._starts[row]
        text = self._lines[row].text
        return self._starts[row] + min(Units(text).to_points(line.xToCursor(x)), len(text))

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, float, float]]:
        """A stretch of the text row by row: the row, where it begins and where it ends."""
        if start >= end or not self._lines:
            return
        first, last = self.at(start), self.at(end)
        for row in range(first, min(last, first + _MOST) + 1):
            begin, stop = self.ends(row)
            a, b = max(start, begin), min(end, stop)
            if a > b:
                continue
            left, right = self.x(row, a - begin), self.x(row, b - begin)
            if end > stop and row < last:
                right += self._shared.look.mono.advance / 2  # the line's end is part of it
            if right > left:
                yield row, left, right
