# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which place of one answer stands for which place of another, by their headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

MOST = 400
"""Headings of an answer that are looked at."""


def common_headings(here: Sequence[str], there: Sequence[str]) -> list[tuple[int, int]]:
    """Headings that both answers have, in the same order: their numbers here and there.

    Where none is the same and both have equally many, the first stands for the first and so on.
    """
    one, other = [_plain(title) for title in here[:MOST]], [_plain(title) for title in there[:MOST]]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    pairs = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
    if not pairs and len(one) == len(other):
        return [(number, number) for number in range(len(one))]
    return pairs


def counterpart(place: float, knots: Sequence[tuple[float, float]]) -> float:
    """The place there that stands for a place here: between two known pairs it goes in proportion.

    Args:
        place: a place here.
        knots: pairs of places that belong together, rising at both sides; at least two.
    """
    at = max(0, min(bisect_right(knots, place, key=lambda knot: knot[0]) - 1, len(knots) - 2))
    (here, there), (here_end, there_end) = knots[at], knots[at + 1]
    share = (place - here) / (here_end - here) if here_end > here else 0.0
    return there + max(0.0, min(share, 1.0)) * (there_end - there)


def _plain(title: str) -> str:
    """A heading without its number and its marks."""
    words = "".join(sign if sign.isalnum() else " " for sign in title.casefold()).split()
    return " ".join(words[1:] if len(words) > 1 and words[0].isdigit() else words)
