# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is nearly JSON, read as it was meant: comments, single quotes, bare keys, spare commas, a lost end."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sidelight_json.values import Number, Pairs, Words

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?(?:\*/|\Z)|#[^\n]*|\.{3}(?=\s{0,99}(?:[,}\]]|\Z)))*", re.DOTALL)
_NUMBER = re.compile(
    r"[+-]?(?:0[xX][0-9a-fA-F]++|Infinity|NaN|(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?)(?![\w.])"
)
_WORD = re.compile(r"[^\s,:={}\[\]\"'`“”/#]+")
# What may follow a number or a word; anything else belongs to it, as in “12 kg”.
_BEHIND = re.compile(r"[ \t\r]*(?:[,;}\])\n]|//|/\*|#|\Z)|[ \t\r]+[\"'`“\d-]")
# What follows a quote that closes a text; one right behind another does not.
_CLOSED = re.compile(r"\s*(?:[,:;=}\])]|//|/\*|#|\Z|\n)|\s+[\"'“`{\[]")
_UNREAD = re.compile(
    r"(?:[^\n,;{}\[\]()\"']|\{\{[^{}\n]*\}\}|\([^()\n]*\)|\[[^\[\]\n]*\]|\"[^\"\n]*\"|'[^'\n]*'|[\"'])*+"
)
_REMARK = re.compile(r"(?<!\s)\s++(?://|#).*")
_HALVES = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})")
_NAMED = {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "”": "”", "‘": "’"}
_OPENERS = {"[": "]", "(": ")"}
_DEEPEST = 200


class Unreadable(Exception):
    """It is not even nearly JSON."""


class Nearly:
    """The first value of a text.

    Attributes:
        value: it, objects as ``Pairs``, numbers as ``Number`` and what is no value as ``Words``.
        broken_off: the text ends before the value does.
        end: where what follows the value begins, behind comments.
        unread: what is no value, with its place in the text.
        twice: keys that an object holds several times, and how often.

    Raises:
        Unreadable: no value can be made out.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self._text = text
        self._at = at
        self._line_end = -1
        self._unclosed: dict[str, int] = {}
        self.broken_off = False
        self.unread: list[tuple[str, int]] = []
        self.twice: dict[str, int] = {}
        self._skip()
        if text[self._at : self._at + 1] not in ("{", "[", "("):
            raise Unreadable
        self.value = self._value(0, "")
        self._skip()
        self.end = self._at

    def _value(self, depth: int, closing: str) -> Any:
        if depth > _DEEPEST:
            raise Unreadable
        first = self._text[self._at : self._at + 1]
        if first == "{" and not self._text.startswith("{{", self._at):
            return self._object(depth)
        if first in _OPENERS:
            return self._array(depth, _OPENERS[first])
        if first in _QUOTES:
            return self._string(first)
        number = _NUMBER.match(self._text, self._at)
        if number and _BEHIND.match(self._text, number.end()):
            self._at = number.end()
            return Number(number[0])
        word = _WORD.match(self._text, self._at)
        if word is not None and word[0] in _NAMED and _BEHIND.match(self._text, word.end()):
            self._at = word.end()
            return _NAMED[word[0]]
        return self._as_written(closing)

    def _as_written(self, closing: str) -> Any:
        """What is no value, up to the comma, the line's end or the bracket that closes what is around."""
        found = _UNREAD.match(self._text, self._at)
        assert found is not None
        words = _REMARK.sub("", found[0]).rstrip()
        behind = self._text[found.end() : found.end() + 1]
        if not behind and any(name.startswith(words) for name in _NAMED):
            self._at, self.broken_off = len(self._text), True
            return None
        if behind not in ("", "\n", ",", ";", closing) or (not words and behind != "," and behind != closing):
            raise Unreadable
        self.unread.append((words, self._at))
        self._at = found.end()
        return Words(words)

    def _object(self, depth: int) -> Pairs | list[Any]:
        begin = self._at
        self._at += 1
        items: list[tuple[str, Any]] = []
        while not self._closed("}"):
            key = self._key()
            self._skip()
            if self._at >= len(self._text):
                self.broken_off = True
                break
            behind = self._text[self._at]
            if behind in ",}":
                if not items:  # a set of Python
                    self._at = begin
                    return self._array(depth, "}")
                items.append((key, Words("")))
                self.unread.append((key, self._at))
                continue
            if behind not in ":=":
                raise Unreadable
            self._at += 2 if self._text.startswith("=>", self._at) else 1
            self._skip()
            if self._at >= len(self._text):
                self.broken_off = True
                break
            items.append((key, self._value(depth + 1, "}")))
        if len(dict(items)) < len(items):
            counts = Counter(key for key, _value in items)
            self.twice.update({key: count for key, count in counts.items() if count > 1})
        return Pairs(tuple(items))

    def _key(self) -> str:
        first = self._text[self._at]
        if first in _QUOTES:
            return self._string(first)
        word = _WORD.match(self._text, self._at)
        if word is None:
            raise Unreadable
        self._at = word.end()
        return word[0]

    def _array(self, depth: int, closing: str) -> list[Any]:
        self._at += 1
        values: list[Any] = []
        while not self._closed(closing):
            values.append(self._value(depth + 1, closing))
        return values

    def _closed(self, sign: str) -> bool:
        """Whether there is no more in here; commas and what means nothing are passed over."""
        self._skip()
        while self._text.startswith((",", ";"), self._at):
            self._at += 1
            self._skip()
        if self._at >= len(self._text):
            self.broken_off = True
            return True
        if self._text[self._at] == sign:
            self._at += 1
            return True
        return False

    def _string(self, first: str) -> str:
        closing = _QUOTES[first]
        begin = self._at + 1
        end = self._closing(begin, closing)
        if end < 0:
            end, self.broken_off = len(self._text), True
        self._at = end + 1
        return _unescaped(self._text[begin:end])

    def _closing(self, begin: int, quote: str) -> int:
        """Where a text ends: at a quote that something follows which may follow a text, in this line."""
        if begin > self._line_end:
            found = self._text.find("\n", begin)
            self._line_end = found if found >= 0 else len(self._text)
        at = first = self._quote(begin, quote)
        # Where none closed a text before, none of those that are left does.
        if begin <= self._unclosed.get(quote, -1):
            return first
        while 0 <= at < self._line_end:
            if _CLOSED.match(self._text, at + 1):
                return at
            at = self._quote(at + 1, quote)
        self._unclosed[quote] = self._line_end
        return first

    def _quote(self, at: int, quote: str) -> int:
        """The next quote that no backslash stands before; -1 if there is none."""
        while (at := self._text.find(quote, at)) >= 0:
            before = at - 1
            while self._text[before] == "\\":
                before -= 1
            if (at - before) % 2:
                return at
            at += 1
        return -1

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        if found:
            self._at = found.end()


def _unescaped(text: str) -> str:
    """A text with its escapes read; a backslash before anything else stays, as in a pattern's."""
    made: list[str] = []
    at = 0
    while (stop := text.find("\\", at)) >= 0:
        made.append(text[at:stop])
        found = _ESCAPE.match(text, stop + 1)
        if found:
            made.append(chr(int(found[1] or found[2], 16)))
            at = found.end()
            continue
        letter = text[stop + 1 : stop + 2]
        known = letter in _QUOTES or letter in ("/", "\\", "’")
        made.append(letter if known else _ESCAPES.get(letter, f"\\{letter}"))
        at = stop + 2
    whole = "".join([*made, text[at:]])
    if not _HALVES.search(whole):
        return whole
    # Two halves of one letter, written as two escapes.
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
