# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The words in which two passages differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|[^\w\s]")
MOST = 600
"""Words after which a passage is not compared word by word, so that it never takes long."""

Stretch = tuple[int, int]


def changed_words(left: str, right: str) -> tuple[list[Stretch], list[Stretch]]:
    """What stands in one text and not in the other.

    Returns:
        Stretches of the left text and of the right one, in code points, each from and up to a word's edge.
        White space alone is no difference.
    """
    here, there = list(_TOKEN.finditer(left)), list(_TOKEN.finditer(right))
    one, other = [match[0] for match in here], [match[0] for match in there]
    if len(one) > MOST or len(other) > MOST:
        start, end = _edges(one, other)
        return _marked(here, [(start, len(one) - end)]), _marked(there, [(start, len(other) - end)])
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    lefts: list[Stretch] = []
    rights: list[Stretch] = []
    a = b = 0
    blocks = matcher.get_matching_blocks()
    for number, block in enumerate(blocks):
        if block.size == 1 and len(one[block.a]) <= 3:
            behind = blocks[number + 1]
            if block.a > a and block.b > b and behind.a > block.a + 1 and behind.b > block.b + 1:
                continue  # one short word between two changes: the eye takes them as one
        lefts.append((a, block.a))
        rights.append((b, block.b))
        a, b = block.a + block.size, block.b + block.size
    return _marked(here, lefts), _marked(there, rights)


def _edges(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many words are the same at the beginning, and how many at the end."""
    most = min(len(one), len(other))
    start = next((at for at in range(most) if one[at] != other[at]), most)
    end = next((at for at in range(most - start) if one[-1 - at] != other[-1 - at]), most - start)
    return start, end


def _marked(tokens: Sequence[re.Match[str]], stretches: Sequence[Stretch]) -> list[Stretch]:
    return [(tokens[a].start(), tokens[b - 1].end()) for a, b in stretches if b > a]
