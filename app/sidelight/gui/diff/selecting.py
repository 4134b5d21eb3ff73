# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is selected in a diff: a stretch of one side, as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from sidelight.gui.diff.sheet import Sheet, Side
from sidelight.text.passages import Passage
from sidelight.text.words import Stretch


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in one side: the row, and the code point of its passage."""

    row: int
    offset: int


class Selecting:
    """The selection, which never reaches from one answer into the other."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.side: Side = "left"
        self._anchor = self._caret = Spot(0, 0)
        self._text = {"left": "", "right": ""}

    def begin(self, left: str, right: str) -> None:
        """Other answers are compared."""
        self._text = {"left": left, "right": right}
        self.clear()

    def clear(self) -> None:
        """Select nothing."""
        self._anchor = self._caret

    def press(self, point: QPointF) -> None:
        """Begin a selection at a point of the window."""
        self.side = "left" if point.x() < self._sheet.width / 2 else "right"
        self._anchor = self._caret = self._spot(point)

    def drag(self, point: QPointF) -> None:
        """Draw the selection up to a point."""
        self._caret = self._spot(point)

    def everything(self) -> None:
        """Select all of the side that was clicked last."""
        last = len(self._sheet.diff.rows) - 1
        passage = self._passage(last) if last >= 0 else None
        self._anchor = Spot(0, 0)
        self._caret = Spot(max(0, last), len(passage.text) if passage is not None else 0)

    @property
    def span(self) -> Stretch | None:
        """What is selected, in code points of the side's answer; ``None`` if nothing is."""
        first, last = sorted((self._anchor, self._caret))
        rows = range(first.row, min(last.row + 1, len(self._sheet.diff.rows)))
        found = [(row, passage) for row in rows if (passage := self._passage(row)) is not None]
        if not found:
            return None
        (top, begin), (bottom, end) = found[0], found[-1]
        start = begin.start + (first.offset if top == first.row else 0)
        stop = end.start + last.offset if bottom == last.row else end.end
        return (start, stop) if stop > start else None

    def text(self) -> str:
        """What is selected, exactly as it stands in the answer."""
        span = self.span
        return self._text[self.side][span[0] : span[1]] if span is not None else ""

    def within(self, row: int, side: Side) -> Stretch | None:
        """The selected part of a cell."""
        passage = self._passage(row) if side == self.side else None
        span = self.span if passage is not None else None
        if passage is None or span is None or span[1] <= passage.start or span[0] >= passage.end:
            return None
        return max(0, span[0] - passage.start), min(len(passage.text), span[1] - passage.start)

    def _passage(self, row: int) -> Passage | None:
        found = self._sheet.diff.rows[row]
        return found.left if self.side == "left" else found.right

    def _spot(self, point: QPointF) -> Spot:
        row = self._sheet.at(point.y())
        if row < 0:
            return Spot(0, 0)
        cell = self._sheet.cells(row).of(self.side)
        if cell is None:
            return Spot(row, 0)
        return Spot(row, cell.offset_at(point - self._sheet.text_place(row, self.side)))
