# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The block that is being written: it takes lines and becomes a ``Block``."""

from __future__ import annotations

from dataclasses import dataclass, field

from sidelight.text.blocks import Block, Container, Kind, Line, Lines


@dataclass(slots=True)
class Leaf:
    """A block that is not finished; ``size`` counts its characters, ``blanks`` may turn out to be inside.

    ``ended``: its last line has come, though perhaps not all of that line.
    """

    kind: Kind
    start: int
    end: int
    containers: tuple[Container, ...]
    opened: int
    spaced: bool
    lines: list[Line] = field(default_factory=list)
    level: int = 0
    info: str = ""
    fence: str = ""
    fence_indent: int = 0
    continued: bool = False
    size: int = 0
    blanks: list[Line] = field(default_factory=list)
    ended: bool = False

    def add(self, line: Line, end: int) -> None:
        """Take a line; ``end`` is where it ends in the raw text."""
        self.lines.append(line)
        self.size += len(line.text) + 1
        self.end = end

    def copy(self) -> Leaf:
        """The same again, to go on with apart."""
        return Leaf(
            self.kind,
            self.start,
            self.end,
            self.containers,
            self.opened,
            self.spaced,
            list(self.lines),
            self.level,
            self.info,
            self.fence,
            self.fence_indent,
            self.continued,
            self.size,
            list(self.blanks),
            self.ended,
        )

    def block(self, *, closed: bool) -> Block:
        """What it has become."""
        return Block(
            self.kind,
            Lines(self.lines),
            self.start,
            self.end,
            self.containers,
            self.opened,
            self.level,
            self.info,
            self.kind is Kind.CODE and bool(self.fence),
            closed,
            self.spaced,
            self.continued,
        )
