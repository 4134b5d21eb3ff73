# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Lays the pieces of a text out in rows of cells, so that a window draws only the rows in sight."""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_SEEN = {0x20: "·", 0x09: "→", 0x0A: "↵", 0x0D: "␍", 0x7F: "␡"}
_SEEN |= {code: chr(0x2400 + code) for code in range(32) if code not in _SEEN}
LINE_END = "↵"


class Run(NamedTuple):
    """A piece, or as much of it as fits a row: ``text`` stands from cell ``column`` on."""

    piece: int
    column: int
    text: str


def visible(piece: bytes) -> str:
    r"""A piece with everything to be seen: blanks as ``·``, line ends as ``↵``, lone bytes as ``\xf0``."""
    return piece.decode("utf-8", "backslashreplace").translate(_SEEN)


def cells(text: str) -> int:
    """How many cells of a fixed grid a text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@dataclass(frozen=True, slots=True)
class Flow:
    """Pieces in rows of at most ``columns`` cells. A row begins behind each line end.

    ``pieces`` are as shown. ``firsts`` holds for each row the piece it begins in, ``within`` how many of that
    piece's characters stand in rows before it.
    """

    columns: int
    pieces: tuple[str, ...]
    firsts: array[int]
    within: array[int]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.firsts)

    def row(self, number: int) -> Iterator[Run]:
        """What stands in a row, from the left."""
        piece, skip = self.firsts[number], self.within[number]
        last = number + 1 == self.rows
        until = (len(self.pieces), 0) if last else (self.firsts[number + 1], self.within[number + 1])
        column = 0
        while (piece, skip) < until:
            end = until[1] if piece == until[0] else None
            text = self.pieces[piece][skip:end]
            yield Run(piece, column, text)
            column += cells(text)
            piece, skip = piece + 1, 0

    def row_of(self, piece: int) -> int:
        """The row in which a piece begins."""
        at = bisect_right(self.firsts, piece) - 1
        while at > 0 and self.firsts[at] == piece and self.within[at] > 0:
            at -= 1
        return max(0, at)


def lay_out(pieces: Sequence[bytes], columns: int) -> Flow:
    """Put pieces into rows of ``columns`` cells (at least 2)."""
    columns = max(2, columns)
    shown = tuple(map(visible, pieces))
    firsts, within = array("q", (0,)), array("q", (0,))
    column = 0
    for number, text in enumerate(shown):
        size = len(text) if text.isascii() else cells(text)
        if column + size <= columns and LINE_END not in text:
            column += size
            continue
        column = _cut(number, text, column, columns, firsts, within)
    if len(firsts) > 1 and firsts[-1] == len(shown):
        # The text ends with a line end: nothing stands behind it.
        firsts.pop()
        within.pop()
    return Flow(columns, shown, firsts, within)


def _cut(number: int, text: str, column: int, columns: int, firsts: array[int], within: array[int]) -> int:
    """Lay out a piece that does not fit in its row; the column behind it."""
    if column + cells(text) > columns and column > 0 and LINE_END not in text[:1]:
        # A piece stands in one row if it can.
        firsts.append(number)
        within.append(0)
        column = 0
    for at, character in enumerate(text):
        size = _cell(character)
        if column + size > columns and column > 0:
            firsts.append(number)
            within.append(at)
            column = 0
        column += size
        if character == LINE_END:
            ended = at + 1 == len(text)
            firsts.append(number + 1 if ended else number)
            within.append(0 if ended else at + 1)
            column = 0
    return column
