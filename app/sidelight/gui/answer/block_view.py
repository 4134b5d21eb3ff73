# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What every kind of block can do in the answer view.

A block view knows its own height and nothing of its place. Coordinates have their origin at the left edge
of the text column and the top of the block. Nothing is laid out before it is first seen: until then the
height is an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from sidelight.gui.answer.look import Look
from sidelight.gui.answer.sideways import Sideways
from sidelight.text.align import Alignment
from sidelight.text.blocks import Block, Container, Kind
from sidelight.text.highlight import Lexers
from sidelight.text.inline import Inline, plain


@dataclass(slots=True)
class Shared:
    """What the blocks of one view have in common.

    Attributes:
        notes: labels of the footnotes there are.
        awaiting: blocks that were laid out while formulas of theirs were on their way.
    """

    look: Look
    lexers: Lexers
    definitions: Mapping[str, str]
    notes: set[str] = field(default_factory=set)
    awaiting: set[BlockView] = field(default_factory=set)


class Wash(NamedTuple):
    """A stretch of a block's text on a coloured ground: a selection, a mark, something found."""

    start: int
    end: int
    colour: QColor


class Control(NamedTuple):
    """Something to press in a block: its name, place, words for a tooltip and for a screen reader."""

    name: str
    rect: QRectF
    label: str
    tooltip: str


class BlockView:
    """One block as it is shown. Subclasses draw it."""

    wide = False
    """Whether the block may be wider than the measure of prose."""

    def __init__(self, block: Block, shared: Shared, *, live: bool) -> None:
        self.block = block
        self.shared = shared
        self.live = live
        self.gap = 0.0
        self.joins = 0
        self.width = -1.0
        self.height = 0.0
        self.artifact_index = -1
        self._text: str | None = None

    # life

    @property
    def look(self) -> Look:
        """Fonts and colours."""
        return self.shared.look

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block; gives the y below which the picture has changed."""
        self.block = block
        self.live = live
        self.forget()
        return 0.0

    def forget(self) -> None:
        """Lay out again when next seen."""
        self.width = -1.0
        self._text = None

    def arrange(self, width: float) -> None:
        """Lay out for a column of this width; sets ``height``."""
        self.width = width

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        face = self.look.body
        count = max(1, int(max(width - self.indent, 80) / face.average))
        lines = sum(1 + len(line.text) // count for line in self.block.lines)
        return float(max(1, lines) * face.line)

    def background(self, budget_ms: float) -> bool:
        """Work that may wait, as exact colours; ``True`` if there is more of it."""
        return False

    # place

    @property
    def indent(self) -> float:
        """How far the containers push the text to the right."""
        return float(min(sum(map(self._step, self.block.containers)), self.look.measure * 0.6))

    def _step(self, container: Container) -> int:
        """How far one container pushes the text: a quote by its bar, an item by the room for its mark."""
        look = self.look
        if container.quote:
            return look.quote_indent
        if container.number is None or container.ticked is not None:
            return look.item_indent
        if container.number < 100:
            return look.number_indent
        return max(look.number_indent, look.number_width(container.number) + look.space.s)

    @property
    def sideways(self) -> Sideways | None:
        """How far the content is pushed left, in a block that may be wider than its room."""
        return None

    @property
    def track(self) -> QRectF:
        """Where the thumb of its bar runs."""
        return QRectF()

    def bar(self) -> Control:
        """The bar's thumb, as something to press."""
        thumb = self.sideways.thumb(self.track) if self.sideways is not None else QRectF()
        return Control("bar", thumb.adjusted(0, -2, 0, 2), "Scroll", "")

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""

    @property
    def mirrored(self) -> bool:
        """Whether the text begins on the right, and with it the marks of items."""
        return False

    def _indent_of(self, *, quotes: bool) -> float:
        kept = (self._step(c) for c in self.block.containers if c.quote is quotes)
        return float(min(sum(kept), self.indent))

    @property
    def left(self) -> float:
        """Where the text's column begins: behind what its containers put at its left."""
        return self._indent_of(quotes=True) if self.mirrored else self.indent

    def paint_containers(self, painter: QPainter, face_line: float, baseline: float) -> None:
        """The bars of quotes and the marks of items that begin here."""
        look = self.look
        containers = self.block.containers
        left = right = 0.0
        depth = -1
        first_new = len(containers) - self.block.opened
        for number, container in enumerate(containers):
            if container.quote:
                top = -self.gap if number < self.joins else 0.0
                painter.fillRect(QRectF(left, top, look.space.edge, self.height - top), look.colour("line"))
                left += look.quote_indent
                continue
            depth += 1
            if number >= first_new and not self.block.continued:
                # The edge of the mark that faces the text.
                inner = self._step(container) - look.space.s
                edge = self.width - right - inner if self.mirrored else left + inner
                self._paint_mark(painter, container, edge, depth, baseline)
            if self.mirrored:
                right += self._step(container)
            else:
                left += self._step(container)
        painter.setPen(look.colour("text"))

    def _paint_mark(
        self, painter: QPainter, container: Container, edge: float, depth: int, baseline: float
    ) -> None:
        look = self.look
        painter.save()
        painter.setFont(look.body.font)
        painter.setPen(look.colour("quiet"))
        mark = "" if container.number is None else f"{container.number}."
        if container.ticked is not None:
            size = float(look.px(12))
        elif mark:
            size = float(painter.fontMetrics().horizontalAdvance(mark))
        else:
            size = float(look.px(6))
        right = edge + size if self.mirrored else edge
        if container.ticked is not None:
            self._paint_tick(painter, right, baseline, ticked=container.ticked)
        elif mark:
            way = Qt.LayoutDirection.RightToLeft if self.mirrored else Qt.LayoutDirection.LeftToRight
            painter.setLayoutDirection(way)
            painter.drawText(QPointF(right - size, baseline), mark)
        else:
            self._paint_bullet(painter, right, baseline, depth)
        painter.restore()

    def _paint_bullet(self, painter: QPainter, right: float, baseline: float, depth: int) -> None:
        """A disc, a ring or a square, drawn: a font's own differ in size and height."""
        look = self.look
        side = look.px(5) if depth != 2 else look.px(4)
        middle = baseline - look.px(5)
        box = QRectF(right - side - look.px(1), middle - side / 2, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.colour("quiet")
        if depth == 1:
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        if depth < 2:
            painter.drawEllipse(box)
        else:
            painter.drawRect(box)
        painter.restore()

    def _paint_tick(self, painter: QPainter, right: float, baseline: float, *, ticked: bool) -> None:
        look = self.look
        side = look.px(12)
        box = QRectF(right - side, baseline - side + 1.5, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = painter.pen()
        pen.setWidthF(1.25)
        if ticked:
            pen.setColor(look.colour("accent"))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2.5, 2.5)
        if ticked:
            pen.setWidthF(1.75)
            painter.setPen(pen)
            a, b = box.left(), box.top()
            points = [(0.24, 0.52), (0.44, 0.72), (0.78, 0.3)]
            painter.drawPolyline([QPointF(a + x * side, b + y * side) for x, y in points])
        painter.restore()

    # text

    @property
    def inline(self) -> Inline:
        """The shown text with the way back to its source."""
        return plain(self.block.body)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        if self._text is None:
            self._text = self.inline.text.replace("\u2028", "\n")
        return self._text

    @property
    def alignment(self) -> Alignment:
        """From the shown text to the raw text."""
        inline = self.inline
        return Alignment(self.block.lines, inline.places, inline.ends)

    def source(self, position: int) -> int:
        """Where the raw text of what begins at ``position`` begins."""
        return self.block.start if position <= 0 else self.alignment.source(position)

    def source_end(self, position: int) -> int:
        """Where the raw text of what ends at ``position`` ends."""
        return self.block.end if position >= len(self.text) else self.alignment.source_end(position)

    def shown(self, source: int) -> int:
        """The position of what comes from this offset of the raw text."""
        if source <= self.block.start:
            return 0
        return len(self.text) if source >= self.block.end else self.alignment.shown(source)

    def shown_of(self, sources: Sequence[int]) -> list[int]:
        """The positions of many offsets within the block's raw text."""
        return list(map(self.alignment.shown, sources))

    @property
    def marker(self) -> str:
        """What plain text puts before the block: a list's mark, indented."""
        containers = self.block.containers
        if not self.block.opened or self.block.continued:
            return ""
        words = []
        for container in containers[-self.block.opened :]:
            if container.quote:
                continue
            tick = "" if container.ticked is None else "[x] " if container.ticked else "[ ] "
            words.append(f"{'-' if container.number is None else f'{container.number}.'} {tick}")
        depth = sum(1 for c in containers[: len(containers) - self.block.opened] if not c.quote)
        return "  " * depth + "".join(words) if words else ""

    # pointing

    def hit(self, point: QPointF) -> int:
        """The position nearest to a point."""
        return 0

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch of the text stands."""
        return []

    def line_range(self, position: int) -> tuple[int, int]:
        """The first and last position of the line that holds this one, as shown."""
        return 0, len(self.text)

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        return QRectF(self.indent, 0, 1, self.look.body.line)

    def link_at(self, point: QPointF) -> str:
        """The address of the link under a point, if any."""
        return ""

    def remark_at(self, point: QPointF) -> str:
        """What is to be said of what is under a point."""
        return ""

    def links(self) -> list[tuple[int, int, str]]:
        """All links: start, end, address."""
        return []

    def controls(self) -> list[Control]:
        """What can be pressed."""
        return []

    @property
    def is_prose(self) -> bool:
        """Whether this is running text."""
        return self.block.kind in (Kind.PARAGRAPH, Kind.HEADING)
