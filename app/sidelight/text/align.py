# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From what is shown to the raw text it came from, and back, in code points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sidelight.text.blocks import Line


class Alignment:
    """The source of a block's shown characters.

    Args:
        lines: the block's lines, whose texts make up the body.
        places: for each shown character its index in the body, never falling; one more for the end.
        ends: past the source of those characters whose source is longer than one character.
    """

    __slots__ = ("_bodies", "_ends", "_places", "_starts")

    def __init__(
        self, lines: Sequence[Line], places: Sequence[int], ends: Mapping[int, int] = MappingProxyType({})
    ) -> None:
        self._places = places
        self._ends = ends
        self._bodies: list[int] = []
        self._starts: list[int] = []
        length = 0
        for index, line in enumerate(lines):
            length += 1 if index and not line.joined else 0
            self._bodies.append(length)
            self._starts.append(line.start)
            length += len(line.text)

    def source(self, shown: int) -> int:
        """Where shown character ``shown`` begins in the raw text; behind the last, where the text ends."""
        return self._raw(self._places[max(0, min(shown, len(self._places) - 1))])

    def source_end(self, shown: int) -> int:
        """Past the source of the character before ``shown``: the end of a stretch that ends there."""
        if shown <= 0:
            return self.source(0)
        last = min(shown, len(self._places) - 1) - 1
        if last < 0:
            return self.source(0)
        return self._raw(self._ends.get(last, self._places[last] + 1))

    def shown(self, source: int) -> int:
        """The first shown character that comes from ``source`` or behind it."""
        index = bisect_right(self._starts, source) - 1
        if index < 0:
            return 0
        body = self._bodies[index] + source - self._starts[index]
        if index + 1 < len(self._bodies):
            body = min(body, self._bodies[index + 1])
        return min(bisect_left(self._places, body), len(self._places) - 1)

    def _raw(self, body: int) -> int:
        if not self._bodies:
            return 0
        index = bisect_right(self._bodies, body) - 1
        return self._starts[index] + body - self._bodies[index]
