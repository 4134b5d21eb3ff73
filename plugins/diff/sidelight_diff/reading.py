# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The lines of a unified diff: what each is, and its numbers on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)")
_HEAD = (
    "diff ",
    "index ",
    "--- ",
    "+++ ",
    "new file",
    "deleted file",
    "similarity",
    "rename ",
    "old mode",
    "new mode",
)

What = Literal["added", "removed", "same", "hunk", "head", "remark"]


class Line(NamedTuple):
    """One line; ``before`` and ``after`` are its numbers on the two sides, 0 where it has none."""

    what: What
    text: str
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """All lines, how many are added and removed, and what is wrong: sentences with lines from 1."""

    lines: tuple[Line, ...]
    added: int
    removed: int
    wrong: tuple[tuple[str, int], ...]


def read(lines: Sequence[str], *, whole: bool = True) -> Found:
    """Read a diff; one without hunk headers is taken as changed lines alone.

    Args:
        lines: its lines, without line feeds.
        whole: no more lines come, so that hunks must be full.
    """
    hunks = any(line.startswith("@@ ") for line in lines)
    made: list[Line] = []
    wrong: list[tuple[str, int]] = []
    before = after = left_before = left_after = 0
    begun = 0
    count = len(lines)
    while count and not lines[count - 1].strip():
        count -= 1
    signed = unnumbered = False
    for number, line in enumerate(lines[:count], 1):
        hunk = _HUNK.match(line)
        inside = left_before > 0 or left_after > 0
        # Below a line with two dashes and a space stands who sent it.
        signed = (signed or (line == "-- " and bool(begun) and not inside)) and not line.startswith(_HEAD)
        if hunk:
            if inside:
                wrong.append((_short(begun), begun))
            begun = number
            before, after = int(hunk[1]), int(hunk[3])
            left_before, left_after = int(hunk[2] or 1), int(hunk[4] or 1)
            made.append(Line("hunk", line))
        elif line.startswith("@@ ") and not inside:
            made.append(Line("hunk", line))
            begun = before = after = 0
            unnumbered = True
        elif (
            signed
            or (hunks and not begun and not unnumbered)
            or (not inside and (line.startswith(_HEAD) or (begun and line[:1] not in ("+", "-", " ", "\\"))))
        ):
            made.append(Line("head", line))
        elif line.startswith("+"):
            made.append(Line("added", line[1:], 0, after if begun else 0))
            after, left_after = after + 1, left_after - 1
        elif line.startswith("-"):
            made.append(Line("removed", line[1:], before if begun else 0))
            before, left_before = before + 1, left_before - 1
        elif line.startswith("\\"):
            made.append(Line("remark", line[1:].strip()))
        else:
            text = line[1:] if line.startswith(" ") else line
            made.append(Line("same", text, before if begun else 0, after if begun else 0))
            before, after, left_before, left_after = before + 1, after + 1, left_before - 1, left_after - 1
    for _ in lines[count:]:
        # Blank lines at the end belong to the part as far as it lacks lines of both sides.
        if not begun or min(left_before, left_after) <= 0:
            break
        made.append(Line("same", "", before, after))
        before, after, left_before, left_after = before + 1, after + 1, left_before - 1, left_after - 1
    if whole and begun and (left_before > 0 or left_after > 0):
        wrong.append((_short(begun), begun))
    added = sum(line.what == "added" for line in made)
    removed = sum(line.what == "removed" for line in made)
    return Found(tuple(made), added, removed, tuple(wrong))


def _short(begun: int) -> str:
    return f"The part that begins in line {begun} has fewer lines than its header says."
