# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A value as a tree of nodes: long lists in groups, and never more than can be shown."""

from __future__ import annotations

import json
from typing import Any

from sidelight.api import Node, Note, Severity
from sidelight_json.values import Number, Pairs, Words

MOST_NODES = 100_000
MOST_DEPTH = 80
MOST_LETTERS = 4_000
GROUP = 1_000


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _sound(text: str) -> str:
    """A text in which half a letter (a lone surrogate) is written as its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


class Grown:
    """The tree of a value.

    Attributes:
        root: its nodes.
        words: what the value is, in words.
    """

    def __init__(self, value: Any) -> None:
        self._left = MOST_NODES
        self._cut = False
        self._deep = False
        self.root = self._node("", value, 0)
        self.words = self._words(value)

    def notes(self) -> list[Note]:
        """What is not shown."""
        made = []
        if self._cut:
            made.append(Note(f"It is large: the first {MOST_NODES:,} values are shown.", Severity.INFO))
        if self._deep:
            made.append(Note(f"What lies deeper than {MOST_DEPTH} levels is not shown.", Severity.INFO))
        return made

    @staticmethod
    def _words(value: Any) -> str:
        if isinstance(value, Pairs):
            return f"an object with {_count(len(value.items), 'key')}"
        if isinstance(value, list):
            return f"an array with {_count(len(value), 'item')}"
        return "a single value"

    def _node(self, label: str, value: Any, depth: int) -> Node:
        self._left -= 1
        if isinstance(value, Pairs):
            words = _count(len(value.items), "key")
            return Node(label, words, "object", self._below(value.items, depth))
        if isinstance(value, list):
            words = _count(len(value), "item")
            return Node(label, words, "array", self._listed(value, depth))
        if isinstance(value, Number):
            return Node(label, str(value), "number")
        if isinstance(value, Words):
            return Node(label, _sound(value), "as written")
        if isinstance(value, str):
            shown = _sound(json.dumps(value[:MOST_LETTERS], ensure_ascii=False))
            if len(value) > MOST_LETTERS:
                shown = f"{shown[:-1]}… ({len(value):,} characters)"
            return Node(label, shown, "string")
        return Node(label, json.dumps(value), "null" if value is None else "boolean")

    def _below(self, pairs: Any, depth: int) -> tuple[Node, ...]:
        made: list[Node] = []
        for label, value in pairs:
            if depth >= MOST_DEPTH:
                self._deep = True
                break
            if self._left <= 0:
                self._cut = True
                break
            made.append(self._node(_sound(label), value, depth + 1))
        return tuple(made)

    def _listed(self, values: list[Any], depth: int) -> tuple[Node, ...]:
        if len(values) <= GROUP:
            return self._below(((str(i), value) for i, value in enumerate(values)), depth)
        groups: list[Node] = []
        for start in range(0, len(values), GROUP):
            if self._left <= 0:
                self._cut = True
                break
            part = values[start : start + GROUP]
            self._left -= 1
            children = self._below(((str(start + i), value) for i, value in enumerate(part)), depth + 1)
            groups.append(
                Node(f"{start:,} – {start + len(part) - 1:,}", _count(len(part), "item"), "part", children)
            )
        return tuple(groups)
