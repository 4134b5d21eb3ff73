# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tables: columns as wide as their text asks for, hairlines between rows, figures that line up.

A long table comes in parts. The first part settles the widths of the columns for all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from sidelight.gui.answer import footnotes
from sidelight.gui.answer.block_view import BlockView, Control, Shared, Wash
from sidelight.gui.answer.field import Field
from sidelight.gui.answer.look import Face
from sidelight.gui.answer.passage import Passage
from sidelight.gui.answer.sideways import Sideways
from sidelight.text.blocks import Block, Line
from sidelight.text.inline import parse
from sidelight.text.linemarks import Cell, cells

_ALIGN = {
    "l": Qt.AlignmentFlag.AlignLeft,
    "c": Qt.AlignmentFlag.AlignHCenter,
    "r": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute,
}
_FIGURE = re.compile(r"[-+±~<>≈$€£]?\s?[\d.,\u2009' ]*\d[\d.,]*\s?(?:%|[a-zA-Zµ/]{1,6})?$")
_MOST_COLUMNS = 40
_ROOMY = 240.0
"""Pixels that a column may have in a table that is scrolled anyway."""


class Table(BlockView):
    """A table or a part of one. In plain text tabs part the cells and line feeds the rows."""

    wide = True

    def __init__(self, block: Block, shared: Shared, *, live: bool) -> None:
        super().__init__(block, shared, live=live)
        self.first_part: Table | None = None
        self.columns: list[float] = []
        self._rows: list[list[Field]] = []
        self._seen: list[str] = []
        self._tops: list[float] = []
        self._starts: list[int] = []
        self._face: Face | None = None
        self._sideways = Sideways(self._overflow)
        self._read()

    # life

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block."""
        width = self.width
        top = self._tops[-2] if len(self._tops) > 2 else 0.0
        before = list(self.columns)
        self.block, self.live = block, live
        self._text = None
        self._read()
        if width > 0:
            self.arrange(width)
        return top if before == self.columns else 0.0

    def forget(self) -> None:
        """Lay out again when next seen."""
        super().forget()
        self._rows.clear()
        self._seen.clear()
        self._starts.clear()
        self._face = None
        self._read()

    @property
    def _face_(self) -> Face:
        if self._face is None:
            font = QFont(self.look.table.font)
            # Figures of one width, where the font has them.
            if hasattr(font, "setFeature"):
                font.setFeature(QFont.Tag("tnum"), 1)
            self._face = Face(font, 1.55)
        return self._face

    def _shown_lines(self) -> list[Line]:
        lines = list(self.block.lines)
        rows: list[Line] = []
        for line in lines[1:] if self.block.continued else lines:
            if line.joined and rows:
                last = rows[-1]
                rows[-1] = Line(last.start, last.text + line.text)
            else:
                rows.append(line)
        return rows

    def _read(self) -> None:
        """Parse the rows that are new or have grown."""
        rows = self._shown_lines()
        count = len(self.block.info) or 1
        length = self._starts[-1] if self._starts else 0
        for index, row in enumerate(rows):
            if index < len(self._seen) and self._seen[index] == row.text:
                continue
            del self._rows[index:], self._seen[index:], self._starts[index:]
            length = self._rows[-1][-1].end + 1 if self._rows else 0
            self._starts.append(length)
            fields: list[Field] = []
            found = cells(row.text)[: min(count, _MOST_COLUMNS)]
            while len(found) < min(count, _MOST_COLUMNS):
                found.append(Cell(len(row.text), ""))
            for cell in found:
                text = cell.text.replace("\\|", "|") if "\\|" in cell.text else cell.text
                inline = parse(text, self.shared.definitions)
                inline = footnotes.with_marks(inline, text, self.shared.notes)
                fields.append(Field(inline, cell, row, length))
                length += len(inline.text) + 1
            self._rows.append(fields)
            self._seen.append(row.text)
        del self._rows[len(rows) :], self._seen[len(rows) :], self._starts[len(rows) :]

    def _alignment_of(self, column: int) -> str:
        """As the source asks; a column of figures stands right if nothing was asked."""
        letter = self.block.info[column] if column < len(self.block.info) else "l"
        if letter != "l":
            return letter
        body = self._rows if self.block.continued else self._rows[1:]
        texts = [row[column].inline.text for row in body if row[column].inline.text.strip(" –—-")]
        return "r" if texts and all(_FIGURE.match(text) for text in texts) else "l"

    def _fit(self, width: float) -> None:
        """How wide each column is: what it asks for if all fit, else shares in proportion."""
        if self.first_part is not None and self.first_part.columns:
            self.columns = self.first_part.columns
            return
        pad = 2 * self.look.space.m
        count = len(self._rows[0]) if self._rows else 0
        asked = [0.0] * count
        least = [0.0] * count
        average = self._face_.average
        bold = QFont(self._face_.font)
        bold.setBold(True)
        metrics, strong = QFontMetricsF(self._face_.font), QFontMetricsF(bold)
        for number, row in enumerate(self._rows):
            for column, field in enumerate(row):
                text = field.inline.text
                if field.natural < 0:
                    short = len(text) <= 120
                    passage = (
                        Passage(field.inline, self.look, self._face_, None, bold=not number)
                        if short
                        else None
                    )
                    field.natural = passage.natural if passage else len(text) * average
                asked[column] = max(asked[column], field.natural + (pad if column else pad / 2) + 1)
                word = max(text[:2000].split(), key=len, default="")
                wide = (strong if not number else metrics).horizontalAdvance(word) + 2
                least[column] = max(least[column], min(wide, 140.0 * self.look.zoom) + pad)
        if sum(asked) <= width or not count:
            self.columns = asked
            return
        least = [min(a, b) for a, b in zip(asked, least, strict=True)]
        if sum(least) >= width:
            # No narrower: it is scrolled sideways instead, and then columns may as well have some room.
            some = _ROOMY * self.look.zoom
            self.columns = [min(a, max(b, some)) for a, b in zip(asked, least, strict=True)]
            return
        spare = width - sum(least)
        wish = [max(0.0, a - b) for a, b in zip(asked, least, strict=True)]
        # Long columns get more, but not in proportion: the square root keeps short ones whole.
        weights = [w**0.75 for w in wish]
        whole = sum(weights) or 1.0
        self.columns = [b + spare * w / whole for b, w in zip(least, weights, strict=True)]

    # the width

    def _overflow(self) -> float:
        # A pixel is the columns' rounding.
        beyond = sum(self.columns) - (self.width - self.indent)
        return beyond if self.width > 0 and beyond > 1 else 0.0

    @property
    def sideways(self) -> Sideways:
        """How far the columns are pushed left; the parts of a long table move together."""
        return self.first_part.sideways if self.first_part is not None else self._sideways

    @property
    def track(self) -> QRectF:
        """Where the bar's thumb runs."""
        space = self.look.space
        return QRectF(self.indent, self.height - space.xs, self.width - self.indent, space.xs)

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        self.width = width
        if not self._rows:
            self.height = 0.0
            return
        self._fit(width - self.indent)
        look = self.look
        pad = look.space.m
        above = look.px(5)
        y = 0.0
        self._tops = [0.0]
        letters = [self._alignment_of(column) for column in range(len(self.columns))]
        for number, row in enumerate(self._rows):
            left = self.indent
            bottom = 0.0
            head = number == 0 and not self.block.continued
            for column, field in enumerate(row):
                before = pad if column else 0
                inner = self.columns[column] - before - pad
                letter = letters[column]
                if field.passage is None or field.passage.width != inner or field.align != letter:
                    field.align = letter
                    field.passage = Passage(
                        field.inline, look, self._face_, inner, align=_ALIGN[letter], bold=head
                    )
                if field.passage.awaits:
                    self.shared.awaiting.add(self)
                field.place = QPointF(left + before, y + above)
                bottom = max(bottom, field.passage.height)
                left += self.columns[column]
            y += bottom + 2 * above + look.space.hairline
            self._tops.append(y)
        self.height = y + (look.space.s if self._overflow() else 0)

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        return float(len(self._rows) * (self.look.table.line + 2 * self.look.px(5) + 1))

    # drawing

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""
        look = self.look
        if self.block.containers:
            self.paint_containers(painter, look.body.line, look.body.baseline)
        right = min(self.width, self.indent + sum(self.columns))
        pushed = self.sideways.offset
        painter.save()
        room = QRectF(self.indent, -1, self.width - self.indent, self.height + 2)
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        first = max(0, bisect_right(self._tops, clip.top()) - 1)
        for number in range(first, len(self._rows)):
            if self._tops[number] > clip.bottom():
                break
            for field in self._rows[number]:
                passage = field.passage
                if passage is None:
                    continue
                for wash in washes:
                    a, b = max(wash.start, field.start) - field.start, min(wash.end, field.end) - field.start
                    for rect in passage.rects(a, b) if a < b else ():
                        painter.fillRect(rect.translated(field.place).translated(-pushed, 0), wash.colour)
                painter.setPen(look.colour("text"))
                passage.paint(painter, field.place.x() - pushed, field.place.y(), clip)
            bottom = self._tops[number + 1] - look.space.hairline
            head = number == 0 and not self.block.continued
            line = look.colour("quiet" if head else "line")
            painter.fillRect(QRectF(self.indent, bottom, right - self.indent, look.space.hairline), line)
        if self._overflow():
            self.sideways.paint(painter, self.track, look, hover=hover == "bar")
        painter.restore()

    # text and pointing

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        if self._text is None:
            rows = ("\t".join(field.inline.text for field in row) for row in self._rows)
            self._text = "\n".join(rows).replace("\u2028", " ")
        return self._text

    def _field_at(self, position: int) -> Field | None:
        if not self._rows:
            return None
        row = self._rows[max(0, bisect_right(self._starts, position) - 1)]
        for field in row:
            if position <= field.end:
                return field
        return row[-1]

    def _source(self, position: int, *, end: bool) -> int:
        field = self._field_at(position)
        if field is None:
            return self.block.start
        return field.source(position, end=end)

    def source(self, position: int) -> int:
        """Where the raw text of a position begins."""
        return self.block.start if position <= 0 else self._source(position, end=False)

    def source_end(self, position: int) -> int:
        """Where the raw text before a position ends."""
        return self.block.end if position >= len(self.text) else self._source(position, end=True)

    def shown(self, source: int) -> int:
        """The position of an offset of the raw text."""
        if source <= self.block.start:
            return 0
        for row in self._rows:
            if source > row[-1].row.start + len(row[-1].row.text):
                continue
            for field in row:
                if source <= field.line.start + len(field.line.text):
                    return field.shown(source)
            return row[-1].end
        return len(self.text)

    def shown_of(self, sources: Sequence[int]) -> list[int]:
        """The positions of many offsets within the table's raw text."""
        return list(map(self.shown, sources))

    def _unpushed(self, point: QPointF) -> QPointF:
        """A point where it would be if nothing were pushed."""
        return point + QPointF(self.sideways.offset, 0)

    def hit(self, point: QPointF) -> int:
        """The position nearest to a point."""
        if not self._rows or not self._tops:
            return 0
        point = self._unpushed(point)
        number = max(0, min(bisect_right(self._tops, point.y()) - 1, len(self._rows) - 1))
        row = self._rows[number]
        left = self.indent
        for column, field in enumerate(row):
            left += self.columns[column]
            if point.x() < left or column == len(row) - 1:
                if field.passage is None:
                    return field.start
                inside = point - field.place
                return field.start + field.passage.hit(inside.x(), inside.y())
        return 0

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch stands."""
        found: list[QRectF] = []
        pushed = self.sideways.offset
        for row in self._rows:
            for field in row:
                a, b = max(start, field.start) - field.start, min(end, field.end) - field.start
                if a < b and field.passage is not None:
                    place = field.place - QPointF(pushed, 0)
                    found.extend(rect.translated(place) for rect in field.passage.rects(a, b))
        return found

    def line_range(self, position: int) -> tuple[int, int]:
        """The ends of the shown line."""
        field = self._field_at(position)
        return (field.start, field.end) if field else (0, 0)

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        field = self._field_at(position)
        if field is None or field.passage is None:
            return QRectF(self.indent, 0, 1, self._face_.line)
        place = field.place - QPointF(self.sideways.offset, 0)
        return field.passage.caret(position - field.start).translated(place)

    def remark_at(self, point: QPointF) -> str:
        """Why the formula under a point is not drawn."""
        point = self._unpushed(point)
        for field in (field for row in self._rows for field in row):
            if field.passage is not None and field.passage.failed:
                inside = point - field.place
                if said := field.passage.remark_at(field.passage.hit(inside.x(), inside.y(), on=True)):
                    return said
        return ""

    def link_at(self, point: QPointF) -> str:
        """The address under a point."""
        point = self._unpushed(point)
        for row in self._rows:
            for field in row:
                if field.passage is None or not field.passage.inline.runs:
                    continue
                inside = point - field.place
                position = field.passage.hit(inside.x(), inside.y(), on=True)
                run = field.passage.run_at(position) if position >= 0 else None
                if run and run.address:
                    return run.address
        return ""

    def links(self) -> list[tuple[int, int, str]]:
        """All links."""
        found = []
        for row in self._rows:
            for field in row:
                for run in field.inline.runs:
                    if run.address:
                        found.append((field.start + run.start, field.start + run.end, run.address))
        return found

    def controls(self) -> list[Control]:
        """The bar, if there is one."""
        return [self.bar()] if self._overflow() else []
