# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Paragraphs, items and headings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from sidelight.gui.answer import footnotes
from sidelight.gui.answer.block_view import BlockView, Shared, Wash
from sidelight.gui.answer.look import Face
from sidelight.gui.answer.passage import Passage
from sidelight.text.blocks import Block, Kind
from sidelight.text.inline import Inline, parse


class Prose(BlockView):
    """Running text with emphasis, code, links and maths."""

    def __init__(self, block: Block, shared: Shared, *, live: bool) -> None:
        super().__init__(block, shared, live=live)
        self._inline: Inline | None = None
        self._passage: Passage | None = None

    @property
    def face(self) -> Face:
        """The face of this paragraph or heading."""
        if self.block.kind is Kind.HEADING:
            return self.look.heading(self.block.level)
        return self.look.table if footnotes.begins_note(self.block.lines) else self.look.body

    @property
    def inline(self) -> Inline:
        """The shown text and where it comes from."""
        if self._inline is None:
            self._inline = self._read()
        return self._inline

    def _read(self) -> Inline:
        body = self.block.body
        inline = parse(body, self.shared.definitions, streaming=self.live)
        return footnotes.with_marks(inline, body, self.shared.notes)

    def update(self, block: Block, *, live: bool) -> float:
        """Show more of the same block."""
        old, width, above = self._inline, self.width, self._passage
        self.block, self.live = block, live
        self._text = None
        self._inline = self._read()
        same_face = above is not None and above.face is self.face and block.kind is not Kind.HEADING
        if old is not None and above is not None and width > 0 and same_face:
            if old == self._inline:
                return self.height
            # Nothing moves above the line before the first that differs.
            same = _common(old.text, self._inline.text)
            top = max(0.0, above.caret(max(0, same - 1)).top() - above.face.line)
            same_runs = [r for r in old.runs if r.end <= same] == [
                r for r in self._inline.runs if r.end <= same
            ]
            self.arrange(width)
            return top if same_runs else 0.0
        self.width = -1.0
        self._passage = None
        return 0.0

    def forget(self) -> None:
        """Lay out again when next seen."""
        super().forget()
        self._inline = None
        self._passage = None

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        self._passage = Passage(self.inline, self.look, self.face, width - self.indent)
        self.width = width
        self.height = self._passage.height
        if self._passage.awaits:
            self.shared.awaiting.add(self)

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        face = self.face
        count = max(1, int(max(width - self.indent, 80) / face.average))
        size = sum(len(line.text) + 1 for line in self.block.lines)
        return float((1 + size // count) * face.line)

    @property
    def mirrored(self) -> bool:
        """Whether the text begins on the right."""
        return self._passage is not None and self._passage.from_right

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""
        passage = self._passage
        if passage is None:
            return
        left = self.left
        if self.block.containers:
            self.paint_containers(painter, passage.face.line, passage.baseline)
        for wash in washes:
            for rect in passage.rects(wash.start, wash.end):
                painter.fillRect(rect.translated(left, 0), wash.colour)
        deep = self.block.kind is Kind.HEADING and self.block.level > 3
        painter.setPen(self.look.colour("quiet") if deep else self.look.ink)
        passage.paint(painter, left, 0, clip)

    # pointing

    def _arranged(self) -> Passage:
        if self._passage is None:
            self.arrange(self.width if self.width > 0 else self.look.measure)
        assert self._passage is not None
        return self._passage

    def hit(self, point: QPointF) -> int:
        """The position nearest to a point."""
        return self._arranged().hit(point.x() - self.left, point.y())

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch stands."""
        return [rect.translated(self.left, 0) for rect in self._arranged().rects(start, end)]

    def line_range(self, position: int) -> tuple[int, int]:
        """The ends of the shown line."""
        return self._arranged().line_range(position)

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        return self._arranged().caret(position).translated(self.left, 0)

    def link_at(self, point: QPointF) -> str:
        """The address under a point."""
        position = self._arranged().hit(point.x() - self.left, point.y(), on=True)
        run = self._arranged().run_at(position) if position >= 0 else None
        return run.address if run else ""

    def remark_at(self, point: QPointF) -> str:
        """Why the formula under a point is not drawn."""
        passage = self._arranged()
        return passage.remark_at(passage.hit(point.x() - self.left, point.y(), on=True))

    def links(self) -> list[tuple[int, int, str]]:
        """All links."""
        return [(run.start, run.end, run.address) for run in self.inline.runs if run.address]


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    if b.startswith(a):
        return len(a)
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[:middle] == b[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
