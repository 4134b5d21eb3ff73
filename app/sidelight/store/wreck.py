# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of a damaged project, read from the bytes of the file, where SQLite would refuse.

Every page that holds rows of a table says so itself, so no other page is needed to find it: neither the
header nor the list of tables nor the pages that lead from one to the other. To which table a row belongs
follows from the number and the kinds of its columns. Rows are final, so a copy of one in a page that is no
longer in use says the same. See
https://sqlite.org/fileformat2.html, sections 1.6, 2.1 and 4, for the format.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from sidelight.store.connections import wal_path
from sidelight.store.schema import PAGE_SIZE

Row = tuple[Any, ...]
Value = int | float | str | bytes | None

_LEAF_TABLE_PAGE = 0x0D
_WAL_HEADER_BYTES = 32
_FRAME_HEADER_BYTES = 24
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class _Cell(NamedTuple):
    """Where a row is: its page, the place of its record in it, and the record's whole size."""

    page: int
    offset: int
    size: int


class Wreck:
    """A damaged file, open for reading. ``lost`` counts the rows that are known to be missing.

    Use it as a context manager.
    """

    def __init__(self, damaged: Path) -> None:
        """Find every row.

        Raises:
            OSError: the file cannot be opened.
        """
        self.lost = 0
        self._largest_row = 0
        self._file = damaged.open("rb", buffering=0)
        self._log = None
        self._in_log: dict[int, int] = {}
        self._cells: dict[str, dict[int, list[_Cell]]] = {}
        try:
            with suppress(OSError):
                self._log = wal_path(damaged).open("rb", buffering=0)
            self._find_committed_pages()
            size = self._file.seek(0, os.SEEK_END)
            pages = {*range(1, size // PAGE_SIZE + 2), *self._in_log}
            self._largest_row = len(pages) * PAGE_SIZE
            for number in sorted(pages):
                self._find_cells(number)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        if self._log is not None:
            self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rows(self, table: str, read: Callable[[list[Value]], Row | None]) -> Iterator[Row]:
        """The rows of a table in the order in which they were written.

        ``read`` is given all the columns of what may be such a row, and returns ``None`` for what is none.
        Rows of the journal may come more than once, and after they were deleted.
        """
        found = self._cells.get(table, {})
        numbers: list[int] = []
        for number in sorted(found):
            for cell in found[number]:
                try:
                    row = read(_values(self._payload(cell)))
                except (ValueError, IndexError, struct.error):
                    continue
                if row is None:
                    continue
                numbers.append(number)
                yield row
                # The journal's numbers are used again.
                if table != "journal":
                    break
        if table != "journal":
            self.lost += _missing(numbers) + sum(number > numbers[-1] for number in found if numbers)

    def _find_committed_pages(self) -> None:
        """Where in the write-ahead log the newest version of a page is.

        Frames of an earlier use of the log carry another salt. Their checksums are not looked at: each row is
        checked later.
        """
        if self._log is None:
            return
        header = self._log.read(_WAL_HEADER_BYTES)
        pending: dict[int, int] = {}
        at = _WAL_HEADER_BYTES
        while True:
            frame = os.pread(self._log.fileno(), _FRAME_HEADER_BYTES, at)
            if len(frame) < _FRAME_HEADER_BYTES or frame[8:16] != header[16:24]:
                return
            page, pages_after_commit = struct.unpack(">II", frame[:8])
            pending[page] = at + _FRAME_HEADER_BYTES
            if pages_after_commit:
                self._in_log.update(pending)
                pending.clear()
            at += _FRAME_HEADER_BYTES + PAGE_SIZE

    def _page(self, number: int) -> bytes:
        """A page; what cannot be read of it is zeros."""
        page = b""
        with suppress(OSError):
            if number in self._in_log and self._log is not None:
                page = os.pread(self._log.fileno(), PAGE_SIZE, self._in_log[number])
            else:
                page = os.pread(self._file.fileno(), PAGE_SIZE, (number - 1) * PAGE_SIZE)
        return page.ljust(PAGE_SIZE, b"\0")

    def _find_cells(self, number: int) -> None:
        page = self._page(number)
        start = 100 if number == 1 else 0
        if page[start] != _LEAF_TABLE_PAGE:
            return
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        for index in range(min(count, (PAGE_SIZE - start - 8) // 2)):
            pointer = start + 8 + 2 * index
            offset = int.from_bytes(page[pointer : pointer + 2], "big")
            try:
                size, offset = _varint(page, offset)
                row, offset = _varint(page, offset)
                table = _table_of(page, offset)
            except IndexError:
                continue
            # No more rows than bytes, and no row is larger than the file.
            if table and 0 < row <= self._largest_row and 0 < size <= self._largest_row:
                self._cells.setdefault(table, {}).setdefault(row, []).append(_Cell(number, offset, size))

    def _payload(self, cell: _Cell) -> bytes:
        page = self._page(cell.page)
        local = _local_bytes(cell.size)
        payload = bytearray(page[cell.offset : cell.offset + local])
        following = int.from_bytes(page[cell.offset + local : cell.offset + local + 4], "big")
        while len(payload) < cell.size:
            if following == 0:
                raise ValueError("a chain of pages is broken")
            page = self._page(following)
            payload += page[4 : 4 + cell.size - len(payload)]
            following = int.from_bytes(page[:4], "big")
        return bytes(payload)


def _missing(numbers: list[int]) -> int:
    """How many rows are missing between those that were read: they are numbered from 1, without gaps.

    A damaged number may be anything, so a very wide gap is not believed.
    """
    gaps = (later - earlier - 1 for earlier, later in pairwise([0, *numbers]))
    return sum(gap for gap in gaps if gap <= len(numbers) + 100)


def _local_bytes(size: int) -> int:
    """How much of a row is in its own page; the rest is in a chain of others."""
    if size <= PAGE_SIZE - 35:
        return size
    least = (PAGE_SIZE - 12) * 32 // 255 - 23
    fitting = least + (size - least) % (PAGE_SIZE - 4)
    return fitting if fitting <= PAGE_SIZE - 35 else least


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and the place behind it."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9


def _kinds(data: bytes, at: int) -> list[int]:
    """The serial types of a record's columns."""
    length, place = _varint(data, at)
    kinds = []
    while place < at + length:
        kind, place = _varint(data, place)
        kinds.append(kind)
    return kinds


def _is_text(kind: int) -> bool:
    # Text that is no UTF-8 is kept as bytes.
    return kind >= 12


def _text_kind(text: str) -> int:
    return 13 + 2 * len(text)


def _is_integer(kind: int) -> bool:
    return kind in _INTEGER_BYTES or kind in (8, 9)


def _table_of(page: bytes, at: int) -> str:
    """To which table a record belongs; empty if to none whose rows are records."""
    kinds = _kinds(page, at)
    if len(kinds) < 3 or not _is_text(kinds[0]):
        return ""
    match len(kinds):
        case 3:
            return "wire" if _is_integer(kinds[1]) else "run_edit"
        case 4:
            return "run_notice" if _is_integer(kinds[2]) else ""
        case 5:
            if _is_integer(kinds[1]):
                return "journal"
            # The list of tables has five columns too, of which the first is "table", "index" or "trigger".
            return "exchange" if kinds[0] > _text_kind("trigger") else ""
        case 6:
            return "comparison" if _is_integer(kinds[1]) else "rating"
        case 8:
            if _is_integer(kinds[1]):
                return "blind_log"
            return "run_picture" if _is_integer(kinds[4]) else "judgement"
        case 9:
            return "generation"
        case 10:
            return "generation_end" if _is_text(kinds[2]) else "annotation"
        case 15:
            return "run" if _is_integer(kinds[2]) else "vote"
        case 19:
            return "battle"
    return ""


def _values(payload: bytes) -> list[Value]:
    """The columns of a record.

    Raises:
        ValueError, IndexError, struct.error: it is none.
    """
    place, _ = _varint(payload, 0)
    values: list[Value] = []
    for kind in _kinds(payload, 0):
        length = _INTEGER_BYTES.get(kind, 8 if kind == 7 else max(kind - 12, 0) // 2)
        stored = payload[place : place + length]
        if len(stored) < length:
            raise ValueError("a record is too short")
        values.append(_value(kind, stored))
        place += length
    return values


def _value(kind: int, stored: bytes) -> Value:
    if kind == 0:
        return None
    if kind in _INTEGER_BYTES:
        return int.from_bytes(stored, "big", signed=True)
    if kind == 7:
        return float(struct.unpack(">d", stored)[0])
    if kind in (8, 9):
        return kind - 8
    if kind < 12:
        raise ValueError("a column of no kind")
    return stored.decode("utf-8", "replace") if kind % 2 else stored
