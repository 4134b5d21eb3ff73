# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What trees in brackets are made of, and the finding of what belongs together in their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_NODES = 400
DEEPEST = 60


class BadTree(ValueError):
    """Its brackets do not fit together; ``line`` counts from 0 where the tree begins."""

    def __init__(self, line: int) -> None:
        super().__init__("The brackets of this tree do not fit together.")
        self.line = line


@dataclass(slots=True)
class Node:
    """A node: what is in it, its keys in their order, its children, and the line in which it stands."""

    content: str
    keys: list[tuple[str, str | None]]
    line: int
    children: list[Node] = field(default_factory=list)
    level: int = 0
    number: int = 1
    name: str = ""

    def walk(self) -> Iterator[Node]:
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree and the code that stands behind it. ``line`` of the text in which it begins, from 0.

    ``inside``: it stands in a picture and begins none of its own.
    """

    root: Node
    after: str
    line: int
    qtree: bool
    inside: bool = False


def pairs(text: str) -> Iterator[tuple[str, str | None]]:
    """Keys and their values, parted by commas outside of braces."""
    for part in _parted(text, ","):
        key, equals, value = part.partition("=")
        if equals and key.count("{") == key.count("}"):
            yield key.strip(), unbraced(value)
        elif part.strip():
            yield part.strip(), None


def unbraced(text: str) -> str:
    """The text without a brace around all of it."""
    text = text.strip()
    if text.startswith("{") and end_of_group(text, 0) == len(text):
        return text[1:-1]
    return text


def end_of_group(text: str, at: int) -> int:
    """Behind the brace that closes the one at ``at``."""
    depth = 0
    for here in range(at, len(text)):
        if here and text[here - 1] == "\\" and text[here - 2 : here] != "\\\\":
            continue
        depth += {"{": 1, "}": -1}.get(text[here], 0)
        if depth == 0:
            return here + 1
    return len(text)


def closed(text: str, at: int, opening: str, closing: str) -> int:
    """Behind what closes the bracket at ``at``."""
    depth, here = 0, at
    while here < len(text):
        sign = text[here]
        if sign == "\\":
            here += 2
            continue
        if sign == "{" and opening != "{":
            here = end_of_group(text, here)
            continue
        depth += {opening: 1, closing: -1}.get(sign, 0)
        here += 1
        if depth == 0:
            return here
    return len(text)


def _parted(text: str, sign: str) -> Iterator[str]:
    begin = depth = 0
    for here, letter in enumerate(text):
        depth += {"{": 1, "}": -1, "[": 1, "]": -1}.get(letter, 0)
        if letter == sign and depth <= 0:
            yield text[begin:here]
            begin = here + 1
    yield text[begin:]


def first_comma(text: str) -> list[str]:
    """What a node holds, and its options."""
    depth = 0
    for here, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            return [text[:here], text[here + 1 :]]
    return [text]


def groups_of(value: str) -> list[str]:
    """``1{a}{b}`` as three."""
    first, made, at = value.partition("{")[0], [], len(value.partition("{")[0])
    while at < len(value):
        if value[at] == "{":
            end = end_of_group(value, at)
            made.append(value[at + 1 : end - 1])
            at = end
        else:
            at += 1
    return [first, *made]
