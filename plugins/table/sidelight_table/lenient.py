# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of a table whose quotes do not fit: each line of it that can be read is, the others as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_ENDS = "\r\n"


class Row(NamedTuple):
    """Cells, the line in which they begin, and what is wrong with a quote in that line, if anything.

    ``wrong`` is ``"open"`` for one that is not closed, ``"within"`` for one inside of a quoted cell.
    """

    cells: tuple[str, ...]
    line: int
    wrong: str = ""


def rows(text: str, delimiter: str, longest: int) -> Iterator[Row]:
    """The rows of a text; a quoted cell goes over lines only if it is closed as it should be.

    Args:
        text: all of it.
        delimiter: what parts the cells.
        longest: characters at most that a quoted cell may have.
    """
    blank = "" if delimiter == "\t" else " *+"
    parting = re.escape(delimiter)
    quoted = re.compile(rf'{blank}"((?:[^"]|""){{0,{longest}}}+)"[ \t]*(?={parting}|[\r\n]|\Z)')
    plain = re.compile(rf'{blank}(?!")([^\r\n{parting}]*)')
    at, line = 0, 1
    while at < len(text):
        cells, end, wrong = _strict(text, at, delimiter, quoted, plain), at, ""
        if cells is not None:
            made, end = cells
        else:
            whole = _LINE.match(text, at)
            assert whole is not None
            end = whole.end()
            made, wrong = _loose(whole[0].rstrip(_ENDS), delimiter)
        yield Row(tuple(made), line, wrong)
        passed = text[at:end]
        line += passed.count("\n") + passed.count("\r") - passed.count("\r\n")
        at = end


def _strict(
    text: str, at: int, delimiter: str, quoted: re.Pattern[str], plain: re.Pattern[str]
) -> tuple[list[str], int] | None:
    """The cells of the row that begins here and where the next one does; ``None`` if a quote does not fit."""
    cells: list[str] = []
    while True:
        found = quoted.match(text, at)
        if found is not None:
            cells.append(found[1].replace('""', '"'))
        else:
            found = plain.match(text, at)
            if found is None:
                return None
            cells.append(found[1])
        at = found.end()
        if at >= len(text):
            return cells, at
        if text[at] != delimiter:
            end = _LINE.match(text, at)
            assert end is not None
            return cells, end.end()
        at += 1


def _loose(line: str, delimiter: str) -> tuple[list[str], str]:
    """The cells of one line; a quote closes where a delimiter or the end follows, or else is a letter."""
    cells: list[str] = []
    wrong = ""
    closing = re.compile(rf'(?<!\\)"(?= *+(?:{re.escape(delimiter)}|\Z))')
    at, closes = 0, True
    while True:
        begin = at
        while delimiter != "\t" and line.startswith(" ", begin):
            begin += 1
        end = -1
        if closes and line.startswith('"', begin):
            found = closing.search(line, begin + 1)
            # Where no quote closes this cell, none closes a later one.
            end, closes = (found.start(), True) if found else (-1, False)
        if end >= 0:
            cell = line[begin + 1 : end]
            bare = cell.replace('\\"', '"').replace('""', '"')
            wrong = wrong or ("within" if '"' in cell.replace('""', "") else "")
            at = line.find(delimiter, end)
        else:
            wrong = "open" if line.startswith('"', begin) else wrong
            at = line.find(delimiter, begin)
            bare = line[begin : at if at >= 0 else len(line)]
        cells.append(bare)
        if at < 0:
            return cells, wrong
        at += 1
