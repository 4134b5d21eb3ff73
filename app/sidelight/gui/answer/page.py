# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where things stand: the column, the part of the answer that is seen, and how it stays where it is.

Blocks that were never seen have estimated heights. When one comes into view its true height takes the place
of the estimate, and what the reader was looking at keeps its place on the screen: the scroll position moves,
not the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF

from sidelight.gui.answer.block_view import BlockView
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.selection import Spot

_ROUNDS = 6


class Page:
    """A window of ``width`` by ``height`` pixels on a flow of blocks.

    Attributes:
        y: how far the answer is scrolled, in pixels.
        head: the room that something above the text takes.
        foot: the room that something below the text takes.
    """

    def __init__(self, flow: Flow, look: Look) -> None:
        self.flow = flow
        self.look = look
        self.width = 0
        self.height = 0
        self.y = 0.0
        self.head = 0.0
        self.foot = 0.0
        self._widths: tuple[int, Look | None, float, float] = (-1, None, 0.0, 0.0)
        self._settled: dict[int, BlockView] = {}  # what was exact and in sight the last time

    # the column

    @property
    def margin(self) -> float:
        """The least room at both sides."""
        space = self.look.space
        if self.look.quiet:
            return float(space.m)
        return float(space.xl if self.width >= 480 else space.m)

    @property
    def left(self) -> float:
        """Where the column begins: in the middle, but not far from the left edge in a wide window."""
        if self.look.quiet:
            return self.margin
        spare = (self.width - self.column) / 2
        return max(self.margin, min(spare, self.margin + 3 * self.look.space.xxl))

    @property
    def column(self) -> float:
        """The width of prose."""
        return max(40.0, min(self.width - 2 * self.margin, float(self.look.measure)))

    def width_for(self, view: BlockView) -> float:
        """The width of a block."""
        known = self._widths
        if known[0] != self.width or known[1] is not self.look:
            room = self.width - self.left - self.margin
            wide = max(self.column, min(room, max(float(self.look.code_measure), self.column)))
            known = self._widths = (self.width, self.look, self.column, wide)
        return known[3] if view.wide else known[2]

    # heights

    @property
    def lead(self) -> float:
        """Where the first block begins."""
        return (self.look.space.xs if self.look.quiet else self.look.space.l) + self.head

    @property
    def total(self) -> float:
        """The height of everything."""
        return (
            self.lead
            + self.flow.height
            + self.foot
            + (self.look.space.xs if self.look.quiet else self.look.space.xl)
        )

    @property
    def maximum(self) -> int:
        """How far one can scroll."""
        return max(0, round(self.total - self.height))

    @property
    def end(self) -> int:
        """How far one has scrolled at the end; what stands below the text is read from its beginning."""
        higher = self.foot > self.height
        return min(self.maximum, round(self.flow.height)) if higher else self.maximum

    def top(self, index: int) -> float:
        """Where a block's content begins, in the window's coordinates."""
        return self.lead + self.flow.top(index) + self.flow[index].gap - self.y

    def box(self, index: int) -> QRectF:
        """A block's place in the window."""
        view = self.flow[index]
        return QRectF(self.left, self.top(index), self.width_for(view), view.height)

    def visible(self) -> Iterator[int]:
        """The blocks in sight."""
        return (index for index, _ in self.between(0.0, self.height))

    def between(self, first: float, last: float) -> Iterator[tuple[int, float]]:
        """The blocks between two heights of the window, each with the height of its content's top."""
        flow, shift = self.flow, self.lead - self.y
        count = len(flow)
        if not count or last <= first:
            return
        index = flow.at(first - shift)
        top = flow.top(index) + shift
        while index < count and top < last:
            view = flow[index]
            yield index, top + view.gap
            top += view.gap + view.height
            index += 1

    def _anchor(self) -> tuple[int, float] | None:
        """What must not move on the screen: a block that was exact and in sight, if there still is one."""
        first = None
        for index, top in self.between(0.0, self.height):
            if self._settled.get(index) is self.flow[index]:
                return index, top
            first = first or (index, top)
        return first

    def settle(self, *, bottom: bool) -> bool:
        """Lay out what is in sight; ``bottom`` keeps the end in view instead of what is seen.

        Returns:
            Whether the scroll position had to change.
        """
        before = self.y
        for _ in range(_ROUNDS):
            anchor = None if bottom else self._anchor()
            changed = False
            if bottom:
                self.y = float(self.end)
            for index in self.visible():
                view = self.flow[index]
                width = self.width_for(view)
                if view.width != width:
                    view.arrange(width)
                if self.flow.resized(index):
                    changed = True
            if anchor is not None and changed:
                self.y += self.top(anchor[0]) - anchor[1]
            self.y = max(0.0, min(self.y, float(self.maximum)))
            if not changed:
                break
        if bottom:
            self.y = float(self.end)
        self.y = float(round(self.y))
        self._settled = {index: self.flow[index] for index in self.visible()}
        return self.y != before

    def relax(self) -> None:
        """Forget what was in sight, before a jump."""
        self._settled.clear()

    # pointing

    def index_at(self, y: float) -> int:
        """The block at a height in the window; -1 if there is none at all."""
        if not len(self.flow):
            return -1
        return self.flow.at(y + self.y - self.lead)

    def local(self, point: QPointF, index: int) -> QPointF:
        """A point of the window in a block's coordinates."""
        return QPointF(point.x() - self.left, point.y() - self.top(index))

    def spot_at(self, point: QPointF) -> Spot:
        """The spot nearest to a point."""
        index = self.index_at(point.y())
        if index < 0:
            return Spot(0, 0)
        view = self.flow[index]
        if view.width < 0:
            view.arrange(self.width_for(view))
        local = self.local(point, index)
        if local.y() < 0:
            # In the gap: the nearer of the two blocks.
            if index and -local.y() > view.gap / 2:
                return Spot(index - 1, len(self.flow[index - 1].text))
            return Spot(index, 0)
        if local.y() > view.height:
            return Spot(index, len(view.text))
        return Spot(index, view.hit(local))

    def caret(self, spot: Spot) -> QRectF:
        """Where a caret at a spot stands in the window."""
        view = self.flow[spot.index]
        if view.width < 0:
            view.arrange(self.width_for(view))
            self.flow.resized(spot.index)
        return view.caret(spot.offset).translated(self.left, self.top(spot.index))
