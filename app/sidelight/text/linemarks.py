# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How single lines of Markdown begin: fences, headings, bullets, rules, tables, maths.

After CommonMark 0.31 and GitHub's tables (https://spec.commonmark.org/0.31.2/, https://github.github.com/gfm/).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCE = re.compile(r"(`{3,}|~{3,})(.*)$", re.DOTALL)
_MATHS = re.compile(
    r"\$\$|\\\[|\\begin\{(?:equation|align|alignat|flalign|gather|multline|eqnarray|displaymath)\*?\}"
)
HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$", re.DOTALL)
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
BULLET = re.compile(r"(?:([-*+])|(\d{1,9})[.)])(?=[ \t]|$)")
TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_ALIGNMENT = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*$")


class Indent(NamedTuple):
    """Leading white space: how many columns, and the index behind it."""

    columns: int
    behind: int


def indent(line: str, index: int, column: int = 0) -> Indent:
    """The white space at ``index``; tabs go to the next multiple of four columns, counted from ``column``."""
    begin = column
    while index < len(line):
        character = line[index]
        if character == " ":
            column += 1
        elif character == "\t":
            column += 4 - column % 4
        else:
            break
        index += 1
    return Indent(column - begin, index)


def skip_columns(line: str, index: int, columns: int, column: int = 0) -> tuple[int, int]:
    """Pass at most ``columns`` columns of white space; gives the index and the column behind them.

    Of a tab that is wider than what is left, the rest still counts: the index stays at the tab, the column
    lies within it.
    """
    end = column + columns
    while index < len(line) and column < end:
        if line[index] == " ":
            column += 1
        elif line[index] == "\t":
            behind = column + 4 - column % 4
            if behind > end:
                return index, end
            column = behind
        else:
            break
        index += 1
    return index, column


def fence(line: str) -> tuple[str, str] | None:
    """The marks that open a listing and what stands behind them, if this line does so."""
    match = _FENCE.match(line)
    if match is None or (line[0] == "`" and "`" in match[2]):
        return None
    return match[1], match[2].strip()


def maths(line: str) -> str:
    r"""What opens displayed maths (``$$``, ``\[`` or ``\begin{align}``); empty if the line begins none."""
    match = _MATHS.match(line)
    return match[0] if match else ""


def maths_end(line: str, opener: str) -> bool:
    r"""Whether displayed maths that was opened with this ends with the line; a full stop may follow."""
    last = {"$$": "$$", "\\[": "\\]"}.get(opener) or opener.replace("begin", "end")
    return line.rstrip().rstrip(".,;:").endswith(last)


class Cell(NamedTuple):
    """A cell of a row: its text without the white space around it, and where that begins in the row."""

    start: int
    text: str


def cells(row: str) -> list[Cell]:
    """The cells of one row. A bar behind a backslash, or within a code span, does not end a cell."""
    found: list[Cell] = []
    index = len(row) - len(row.lstrip())
    end = len(row.rstrip())
    if index < end and row[index] == "|":
        index += 1
    begin = index
    ticks = ""
    while index < end:
        character = row[index]
        if character == "\\" and not ticks:
            index += 2
            continue
        if character == "`":
            stop = index
            while stop < end and row[stop] == "`":
                stop += 1
            run = row[index:stop]
            if ticks == run:
                ticks = ""
            elif not ticks and row.find(run, stop, end) >= 0:
                ticks = run
            index = stop
            continue
        if character == "|" and not ticks:
            found.append(_cell(row, begin, index))
            begin = index + 1
        index += 1
    if begin < end or not found:
        found.append(_cell(row, begin, end))
    return found


def _cell(row: str, begin: int, end: int) -> Cell:
    text = row[begin:end]
    return Cell(begin + len(text) - len(text.lstrip()), text.strip())


def alignments(row: str) -> str:
    """One letter a column (``l``, ``c``, ``r``) if this is the line below a table's header, else nothing."""
    if "-" not in row or not ("|" in row or ":" in row):
        return ""
    letters = []
    for cell in cells(row):
        match = _ALIGNMENT.match(cell.text)
        if not match:
            return ""
        left, right = match.groups()
        letters.append("c" if left and right else "r" if right else "l")
    return "".join(letters)
