# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Counts made by whoever serves a model: how they are asked for, and how they are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sidelight.providers.reading import json_in, mapping
from sidelight.providers.request import Request


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tokens a server found. ``ids`` and ``pieces`` (bytes) are there if it showed the tokens.

    ``whole`` says that it counted the message with all that belongs around it, not the text alone.
    """

    count: int
    whole: bool
    ids: tuple[int, ...] | None = None
    pieces: tuple[bytes, ...] | None = None


@dataclass(frozen=True, slots=True)
class CountForm:
    """Where a service counts: a path under the base address, what is sent, and the answer's field."""

    path: Callable[[Request], str]
    body: Callable[[Request, Mapping[str, object]], dict[str, object]]
    field: str


@runtime_checkable
class Counter(Protocol):
    """An adapter that can have tokens counted."""

    async def count(self, request: Request) -> Counted | None:
        """The tokens of a conversation; ``None`` if nobody there counts.

        Raises:
            GenerationError: it would not say.
        """
        ...


def only(names: Sequence[str]) -> Callable[[Request, Mapping[str, object]], dict[str, object]]:
    """What counts of a body: these fields."""
    return lambda _, body: {name: body[name] for name in names if name in body}


def count_in(text: str, field: str) -> Counted | None:
    """What a service counted."""
    count = mapping(json_in(text)).get(field)
    return Counted(count, whole=True) if type(count) is int and 0 <= count < 1 << 53 else None


def cut_body(text: str) -> bytes:
    """What llama.cpp's tokenizer is sent for a text alone."""
    return json.dumps(
        {"content": text, "add_special": False, "parse_special": False, "with_pieces": True}
    ).encode()


def cut_in(text: str) -> Counted | None:
    """How llama.cpp cut a text."""
    tokens = mapping(json_in(text)).get("tokens")
    if not isinstance(tokens, list):
        return None
    ids, pieces = [], []
    for token in tokens:
        number, piece = mapping(token).get("id"), mapping(token).get("piece")
        if type(number) is not int:
            return None
        ids.append(number)
        # A token that ends within a character comes as its bytes.
        pieces.append(piece.encode("utf-8", "replace") if isinstance(piece, str) else _bytes(piece))
    return Counted(len(ids), False, tuple(ids), tuple(pieces))


def _bytes(piece: object) -> bytes:
    listed = piece if isinstance(piece, list) else []
    return bytes(byte for byte in listed if type(byte) is int and 0 <= byte < 256)
