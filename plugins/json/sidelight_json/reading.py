# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Strict JSON: what it holds with numbers as they were written, or where and why it is none."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from sidelight.api import Note, Severity
from sidelight_json.tolerant import Nearly, Unreadable
from sidelight_json.values import Number, Pairs, Words

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
_THESE_ARE_LINES = Note("Each line is a value of its own: these are JSON Lines.", Severity.INFO)
_BETWEEN = re.compile(r"[\s,;]*+[{\[]")
# A fence, words of their own lines, or a name that the value is given to.
_PREFIX = re.compile(
    r"(?:[^{\[]{0,600}\n)?[ \t]*+"
    r"(?:(?:export +)?(?:const +|let +|var +)?[\w.$]+ *(?:: *[\w.]+ *)?= *"
    r"|export +default +|return +|[\w.$]+\( *)?(?=[{\[(])"
)
_ZERO = re.compile(r"[^\d.]0\d")
MOST_SHOWN = 4_000
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
            for key, count in Counter(key for key, _ in pairs).items():
                if count > 1:
                    self.twice[key] = max(count, self.twice.get(key, 0))
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
        elif "',' delimiter" in error.msg and _ZERO.match(error.doc, max(0, error.pos - 2)):
            words = "a number begins with a zero that JSON does not allow"
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
    text = text.removeprefix("\ufeff").replace("\x1e", " ")
    notes: list[Note] = []
    try:
        value: Any = _lines(reader, text) if lines else reader.value(text)
    except Failure as failure:
        reader.twice.clear()
        try:
            value, notes = _all_the_same(reader, text, failure, lines=lines, loose=loose)
        except (Failure, Unreadable):
            raise failure from None
    for key, count in list(reader.twice.items())[:MOST_NOTES]:
        notes.append(Note(f"An object holds the key “{key[:60]}” {count} times.", line=_line_of(text, key)))
    return value, notes


def _all_the_same(
    reader: _Reader, text: str, failure: Failure, *, lines: bool, loose: bool
) -> tuple[Any, list[Note]]:
    """A value out of a text that is not strictly one.

    Raises:
        Failure: not all of its lines are values.
        Unreadable: nor is it nearly a value, or some.
    """
    if lines or "behind the end of the value" in str(failure):
        value, notes = _most_lines(reader, text)
        if value:
            return value, notes if lines else [_THESE_ARE_LINES, *notes]
    begin = _beginning(text)
    several = [Nearly(text, begin)]
    while several[-1].end < len(text) and (further := _BETWEEN.match(text, several[-1].end)):
        try:
            several.append(Nearly(text, further.end() - 1))
        except Unreadable:
            break
    last = several[-1]
    for one in several:
        reader.twice.update(one.twice)
    weight = Severity.INFO if loose else Severity.WARNING
    how = (
        "It breaks off; what there is of it is shown." if last.broken_off else "It is shown as it was meant."
    )
    notes = [Note(f"{failure} {how}", Severity.WARNING if last.broken_off else weight, failure.line)]
    if len(several) > 1:
        notes.append(Note(f"{len(several):,} values stand one behind the other; they are shown as a list."))
    unread = [found for one in several for found in one.unread]
    for words, at in unread[:MOST_NOTES]:
        line = text.count("\n", 0, at) + 1
        notes.append(
            Note(f"“{_short(words)}” is no value that JSON has; it is shown as it is written.", line=line)
        )
    for name, begin_of, end_of in (("Before", 0, begin), ("Behind", last.end, len(text))):
        words = text[begin_of:end_of].strip().strip("`;)").strip()
        if words:
            line = text.count("\n", 0, begin_of) + 1
            notes.append(Note(f"{name} it stands “{_short(words)}”; that is not shown.", line=line))
    return several[0].value if len(several) == 1 else [one.value for one in several], notes


def _beginning(text: str) -> int:
    """Where a value may begin: at once, behind a name that it is given to, or behind lines of words.

    Raises:
        Unreadable: there is no such place near.
    """
    found = _PREFIX.match(text)
    if found is None:
        raise Unreadable
    return found.end()


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def _lines(reader: _Reader, text: str) -> list[Any]:
    return [reader.value(line, number) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _most_lines(reader: _Reader, text: str) -> tuple[list[Any], list[Note]]:
    """Each line as a value of its own, if most are; what is none as it was meant, or as it is written."""
    values: list[Any] = []
    notes: list[Note] = []
    wrong = unreadable = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values.append(reader.value(line, number))
            continue
        except Failure as failed:
            failure = failed
        wrong += 1
        if wrong > max(1, len(values)) and wrong > 3:
            break
        try:
            nearly = Nearly(line)
            if line[nearly.end :].strip(" ,;\r"):
                raise Unreadable
            values.append(nearly.value)
            how = "It breaks off." if nearly.broken_off else "It is shown as it was meant."
        except Unreadable:
            unreadable += 1
            values.append(Words(line.strip()[:MOST_SHOWN]))
            how = "The line is shown as it is written."
        if len(notes) < MOST_NOTES:
            notes.append(Note(f"{failure} {how}", line=number))
    right = len(values) - wrong
    return (values, notes) if right >= max(1, wrong, 2 * unreadable) and len(values) > 1 else ([], [])


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
