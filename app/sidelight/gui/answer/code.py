# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Listings: a head with the language and what can be done, the lines below it, and room for a live view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from sidelight.gui.answer.block_view import BlockView, Control, Shared, Wash
from sidelight.gui.answer.passage import printable
from sidelight.gui.answer.rows import Rows
from sidelight.gui.answer.sideways import Sideways
from sidelight.text.align import Alignment
from sidelight.text.artifacts import language
from sidelight.text.blocks import Block
from sidelight.text.inline import Inline, plain
from sidelight.text.pages import is_page


class Code(BlockView):
    """A listing.

    Attributes:
        embed_height: the room for a live view below it, or for a drawing.
        folded: what it means is drawn in the place of its lines.
        switch: what shows the other of source and drawing, in a word; empty where there is but one.
        run_off: scripts are not run, because somebody switched that off.
        pages_on: pages of HTML can be shown alive here.
        making: what it means is being drawn, and that takes a while.
    """

    wide = True

    def __init__(self, block: Block, shared: Shared, *, live: bool) -> None:
        super().__init__(block, shared, live=live)
        self.language = language(block.info)
        self.embed_height = 0.0
        self.folded = False
        self.switch = ""
        self.run_off = False
        self.pages_on = False
        self.making = False
        self._page: bool | None = None
        self._rows = Rows(shared)
        self._sideways = Sideways(self._overflow)
        self._rows.take(block.lines)

    # life

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block."""
        top = self.line_top(max(0, len(self.block.lines) - 1))
        if (block.info, block.closed, live) != (self.block.info, self.block.closed, self.live):
            top = 0.0  # the head says something else
        self.block, self.live = block, live
        self.language = language(block.info)
        self._text = None
        self._page = None
        self._rows.take(block.lines)
        if self.width > 0:
            self.arrange(self.width)
        return top

    def forget(self) -> None:
        """Lay out again when next seen."""
        self.width = -1.0
        self._rows.forget()

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        self.width = width
        self.height = self.estimate(width)

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        if self.folded:
            return self._head + self.embed_height + self.look.space.chip_radius
        pad = self.look.space.s
        count = len(self.block.lines)
        if self.live and count > 1 and self._closing(self.block.lines[-1].text):
            count -= 1
        bar = self.look.space.s if self._rows.widest > self._room(width) else 0
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

    def _room(self, width: float) -> float:
        """How wide a line may be in a column of this width."""
        return width - self.indent - self.look.space.m - self.look.space.xs

    def _overflow(self) -> float:
        return 0.0 if self.folded else max(0.0, self._rows.widest - self._room(self.width))

    @property
    def sideways(self) -> Sideways:
        """How far the lines are pushed left."""
        return self._sideways

    @property
    def card(self) -> QRectF:
        """The listing without a live view; with what is drawn in its place."""
        below = self.embed_height + self.look.space.s if self.embed_height and not self.folded else 0.0
        return QRectF(self.indent, 0, self.width - self.indent, self.height - below)

    @property
    def embed_rect(self) -> QRectF:
        """Where a live view or a drawing stands."""
        if self.folded:
            card = self.card
            return QRectF(card.left() + 1, self._head, card.width() - 2, self.embed_height)
        return QRectF(
            self.indent, self.height - self.embed_height, self.width - self.indent, self.embed_height
        )

    def line_top(self, index: int) -> float:
        """Where a line begins."""
        return self._head + self.look.space.s + index * self.look.mono.line

    @property
    def _left(self) -> float:
        """Where the lines begin, pushed as they are."""
        return self.card.left() + self.look.space.m - self._sideways.offset

    @property
    def track(self) -> QRectF:
        """Where the bar's thumb runs."""
        card, space = self.card, self.look.space
        return QRectF(card.left() + space.m, card.bottom() - space.s, card.width() - 2 * space.m, space.xs)

    def _line_at(self, y: float) -> int:
        index = int((y - self._head - self.look.space.s) // self.look.mono.line)
        return max(0, min(index, len(self.block.lines) - 1))

    # colours

    @property
    def coloured(self) -> tuple[int, bool]:
        """How many lines have colours, and whether these are the last word."""
        return self._rows.colouring.state

    @property
    def runnable(self) -> bool:
        """Whether this is a complete Python program, or a page that can be shown alive."""
        if not (self.block.fenced and self.block.closed):
            return False
        return self.is_script or (self.pages_on and self._is_page())

    @property
    def is_script(self) -> bool:
        """Whether this is a Python program, which is shown by running it alone."""
        return self.language == "python" and not self.run_off

    def _is_page(self) -> bool:
        if self._page is None:
            self._page = is_page(self.language, self.block.body)
        return self._page

    def background(self, budget_ms: float) -> bool:
        """Colour a little more."""
        done = not self.live
        return self._rows.colouring.advance(self.language, self.block, budget_ms, live=self.live, exact=done)

    # drawing

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
            painter.fillRect(card.adjusted(1, 0, -1, 0), look.colour("page" if self.folded else "code"))
            line = look.space.hairline
            painter.fillRect(QRectF(card.left(), clip.top(), line, clip.height()), look.colour("line"))
            painter.fillRect(
                QRectF(card.right() - line, clip.top(), line, clip.height()), look.colour("line")
            )
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(look.colour("line"))
            painter.setBrush(look.colour("page" if self.folded else "code"))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._head and clip.top() <= self._head:
            self._paint_head(painter, card, hover)
        painter.setClipRect(card.adjusted(1, 0, -1, -1), Qt.ClipOperation.IntersectClip)
        for wash in washes:
            for rect in self.rects(wash.start, wash.end):
                painter.fillRect(rect, wash.colour)
        painter.setPen(look.colour("text"))
        lines = self.block.lines
        if lines and not self.folded:
            left, first, last = self._left, self._line_at(clip.top()), self._line_at(clip.bottom())
            for index in range(first, last + 1):
                if self.live and index == len(lines) - 1 and self._closing(lines[index].text):
                    continue
                self._rows.layout(index).draw(painter, QPointF(left, self.line_top(index)))
        if self._sideways.overflow:
            self._sideways.paint(painter, self.track, look, hover=hover == "bar")
        painter.restore()

    def _paint_head(self, painter: QPainter, card: QRectF, hover: str) -> None:
        look = self.look
        if self.folded:
            # The head keeps the listing's ground, and its rounded corners.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("code"))
            radius = look.space.card_radius
            painter.drawRoundedRect(QRectF(card.left() + 1, 1, card.width() - 2, self._head), radius, radius)
            below = QRectF(card.left() + 1, radius, card.width() - 2, self._head - radius)
            painter.fillRect(below, look.colour("code"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
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
        making = "   drawing…" if self.making else ""
        return f"{self.language or 'text'}  {rest}".strip() + making

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
        return Alignment(self.block.lines, range(self._rows.length + 1))

    def shown(self, source: int) -> int:
        """The position of an offset of the raw text."""
        return min(super().shown(source), self._rows.length)

    def source(self, position: int) -> int:
        """Where the raw text of a position begins."""
        return self.block.start if position <= 0 else self._source(position)

    def source_end(self, position: int) -> int:
        """Where the raw text before a position ends."""
        return self.block.end if position >= self._rows.length else self._source(position)

    def inner_source(self, position: int) -> int:
        """The raw text's offset of a position, fences left out."""
        return self._source(position)

    def _source(self, position: int) -> int:
        return self._rows.source(position) if len(self._rows) else self.block.start

    def hit(self, point: QPointF) -> int:
        """The position nearest to a point."""
        if not len(self._rows) or point.y() < self._head or self.folded:
            return 0
        if point.y() > self.card.bottom():
            return self._rows.length
        return self._rows.nearest(self._line_at(point.y()), point.x() - self._left)

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch stands."""
        if self.folded:
            return []
        left, height = self._left, self.look.mono.line
        return [
            QRectF(left + a, self.line_top(row), b - a, height)
            for row, a, b in self._rows.stretches(start, end)
        ]

    def line_range(self, position: int) -> tuple[int, int]:
        """The ends of the shown line."""
        return self._rows.ends(self._rows.at(position)) if len(self._rows) else (0, 0)

    def source_line(self, number: int) -> tuple[int, int] | None:
        """Where a line of the source begins and ends, counted from 1."""
        return self._rows.source_line(number)

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        if self.folded:
            return QRectF(self.card.left(), 0, 1, self._head)
        row, x = 0, 0.0
        if len(self._rows):
            row = self._rows.at(position)
            x = self._rows.x(row, position - self._rows.ends(row)[0])
        return QRectF(self._left + x, self.line_top(row), 1, self.look.mono.line)

    def controls(self) -> list[Control]:
        """What can be pressed."""
        if not self.block.fenced or self.width < 0:
            return []
        look = self.look
        names = [("copy", "Copy", "Copy this code")]
        if self.switch:
            tooltip = "Show the source (S)" if self.folded else "Show what it means"
            names.insert(0, ("switch", self.switch, tooltip))
        if self.runnable:
            what = (
                "Run this program in the sandbox"
                if self.is_script
                else "Show this page alive, in the sandbox"
            )
            names.append(("run", "▶ Run", what))
        right = self.card.right() - look.space.xs
        made: list[Control] = []
        for name, label, tooltip in reversed(names):
            width = look.small.average * (len(label) + 2) + look.space.s
            rect = QRectF(right - width, look.space.xs, width, self._head - 2 * look.space.xs)
            made.append(Control(name, rect, label, tooltip))
            right -= width + look.space.xs
        made.reverse()
        if self._sideways.overflow:
            made.append(self.bar())
        return made
