# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The passages of an answer that are laid beside those of another: paragraphs, items, rows, lines of code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sidelight.text.blocks import Kind
from sidelight.text.splitter import split

LONGEST = 1200
"""Characters after which a passage is cut, so that none is slow to lay out or to compare."""

MOST = 40_000
"""Passages after which lines of code and rows of tables stay together, as many as ``LONGEST`` holds."""

_BY_LINE = (Kind.CODE, Kind.TABLE)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an answer's source.

    Attributes:
        start: where it begins, in code points of the answer.
        text: the source as it was written, without the line break at its end.
        kind: the kind of block that it is, or is part of.
        key: the text without what white space alone makes different; a line of code keeps its indentation.
    """

    start: int
    text: str
    kind: Kind
    key: str

    @property
    def end(self) -> int:
        """Past its last character."""
        return self.start + len(self.text)

    @property
    def code(self) -> bool:
        """Whether it is to be read letter for letter."""
        return self.kind is Kind.CODE


def passages(text: str) -> list[Passage]:
    """All passages of an answer, in order; what stands between them is white space."""
    blocks = split(text)
    lines = sum(len(block.lines) + 2 if block.kind in _BY_LINE else 1 for block in blocks)
    found: list[Passage] = []
    done = 0
    for block in blocks:
        start, end = max(block.start, done), max(block.end, done)
        # Between blocks stand empty lines, now and then the mark of a quote or an item that is empty.
        found.extend(_cut(text, done, start, Kind.PARAGRAPH, by_line=False))
        found.extend(_cut(text, start, end, block.kind, by_line=block.kind in _BY_LINE and lines <= MOST))
        done = end
    found.extend(_cut(text, done, len(text), Kind.PARAGRAPH, by_line=False))
    return found


def _cut(text: str, start: int, end: int, kind: Kind, *, by_line: bool) -> Iterator[Passage]:
    place = start
    while place < end:
        stop = _stop(text, place, end, by_line=by_line)
        piece = text[place:stop].rstrip("\r\n")
        # An empty line is part of a listing; between paragraphs it is nothing.
        if piece.strip() or (kind is Kind.CODE and by_line):
            key = piece.rstrip() if kind is Kind.CODE else " ".join(piece.split())
            yield Passage(place, piece, kind, key)
        place = stop


def _stop(text: str, place: int, end: int, *, by_line: bool) -> int:
    """Where the passage that begins at ``place`` ends, its line break included."""
    if by_line:
        stop = text.find("\n", place, end) + 1 or end
        if stop - place <= LONGEST:
            return stop
    elif end - place <= LONGEST:
        return end
    limit = place + LONGEST
    for sign in "\n ":
        stop = text.rfind(sign, place + LONGEST // 2, limit) + 1
        if stop:
            return stop
    return limit
