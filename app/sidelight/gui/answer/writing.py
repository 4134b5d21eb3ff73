# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text that arrives, on its way to block views: kept, then split in slices, then put into the flow."""

from __future__ import annotations

import time
from collections.abc import Callable

from sidelight.gui.answer.block_view import BlockView, Shared
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.footnotes import labels
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.maths import Maths
from sidelight.gui.answer.prose import Prose
from sidelight.gui.answer.rule import Rule
from sidelight.gui.answer.table import Table
from sidelight.gui.answer.verbatim import Verbatim
from sidelight.text.artifacts import is_artifact
from sidelight.text.blocks import Block, Kind
from sidelight.text.splitter import Splitter

VIEWS: dict[Kind, type[BlockView]] = {
    Kind.PARAGRAPH: Prose,
    Kind.HEADING: Prose,
    Kind.CODE: Code,
    Kind.MATHS: Maths,
    Kind.VERBATIM: Verbatim,
    Kind.TABLE: Table,
    Kind.RULE: Rule,
}
"""Which view shows which kind of block; what defines the labels of links is not shown at all."""

SLICE = 16_384
"""Characters that are split between two looks at the clock."""


def gap(above: Block | None, block: Block, look: Look) -> float:
    """The space between two blocks."""
    space = look.space
    if above is None or block.continued:
        return 0.0
    if block.kind is Kind.HEADING:
        return float(look.px(space.xl if block.level < 3 else space.l + space.xs))
    if above.kind is Kind.HEADING:
        return float(look.px(space.s))
    if Kind.RULE in (above.kind, block.kind):
        return float(look.px(space.s))
    if block.containers and above.containers and above.containers[0].quote == block.containers[0].quote:
        items = any(not c.quote for c in block.containers)
        if items and block.kind is Kind.PARAGRAPH and above.kind is Kind.PARAGRAPH:
            return float(look.px(space.s if block.spaced else space.xs))
    cards = {Kind.CODE, Kind.TABLE}
    return float(look.px(space.l if cards & {above.kind, block.kind} else space.m))


def joined(above: Block | None, block: Block) -> int:
    """How many of the outermost containers go on from the block above."""
    if above is None:
        return 0
    count = 0
    for a, b in zip(above.containers, block.containers, strict=False):
        if a.place != b.place:
            break
        count += 1
    return count


class Writing:
    """One text in the flow, from its first token to its end.

    The views of finished blocks stay as they are; those of the open ones are updated, or replaced when what
    they show turns out to be something else.
    """

    def __init__(self, flow: Flow, shared: Shared, clock: Callable[[], float] = time.perf_counter) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.finished = False
        self.artifacts = 0
        self._flow = flow
        self._shared = shared
        self._clock = clock
        self._splitter = Splitter()
        shared.definitions = self._splitter.definitions
        shared.notes = set()
        self._taken = 0  # pieces of ``parts`` that the splitter has
        self._within = 0  # and characters of the next one
        self._closed = False
        self._open = 0  # views at the end that may still change
        self._dirty = False

    @property
    def waiting(self) -> bool:
        """Whether there is text that is not shown yet."""
        return self._taken < len(self.parts) or self._dirty or (self.finished and not self._closed)

    def feed(self, text: str) -> None:
        """Keep more text."""
        if text:
            self.parts.append(text)
            self.length += len(text)

    def text(self) -> str:
        """All of it."""
        if len(self.parts) > 1:
            # The pieces that the splitter has are one piece from now on.
            taken, rest = "".join(self.parts[: self._taken]), self.parts[self._taken :]
            self.parts = [taken, *rest] if self._taken else rest
            self._taken = min(self._taken, 1)
        return "".join(self.parts)

    def advance(self, budget_ms: float | None) -> tuple[int, float] | None:
        """Split what waits, for at most ``budget_ms``, and show it.

        Returns:
            The first block view that changed and the y within it below which it did; ``None`` if none did.
        """
        until = None if budget_ms is None else self._clock() + budget_ms / 1000
        if not self.waiting:
            return None
        sealed: list[Block] = []
        while self._taken < len(self.parts):
            part = self.parts[self._taken]
            if len(part) - self._within <= SLICE:
                batch = [part[self._within :] if self._within else part]
                size = len(batch[0])
                self._taken += 1
                self._within = 0
                while self._taken < len(self.parts) and size + len(self.parts[self._taken]) <= SLICE:
                    batch.append(self.parts[self._taken])
                    size += len(batch[-1])
                    self._taken += 1
                sealed += self._splitter.feed("".join(batch))
            else:
                sealed += self._splitter.feed(part[self._within : self._within + SLICE])
                self._within += SLICE
            if until is not None and self._clock() > until:
                break
        if self.finished and not self._closed and self._taken >= len(self.parts):
            sealed += self._splitter.close()
            self._closed = True
        self._dirty = False
        return self._show(sealed, () if self._closed else self._splitter.open())

    def _show(self, sealed: list[Block], still_open: tuple[Block, ...]) -> tuple[int, float]:
        flow = self._flow
        sealed = [block for block in sealed if block.kind in VIEWS]
        still_open = tuple(block for block in still_open if block.kind in VIEWS)
        first = len(flow) - self._open
        at = first
        for block in sealed:
            if block.kind is Kind.PARAGRAPH:
                self._shared.notes.update(labels(block.lines))
        change: tuple[int, float] | None = None
        for number, block in enumerate((*sealed, *still_open)):
            live = number >= len(sealed)
            view = flow[at] if at < len(flow) else None
            if view is not None and type(view) is VIEWS[block.kind] and view.block.start == block.start:
                if not live or view.block != block:
                    top = view.update(block, live=live)
                    self._place(view, at)
                    flow.resized(at)
                    if change is None:
                        change = (at, top)
            else:
                if view is not None:
                    self._forget(flow.cut(at))
                if change is None:
                    change = (at, 0.0)
                self._append(block, live=live)
            at += 1
        if at < len(flow):
            self._forget(flow.cut(at))
            change = change or (at, 0.0)
        self._open = len(still_open)
        return change or (len(flow), 0.0)

    def _append(self, block: Block, *, live: bool) -> None:
        flow = self._flow
        view = VIEWS[block.kind](block, self._shared, live=live)
        if is_artifact(block):
            view.artifact_index = self.artifacts
            self.artifacts += 1
        self._place(view, len(flow))
        view.height = view.estimate(self._shared.look.measure)
        flow.append(view)

    def _place(self, view: BlockView, at: int) -> None:
        above = self._flow[at - 1] if at else None
        look = self._shared.look
        view.gap = gap(above.block if above else None, view.block, look)
        view.joins = joined(above.block if above else None, view.block)
        if isinstance(view, Table) and view.block.continued and isinstance(above, Table):
            view.first_part = above.first_part or above

    def _forget(self, gone: list[BlockView]) -> None:
        self.artifacts -= sum(1 for view in gone if view.artifact_index >= 0)

    def again(self) -> None:
        """Lay everything out anew, for another look."""
        for index, view in enumerate(self._flow):
            view.forget()
            self._place(view, index)
            view.height = view.estimate(self._shared.look.measure)
        self._flow.replace(list(self._flow))
