# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Cuts texts into tokens beside the window: half a megabyte takes a third of a second."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from sidelight.tokens.encodings import NAMES, Encodings
from sidelight.tokens.flow import Flow, lay_out
from sidelight.tokens.tokenizing import Tokenized, tokenize

Result = TypeVar("Result")

MOST_CHARACTERS = 4_000_000
"""Longer texts are not cut: the figures would come after half a minute."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in one encoding's tokens. ``ends`` are the offsets, in UTF-8 bytes, behind each of them."""

    tokenized: Tokenized
    ends: tuple[int, ...]


class Cutting:
    """One thread that cuts, made when first asked; what is not wanted any more is cancelled by its future."""

    names = NAMES

    def __init__(self, ranks: Path) -> None:
        """Cut with the rank files of a folder."""
        self._encodings = Encodings(ranks)
        self._pool: ThreadPoolExecutor | None = None

    def cut(self, text: str, encoding: str) -> Future[Cut]:
        """A text's tokens; the future raises a ``SidelightError`` where it cannot be cut."""
        return self._begin(lambda: self._cut(text, encoding))

    def lay_out(self, cut: Cut, columns: int) -> Future[Flow]:
        """Its pieces in rows of a width."""
        return self._begin(lambda: lay_out(cut.tokenized.pieces, columns))

    def special(self, encoding: str) -> Future[tuple[tuple[str, int], ...]]:
        """The special tokens of an encoding with their ids, by id."""
        return self._begin(lambda: self._special(encoding))

    def close(self) -> None:
        """Begin nothing more."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, work: Callable[[], Result]) -> Future[Result]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="sidelight-cutting")
        return self._pool.submit(work)

    def _cut(self, text: str, encoding: str) -> Cut:
        found = tokenize(text, self._encodings.get(encoding))
        return Cut(found, tuple(accumulate(map(len, found.pieces))))

    def _special(self, encoding: str) -> tuple[tuple[str, int], ...]:
        made = self._encodings.get(encoding)
        pairs = [(name, made.encode_single_token(name)) for name in made.special_tokens_set]
        return tuple(sorted(pairs, key=lambda pair: pair[1]))
