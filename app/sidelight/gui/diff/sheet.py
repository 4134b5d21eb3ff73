# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the rows of a diff stand: two columns, a gutter between them, and heights known once seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextCharFormat

from sidelight.gui.answer.look import Face, Look
from sidelight.gui.diff.cell import Cell
from sidelight.gui.diff.heights import Heights
from sidelight.text.diff import Diff, Row
from sidelight.text.passages import Passage
from sidelight.text.words import Stretch

Side = Literal["left", "right"]

GUTTER = 32
KEPT = 400
"""Rows out of sight whose layout is kept."""
_ROUNDS = 6


@dataclass(slots=True)
class Cells:
    """What a row shows at each side."""

    left: Cell | None
    right: Cell | None

    def of(self, side: Side) -> Cell | None:
        """One side's."""
        return self.left if side == "left" else self.right


class Sheet:
    """The rows within a window of ``width`` by ``height`` pixels, scrolled by ``y``."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.diff = Diff((), ())
        self.width = 0
        self.height = 0
        self.y = 0.0
        self.marks: dict[int, tuple[list[Stretch], list[Stretch]]] = {}
        self.mark_look = QTextCharFormat()
        self._cells: dict[int, Cells] = {}
        self._heights = Heights()

    # the columns

    @property
    def pad(self) -> int:
        """Room at both sides of a column's text."""
        return self.look.space.m

    @property
    def column(self) -> float:
        """The width of a column's text."""
        return max(40.0, (self.width - GUTTER) / 2 - 2 * self.pad)

    def box(self, side: Side) -> tuple[float, float]:
        """Where a column begins and how wide it is, its padding included."""
        half = (self.width - GUTTER) / 2
        return (0.0, half) if side == "left" else (half + GUTTER, half)

    # what is there

    def show(self, diff: Diff) -> None:
        """Take another diff; nothing of the one before stays."""
        self.diff = diff
        self.marks.clear()
        self.y = 0.0
        self.relax()

    def resize(self, width: int, height: int) -> None:
        """Take another size; the row at the top stays there."""
        first = self.at(0.0)
        inside = -self.top(first) / max(1.0, self._heights.height(first)) if first >= 0 else 0.0
        other = width != self.width
        self.width, self.height = width, height
        if other:
            self.relax()
            if first >= 0:
                self.y = self._heights.top(first) + inside * self._heights.height(first)
        self.settle()

    def relax(self) -> None:
        """Nothing is laid out any more, and every height is an estimate."""
        self._cells.clear()
        self._heights = Heights([self._estimate(row) for row in self.diff.rows])

    def settle(self) -> None:
        """Lay out what is in sight; what was there keeps its place on the screen."""
        for _ in range(_ROUNDS):
            anchor = next(((at, top) for at, top in self.visible() if at in self._cells), None)
            changed = False
            for at, _top in list(self.visible()):
                if at not in self._cells:
                    cells = self._cells[at] = self._lay_out(at)
                    changed |= self._heights.set(at, self._height(at, cells))
            if anchor is not None and changed:
                self.y += self.top(anchor[0]) - anchor[1]
            self.y = max(0.0, min(float(round(self.y)), float(self.maximum)))
            if not changed:
                break
        if len(self._cells) > KEPT + len(list(self.visible())):
            seen = {at for at, _ in self.visible()}
            self._cells = {at: cells for at, cells in self._cells.items() if at in seen}

    def mark(self, row: int, left: list[Stretch], right: list[Stretch]) -> None:
        """The words in which a row's sides differ are known now; nothing moves by it."""
        self.marks[row] = (left, right)
        if row in self._cells:
            self._cells[row] = self._lay_out(row)

    @property
    def laid_out(self) -> int:
        """How many rows hold a layout."""
        return len(self._cells)

    @property
    def maximum(self) -> int:
        """How far one can scroll."""
        return max(0, ceil(self._heights.total + self.look.space.xl - self.height))

    def top(self, row: int) -> float:
        """Where a row begins, in the window."""
        return self._heights.top(row) - self.y

    def bottom(self, row: int) -> float:
        """Where a row ends, in the window."""
        return self.top(row + 1)

    def at(self, y: float) -> int:
        """The row at a height of the window; -1 if there is none at all."""
        return self._heights.at(y + self.y)

    def visible(self) -> Iterator[tuple[int, float]]:
        """The rows in sight, each with its top."""
        at = self.at(0.0)
        while 0 <= at < len(self._heights) and self.top(at) < self.height:
            yield at, self.top(at)
            at += 1

    def cells(self, row: int) -> Cells:
        """A row's cells, laid out now if they were not."""
        if row not in self._cells:
            self._cells[row] = self._lay_out(row)
            self._heights.set(row, self._height(row, self._cells[row]))
        return self._cells[row]

    def text_place(self, row: int, side: Side) -> QPointF:
        """Where a cell's text begins, in the window."""
        return QPointF(self.box(side)[0] + self.pad, self.top(row) + self._air(self.diff.rows[row]))

    def row_box(self, row: int, side: Side) -> QRectF:
        """A cell's place, in the window."""
        left, width = self.box(side)
        return QRectF(left, self.top(row), width, self._heights.height(row))

    # a row

    def _face(self, passage: Passage) -> Face:
        return self.look.mono if passage.code else self.look.interface

    def _air(self, row: Row) -> int:
        """Room above and below a row's text: lines of code stand close."""
        code = all(passage is None or passage.code for passage in (row.left, row.right))
        return 0 if code else self.look.space.s // 2

    def _lay_out(self, at: int) -> Cells:
        row = self.diff.rows[at]
        left, right = self.marks.get(at, ((), ()))
        return Cells(self._cell(row.left, left), self._cell(row.right, right))

    def _cell(self, passage: Passage | None, marks: Sequence[Stretch]) -> Cell | None:
        if passage is None:
            return None
        return Cell(passage.text, self._face(passage), self.column, marks, self.mark_look)

    def _height(self, at: int, cells: Cells) -> float:
        highest = max((cell.height for cell in (cells.left, cells.right) if cell is not None), default=0.0)
        return highest + 2 * self._air(self.diff.rows[at])

    def _estimate(self, row: Row) -> float:
        return max(self._guess(row.left), self._guess(row.right)) + 2 * self._air(row)

    def _guess(self, passage: Passage | None) -> float:
        if passage is None:
            return 0.0
        face = self._face(passage)
        lines = passage.text.count("\n") + max(1, ceil(len(passage.text) * face.average / self.column))
        return float(lines * face.line)
