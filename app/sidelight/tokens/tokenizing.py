# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Cuts a text into tokens and says which of its words would be commands to a careless host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sidelight.domain.errors import UsageError

if TYPE_CHECKING:
    from tiktoken import Encoding


@dataclass(frozen=True, slots=True)
class Special:
    """A special token's name where it stands in a text: ``at`` counts code points from 0."""

    text: str
    id: int
    at: int


@dataclass(frozen=True, slots=True)
class Tokenized:
    """A text in tokens. ``pieces`` are bytes: a token may end within a character.

    ``special`` lists the names of special tokens in the text. They were taken as plain text, as a careful
    host takes what a user writes, so their ids are not among ``ids``.
    """

    encoding: str
    ids: tuple[int, ...]
    pieces: tuple[bytes, ...]
    special: tuple[Special, ...]

    @property
    def count(self) -> int:
        """The number of tokens."""
        return len(self.ids)

    def shown(self) -> list[str]:
        r"""The pieces as text; a byte that is no whole character is written ``\xf0``."""
        return [piece.decode("utf-8", "backslashreplace") for piece in self.pieces]


def tokenize(text: str, encoding: Encoding) -> Tokenized:
    """Cut a text into tokens. Halves of characters, which UTF-8 cannot hold, become U+FFFD.

    Raises:
        UsageError: tiktoken itself gives up (hundreds of thousands of blanks in a row).
    """
    try:
        ids = encoding.encode(text, allowed_special=set(), disallowed_special=())
    except ValueError as error:
        raise UsageError(
            f"{encoding.name} cannot cut this text: it holds too many blanks in a row.", "Shorten them."
        ) from error
    special = tuple(
        Special(found[0], encoding.encode_single_token(found[0]), found.start())
        for found in _names(encoding).finditer(text)
    )
    return Tokenized(encoding.name, tuple(ids), tuple(encoding.decode_tokens_bytes(ids)), special)


@lru_cache(maxsize=16)
def _names(encoding: Encoding) -> re.Pattern[str]:
    # The longest first, should one begin another.
    names = sorted(encoding.special_tokens_set, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, names)) or r"(?!)")
