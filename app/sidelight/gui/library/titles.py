# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Titles in a narrow column: two that begin alike are shown so that one sees which is which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

ELLIPSIS = "…"
HEAD = 0.4
"""The part of the room that the beginning takes where later words are shown as well."""

LONGEST_WORD = 16
"""Characters; what goes on for longer without a space is cut anywhere."""


def alike(titles: Sequence[str]) -> list[int]:
    """For each title, how many characters it shares with the beginning of the most similar other one.

    Equal titles do not count: no words could tell them apart.
    """
    shared = dict.fromkeys(titles, 0)
    sorted_titles = sorted(shared)
    for one, other in pairwise(sorted_titles):
        length = _common(one, other)
        shared[one], shared[other] = max(shared[one], length), max(shared[other], length)
    return [shared[title] for title in titles]


def telling(title: str, shared: int, width: float, width_of: Callable[[str], float]) -> str:
    """A title cut to a width; where the cut would hide what tells it from others, later words are shown.

    Args:
        title: one line.
        shared: how many characters another title begins with as well.
        width: the room, in the unit of ``width_of``.
        width_of: how wide a text is.
    """
    if width_of(title) <= width:
        return title
    cut = _longest(title, width, width_of, ELLIPSIS)
    # The word in which the titles part must be seen to its end, or to the end of the line.
    parting = title.rfind(" ", 0, shared) + 1
    if shared - parting > LONGEST_WORD:
        # There are no spaces between words in this writing, or it is no word.
        parting = shared - 1
    word_end = title.find(" ", shared, shared + LONGEST_WORD)
    if cut >= (word_end if word_end > 0 else min(len(title), shared + LONGEST_WORD)):
        return title[:cut].rstrip() + ELLIPSIS
    head_end = _longest(title[:parting], width * HEAD, width_of, ELLIPSIS)
    words_end = title.rfind(" ", max(0, head_end - LONGEST_WORD), head_end + 1)
    head = title[: words_end if words_end > 0 else head_end].rstrip()
    if not head or len(head) >= parting - 1:
        return title[:cut].rstrip() + ELLIPSIS
    told = f"{head} {ELLIPSIS} {title[parting:]}"
    if width_of(told) <= width:
        return told
    return told[: _longest(told, width, width_of, ELLIPSIS)].rstrip() + ELLIPSIS


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    parts = (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(parts, min(len(one), len(other)))


def _longest(text: str, width: float, width_of: Callable[[str], float], end: str) -> int:
    """How many characters fit together with what stands for the rest."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle] + end) <= width:
            low = middle
        else:
            high = middle - 1
    return low
