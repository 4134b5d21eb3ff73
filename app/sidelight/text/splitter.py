# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An append-only splitter: text comes in any pieces, blocks go out as soon as nothing can change them.

A line is looked at once, when it is complete (or longer than ``wrap.LIMIT``), so the work per token does not
grow with the answer and the result does not depend on how the text was cut.
"""

from __future__ import annotations

from sidelight.text import linemarks, links, wrap
from sidelight.text.blocks import Block, Kind, Line, Lines
from sidelight.text.leaf import Leaf
from sidelight.text.machine import Machine


class Splitter:
    """Feed it an answer in pieces; it hands out blocks that will not change any more.

    Attributes:
        definitions: where the answer says its labelled links lead (``links.key`` of the label -> address).
    """

    def __init__(self) -> None:
        self.definitions: dict[str, str] = {}
        self._machine = Machine()
        self._rest = ""
        self._place = 0
        self._joined = False

    def feed(self, text: str) -> list[Block]:
        """Take more text; give the blocks that are finished now."""
        buffer = self._rest + text
        machine = self._machine
        begin = 0
        stop = buffer.find("\n")
        while stop >= 0:
            self._complete(machine, buffer[begin:stop], self._place + begin)
            self._joined = False
            begin = stop + 1
            stop = buffer.find("\n", begin)
        while len(buffer) - begin > wrap.LIMIT:
            end = wrap.cut(buffer, begin)
            machine.line(self._place + begin, buffer[begin:end], joined=self._joined)
            self._joined = True
            begin = end
        self._rest = buffer[begin:]
        self._place += begin
        return self._take()

    def open(self) -> tuple[Block, ...]:
        """The blocks behind the finished ones, as they would be if the text ended here."""
        rest = self._rest
        leaf = self._machine.leaf
        if leaf is not None and leaf.fence and leaf.kind is Kind.CODE:
            listing = self._open_listing(leaf, rest)
            if listing is not None:
                return (listing,)
        machine = self._machine.copy()
        if rest:
            self._complete(machine, rest, self._place)
        machine.end()
        return tuple(machine.out)

    def close(self) -> list[Block]:
        """The text is complete; give the remaining blocks. Nothing can be fed any more."""
        if self._rest:
            self._complete(self._machine, self._rest, self._place)
        self._place += len(self._rest)
        self._rest = ""
        self._machine.end()
        return self._take()

    def _complete(self, machine: Machine, line: str, start: int) -> None:
        line = line.removesuffix("\r")
        if self._joined and not line:
            return
        joined = self._joined
        for offset, piece in wrap.pieces(line):
            machine.line(start + offset, piece, joined=joined)
            joined = True

    def _open_listing(self, leaf: Leaf, rest: str) -> Block | None:
        """An open listing without copying its lines; ``None`` if its last line might end it."""
        extra = None
        rest_end = self._place + len(rest.removesuffix("\r"))
        if rest:
            if leaf.containers or self._joined or rest.lstrip(" ").startswith(leaf.fence[0] * 3):
                return None
            index, _ = linemarks.skip_columns(rest, 0, leaf.fence_indent)
            extra = Line(self._place + index, rest[index:].removesuffix("\r"))
        end = rest_end if extra else leaf.end
        return Block(
            Kind.CODE,
            Lines(leaf.lines, extra),
            leaf.start,
            end,
            leaf.containers,
            leaf.opened,
            0,
            leaf.info,
            True,
            False,
            leaf.spaced,
            leaf.continued,
        )

    def _take(self) -> list[Block]:
        sealed, self._machine.out = self._machine.out, []
        for block in sealed:
            if block.kind is Kind.DEFINITION:
                found = links.definition(block.body)
                if found:
                    self.definitions.setdefault(found.key, found.address)
        return sealed


def split(text: str) -> list[Block]:
    """All blocks of a finished text."""
    splitter = Splitter()
    return [*splitter.feed(text), *splitter.close()]
