# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Taking in what a worker says was rendered. Whoever sends it may be an enemy: all of it is measured here.

What is out of bounds ends the worker, because a worker of ours would not have sent it.
"""

from __future__ import annotations

import json
from typing import Any

from sidelight.api import Finding, Image, Kind, Node, Note, Rendered, Severity, Table, Verdict
from sidelight.api.page import too_much
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.png import looked_over
from sidelight.stage import wire
from sidelight.stage.verifying import reasons

_LARGEST_SIDE = 100_000.0
_FRAME = 64


class OutOfBounds(Exception):
    """A result that is not taken; the message ends the sentence "it gave …"."""


class Intake:
    """One result while it arrives; ``finish`` makes it whole."""

    def __init__(self, allowed: tuple[Kind, ...]) -> None:
        self._allowed = allowed
        self._head: dict[str, Any] | None = None
        self._pieces: list[bytes] = []
        self._rows: list[tuple[str, ...]] = []
        self._places: list[tuple[int, str, str, str]] = []
        self._bytes = 0
        self._cells = 0

    def take(self, letter: bytes, body: bytes) -> None:
        """A frame of the result.

        Raises:
            OutOfBounds: it is too much, or makes no sense.
        """
        # A frame costs something even if it holds nothing.
        self._bytes += len(body) + _FRAME
        if self._bytes > wire.MOST_BYTES + wire.LONGEST_JSON:
            raise OutOfBounds(f"more than {wire.MOST_BYTES >> 20} MB")
        try:
            if letter == wire.HEAD:
                self._take_head(body)
            elif self._head is None:
                raise OutOfBounds("a result without a head")
            elif letter == wire.PIECE:
                self._pieces.append(body)
            elif letter == wire.ROWS and self._head["kind"] is Kind.TABLE:
                self._take_rows(_json(body))
            elif letter == wire.ROWS and self._head["kind"] is Kind.TREE:
                self._take_places(_json(body))
            else:
                raise OutOfBounds("a message of an unknown kind")
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
            raise OutOfBounds(f"something that makes no sense ({type(error).__name__})") from error

    def finish(self) -> Rendered:
        """The result.

        Raises:
            OutOfBounds: it is not what its head says.
        """
        head = self._head
        if head is None:
            raise OutOfBounds("nothing")
        common: dict[str, Any] = {"alt_text": head["alt"], "notes": head["notes"], "links": head["links"]}
        data = b"".join(self._pieces)
        match head["kind"]:
            case Kind.PNG:
                size = _size(head)
                try:
                    picture = looked_over(data)
                except ValueError as error:
                    raise OutOfBounds(str(error)) from error
                return Rendered(Kind.PNG, image=Image(picture.data, *size), **common)
            case Kind.SVG:
                return Rendered(Kind.SVG, image=Image(data, *_size(head)), **common)
            case Kind.HTML | Kind.TEXT as kind:
                # Before it is decoded: what is no text at all takes a quarter of a second.
                text = data.decode("utf-8", "replace") if len(data) <= 4 * wire.MOST_TEXT else None
                if text is None or len(text) > wire.MOST_TEXT:
                    raise OutOfBounds("a text of more than 4 million characters")
                if kind is Kind.HTML and (problem := too_much(text)):
                    raise OutOfBounds(f"a page with {problem}")
                return Rendered(kind, text=text, grid=head["grid"], **common)
            case Kind.TABLE:
                return Rendered(Kind.TABLE, table=Table(head["columns"], tuple(self._rows)), **common)
            case Kind.TREE:
                return Rendered(Kind.TREE, tree=self._tree(), **common)
        return Rendered(head["kind"], **common)

    def _take_head(self, body: bytes) -> None:
        if self._head is not None or len(body) > wire.LONGEST_JSON + 4096:
            raise OutOfBounds("a head that is too much")
        told = _json(body)
        kind = Kind(told["kind"])
        if self._allowed and kind not in self._allowed:
            raise OutOfBounds(f"{kind.value}, which its manifest does not name under output")
        columns = tuple(_text(name, wire.LONGEST_WORDS) for name in told.get("columns", []))
        if len(columns) > wire.MOST_COLUMNS:
            raise OutOfBounds("too many columns")
        if len(told["notes"]) > wire.MOST_NOTES or len(told["links"]) > wire.MOST_LINKS:
            raise OutOfBounds("too many notes or links")
        self._head = {
            "kind": kind,
            "alt": _text(told["alt"], wire.LONGEST_WORDS),
            "grid": told["grid"] is True,
            "notes": tuple(_note(*note) for note in told["notes"]),
            "links": tuple(_text(link, wire.LONGEST_WORDS) for link in told["links"]),
            "columns": columns,
            "size": told.get("size"),
        }

    def _take_rows(self, rows: Any) -> None:
        for row in rows:
            self._cells += max(1, len(row))
            if self._cells > wire.MOST_CELLS or len(row) > wire.MOST_COLUMNS or type(row) is not list:
                raise OutOfBounds(f"a table of more than {wire.MOST_CELLS:,} cells")
            self._rows.append(tuple(_text(cell, wire.LONGEST_CELL) for cell in row))

    def _take_places(self, places: Any) -> None:
        for depth, label, value, kind in places:
            deepest = self._places[-1][0] + 1 if self._places else 0
            if type(depth) is not int or not 0 <= depth <= min(deepest, wire.DEEPEST):
                raise OutOfBounds("a tree that does not hang together")
            if (depth == 0) != (not self._places) or len(self._places) >= wire.MOST_NODES:
                raise OutOfBounds("a tree that is too large or has several roots")
            longest = wire.LONGEST_CELL
            self._places.append((depth, _text(label, longest), _text(value, longest), _text(kind, 100)))

    def _tree(self) -> Node:
        """The tree, made from its last leaf upwards: nothing recurs, however deep it is."""
        if not self._places:
            raise OutOfBounds("a tree without a root")
        # Per depth, the children that wait for the place above them, the last first.
        waiting: list[list[Node]] = [[] for _ in range(wire.DEEPEST + 2)]
        for depth, label, value, kind in reversed(self._places):
            children, waiting[depth + 1] = waiting[depth + 1], []
            waiting[depth].append(Node(label, value, kind, tuple(reversed(children))))
        return waiting[0][0]


def _json(body: bytes) -> Any:
    return json.loads(body)


def _text(value: Any, longest: int) -> str:
    if type(value) is not str or len(value) > longest:
        raise OutOfBounds("text that is too long, or none")
    return whole(value)


def whole(words: str) -> str:
    """Words without halves of characters, which JSON can name and no file or clipboard can hold."""
    return words if words.isascii() else words.encode("utf-8", "replace").decode("utf-8")


def finding(body: bytes, info: PluginInfo) -> Finding:
    """What a verifier says, with its name and version.

    Raises:
        OutOfBounds: it is no verdict with a reason.
    """
    try:
        told = json.loads(body)
        evidence = tuple(whole(line) for line in reasons(told["evidence"]))
        verdict = Verdict(told["verdict"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise OutOfBounds(f"a verdict that makes no sense ({type(error).__name__})") from error
    if not evidence:
        raise OutOfBounds("a verdict without a reason")
    return Finding(verdict, evidence, f"{info.id} {info.version}")


def known_line(line: Any) -> int | None:
    """The number of a line, if it can be one."""
    return line if type(line) is int and 0 < line < 10_000_000 else None


def _note(message: Any, severity: Any, line: Any) -> Note:
    return Note(_text(message, wire.LONGEST_WORDS), Severity(severity), known_line(line))


def _size(head: dict[str, Any]) -> tuple[float, float, float | None]:
    try:
        width, height, baseline = head["size"]
    except (TypeError, ValueError) as error:
        raise OutOfBounds("an image without a size") from error
    for side in (width, height):
        if type(side) not in (int, float) or not 0 < side <= _LARGEST_SIDE:
            raise OutOfBounds(f"an image {width} wide and {height} high, which cannot be shown")
    if baseline is None:
        return float(width), float(height), None
    if type(baseline) not in (int, float) or not abs(baseline) <= _LARGEST_SIDE:
        raise OutOfBounds("an image with a baseline that makes no sense")
    return float(width), float(height), float(baseline)
