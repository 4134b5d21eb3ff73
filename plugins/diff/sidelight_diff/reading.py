# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The lines of a unified diff: what each is, and its numbers on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidelight_diff.forms import Line, What, other_form

_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)")
# Of a merge: one range for each of the sides that were merged, as many signs before each line.
_MERGED = re.compile(r"(@@@+)((?: -\d{1,9}(?:,\d{1,9})?)+) \+(\d{1,9})(?:,\d{1,9})? @@@+.*")
_COLOURS = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
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
    "Binary files ",
    "GIT binary patch",
    "*** Begin Patch",
    "*** End Patch",
    "*** Update File",
    "*** Add File",
    "*** Delete File",
)


@dataclass(frozen=True, slots=True)
class Found:
    """All lines, how many are added and removed, and what is wrong: sentences with lines from 1."""

    lines: tuple[Line, ...]
    added: int
    removed: int
    wrong: tuple[tuple[str, int], ...]


def read(lines: Sequence[str], *, whole: bool = True) -> Found:
    """Read a diff, also one of another form; one without hunk headers is taken as changed lines alone.

    Args:
        lines: its lines, without line feeds.
        whole: no more lines come, so that hunks must be full.
    """
    lines = [_COLOURS.sub("", line).removesuffix("\r") for line in lines]
    form = other_form(lines)
    if form is not None or any(_MERGED.fullmatch(line) for line in lines):
        end = max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)
        return _found(list((form or _merged)(lines[:end])), [])
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
    return _found(made, wrong)


def _found(made: list[Line], wrong: list[tuple[str, int]]) -> Found:
    added = sum(line.what == "added" for line in made)
    removed = sum(line.what == "removed" for line in made)
    if any(line.what == "words" for line in made):
        added, removed = (sum(line.text.count(mark) for line in made) for mark in ("{+", "[-"))
    return Found(tuple(made), added, removed, tuple(wrong))


def _merged(lines: Sequence[str]) -> Iterator[Line]:
    """A merge as git shows it: a line is added if any side lacks it, and numbered as it is afterwards."""
    sides = number = 0
    for line in lines:
        begins = _MERGED.fullmatch(line)
        if begins:
            sides, number = len(begins[1]) - 1, int(begins[3])
            yield Line("hunk", line)
        elif not sides or line.startswith("diff "):
            sides = 0
            yield Line("head", line)
        elif line.startswith("\\"):
            yield Line("remark", line[1:].strip())
        else:
            signs = line[:sides]
            what: What = "removed" if "-" in signs else "added" if "+" in signs else "same"
            yield Line(what, line[sides:], 0, 0 if what == "removed" else number, signs)
            number += what != "removed"


def _short(begun: int) -> str:
    return f"The part that begins in line {begun} has fewer lines than its header says."
