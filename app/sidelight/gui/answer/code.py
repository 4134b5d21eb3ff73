# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Listings: a head with the language and what can be done, then lines, laid out when they are seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from sidelight.gui.answer.block_view import BlockView, Control, Shared, Wash
from sidelight.gui.answer.colouring import Colouring
from sidelight.gui.answer.passage import Units, format_range, printable, x_of
from sidelight.text.align import Alignment
from sidelight.text.artifacts import language
from sidelight.text.blocks import Block
from sidelight.text.inline import Inline, plain
from sidelight.text.wrap import columns

_CACHE = 400
_FAR = 1e7


class Code(BlockView):
    """A listing.

    ``embed_height`` is the room below for a live view, ``scroll`` how far the lines are pushed left.
    """

    wide = True

    def __init__(self, block: Block, shared: Shared, *, live: bool) -> None:
        super().__init__(block, shared, live=live)
        self.language = language(block.info)
        self.embed_height = 0.0
        self.scroll = 0.0
        self._starts: list[int] = []  # where each line begins in the text
        self._length = 0
        self._widest = 0.0
        self._known = 0  # lines whose width and start are known
        self._layouts: dict[int, QTextLayout] = {}
        self._colouring = Colouring(shared.lexers, self._layouts)
        self._take_lines()

    # life

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block."""
        before = len(self.block.lines)
        top = self.line_top(max(0, before - 1))
        if (block.info, block.closed, live) != (self.block.info, self.block.closed, self.live):
            top = 0.0  # the head says something else
        self.block, self.live = block, live
        self.language = language(block.info)
        self._text = None
        self._take_lines()
        self._layouts.pop(before - 1, None)
        if self.width > 0:
            self.arrange(self.width)
        return top

    def forget(self) -> None:
        """Lay out again when next seen."""
        self.width = -1.0
        self._layouts.clear()
        self._widest = 0.0
        self._known = 0
        self._starts.clear()
        self._length = 0
        self._take_lines()

    def _take_lines(self) -> None:
        """Note where new lines begin and how wide they are; the last one may still grow, or go."""
        lines = self.block.lines
        keep = max(0, min(self._known, len(lines)) - 1)
        del self._starts[keep:]
        self._known = keep
        self._length = self._starts[-1] + len(lines[keep - 1].text) if keep else 0
        advance = self.look.mono.advance
        for index in range(self._known, len(lines)):
            line = lines[index]
            if index and not line.joined:
                self._length += 1
            self._starts.append(self._length)
            self._length += len(line.text)
            if len(line.text) * advance * 2 > self._widest:
                self._widest = max(self._widest, columns(line.text) * advance)
        self._known = len(lines)

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        self.width = width
        self.height = self.estimate(width)
        self.scroll = max(0.0, min(self.scroll, self.overflow))

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        pad = self.look.space.s
        count = len(self.block.lines)
        if self.live and count > 1 and self._closing(self.block.lines[-1].text):
            count -= 1
        bar = (
            self.look.space.s
            if self._widest > width - self.indent - self.look.space.m - self.look.space.xs
            else 0
        )
        height = self._head + max(1, count) * self.look.mono.line + 2 * pad + bar
        if self.embed_height:
            height += self.embed_height + self.look.space.s
        return float(height)

    @staticmethod
    def _closing(text: str) -> bool:
        """Whether a line looks like the fence's end on its way: it would be gone with the next token."""
        bare = text.strip()
        return bool(bare) and len(bare) < 3 and set(bare) <= {"`", "~"} and len(set(bare)) == 1

    # measures

    @property
    def _head(self) -> float:
        return float(self.look.header) if self.block.fenced else 0.0

    @property
    def overflow(self) -> float:
        """By how much the widest line is wider than the card."""
        room = self.width - self.indent - self.look.space.m - self.look.space.xs
        return max(0.0, self._widest - room)

    @property
    def card(self) -> QRectF:
        """The listing without a live view."""
        below = self.embed_height + self.look.space.s if self.embed_height else 0.0
        return QRectF(self.indent, 0, self.width - self.indent, self.height - below)

    @property
    def embed_rect(self) -> QRectF:
        """Where a live view stands."""
        return QRectF(
            self.indent, self.height - self.embed_height, self.width - self.indent, self.embed_height
        )

    def line_top(self, index: int) -> float:
        """Where a line begins."""
        return self._head + self.look.space.s + index * self.look.mono.line

    def _line_at(self, y: float) -> int:
        index = int((y - self._head - self.look.space.s) // self.look.mono.line)
        return max(0, min(index, len(self.block.lines) - 1))

    def _row_of(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)

    # colours

    @property
    def coloured(self) -> tuple[int, bool]:
        """How many lines have colours, and whether these are the last word."""
        return self._colouring.state

    @property
    def runnable(self) -> bool:
        """Whether this is a complete Python program."""
        return self.block.fenced and self.block.closed and self.language == "python"

    def background(self, budget_ms: float) -> bool:
        """Colour a little more."""
        done = not self.live
        return self._colouring.advance(self.language, self.block, budget_ms, live=self.live, exact=done)

    # drawing

    def _layout(self, index: int) -> QTextLayout:
        known = self._layouts.get(index)
        if known is not None:
            return known
        shown = printable(self.block.lines[index].text)
        units = Units(shown)
        layout = QTextLayout(shown, self.look.mono.font)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setTabStopDistance(4 * self.look.mono.advance)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        formats = []
        for stretch in self._colouring.line(index):
            what = self.look.token(stretch.token)
            if what is not None:
                start = units.to_units(stretch.start)
                formats.append(
                    format_range(start, units.to_units(stretch.start + stretch.length) - start, what)
                )
        layout.setFormats(formats)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        line = layout.createLine()
        if line.isValid():
            line.setLineWidth(_FAR)
            line.setPosition(QPointF(0, self.look.mono.baseline - line.ascent()))
            self._widest = max(self._widest, line.naturalTextWidth())
        layout.endLayout()
        if len(self._layouts) > _CACHE:
            self._layouts.clear()
        self._layouts[index] = layout
        return layout

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""
        look = self.look
        if self.block.containers:
            self.paint_containers(painter, look.body.line, look.body.baseline)
        card = self.card
        painter.save()
        radius = look.space.card_radius
        if clip.top() > card.top() + radius and clip.bottom() < card.bottom() - radius:
            # Between the corners: plain rectangles are drawn much faster.
            painter.fillRect(card.adjusted(1, 0, -1, 0), look.colour("code"))
            line = look.space.hairline
            painter.fillRect(QRectF(card.left(), clip.top(), line, clip.height()), look.colour("line"))
            painter.fillRect(
                QRectF(card.right() - line, clip.top(), line, clip.height()), look.colour("line")
            )
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look.colour("line"))
            painter.setBrush(look.colour("code"))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._head and clip.top() <= self._head:
            self._paint_head(painter, card, hover)
        painter.setClipRect(card.adjusted(1, 0, -1, -1), Qt.ClipOperation.IntersectClip)
        left = card.left() + look.space.m - self.scroll
        for wash in washes:
            for rect in self._rects(wash.start, wash.end):
                painter.fillRect(rect, wash.colour)
        painter.setPen(look.colour("text"))
        lines = self.block.lines
        if lines:
            first, last = self._line_at(clip.top()), self._line_at(clip.bottom())
            for index in range(first, last + 1):
                if self.live and index == len(lines) - 1 and self._closing(lines[index].text):
                    continue
                self._layout(index).draw(painter, QPointF(left, self.line_top(index)))
        if self.overflow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("quiet" if hover == "bar" else "line"))
            painter.drawRoundedRect(self._bar(), 2, 2)
        painter.restore()

    def _paint_head(self, painter: QPainter, card: QRectF, hover: str) -> None:
        look = self.look
        line = QRectF(card.left() + 1, self._head - 1, card.width() - 2, look.space.hairline)
        painter.fillRect(line, look.colour("line"))
        painter.setFont(look.small.font)
        painter.setPen(look.colour("quiet"))
        controls = [control for control in self.controls() if control.name != "bar"]
        right = min((c.rect.left() for c in controls), default=card.right())
        box = QRectF(
            card.left() + look.space.m, 0, max(0.0, right - card.left() - 2 * look.space.m), self._head
        )
        name = painter.fontMetrics().elidedText(self._name(), Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, printable(name))
        for control in controls:
            over = hover == control.name
            if over:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("accent_quiet"))
                painter.drawRoundedRect(control.rect, look.space.chip_radius, look.space.chip_radius)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(look.colour("accent" if over or control.name == "run" else "quiet"))
            painter.drawText(control.rect, Qt.AlignmentFlag.AlignCenter, control.label)

    def _name(self) -> str:
        words = self.block.info.split(None, 1)
        rest = words[1] if len(words) > 1 else ""
        return f"{self.language or 'text'}  {rest}".strip()

    def _bar(self) -> QRectF:
        """The horizontal scroll bar's thumb."""
        card = self.card
        track = card.width() - 2 * self.look.space.m
        whole = track + self.overflow
        thumb = max(24.0, track * track / whole)
        left = card.left() + self.look.space.m + (track - thumb) * (self.scroll / self.overflow)
        return QRectF(left, card.bottom() - self.look.space.s, thumb, self.look.space.xs)

    def scroll_by(self, dx: float) -> bool:
        """Push the lines; ``True`` if they moved."""
        wanted = max(0.0, min(self.scroll + dx, self.overflow))
        moved = wanted != self.scroll
        self.scroll = wanted
        return moved

    def drag_bar(self, dx: float) -> bool:
        """Push the lines as the thumb is dragged by ``dx``."""
        track = self.card.width() - 2 * self.look.space.m - self._bar().width()
        return self.scroll_by(dx * self.overflow / track) if track > 0 else False

    # text and pointing

    @property
    def inline(self) -> Inline:
        """The shown text and where it comes from."""
        return plain(self.block.body)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        if self._text is None:
            self._text = self.block.body
        return self._text

    @property
    def alignment(self) -> Alignment:
        """From the shown text to the raw text."""
        return Alignment(self.block.lines, range(self._length + 1))

    def shown(self, source: int) -> int:
        """The position of an offset of the raw text."""
        return min(super().shown(source), self._length)

    def source(self, position: int) -> int:
        """Where the raw text of a position begins."""
        return self.block.start if position <= 0 else self._source(position)

    def source_end(self, position: int) -> int:
        """Where the raw text before a position ends."""
        return self.block.end if position >= self._length else self._source(position)

    def inner_source(self, position: int) -> int:
        """The raw text's offset of a position, fences left out."""
        return self._source(position)

    def _source(self, position: int) -> int:
        if not self._starts:
            return self.block.start
        row = self._row_of(position)
        return self.block.lines[row].start + position - self._starts[row]

    def hit(self, point: QPointF) -> int:
        """The position nearest to a point."""
        if not self.block.lines or point.y() < self._head:
            return 0
        if point.y() > self.card.bottom():
            return self._length
        row = self._line_at(point.y())
        line = self._layout(row).lineAt(0)
        text = self.block.lines[row].text
        if not line.isValid():
            return self._starts[row]
        unit = line.xToCursor(point.x() - self.card.left() - self.look.space.m + self.scroll)
        return self._starts[row] + min(Units(text).to_points(unit), len(text))

    def _rects(self, start: int, end: int) -> list[QRectF]:
        found: list[QRectF] = []
        if start >= end or not self.block.lines:
            return found
        left = self.card.left() + self.look.space.m - self.scroll
        first, last = self._row_of(start), self._row_of(end)
        for row in range(first, last + 1):
            text = self.block.lines[row].text
            begin = self._starts[row]
            a, b = max(start - begin, 0), min(end - begin, len(text))
            if a > b:
                continue
            if row - first > 2000:
                break  # no screen is that high
            line = self._layout(row).lineAt(0)
            units = Units(text)
            x1 = x_of(line, units.to_units(a)) if line.isValid() else 0.0
            x2 = x_of(line, units.to_units(b)) if line.isValid() else 0.0
            if end - begin > len(text) and row < last:
                x2 += self.look.mono.advance / 2  # the line's end is part of it
            if x2 > x1:
                found.append(QRectF(left + x1, self.line_top(row), x2 - x1, self.look.mono.line))
        return found

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch stands."""
        return self._rects(start, end)

    def line_range(self, position: int) -> tuple[int, int]:
        """The ends of the shown line."""
        if not self._starts:
            return 0, 0
        row = self._row_of(position)
        return self._starts[row], self._starts[row] + len(self.block.lines[row].text)

    def source_line(self, number: int) -> tuple[int, int] | None:
        """Where a line of the source begins and ends, counted from 1; a very long one is several shown."""
        rows = [row for row, line in enumerate(self.block.lines) if not (row and line.joined)]
        if not 1 <= number <= len(rows):
            return None
        last = (rows[number] if number < len(rows) else len(self.block.lines)) - 1
        return self._starts[rows[number - 1]], self._starts[last] + len(self.block.lines[last].text)

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        if not self._starts:
            return QRectF(self.card.left() + self.look.space.m, self.line_top(0), 1, self.look.mono.line)
        row = self._row_of(position)
        line = self._layout(row).lineAt(0)
        text = self.block.lines[row].text
        x = x_of(line, Units(text).to_units(position - self._starts[row])) if line.isValid() else 0.0
        left = self.card.left() + self.look.space.m - self.scroll
        return QRectF(left + x, self.line_top(row), 1, self.look.mono.line)

    def controls(self) -> list[Control]:
        """What can be pressed."""
        if not self.block.fenced or self.width < 0:
            return []
        look = self.look
        names = [("copy", "Copy", "Copy this code")]
        if self.runnable:
            names.append(("run", "▶ Run", "Run this program in the sandbox"))
        right = self.card.right() - look.space.xs
        made: list[Control] = []
        for name, label, tooltip in reversed(names):
            width = look.small.average * (len(label) + 2) + look.space.s
            rect = QRectF(right - width, look.space.xs, width, self._head - 2 * look.space.xs)
            made.append(Control(name, rect, label, tooltip))
            right -= width + look.space.xs
        made.reverse()
        if self.overflow:
            made.append(Control("bar", self._bar().adjusted(0, -2, 0, 2), "Scroll", ""))
        return made
