# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of cells out of text: what parts the cells, and whether the first row is a header."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sidelight_table.lenient import Row, rows

MOST_CELLS = 380_000
MOST_COLUMNS = 500
MOST_LETTERS = 50_000
# What is longer is none: to look at it in all ways would take too long.
_FIGURE = re.compile(
    r"(?=[\s\S]{0,80}\Z)"
    r"(?:[-+]?[\d.,\u2009' ]*\d[\d.,]*\s?(?:%|[a-zA-Zµ€£$]{1,4})?|[-–—]?|n/?a|null|true|false)",
    re.I,
)
# Lines that are no row: remarks, the fence around, and what names the delimiter to a spreadsheet.
_BEFORE = re.compile(r"(?:(?:#(?![^\n]*[,;\t|])[^\n]*|```+\w*\s*?|sep=.\s*?)\n)+", re.IGNORECASE)
_DECLARED = re.compile(r"^sep=(.)", re.IGNORECASE | re.MULTILINE)
_FENCE_END = re.compile(r"\n```+\s*\Z")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_GRID = re.compile(r"^[ \t]*\+[-=+:]+\+[ \t]*$", re.MULTILINE)
# Stands for a bar that a backslash takes its meaning from.
_BAR = "\ue000"
_LONGEST = 4_000_000
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

    ``remarks`` is how many lines before the first row are none, ``said`` how they begin. ``quotes`` has lines
    in which a quote does not fit, with what is wrong as in ``Row``; ``long`` a line with a cell that was cut.
    ``loose``: there are no tabs, and gaps of spaces stand for them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ragged: tuple[tuple[int, int], ...]
    delimiter: str
    left_out: int
    width: int = 0
    remarks: int = 0
    said: str = ""
    quotes: tuple[tuple[int, str], ...] = ()
    long: int = 0
    loose: bool = False


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
        Failure: there is no row.
    """
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    before = _BEFORE.match(text)
    said = " ".join(before[0].split()) if before else ""
    if before:
        declared = _DECLARED.search(before[0])
        delimiter = declared[1] if declared else delimiter
        text = "\n" * before[0].count("\n") + text[before.end() :]
    text = _FENCE_END.sub("", text)
    loose = delimiter == "\t" and "\t" not in text and _GAP.search(text) is not None
    if loose:
        text = _GAP.sub("\t", text)
    delimiter = delimiter or delimiter_of(text)
    bars = delimiter == "|"
    if bars:
        text = _GRID.sub("", text.replace("\\|", _BAR))
    # Between bars a quote is a letter, as in Markdown.
    try:
        found = list(_strict(text, delimiter, quotes=not bars))
    except csv.Error:
        found = list(_bounded(rows(text, delimiter, MOST_LETTERS)))
    left_out = sum(row is None for row in found)
    kept = [row for row in found if row is not None]
    if bars:
        kept = [row._replace(cells=_without_edges(row.cells)) for row in kept]
        if len(kept) > 1 and all(_RULE.fullmatch(cell) for cell in kept[1].cells):
            del kept[1]
    words = _words_before(kept)
    said = " ".join(filter(None, (said, *(row.cells[0].strip() for row in kept[:words]))))
    count = (before[0].count("\n") if before else 0) + words
    kept = kept[words:]
    if not kept:
        raise Failure("There is no row.")
    return _made(kept, Read((), (), (), delimiter, left_out, 0, count, said[:80], loose=loose))


def _strict(text: str, delimiter: str, *, quotes: bool) -> Iterator[Row | None]:
    """Rows as CSV has them; ``None`` for each that is left out.

    Raises:
        csv.Error: a quote does not fit.
    """
    csv.field_size_limit(_LONGEST)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=True,
        skipinitialspace=delimiter != "\t",
        quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE,
    )
    line = 1

    def each() -> Iterator[Row]:
        nonlocal line
        for row in reader:
            yield Row(tuple(row), line)
            line = reader.line_num + 1

    return _bounded(each())


def _bounded(found: Iterable[Row]) -> Iterator[Row | None]:
    cells = 0
    for row in found:
        if not row.cells or (len(row.cells) == 1 and not row.cells[0].strip()):
            continue
        if cells > MOST_CELLS:
            yield None
            continue
        cells += len(row.cells)
        yield row._replace(cells=row.cells[:MOST_COLUMNS])


def _words_before(found: list[Row]) -> int:
    """How many rows at the beginning are words and no part of the table: one cell, where others agree."""
    counts = Counter(len(row.cells) for row in found[:40])
    width, often = counts.most_common(1)[0] if counts else (1, 0)
    words = next((place for place, row in enumerate(found[:4]) if len(row.cells) > 1), 0)
    return words if width > 1 and often >= 2 and often * 3 >= len(found[:40]) * 2 else 0


def _made(found: list[Row], so_far: Read) -> Read:
    """The table that the rows make."""
    long = 0
    shown: list[tuple[str, ...]] = []
    for row in found:
        if any(len(cell) > MOST_LETTERS for cell in row.cells):
            long = long or row.line
            row = row._replace(cells=tuple(_shortened(cell) for cell in row.cells))
        shown.append(tuple(cell.replace(_BAR, "|") for cell in row.cells))
    header = len(shown) > 1 and _is_header(shown)
    width = len(shown[0])
    columns = shown[0] if header else tuple(str(number + 1) for number in range(width))
    columns += tuple(str(number + 1) for number in range(width, max(map(len, shown))))
    return replace(
        so_far,
        columns=tuple(name.strip() for name in columns),
        rows=tuple(shown[1:] if header else shown),
        ragged=tuple(
            (row.line, len(cells)) for row, cells in zip(found, shown, strict=True) if len(cells) != width
        ),
        width=width,
        quotes=tuple((row.line, row.wrong) for row in found if row.wrong),
        long=long,
    )


def _shortened(cell: str) -> str:
    return cell if len(cell) <= MOST_LETTERS else f"{cell[:MOST_LETTERS]}…"


def _without_edges(row: tuple[str, ...]) -> tuple[str, ...]:
    """Of a row that bars stand around, too, what is between them."""
    if len(row) > 2 and not row[0].strip() and not row[-1].strip():
        row = row[1:-1]
    return tuple(cell.strip() for cell in row)


def _is_header(rows: list[tuple[str, ...]]) -> bool:
    first = [cell.strip() for cell in rows[0]]
    below = rows[1:40]
    while len(first) > 1 and not first[-1] and not any(row[len(first) - 1 :][:1] > ("",) for row in below):
        first.pop()  # a delimiter at the end of every line
    names = first[1:] if len(first) > 2 and not first[0] else first
    if not all(names):
        return False
    if len(set(names)) < len(names):
        # The same name twice is a header all the same, if figures stand below words.
        return not any(map(_is_figure, names)) and any(
            len(row) > place and _FIGURE.fullmatch(row[place].strip()) and row[place].strip("-–— ")
            for row in below
            for place in range(len(first))
        )
    if any(map(_is_figure, names)):
        # Years and the like may name columns, if not all do and words stand below none of them.
        if len(names) < len(first):
            return True
        return not all(_FIGURE.fullmatch(cell) for cell in first) and bool(first[0][:1].isalpha())
    return True


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell) or _DATE.fullmatch(cell))
