# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How well a few typed letters fit a name: all of them in order, best at the beginnings of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def fit(typed: str, name: str) -> int | None:
    """A figure for how well ``typed`` fits ``name``; higher is better, ``None`` is not at all.

    Spaces in ``typed`` part words that may stand in any order.
    """
    total = 0
    folded = name.casefold()
    for word in typed.casefold().split():
        one = _fit_word(word, folded)
        if one is None:
            return None
        total += one
    return total


def best(typed: str, things: Iterable[Thing], name_of: Callable[[Thing], str]) -> list[Thing]:
    """The things that fit, best first, in their own order where they fit equally."""
    found = [(fit(typed, name_of(thing)), order, thing) for order, thing in enumerate(things)]
    fitting = [(score, order, thing) for score, order, thing in found if score is not None]
    return [thing for _, _, thing in sorted(fitting, key=lambda entry: (-entry[0], entry[1]))]


def _fit_word(word: str, name: str) -> int | None:
    at = name.find(word)
    if at >= 0:
        starts = at == 0 or not name[at - 1].isalnum()
        return 1000 + (200 if starts else 0) - min(at, 100)
    score = 0
    position = -1
    for letter in word:
        following = name.find(letter, position + 1)
        if following < 0:
            return None
        starts = following == 0 or not name[following - 1].isalnum()
        score += 12 if starts else 6 if following == position + 1 else 0
        score -= min(following - position - 1, 5)
        position = following
    return score
