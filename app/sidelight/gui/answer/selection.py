# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A selection that runs across blocks, and what it holds: plain text, Markdown, a span of the raw text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from sidelight.gui.answer.code import Code
from sidelight.gui.answer.flow import Flow

_WORD = re.compile(r"\w+|[^\w\s]+|\s+")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in the shown text: the block, and the code points before it in that block."""

    index: int
    offset: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of one block that is selected."""

    index: int
    start: int
    end: int


class Selection:
    """From ``anchor``, where it began, to ``caret``, where it goes on; equal when nothing is selected."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.anchor = Spot(0, 0)
        self.caret = Spot(0, 0)

    # state

    @property
    def empty(self) -> bool:
        """Whether nothing is selected."""
        return self.anchor == self.caret

    @property
    def first(self) -> Spot:
        """The end that comes first in the text."""
        return min(self.anchor, self.caret)

    @property
    def last(self) -> Spot:
        """The end that comes last."""
        return max(self.anchor, self.caret)

    def clear(self) -> None:
        """Select nothing; the caret stays."""
        self.anchor = self.caret

    def put(self, anchor: Spot, caret: Spot) -> None:
        """Select from one spot to another."""
        self.anchor, self.caret = anchor, caret

    def everything(self) -> None:
        """Select all text."""
        last = len(self._flow) - 1
        if last >= 0:
            self.put(Spot(0, 0), Spot(last, len(self._flow[last].text)))

    def clip(self) -> None:
        """Draw back to what there still is, after blocks were replaced."""
        self.anchor, self.caret = self._clipped(self.anchor), self._clipped(self.caret)

    def _clipped(self, spot: Spot) -> Spot:
        count = len(self._flow)
        if not count:
            return Spot(0, 0)
        if spot.index >= count:
            return Spot(count - 1, len(self._flow[count - 1].text))
        return (
            spot if spot.offset == 0 else Spot(spot.index, min(spot.offset, len(self._flow[spot.index].text)))
        )

    # what it holds

    def stretches(self) -> Iterator[Stretch]:
        """The selected part of each block that has one."""
        if self.empty:
            return
        first, last = self.first, self.last
        for index in range(first.index, min(last.index, len(self._flow) - 1) + 1):
            stretch = self.within(index)
            if stretch is not None:
                yield stretch

    def within(self, index: int) -> Stretch | None:
        """The part of one block that is selected."""
        first, last = self.first, self.last
        if self.empty or not first.index <= index <= last.index:
            return None
        start = first.offset if index == first.index else 0
        end = last.offset if index == last.index else len(self._flow[index].text)
        return Stretch(index, start, end)

    def text(self) -> str:
        """The selected text as it is read: lists with their marks, cells parted by tabs."""
        parts: list[str] = []
        several = self.first.index != self.last.index
        before = None
        for stretch in self.stretches():
            view = self._flow[stretch.index]
            words = view.text[stretch.start : stretch.end]
            if not words and (stretch.index in (self.first.index, self.last.index) or not view.marker):
                if before is None or stretch.index == self.last.index:
                    continue
                if not view.text and not view.marker:
                    continue
            if before is not None:
                if view.block.continued:
                    parts.append("" if view.block.start == before.block.end else "\n")
                else:
                    close = bool(view.marker) and bool(before.block.containers) and not view.block.spaced
                    parts.append("\n" if close else "\n\n")
            if several and stretch.start == 0:
                parts.append(view.marker)
            parts.append(words)
            before = view
        return "".join(parts)

    def span(self) -> tuple[int, int] | None:
        """The source of what is selected: offsets into the raw text, in code points."""
        if self.empty:
            return None
        first, last = self.first, self.last
        if last.offset == 0 and last.index > first.index:
            last = Spot(last.index - 1, len(self._flow[last.index - 1].text))
        head, tail = self._flow[first.index], self._flow[last.index]
        if first.offset == 0 and first.index == last.index and not isinstance(head, Code):
            # Within one block its mark (a bullet, the signs of a heading) is not meant.
            whole = last.offset >= len(tail.text)
            start = (
                head.block.start if whole else head.alignment.source(0) if head.is_prose else head.source(0)
            )
        elif isinstance(head, Code) and first.index == last.index:
            start = head.inner_source(first.offset)
        else:
            start = head.source(first.offset)
        if isinstance(tail, Code) and first.index == last.index:
            end = tail.inner_source(last.offset)
        else:
            end = tail.source_end(last.offset)
        return (start, end) if start < end else None

    # moving

    def word(self, spot: Spot) -> tuple[Spot, Spot]:
        """The word around a spot."""
        text = self._flow[spot.index].text
        begin = max(0, spot.offset - 200)
        for match in _WORD.finditer(text, begin):
            if match.end() > spot.offset or match.end() == len(text):
                return Spot(spot.index, match.start()), Spot(spot.index, match.end())
        return spot, spot

    def block(self, spot: Spot) -> tuple[Spot, Spot]:
        """The whole block; in a listing the line."""
        view = self._flow[spot.index]
        if isinstance(view, Code):
            start, end = view.line_range(spot.offset)
            return Spot(spot.index, start), Spot(spot.index, end)
        return Spot(spot.index, 0), Spot(spot.index, len(view.text))

    def step(self, spot: Spot, *, forward: bool, word: bool) -> Spot:
        """The spot one character or word further."""
        text = self._flow[spot.index].text
        if forward:
            if spot.offset >= len(text):
                return Spot(spot.index + 1, 0) if spot.index + 1 < len(self._flow) else spot
            if not word:
                return Spot(spot.index, _cluster_end(text, spot.offset))
            ends = [m.end() for m in _WORD.finditer(text, spot.offset) if not m.group().isspace()][:1]
            return Spot(spot.index, ends[0] if ends else len(text))
        if spot.offset <= 0:
            if spot.index == 0:
                return spot
            return Spot(spot.index - 1, len(self._flow[spot.index - 1].text))
        if not word:
            return Spot(spot.index, _cluster_start(text, spot.offset))
        starts = [m.start() for m in _WORD.finditer(text, 0, spot.offset) if not m.group().isspace()]
        at = bisect_right(starts, spot.offset - 1) - 1
        return Spot(spot.index, starts[at] if at >= 0 else 0)


def _extends(text: str, index: int) -> bool:
    """Whether this code point belongs to the character before it (marks, joined emoji, skin tones)."""
    character = text[index]
    return (
        "\u0300" <= character <= "\u036f"
        or character in "\u200d\ufe0e\ufe0f\u20e3"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or text[index - 1] == "\u200d"
    )


def _cluster_end(text: str, offset: int) -> int:
    offset += 1
    while offset < len(text) and _extends(text, offset):
        offset += 1
    return offset


def _cluster_start(text: str, offset: int) -> int:
    offset -= 1
    while offset > 0 and _extends(text, offset):
        offset -= 1
    return offset
