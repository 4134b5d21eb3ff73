# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is nearly JSON, read as it was meant: comments, single quotes, bare keys, spare commas, a lost end."""

from __future__ import annotations

import re
from typing import Any

from sidelight_json.values import Number, Pairs

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?(?:\*/|\Z)|#[^\n]*|\.{3}(?=\s{0,99}(?:[,}\]]|\Z)))*", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]+|Infinity|NaN|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])")
_WORD = re.compile(r"[^\s,:{}\[\]\"'`/#]+")
_NAMED = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "None": None,
    "undefined": None,
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_DEEPEST = 200


class Unreadable(Exception):
    """It is not even nearly JSON."""


class Nearly:
    """The value of a text.

    Attributes:
        value: it, objects as ``Pairs`` and numbers as ``Number``.
        broken_off: the text ends before the value does.

    Raises:
        Unreadable: no value can be made out.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.broken_off = False
        self._skip()
        if text[self._at : self._at + 1] not in ("{", "["):
            raise Unreadable
        self.value = self._value(0)
        self._skip()
        if self._text[self._at :].strip(" \t\r\n;"):
            raise Unreadable

    def _value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise Unreadable
        first = self._text[self._at : self._at + 1]
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._array(depth)
        if first and first in "\"'`":
            return self._string(first)
        number = _NUMBER.match(self._text, self._at)
        if number:
            self._at = number.end()
            return Number(number[0])
        word = _WORD.match(self._text, self._at)
        if word is None or word[0] not in _NAMED:
            if self._at + len(word[0] if word else "") >= len(self._text):
                self._at = len(self._text)
                self.broken_off = True
                return None
            raise Unreadable
        self._at = word.end()
        return _NAMED[word[0]]

    def _object(self, depth: int) -> Pairs:
        self._at += 1
        items: list[tuple[str, Any]] = []
        while not self._closed("}"):
            first = self._text[self._at]
            if first in "\"'`":
                key = self._string(first)
            else:
                word = _WORD.match(self._text, self._at)
                if word is None:
                    raise Unreadable
                key, self._at = word[0], word.end()
            self._skip()
            if self._at >= len(self._text):
                self.broken_off = True
                break
            if self._text[self._at] != ":":
                raise Unreadable
            self._at += 1
            self._skip()
            if self._at >= len(self._text):
                self.broken_off = True
                break
            items.append((key, self._value(depth + 1)))
        return Pairs(tuple(items))

    def _array(self, depth: int) -> list[Any]:
        self._at += 1
        values: list[Any] = []
        while not self._closed("]"):
            values.append(self._value(depth + 1))
        return values

    def _closed(self, sign: str) -> bool:
        """Whether there is no more in here; commas and what means nothing are passed over."""
        self._skip()
        while self._text.startswith(",", self._at):
            self._at += 1
            self._skip()
        if self._at >= len(self._text):
            self.broken_off = True
            return True
        if self._text[self._at] == sign:
            self._at += 1
            return True
        return False

    def _string(self, quote: str) -> str:
        made: list[str] = []
        self._at += 1
        while True:
            end = self._at
            while end < len(self._text) and self._text[end] not in (quote, "\\"):
                end += 1
            made.append(self._text[self._at : end])
            if end >= len(self._text):
                self._at, self.broken_off = end, True
                return "".join(made)
            if self._text[end] == quote:
                self._at = end + 1
                return "".join(made)
            made.append(self._escape(end + 1))

    def _escape(self, at: int) -> str:
        letter = self._text[at : at + 1]
        found = re.compile(r"u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})").match(self._text, at)
        self._at = found.end() if found else at + 1
        return chr(int(found[1] or found[2], 16)) if found else _ESCAPES.get(letter, letter)

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        if found:
            self._at = found.end()
