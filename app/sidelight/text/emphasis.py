# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which stars and underlines belong together: CommonMark's rules for emphasis.

See https://spec.commonmark.org/0.31.2/#phase-2-inline-structure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Flanking(NamedTuple):
    """Whether a run of delimiters may open and may close emphasis."""

    opens: bool
    closes: bool


@dataclass(slots=True)
class Delimiter:
    """A run of ``count`` equal characters, the text of piece number ``piece``."""

    piece: int
    character: str
    count: int
    opens: bool
    closes: bool
    original: int = 0

    def __post_init__(self) -> None:
        self.original = self.count


class Piece(Protocol):
    """What a delimiter's text is taken from as its characters are used up."""

    text: str
    place: int


def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _east_asian(character: str) -> bool:
    """Whether it is written without spaces around it: Chinese, Japanese, Korean, their marks included."""
    return (
        character > "\u10ff"
        and unicodedata.east_asian_width(character) in "WFH"
        and unicodedata.category(character) != "So"
    )


def flanking(character: str, before: str, behind: str) -> Flanking:
    """What a run may do, by the characters around it (line feeds at the ends of the text).

    Chinese and Japanese have no spaces between words, so there a mark inside the stars does not keep them
    from closing: ``**注意：**字`` is strong.
    """
    space_before, space_behind = before.isspace(), behind.isspace()
    mark_before, mark_behind = _punctuation(before), _punctuation(behind)
    # An underline stands within names, so it keeps the strict rule.
    loose = character != "_"
    wide_before, wide_behind = loose and _east_asian(before), loose and _east_asian(behind)
    left = not space_behind and (not mark_behind or wide_behind or space_before or mark_before or wide_before)
    right = not space_before and (
        not mark_before or wide_before or space_behind or mark_behind or wide_behind
    )
    if character == "_":
        return Flanking(left and (not right or mark_before), right and (not left or mark_behind))
    return Flanking(left, right)


def resolve(
    delimiters: list[Delimiter],
    bottom: int,
    pieces: Sequence[Piece],
    mark: Callable[[int, int, str, int], None],
) -> None:
    """Pair the delimiters from ``bottom`` on; those that stay alone stay in the list, and are text.

    ``mark(first, last, character, count)`` is told of each pair: pieces ``first`` to ``last - 1`` lie in it.
    """
    floor: dict[tuple[str, int, bool], int] = {}
    at = bottom
    while at < len(delimiters):
        closer = delimiters[at]
        if not closer.closes:
            at += 1
            continue
        key = (closer.character, closer.original % 3, closer.opens)
        low = max(bottom, floor.get(key, bottom))
        found = -1
        for index in range(at - 1, low - 1, -1):
            if _match(delimiters[index], closer):
                found = index
                break
        if found < 0:
            floor[key] = at
            if closer.opens:
                at += 1
            else:
                # It stays text, but out of the way of later ones.
                closer.closes = False
                at += 1
            continue
        opener = delimiters[found]
        count = 2 if min(opener.count, closer.count) >= 2 else 1
        opener.count -= count
        closer.count -= count
        first, last = pieces[opener.piece], pieces[closer.piece]
        first.text = first.text[:-count]
        last.text = last.text[count:]
        last.place += count
        mark(opener.piece + 1, closer.piece, closer.character, count)
        del delimiters[found + 1 : at]
        at = found + 1
        if not opener.count:
            del delimiters[found]
            at -= 1
        if not closer.count:
            del delimiters[at]
        # Indices moved down: what is known of places above no longer holds.
        for known in [known for known, value in floor.items() if value > at]:
            floor[known] = at


def _match(opener: Delimiter, closer: Delimiter) -> bool:
    if not opener.opens or opener.character != closer.character:
        return False
    if closer.character == "~":
        return opener.count == closer.count == 2
    odd = (opener.closes or closer.opens) and (opener.original + closer.original) % 3 == 0
    return not odd or (opener.original % 3 == 0 and closer.original % 3 == 0)
