# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of cells out of text: what parts the cells, and whether the first row is a header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

MOST_CELLS = 380_000
MOST_COLUMNS = 500
MOST_LETTERS = 50_000
_FIGURE = re.compile(
    r"[-+]?[\d.,\u2009' ]*\d[\d.,]*\s?(?:%|[a-zA-Zµ€£$]{1,4})?|[-–—]?|n/?a|null|true|false", re.I
)
_REMARKS = re.compile(r"(?:#(?![^\n]*[,;\t|])[^\n]*\n)+")
_RULE = re.compile(r":?-+:?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


class Failure(Exception):
    """There is no table: a sentence, and the line, from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Read:
    """What was found; ``ragged`` has line and number of cells of rows that are not ``width`` wide.

    ``remarks`` is how many lines before the first row begin with ``#``.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ragged: tuple[tuple[int, int], ...]
    delimiter: str
    left_out: int
    width: int = 0
    remarks: int = 0


def delimiter_of(text: str) -> str:
    """The character that parts the cells: the one that as many lines as possible hold as often."""
    lines = [line for line in text.split("\n")[:40] if line.strip()][:20]
    best, most = ",", 0.0
    for candidate in (",", "\t", ";", "|"):
        counts = Counter(_outside_quotes(line, candidate) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        count, often = counts.most_common(1)[0]
        # As many lines as possible; of two that do as well the one with more cells.
        worth = often / len(lines) + min(count, 20) / 1000
        if worth > most:
            best, most = candidate, worth
    return best


def _outside_quotes(line: str, character: str) -> int:
    if '"' not in line:
        return line.count(character)
    return sum(part.count(character) for part in line.split('"')[::2])


def read(text: str, delimiter: str = "") -> Read:
    """Read a text.

    Args:
        text: the rows.
        delimiter: what parts cells; found out if empty.

    Raises:
        Failure: a quoted cell is not closed, or there is no row.
    """
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    remarks = _REMARKS.match(text)
    if remarks:
        text = "\n" * remarks[0].count("\n") + text[remarks.end() :]
    delimiter = delimiter or delimiter_of(text)
    csv.field_size_limit(MOST_LETTERS)
    rows: list[tuple[str, ...]] = []
    starts: list[int] = []
    cells = left_out = 0
    begin = 1
    reader = csv.reader(
        text.splitlines(keepends=True), delimiter=delimiter, strict=True, skipinitialspace=delimiter != "\t"
    )
    try:
        for row in reader:
            start, begin = begin, reader.line_num + 1
            if not row or (len(row) == 1 and not row[0].strip()):
                continue
            if cells > MOST_CELLS:
                left_out += 1
                continue
            cells += len(row)
            rows.append(tuple(row[:MOST_COLUMNS]))
            starts.append(start)
    except csv.Error as error:
        words = str(error)
        if "unexpected end" in words:
            raise Failure(f"A cell that begins with a quote in line {begin} is not closed.", begin) from None
        if "field larger" in words:
            raise Failure(
                f"A cell in line {begin} is longer than {MOST_LETTERS:,} characters.", begin
            ) from None
        raise Failure(f"Line {reader.line_num} cannot be read: {words}.", reader.line_num) from None
    if not rows:
        raise Failure("There is no row.")
    if delimiter == "|":
        rows = [_without_edges(row) for row in rows]
        if len(rows) > 1 and all(_RULE.fullmatch(cell) for cell in rows[1]):
            del rows[1], starts[1]
    header = len(rows) > 1 and _is_header(rows)
    width = len(rows[0])
    columns = rows[0] if header else tuple(str(number + 1) for number in range(width))
    shown = rows[1:] if header else rows
    ragged = tuple((starts[i], len(row)) for i, row in enumerate(rows) if len(row) != width)
    count = remarks[0].count("\n") if remarks else 0
    widest = max(map(len, rows))
    columns += tuple(str(number + 1) for number in range(width, widest))
    return Read(
        tuple(name.strip() for name in columns), tuple(shown), ragged, delimiter, left_out, width, count
    )


def _without_edges(row: tuple[str, ...]) -> tuple[str, ...]:
    """Of a row that bars stand around, too, what is between them."""
    if len(row) > 2 and not row[0].strip() and not row[-1].strip():
        row = row[1:-1]
    return tuple(cell.strip() for cell in row)


def _is_header(rows: list[tuple[str, ...]]) -> bool:
    first = [cell.strip() for cell in rows[0]]
    if not all(first) or len(set(first)) < len(first):
        return False
    if any(_FIGURE.fullmatch(cell) or _DATE.fullmatch(cell) for cell in first):
        # Years and the like may name columns, if not all do and words stand below none of them.
        return not all(_FIGURE.fullmatch(cell) for cell in first) and bool(first[0][:1].isalpha())
    return True
