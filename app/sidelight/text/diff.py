# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What two answers have in common and where they differ, passage by passage.

Passages that are the same in both and stand only once are matched first (the patience way), then what lies
between them by how many words it shares. Two models seldom write the same sentence, so the second step does
most of the work; it looks only near the diagonal and so takes time in proportion to the length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from sidelight.text.blocks import Kind
from sidelight.text.passages import Passage, passages

ALIKE = 0.4
"""Share of common words from which two passages are shown beside each other."""

LONGEST = 4_000_000
"""Characters of both answers together that are looked at; what follows is left out."""

_CELLS = 400_000  # pairs of passages whose words are compared, all in all
_NARROWEST = 24  # passages at each side of the diagonal that are looked at, however long the answers are
_EXACT = 40_000  # pairs up to which repeated passages are matched as well
_WORD = re.compile(r"\w+|[^\w\s]")

Span = tuple[int, int, int, int]
Key = tuple[bool, str]


class Change(Enum):
    """How the two sides of a row stand to each other; unlike ones only happen to stand at one height."""

    SAME = "same"
    CHANGED = "changed"
    UNLIKE = "unlike"
    LEFT_ONLY = "left only"
    RIGHT_ONLY = "right only"


@dataclass(frozen=True, slots=True)
class Row:
    """Two passages beside each other; where one answer has nothing to match, that side is ``None``."""

    change: Change
    left: Passage | None
    right: Passage | None


@dataclass(frozen=True, slots=True)
class Diff:
    """Two answers laid beside each other.

    Attributes:
        rows: from top to bottom; each side read on its own is that answer.
        differences: first and last row of each stretch to which one thing happened; paragraphs count singly.
        cut: the answers were too long, and their ends are left out.
    """

    rows: tuple[Row, ...]
    differences: tuple[tuple[int, int], ...]
    cut: bool = False


class Cancelled(Exception):
    """Nobody waits for the result any more."""


def diff(left: str, right: str, cancelled: Callable[[], bool] = lambda: False) -> Diff:
    """Lay two answers beside each other.

    Args:
        left: an answer's source.
        right: another one's.
        cancelled: asked often; as soon as it says yes, the work ends.

    Raises:
        Cancelled: it said yes.
    """
    most = LONGEST // 2
    cut = len(left) > most or len(right) > most
    return _Aligner(passages(left[:most]), passages(right[:most]), cancelled).run(cut=cut)


class _Aligner:
    def __init__(
        self, left: Sequence[Passage], right: Sequence[Passage], cancelled: Callable[[], bool]
    ) -> None:
        self._left, self._right, self._cancelled = left, right, cancelled
        self._width = max(_NARROWEST, _CELLS // (2 * max(1, len(left))))
        self._bags: tuple[dict[int, frozenset[str]], dict[int, frozenset[str]]] = ({}, {})

    def run(self, *, cut: bool) -> Diff:
        rows: list[Row] = []
        a, b = 0, 0
        ends = (len(self._left), len(self._right))
        for i, j in (*sorted(self._same()), ends):
            rows.extend(self._between(a, i, b, j))
            if (i, j) != ends:
                left, right = self._left[i], self._right[j]
                rows.append(Row(Change.SAME, left, right))
            a, b = i + 1, j + 1
        return Diff(tuple(rows), tuple(_stretches(rows)), cut)

    # passages that are the same

    def _same(self) -> Iterator[tuple[int, int]]:
        """Pairs of equal passages, none crossing another."""
        left = [(passage.code, passage.key) for passage in self._left]
        right = [(passage.code, passage.key) for passage in self._right]
        waiting: list[Span] = [(0, len(left), 0, len(right))]
        while waiting:
            self._look_up()
            a, a_end, b, b_end = waiting.pop()
            while a < a_end and b < b_end and left[a] == right[b]:
                yield a, b
                a, b = a + 1, b + 1
            while a < a_end and b < b_end and left[a_end - 1] == right[b_end - 1]:
                a_end, b_end = a_end - 1, b_end - 1
                yield a_end, b_end
            if a == a_end or b == b_end:
                continue
            pairs = _once_in_both(left, a, a_end, right, b, b_end)
            if pairs:
                for i, j in pairs:
                    waiting.append((a, i, b, j))
                    yield i, j
                    a, b = i + 1, j + 1
                waiting.append((a, a_end, b, b_end))
            elif (a_end - a) * (b_end - b) <= _EXACT:
                matcher = SequenceMatcher(None, left[a:a_end], right[b:b_end], autojunk=False)
                for block in matcher.get_matching_blocks():
                    for step in range(block.size):
                        # A matched empty line or brace alone says nothing and would tear passages apart.
                        if block.size > 1 or len(left[a + block.a][1]) > 3:
                            yield a + block.a + step, b + block.b + step

    # passages that are alike

    def _between(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[Row]:
        """The rows of a stretch in which nothing is the same."""
        for i, j in (*self._alike(a, a_end, b, b_end), (a_end, b_end)):
            # What has nothing in common stands beside each other all the same: it is read side by side.
            both = min(i - a, j - b)
            for at in range(both):
                yield Row(Change.UNLIKE, self._left[a + at], self._right[b + at])
            yield from (Row(Change.LEFT_ONLY, self._left[at], None) for at in range(a + both, i))
            yield from (Row(Change.RIGHT_ONLY, None, self._right[at]) for at in range(b + both, j))
            if i < a_end:
                left, right = self._left[i], self._right[j]
                yield Row(Change.SAME if left.key == right.key else Change.CHANGED, left, right)
            a, b = i + 1, j + 1

    def _alike(self, a: int, a_end: int, b: int, b_end: int) -> list[tuple[int, int]]:
        """Pairs that share many words, none crossing another, with the most in common in all."""
        height, width = a_end - a, b_end - b
        if not height or not width:
            return []
        # ``best[j]`` is what can be had from the passages so far and the first ``j`` at the right.
        best = [0.0] * (width + 1)
        ways: list[tuple[int, bytearray]] = []
        last = 0
        for i in range(height):
            self._look_up()
            middle = i * width // height
            first = max(0, middle - self._width)
            stop = min(width, middle + self._width + 1)
            for j in range(last + 1, stop + 1):
                best[j] = max(best[j], best[last])
            last = stop
            way = bytearray(stop - first)
            before = best[first]
            for j in range(first, stop):
                above, best_here, choice = best[j + 1], best[j + 1], 0
                if best[j] > best_here:
                    best_here, choice = best[j], 1
                alike = self._likeness(a + i, b + j)
                if alike >= ALIKE and before + alike > best_here:
                    best_here, choice = before + alike, 2
                before = above
                best[j + 1] = best_here
                way[j - first] = choice
            ways.append((first, way))
        return _traced(ways, a, b)

    def _likeness(self, i: int, j: int) -> float:
        """Share of common words of two passages, 0 to 1."""
        left, right = self._left[i], self._right[j]
        if left.code != right.code or (left.kind is Kind.HEADING) != (right.kind is Kind.HEADING):
            return 0.0
        one = self._bags[0].get(i)
        if one is None:
            one = self._bags[0][i] = _bag(left)
        other = self._bags[1].get(j)
        if other is None:
            other = self._bags[1][j] = _bag(right)
        words = len(one) + len(other)
        return 2 * len(one & other) / words if words else 0.0

    def _look_up(self) -> None:
        if self._cancelled():
            raise Cancelled


def _once_in_both(
    left: Sequence[Key], a: int, a_end: int, right: Sequence[Key], b: int, b_end: int
) -> list[tuple[int, int]]:
    """Pairs of passages that stand once in each stretch, as many as do not cross."""
    here, there = Counter(left[a:a_end]), Counter(right[b:b_end])
    places = {right[j]: j for j in range(b, b_end) if there[right[j]] == 1}
    pairs = [(i, places[left[i]]) for i in range(a, a_end) if here[left[i]] == 1 and left[i] in places]
    # The longest rising run of the places at the right.
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [at]
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _traced(ways: Sequence[tuple[int, bytearray]], a: int, b: int) -> list[tuple[int, int]]:
    """The pairs on the best way, from the choices at each place."""
    pairs: list[tuple[int, int]] = []
    i = len(ways) - 1
    j = ways[-1][0] + len(ways[-1][1]) - 1
    while i >= 0 and j >= 0:
        first, way = ways[i]
        j = min(j, first + len(way) - 1)
        choice = way[j - first] if j >= first else 0
        if choice == 2:
            pairs.append((a + i, b + j))
            i, j = i - 1, j - 1
        elif choice == 1:
            j -= 1
        else:
            i -= 1
    return pairs[::-1]


def _bag(passage: Passage) -> frozenset[str]:
    """The words of a passage; signs count in code alone."""
    found = _WORD.findall(passage.key.casefold())
    return frozenset(found if passage.code else (word for word in found if word[0].isalnum()))


def _stretches(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    first = 0
    for at, row in enumerate(rows):
        if row.change is not Change.SAME and (at + 1 == len(rows) or not _one_difference(row, rows[at + 1])):
            yield first, at
            first = at + 1
        elif row.change is Change.SAME:
            first = at + 1


def _one_difference(row: Row, below: Row) -> bool:
    """Whether two rows are gone through in one step: the same happened to both."""
    if row.change is not below.change:
        return False
    return row.change is not Change.CHANGED or all(side.code for side in (row.left, below.left) if side)
