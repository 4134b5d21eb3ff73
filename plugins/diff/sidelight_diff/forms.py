# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Changes that are no unified diff: of plain ``diff``, with context, word by word, as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

What = Literal["added", "removed", "same", "hunk", "head", "remark", "words"]

_PLAIN = re.compile(r"(\d{1,9})(?:,\d{1,9})?[acd](\d{1,9})(?:,\d{1,9})?\s*")
_SIDE = re.compile(r"([*-])\1\1 (\d{1,9})(?:,\d{1,9})? ([*-])\3\3\3\s*")
_STARS = re.compile(r"\*{15}.*")
_BLOCK = re.compile(r"(?:[<|>]{7}|={7})(?: .*)?\s*|-{7} SEARCH\s*|\+{7} REPLACE\s*")
WORDS = re.compile(r"\[-(?:(?!\[-|-\]).){0,400}-\]|\{\+(?:(?!\{\+|\+\}).){0,400}\+\}")


class Line(NamedTuple):
    """One line; ``before`` and ``after`` are its numbers on the two sides, 0 where it has none.

    ``sign`` is what stands before it, where that is not the usual one for ``what``. Of ``words`` some are
    added and removed, in the marks of git.
    """

    what: What
    text: str
    before: int = 0
    after: int = 0
    sign: str = ""


def other_form(lines: Sequence[str]) -> Callable[[Sequence[str]], Iterator[Line]] | None:
    """What reads such lines; ``None`` if they are a unified diff, or none at all."""
    changed = any(line.startswith(("+", "-")) and not line.startswith(("+++ ", "--- ")) for line in lines)
    if any(_STARS.fullmatch(line) for line in lines) and any(_SIDE.fullmatch(line) for line in lines):
        return _with_context
    if any(line.startswith("@@") for line in lines):
        return None if changed or not any(WORDS.search(line) for line in lines) else _by_words
    if any(_PLAIN.fullmatch(line) for line in lines) and any(line[:2] in ("< ", "> ") for line in lines):
        return _as_plain
    if any(line.startswith("<<<<<<<") for line in lines) and any(
        line.startswith("=======") for line in lines
    ):
        return _as_blocks
    return None if changed or not any(WORDS.search(line) for line in lines) else _by_words


def _as_plain(lines: Sequence[str]) -> Iterator[Line]:
    """Of ``diff`` without options: ``2c2``, ``< before``, ``---``, ``> after``."""
    before = after = 0
    for line in lines:
        place = _PLAIN.fullmatch(line)
        if place:
            before, after = int(place[1]), int(place[2])
            yield Line("hunk", line)
        elif line[:2] in ("< ", "<"):
            yield Line("removed", line[2:], before)
            before += 1
        elif line[:2] in ("> ", ">"):
            yield Line("added", line[2:], 0, after)
            after += 1
        else:
            yield Line("remark" if line.startswith("\\") else "head", line.removeprefix("\\ "))


def _with_context(lines: Sequence[str]) -> Iterator[Line]:
    """Of ``diff -c``: one side whole, then the other, ``!`` before what is changed."""
    side, number = "", 0
    for line in lines:
        begins = _SIDE.fullmatch(line)
        if begins:
            side, number = begins[1], int(begins[2])
            yield Line("hunk", line)
        elif _STARS.fullmatch(line) or line.startswith(("*** ", "--- ", "diff ")) or not side:
            side = "" if _STARS.fullmatch(line) else side
            yield Line("head", line)
        elif line.startswith("\\"):
            yield Line("remark", line.removeprefix("\\ "))
        else:
            old = side == "*"
            what: What = "same" if line[:1] not in ("!", "+", "-") else "removed" if old else "added"
            yield Line(what, line[2:], number if old else 0, 0 if old else number, line[:1].strip())
            number += 1


def _as_blocks(lines: Sequence[str]) -> Iterator[Line]:
    """What is searched for and what takes its place, or the two sides of a conflict, between marks."""
    what: What = "same"
    for line in lines:
        if _BLOCK.fullmatch(line):
            first = line[0]
            what = "removed" if first in "<-" else "added" if first == "=" else "same"
            yield Line("head", line)
        else:
            yield Line(what, line)


def _by_words(lines: Sequence[str]) -> Iterator[Line]:
    """Of ``git diff --word-diff``."""
    begun = False
    for line in lines:
        if line.startswith("@@"):
            begun = True
            yield Line("hunk", line)
        elif not begun and line.startswith(("diff ", "index ", "--- ", "+++ ", "new ", "old ", "deleted ")):
            yield Line("head", line)
        else:
            yield Line("words" if WORDS.search(line) else "same", line)
