# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Strict JSON: what it holds with numbers as they were written, or where and why it is none."""

from __future__ import annotations

import json
import re
from typing import Any

from sidelight.api import Note, Severity
from sidelight_json.tolerant import Nearly, Unreadable
from sidelight_json.values import Number, Pairs

MOST_CHARACTERS = 16_000_000
MOST_NOTES = 20
_WORDS = {
    "Expecting value": "a value is missing or is not written as JSON has it",
    "Expecting property name enclosed in double quotes": "a key without quotes",
    "Expecting ':' delimiter": "a colon is missing behind the key",
    "Expecting ',' delimiter": "a comma or the closing bracket is missing",
    "Illegal trailing comma before end of object": "a comma stands before the closing brace",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    "Unterminated string starting at": "a text in quotes is not closed",
    "Invalid control character at": "a line break or control character stands within a text",
    "Invalid \\escape": "a backslash stands before a character that it cannot escape",
    "Invalid \\uXXXX escape": "four hexadecimal digits are missing behind \\u",
    "Extra data": "something stands behind the end of the value",
}
_COMMENT = re.compile(r"\s*(?://|/\*|#)")


class Failure(Exception):
    """The text is not JSON: a sentence, and the line, from 1."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


class _Reader:
    def __init__(self) -> None:
        self.twice: dict[str, int] = {}
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=Number,
            parse_float=Number,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> Pairs:
        if len(dict(pairs)) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.twice[key] = self.twice.get(key, 1) + 1
                seen.add(key)
        return Pairs(tuple(pairs))

    def _constant(self, word: str) -> Any:
        raise Failure(f"{word} is not a value that JSON has.", None)

    def value(self, text: str, line: int = 1) -> Any:
        try:
            return self._decoder.decode(text)
        except json.JSONDecodeError as error:
            raise self._failure(error, line) from None
        except RecursionError:
            raise Failure("It is nested deeper than can be shown.", None) from None
        except Failure as failure:
            if failure.line is None:
                word = str(failure).partition(" ")[0]
                found = re.search(rf"[\[:,\s]{re.escape(word)}\b|^{re.escape(word)}\b", text)
                at = text.count("\n", 0, found.end()) if found else 0
                raise Failure(str(failure), line + at if found else None) from None
            raise

    @staticmethod
    def _failure(error: json.JSONDecodeError, line: int) -> Failure:
        words = _WORDS.get(error.msg, error.msg[:1].lower() + error.msg[1:])
        if error.msg in ("Expecting value", "Expecting property name enclosed in double quotes"):
            behind = error.doc[error.pos :]
            before = error.doc[: error.pos].rstrip()[-1:]
            if not behind and "property" in error.msg:
                words = "it ends where a key would stand"
            elif _COMMENT.match(behind):
                words = "JSON has no comments"
            elif before == "," and behind[:1] in ("]", "}"):
                words = f"a comma stands before the closing {'bracket' if behind[0] == ']' else 'brace'}"
            elif behind[:1] == "'":
                words = "JSON has double quotes only"
        at = line + error.lineno - 1
        return Failure(f"Not JSON: line {at}, column {error.colno}: {words}.", at)


def read(text: str, *, lines: bool, loose: bool = False) -> tuple[Any, list[Note]]:
    """The value that a text holds, objects as ``Pairs`` and numbers as ``Number``, with remarks.

    With ``lines``, or when it turns out to be one, each line is a value of its own and the whole a list.
    What is nearly JSON is read all the same, and why it is none is a remark; no more than that if ``loose``.

    Raises:
        Failure: it is not JSON, nor nearly.
    """
    if len(text) > MOST_CHARACTERS:
        raise Failure(f"It is longer than {MOST_CHARACTERS:,} characters.", None)
    reader = _Reader()
    text = text.removeprefix("\ufeff")
    notes: list[Note] = []
    if lines:
        value: Any = _lines(reader, text)
    else:
        try:
            value = reader.value(text)
        except Failure as failure:
            reader.twice.clear()
            try:
                value, said = _all_the_same(reader, text, failure, loose=loose)
            except (Failure, Unreadable):
                raise failure from None
            notes += said
    for key, count in list(reader.twice.items())[:MOST_NOTES]:
        notes.append(Note(f"An object holds the key “{key[:60]}” {count} times.", line=_line_of(text, key)))
    return value, notes


def _all_the_same(reader: _Reader, text: str, failure: Failure, *, loose: bool) -> tuple[Any, list[Note]]:
    """A value out of a text that is not strictly one.

    Raises:
        Failure: not all of its lines are values.
        Unreadable: nor is it nearly a value.
    """
    if "behind the end of the value" in str(failure):
        value = _lines(reader, text)
        return value, [Note("Each line is a value of its own: these are JSON Lines.", Severity.INFO)]
    nearly = Nearly(text)
    if nearly.broken_off:
        said = f"{failure} It breaks off; what there is of it is shown."
        return nearly.value, [Note(said, Severity.WARNING, failure.line)]
    weight = Severity.INFO if loose else Severity.WARNING
    return nearly.value, [Note(f"{failure} It is shown as it was meant.", weight, failure.line)]


def _lines(reader: _Reader, text: str) -> list[Any]:
    return [reader.value(line, number) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _line_of(text: str, key: str) -> int | None:
    """The line in which a key stands the second time."""
    word = json.dumps(key, ensure_ascii=False)
    at = text.find(word, text.find(word) + 1)
    return text.count("\n", 0, at) + 1 if at > 0 else None


def complete(text: str) -> str:
    """What is written so far of a value, closed so that it can be read; empty if that cannot be done."""
    closers: list[str] = []
    quoted = False
    kept = (0, "")
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if quoted:
            if character == "\\":
                at += 1
            quoted = character != '"'
            continue
        if character == '"':
            quoted = True
        elif character in "{[":
            closers.append("}" if character == "{" else "]")
            kept = (at, "".join(reversed(closers)))
        elif character in "}]":
            if not closers or closers.pop() != character:
                return ""
            kept = (at, "".join(reversed(closers)))
        elif character == ",":
            kept = (at - 1, "".join(reversed(closers)))
    return text[: kept[0]] + kept[1] if kept[0] else ""
