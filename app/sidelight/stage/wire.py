# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a plugin's worker and the application say to each other: short frames on one stream.

A frame is four bytes of length, one letter, and that many bytes. Nothing of it is ever pickled. A result
comes in many frames, so that whoever takes it in never has to look at much at once: a head, then pieces of
bytes or lists of rows, then the end. Both ends keep the bounds below; only the application's keeping counts.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

from sidelight.api import Kind, Node, Rendered, Table
from sidelight.api.page import shortened, too_much

HEADER = struct.Struct("<Ic")

READY = b"r"
HEAD = b"h"
PIECE = b"b"
ROWS = b"t"
DONE = b"e"
FAULT = b"x"
DECLINED = b"d"
SURE = b"s"
NOTHING = b"n"
REQUEST = b"q"
GO = b"g"
CANCEL = b"c"
MORE = b"m"
VERDICT = b"v"

LONGEST_FRAME = 1 << 20
LONGEST_JSON = 1 << 18
MOST_BYTES = 32 << 20
"""Of one result, all its pieces and rows together; an artifact may have as many."""
MOST_TEXT = 4 << 20
MOST_CELLS = 400_000
MOST_COLUMNS = 2000
MOST_NODES = 200_000
DEEPEST = 200
LONGEST_CELL = 60_000
"""Characters of a cell, and of a label or a value in a tree: a frame of rows holds any one of them."""
LONGEST_WORDS = 2000
MOST_NOTES = 50
MOST_LINKS = 200
_ROWS_AT_ONCE = 48 << 10
_PIECE = 1 << 19


class Unfit(Exception):
    """What a renderer gave is not what one may give; the message says what is wrong."""


def pack(letter: bytes, body: bytes = b"") -> bytes:
    """One frame."""
    return HEADER.pack(len(body), letter) + body


def told(letter: bytes, facts: dict[str, Any]) -> bytes:
    """One frame of JSON."""
    return pack(letter, json.dumps(facts, separators=(",", ":")).encode())


def pieces(data: bytes) -> Iterator[bytes]:
    """Bytes in frames."""
    for start in range(0, len(data), _PIECE):
        yield pack(PIECE, data[start : start + _PIECE])


class Frames:
    """Cuts what arrives into frames."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, arrived: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that are whole now, as letter and body.

        Raises:
            ValueError: one is longer than any may be.
        """
        self._rest += arrived
        while len(self._rest) >= HEADER.size:
            length, letter = HEADER.unpack_from(self._rest)
            if length > LONGEST_FRAME:
                raise ValueError(f"a frame of {length} bytes")
            end = HEADER.size + length
            if len(self._rest) < end:
                return
            body = bytes(self._rest[HEADER.size : end])
            del self._rest[:end]
            yield letter, body


def encode(rendered: Rendered) -> Iterator[bytes]:
    """The frames of a result, but for the last.

    Raises:
        Unfit: it holds something else than it says, or more than can be shown.
    """
    yield told(HEAD, _head(rendered))
    if rendered.kind in (Kind.PNG, Kind.SVG):
        image = rendered.image
        _demand(image is not None and isinstance(image.data, bytes), "an image without bytes")
        assert image is not None
        _demand(len(image.data) <= MOST_BYTES, f"an image of more than {MOST_BYTES >> 20} MB")
        yield from pieces(image.data)
    elif rendered.kind in (Kind.HTML, Kind.TEXT):
        _demand(
            len(_words(rendered.text, "the text")) <= MOST_TEXT, "a text of more than 4 million characters"
        )
        text = shortened(rendered.text) if rendered.kind is Kind.HTML else rendered.text
        problem = too_much(text) if rendered.kind is Kind.HTML else ""
        _demand(not problem, f"a page with {problem}")
        yield from pieces(text.encode("utf-8", "replace"))
    elif rendered.kind is Kind.TABLE:
        _demand(isinstance(rendered.table, Table), "a table result without a table")
        assert rendered.table is not None
        yield from _batches(_rows(rendered.table))
    elif rendered.kind is Kind.TREE:
        _demand(isinstance(rendered.tree, Node), "a tree result without a tree")
        assert rendered.tree is not None
        yield from _batches(_nodes(rendered.tree))


def _head(rendered: Rendered) -> dict[str, Any]:
    _demand(isinstance(rendered, Rendered), f"{type(rendered).__name__}, not a Rendered")
    _demand(len(rendered.notes) <= MOST_NOTES, f"more than {MOST_NOTES} notes")
    head: dict[str, Any] = {
        "kind": Kind(rendered.kind).value,
        "alt": _words(rendered.alt_text, "the alternative text")[:LONGEST_WORDS],
        "grid": bool(rendered.grid),
        "notes": [
            [_words(note.message, "a note")[:LONGEST_WORDS], str(note.severity), note.line]
            for note in rendered.notes
        ],
        "links": [_words(link, "a link")[:LONGEST_WORDS] for link in rendered.links[:MOST_LINKS]],
    }
    if rendered.image is not None:
        head["size"] = [rendered.image.width, rendered.image.height, rendered.image.baseline]
    if rendered.table is not None:
        columns = [_words(name, "the name of a column")[:LONGEST_WORDS] for name in rendered.table.columns]
        _demand(len(columns) <= MOST_COLUMNS, f"a table of more than {MOST_COLUMNS} columns")
        head["columns"] = columns
    # Long words are cut further, rather than that the whole cannot be told.
    if len(json.dumps(head)) > LONGEST_JSON:
        head["links"] = []
        head["notes"] = [[words[:200], *rest] for words, *rest in head["notes"]]
        head["columns"] = [name[:60] for name in head.get("columns", [])]
    return head


def _rows(table: Table) -> Iterator[list[str]]:
    cells = 0
    for row in table.rows:
        cells += len(row)
        _demand(len(row) <= MOST_COLUMNS, f"a row of more than {MOST_COLUMNS} cells")
        _demand(cells <= MOST_CELLS, f"a table of more than {MOST_CELLS:,} cells")
        yield [_words(cell, "a cell of the table")[:LONGEST_CELL] for cell in row]


def _nodes(root: Node) -> Iterator[list[str | int]]:
    waiting: list[tuple[Node, int]] = [(root, 0)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        _demand(count <= MOST_NODES, f"a tree of more than {MOST_NODES:,} places")
        _demand(depth <= DEEPEST, f"a tree that is deeper than {DEEPEST}")
        label, value = _words(node.label, "a label"), _words(node.value, "a value")
        yield [depth, label[:LONGEST_CELL], value[:LONGEST_CELL], _words(node.kind, "a kind")[:100]]
        waiting += [(child, depth + 1) for child in reversed(node.children)]


def _batches(lists: Iterator[Any]) -> Iterator[bytes]:
    """Lists of JSON in frames, each short enough to be read at once."""
    batch: list[str] = []
    size = 0
    for one in lists:
        text = json.dumps(one, separators=(",", ":"), ensure_ascii=False)
        if batch and size + len(text) > _ROWS_AT_ONCE:
            yield from _row_frame(batch)
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield from _row_frame(batch)


def _row_frame(batch: list[str]) -> Iterator[bytes]:
    body = f"[{','.join(batch)}]".encode("utf-8", "replace")
    _demand(len(body) <= LONGEST_FRAME, "a row of more than a million characters")
    yield pack(ROWS, body)


def _words(value: Any, what: str) -> str:
    _demand(isinstance(value, str), f"{what} as {type(value).__name__}, not as text")
    return str(value)


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unfit(f"it gave {otherwise}")
