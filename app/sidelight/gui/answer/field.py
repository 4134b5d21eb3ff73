# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One cell of a table as it is shown, and where in the raw text it comes from."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from sidelight.gui.answer.passage import Passage
from sidelight.text.align import Alignment
from sidelight.text.blocks import Line
from sidelight.text.inline import Inline
from sidelight.text.linemarks import Cell


class Field:
    """A cell; ``start`` is where it begins in the table's text, ``place`` where it stands in the picture."""

    __slots__ = ("align", "inline", "natural", "passage", "place", "row", "source_cell", "start")

    def __init__(self, inline: Inline, source_cell: Cell, row: Line, start: int) -> None:
        self.inline = inline
        self.source_cell = source_cell
        self.row = row
        self.start = start
        self.passage: Passage | None = None
        self.natural = -1.0  # the width it asks for
        self.align = ""
        self.place = QPointF()

    @property
    def end(self) -> int:
        """Where it ends in the table's text."""
        return self.start + len(self.inline.text)

    @property
    def line(self) -> Line:
        """The cell's part of its source line."""
        return Line(self.row.start + self.source_cell.start, self.source_cell.text)

    def source(self, position: int, *, end: bool) -> int:
        """Where in the raw text a position of the table's text begins, or what is before it ends."""
        alignment = Alignment([self.line], self.inline.places, self.inline.ends)
        within = position - self.start
        return alignment.source_end(within) if end else alignment.source(within)

    def shown(self, source: int) -> int:
        """The position in the table's text of an offset of the raw text."""
        return self.start + Alignment([self.line], self.inline.places).shown(source)
