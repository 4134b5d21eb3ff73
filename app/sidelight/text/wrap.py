# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Hard wrap of very long lines, for display only.

Laying out one line of 200,000 characters takes a text engine seconds; cut into pieces it takes milliseconds.
A cut depends only on the characters before it and the one behind it, so a line that is still growing is cut
in the same places as the finished one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LIMIT = 2000
"""Longest piece, in code points."""

_LOOK_BACK = 200
_JOINERS = "\u200d\ufe0f\ufe0e"


def cut(line: str, start: int = 0, limit: int = LIMIT) -> int:
    """Where the piece that begins at ``start`` ends.

    Args:
        line: text without line ends, with more than ``limit`` characters after ``start``.
        start: where the piece begins.
        limit: the longest piece.

    Returns:
        An index with ``start < index <= start + limit``: behind a space if there is one near, never between
        a character and what combines with it unless everything near combines.
    """
    end = start + limit
    space = line.rfind(" ", max(start + 1, end - _LOOK_BACK), end)
    if space > start:
        return space + 1
    for index in range(end, max(start + 1, end - _LOOK_BACK), -1):
        behind = line[index]
        if not unicodedata.combining(behind) and behind not in _JOINERS and line[index - 1] != "\u200d":
            return index
    return end


def pieces(line: str, limit: int = LIMIT) -> Iterator[tuple[int, str]]:
    """The line in pieces of at most ``limit`` characters, each with its place in the line."""
    start = 0
    while len(line) - start > limit:
        end = cut(line, start, limit)
        yield start, line[start:end]
        start = end
    yield start, line[start:]


def columns(text: str) -> int:
    """How many cells a line takes: wide characters take two, tabs go on to the next four."""
    if text.isascii():
        if "\t" not in text:
            return len(text)
        return len(text.expandtabs(4))
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text.expandtabs(4))
