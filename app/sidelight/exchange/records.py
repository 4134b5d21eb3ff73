# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Objects of JSON from a file, one after the other, however large it is and whatever is wrong with it.

A file holds an array of objects, or one object a line. Of a damaged one everything is read that can be.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sidelight.domain.errors import ExchangeError
from sidelight.exchange.foreign import Reason

LONGEST = 64 << 20
"""Bytes of one record, at most."""
_PORTION = 1 << 20
_LONGEST_CHARACTER = 4
_SIGNS = (
    (b"\x1f\x8b", "It is compressed.", "Unpack it first: gunzip FILE"),
    (b"PK", "It is a ZIP archive.", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "It is compressed.", "Unpack it first: unzstd FILE"),
    (b"\xff\xfe", "It is UTF-16.", "Save it as UTF-8."),
    (b"\xfe\xff", "It is UTF-16.", "Save it as UTF-8."),
    (b"SQLite format 3", "It is a database.", "Battles come as JSON, JSON lines or Parquet."),
)


class Record(NamedTuple):
    """An object of a file, or why there is none."""

    value: dict[str, Any] | None
    reason: Reason | None = None


def json_records(path: Path) -> Iterator[Record]:
    """The objects of a JSON or JSON-lines file.

    Raises:
        ExchangeError: it cannot be opened, or is something else.
    """
    with path.open("rb") as file:
        start = file.read(64)
        for sign, what, advice in _SIGNS:
            if start.startswith(sign):
                raise ExchangeError(f"“{path.name}” cannot be read as it is. {what}", advice)
        file.seek(3 if start.startswith(codecs.BOM_UTF8) else 0)
        first = _first_sign(file)
        if first == b"[":
            yield from _array(file)
        elif first == b"{":
            yield from _lines(file, path)
        elif first == b"":
            raise ExchangeError(f"“{path.name}” is empty.", "Check whether it was fetched completely.")
        else:
            raise ExchangeError(
                f"“{path.name}” is no JSON: it begins with neither {{ nor [.",
                "Give a file of battles as JSON, JSON lines or Parquet.",
            )


def _first_sign(file: BinaryIO) -> bytes:
    """The first byte that is no white space; the file is placed before it."""
    while (sign := file.read(1)) in (b" ", b"\t", b"\r", b"\n"):
        pass
    if sign:
        file.seek(-1, 1)
    return sign


def _lines(file: BinaryIO, path: Path) -> Iterator[Record]:
    number = 0
    while line := file.readline(LONGEST):
        number += 1
        if not line.endswith(b"\n") and len(line) == LONGEST:
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield Record(None, Reason.UNREADABLE)
            continue
        if not line.strip():
            continue
        value = _parsed(line)
        if value is None and number == 1 and line.strip() in (b"{", b'{"'):
            raise ExchangeError(
                f"“{path.name}” holds one object over several lines.",
                "An array of battles in brackets is needed, or one battle a line.",
            )
        if value is None:
            cut = not line.endswith(b"\n")
            yield Record(None, Reason.BROKEN_OFF if cut else Reason.UNREADABLE)
        else:
            yield Record(value)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _array(file: BinaryIO) -> Iterator[Record]:
    """The elements of an array, of which never much more than one is held in memory."""
    text = _Text(file)
    text.skip(1)
    decoder = json.JSONDecoder()
    while True:
        sign = text.next_sign()
        if sign == "]":
            return
        if sign == ",":
            text.skip(1)
            continue
        if sign == "":
            yield Record(None, Reason.BROKEN_OFF)
            return
        try:
            value = text.value(decoder)
        except (ValueError, RecursionError):
            yield Record(None, Reason.BROKEN_OFF)
            return
        yield Record(value) if isinstance(value, dict) else Record(None, Reason.UNREADABLE)


class _Text:
    """A file's text, as far as it was wanted."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._bytes = b""
        self._text = ""
        self._at = 0
        self._ended = False

    def skip(self, characters: int) -> None:
        if self._at + characters > len(self._text):
            self._more(_PORTION)
        self._at += characters

    def next_sign(self) -> str:
        """The next character that is no white space, or nothing."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._more(_PORTION):
                return ""

    def value(self, decoder: json.JSONDecoder) -> object:
        """The value that begins here.

        Raises:
            ValueError: there is none, or it is too long.
            RecursionError: it is nested too deep.
        """
        portion = _PORTION
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except ValueError:
                # It may only not have come yet. Twice as much each time keeps long ones cheap.
                if len(self._text) - self._at > LONGEST or not self._more(portion):
                    raise
                portion *= 2
            else:
                self._at = end
                return value

    def _more(self, portion: int) -> bool:
        """Read on; whether there was more. Text ends where it is no UTF-8 any more."""
        if self._ended:
            return False
        data = self._file.read(portion)
        self._ended = not data
        self._bytes += data
        try:
            text, self._bytes = self._bytes.decode("utf-8"), b""
        except UnicodeDecodeError as error:
            text, self._bytes = self._bytes[: error.start].decode("utf-8"), self._bytes[error.start :]
            self._ended = self._ended or len(self._bytes) >= _LONGEST_CHARACTER
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(text) or not self._ended
