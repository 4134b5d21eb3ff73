# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The blocks of a Markdown answer as values: what a reader sees as one paragraph, item, table or listing.

Blocks are flat: a paragraph in an item in a quote is one block that carries its containers. So an item of a
list is a block of its own and a list of 100,000 items never has to be handled as one thing.
Offsets count code points of the raw text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from typing import NamedTuple, overload


class Kind(Enum):
    """What a block is. ``VERBATIM`` is markup shown as it was written (HTML)."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    MATHS = "maths"
    TABLE = "table"
    RULE = "rule"
    VERBATIM = "verbatim"
    DEFINITION = "definition"


class Line(NamedTuple):
    """One line of a block without its containers' marks; ``start`` is where it begins in the raw text.

    ``joined`` lines are the further pieces of one very long source line.
    """

    start: int
    text: str
    joined: bool = False


class Lines(Sequence[Line]):
    """The first ``count`` lines of a list that only ever grows, and perhaps one more that is still open.

    A snapshot costs nothing, so a listing of 100,000 lines can be looked at after every token.
    """

    __slots__ = ("_count", "_extra", "_shared")

    def __init__(self, shared: list[Line], extra: Line | None = None) -> None:
        self._shared = shared
        self._count = len(shared)
        self._extra = extra

    def __len__(self) -> int:
        return self._count + (self._extra is not None)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            if step == 1 and last <= self._count:
                return self._shared[first:last]
            return [self[i] for i in range(first, last, step)]
        if index < 0:
            index += len(self)
        if 0 <= index < self._count:
            return self._shared[index]
        if index == self._count and self._extra is not None:
            return self._extra
        raise IndexError(index)

    def __iter__(self) -> Iterator[Line]:
        # Not one by one through ``__getitem__``: of a listing of 300,000 lines that takes half a second.
        known = islice(self._shared, self._count)
        return chain(known, (self._extra,)) if self._extra is not None else known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lines) and len(self) == len(other) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Lines({list(self)!r})"


@dataclass(frozen=True, slots=True)
class Container:
    """A quote or a list item around blocks.

    ``place`` is the offset of its mark in the raw text and tells one container from the next. ``indent`` is
    the width of an item's mark in columns. ``number`` is ``None`` for a bullet; ``ticked`` is ``None`` unless
    the item is a task.
    """

    quote: bool
    place: int
    indent: int = 0
    number: int | None = None
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an answer.

    Attributes:
        kind: what it is.
        lines: its text, line by line; for code without the fences, for tables the header first, then rows.
        start: where its first source line begins, marks of its containers included.
        end: past its last character, a closing fence included.
        containers: quotes and items around it, outermost first.
        opened: how many of the innermost containers begin with this block (their marks are drawn here).
        level: 1 to 6 for headings.
        info: what stands behind an opening fence; for tables a letter a column (``l``, ``c``, ``r``).
        fenced: code between fences, so an artifact; ``False`` for indented code.
        closed: the fence or the maths was closed.
        spaced: a blank line stands before it.
        continued: it is a further piece of the block before it, which had grown long.
    """

    kind: Kind
    lines: Lines
    start: int
    end: int
    containers: tuple[Container, ...] = ()
    opened: int = 0
    level: int = 0
    info: str = ""
    fenced: bool = False
    closed: bool = True
    spaced: bool = False
    continued: bool = False

    @property
    def body(self) -> str:
        """The text of all lines; pieces of one source line are put together again."""
        parts = [text if joined else f"\n{text}" for _, text, joined in self.lines]
        return "".join(parts)[1:] if parts and not self.lines[0].joined else "".join(parts)
