# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A private copy of a damaged project, mended as far as it takes to read its rows one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sidelight.store import schema
from sidelight.store.copies import copy_project

Row = tuple[object, ...]

_PAGE_COUNT_AT = 28
_LARGEST_PAGE_COUNT = 1 << 26
_INTERIOR_TABLE_PAGE = 5
_FAILURES_BEFORE_GIVING_UP = 20_000
"""Rows are numbered without gaps. After so many that cannot be read one after the other, none will follow."""


class Wreck:
    """A mended copy. ``lost`` counts the rows that are known to be missing."""

    def __init__(self, damaged: Path, copy: Path, sound: Path) -> None:
        """Copy ``damaged`` to ``copy`` and mend that; ``sound`` is an empty project to take lost parts from.

        Raises:
            OSError: the file cannot be opened, or the copy cannot be written.
        """
        copy_project(damaged, copy)
        self.lost = 0
        self._size = copy.stat().st_size
        self._copy = copy
        blank = sound.read_bytes()
        _mend_header(copy, blank)
        self._connection = _connect(copy)
        if not self._has_tables():
            self._connection.close()
            _replace_schema(copy, blank)
            self._connection = _connect(copy)

    def close(self) -> None:
        """Let the copy go."""
        self._connection.close()

    def _has_tables(self) -> bool:
        try:
            for table in (*schema.FINAL_TABLES, "journal"):
                self._connection.execute(f"SELECT rowid FROM {table} LIMIT 0")
        except sqlite3.Error:
            return False
        return True

    def rows(self, table: str, columns: str) -> Iterator[Row]:
        """Every row of a table that can be read, in the order in which they were written."""
        last = 0
        while True:
            try:
                query = f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid > ? ORDER BY rowid"
                for number, *row in self._connection.execute(query, (last,)):
                    # A damaged page may hold any number; a row takes some bytes of the file.
                    if last < number <= self._size:
                        self.lost += number - last - 1
                        last = number
                        yield tuple(row)
            except (sqlite3.Error, sqlite3.Warning, OverflowError):
                found = self._next_readable(table, last)
                if found is None:
                    self.lost += max(self._highest(table) - last, 1)
                    return
                self.lost += found - 1 - last
                last = found - 1
                continue
            return

    def _next_readable(self, table: str, last: int) -> int | None:
        """The number of the first row after ``last`` that can be read in full, looked up one by one."""
        query = f"SELECT * FROM {table} NOT INDEXED WHERE rowid = ?"
        end = max(self._highest(table), last + _FAILURES_BEFORE_GIVING_UP)
        for number in range(last + 1, min(end, last + _FAILURES_BEFORE_GIVING_UP) + 1):
            try:
                if self._connection.execute(query, (number,)).fetchone() is not None:
                    return number
            except (sqlite3.Error, sqlite3.Warning, OverflowError):
                continue
        return None

    def _highest(self, table: str) -> int:
        try:
            (number,) = self._connection.execute(f"SELECT max(rowid) FROM {table} NOT INDEXED").fetchone()
        except sqlite3.Error:
            return 0
        return number if number is not None and 0 < number <= self._size else 0


def _connect(copy: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(copy, isolation_level=None)
    # A damaged entry in the schema shall not hide the sound ones.
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.text_factory = lambda stored: stored.decode("utf-8", "replace")
    return connection


def _mend_header(copy: Path, blank: bytes) -> None:
    """Write what the first 100 bytes of all projects have in common, and make up missing pages with zeros."""
    with copy.open("r+b") as file:
        old = file.read(100).ljust(100, b"\0")
        file.seek(0, 2)
        pages = max(1, -(-file.tell() // schema.PAGE_SIZE))
        claimed = int.from_bytes(old[_PAGE_COUNT_AT : _PAGE_COUNT_AT + 4], "big")
        if pages < claimed <= min(_LARGEST_PAGE_COUNT, 64 * pages):
            pages = claimed
        file.truncate(pages * schema.PAGE_SIZE)
        header = bytearray(blank[:100])
        header[_PAGE_COUNT_AT : _PAGE_COUNT_AT + 4] = pages.to_bytes(4, "big")
        # No free pages: nothing will be written that could use one.
        header[32:40] = bytes(8)
        file.seek(0)
        file.write(header)


def _replace_schema(copy: Path, blank: bytes) -> None:
    """Put the list of tables of an empty project into the copy.

    All projects are made alike and never compacted, so their tables begin on the same pages. Should that not
    hold for this one, its rows will make no sense and be left out.
    """
    with copy.open("r+b") as file:
        file.seek(100)
        file.write(blank[100 : schema.PAGE_SIZE])
        for number in _schema_leaves(blank):
            file.seek((number - 1) * schema.PAGE_SIZE)
            file.write(blank[(number - 1) * schema.PAGE_SIZE : number * schema.PAGE_SIZE])


def _schema_leaves(blank: bytes) -> list[int]:
    """The pages below the root of the schema table; see https://sqlite.org/fileformat2.html, section 1.6."""
    if blank[100] != _INTERIOR_TABLE_PAGE:
        return []
    count = int.from_bytes(blank[103:105], "big")
    cells = [int.from_bytes(blank[112 + 2 * i : 114 + 2 * i], "big") for i in range(count)]
    return [int.from_bytes(blank[at : at + 4], "big") for at in (*cells, 108)]
