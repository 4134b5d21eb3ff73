# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which words of a line are others than in the line that it takes the place of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from sidelight_diff.forms import Line

MOST_PAIRS = 400
_LONGEST = 400
_ALIKE = 0.5
_COMPARED = 24
"""Words between what both lines have at their ends; of more all count as changed."""
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Parts = list[tuple[str, bool]]
"""A line in pieces, and whether each is another than before."""


def changed(lines: Sequence[Line]) -> dict[int, Parts]:
    """Of the lines that changed in part only, by their places among ``lines``, the pieces."""
    found: dict[int, Parts] = {}
    at = pairs = 0
    while at < len(lines) and pairs < MOST_PAIRS:
        gone = _run(lines, at, "removed")
        come = _run(lines, at + gone, "added")
        if gone and gone == come:
            for place in range(at, at + gone):
                pairs += 1
                both = compared(lines[place].text, lines[place + gone].text)
                if both is not None:
                    found[place], found[place + gone] = both
        at += max(gone + come, 1)
    return found


def _run(lines: Sequence[Line], at: int, what: str) -> int:
    end = at
    while end < len(lines) and lines[end].what == what:
        end += 1
    return end - at


def compared(before: str, after: str) -> tuple[Parts, Parts] | None:
    """Both lines in pieces; ``None`` if they have too little in common, or are too long to compare."""
    old, new = _WORD.findall(before[: _LONGEST + 1]), _WORD.findall(after[: _LONGEST + 1])
    if max(len(before), len(after)) > _LONGEST or before == after:
        return None
    begin = end = 0
    most = min(len(old), len(new))
    while begin < most and old[begin] == new[begin]:
        begin += 1
    while end < most - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = old[begin : len(old) - end], new[begin : len(new) - end]
    if max(map(len, middle)) <= _COMPARED:
        codes = SequenceMatcher(None, *middle, autojunk=False).get_opcodes()
    else:
        codes = [("replace", 0, len(middle[0]), 0, len(middle[1]))]
    first: Parts = [("".join(old[:begin]), False)]
    second: Parts = [("".join(new[:begin]), False)]
    for kind, a, b, c, d in codes:
        first.append(("".join(middle[0][a:b]), kind != "equal"))
        second.append(("".join(middle[1][c:d]), kind != "equal"))
    first.append(("".join(old[len(old) - end :]), False))
    second.append(("".join(new[len(new) - end :]), False))
    shared = sum(len(words.strip()) for words, other in first if not other)
    if shared < _ALIKE * max(len(before.strip()), len(after.strip())):
        return None
    return [part for part in first if part[0]], [part for part in second if part[0]]
