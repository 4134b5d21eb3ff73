# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What to leave of a name where there is little room: the words that tell it from its neighbours' names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence


def short_name(name: str, names: Sequence[str], fits: Callable[[str], bool]) -> str:
    """The name without as many of its words as it takes to fit, those that most names share first.

    Args:
        name: one of ``names``.
        names: all that stand beside each other.
        fits: whether a text has room.

    Returns:
        A text that may still be too long: no word goes without which two names could be taken for each other.
    """
    others = [set(_words(other)) for other in names if other != name]
    shared = Counter(word for other in others for word in other)
    left = name.split(" ")
    alike = _alike(left, others)
    for word in sorted(left, key=lambda word: -shared[_bare(word)]):
        if fits(" ".join(left)) or not shared[_bare(word)]:
            break
        fewer = list(left)
        fewer.remove(word)
        if fewer and _alike(fewer, others) == alike:
            left = fewer
    return " ".join(left).rstrip(",")


def _alike(words: Sequence[str], others: Sequence[set[str]]) -> int:
    """How many of the other names hold all of these words."""
    return sum({_bare(word) for word in words} <= other for other in others)


def _words(name: str) -> list[str]:
    return [_bare(word) for word in name.split(" ")]


def _bare(word: str) -> str:
    return word.rstrip(",")
