# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The colours of one listing: line by line while it is written, exact once it is closed."""

from __future__ import annotations

import time
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from sidelight.text import highlight
from sidelight.text.blocks import Block
from sidelight.text.highlight import Lexers, LineColours, Stretch


class Colouring:
    """The stretches of each line so far.

    Args:
        lexers: where lexers come from.
        drawn: what was laid out of each line; lines whose colours change are taken out of it.
    """

    def __init__(self, lexers: Lexers, drawn: MutableMapping[int, Any]) -> None:
        self._lexers = lexers
        self._drawn = drawn
        self._colours: list[list[Stretch]] = []
        self._lines: LineColours | None = None
        self._exact: Iterator[list[list[Stretch]] | None] | None = None
        self._size = 0
        self._final = False

    @property
    def state(self) -> tuple[int, bool]:
        """How many lines have colours, and whether these are the last word."""
        return len(self._colours), self._final

    def line(self, index: int) -> Sequence[Stretch]:
        """The colours of a line, as far as they are known."""
        return self._colours[index] if index < len(self._colours) else ()

    def advance(self, language: str, block: Block, budget_ms: float, *, live: bool, exact: bool) -> bool:
        """Colour for at most ``budget_ms``; ``True`` if there is more to do.

        Args:
            language: as ``Lexers`` knows it.
            block: the listing as it is now; lines that were there before are unchanged.
            budget_ms: milliseconds.
            live: the last line may still grow.
            exact: nothing will be added, so the exact colours may be found.
        """
        if self._final or not language:
            return False
        if not self._lexers.ready(language):
            return True
        lexer = self._lexers.lexer(language)
        if lexer is None:
            self._final = True
            return False
        until = time.perf_counter() + budget_ms / 1000
        if exact and self._small(block):
            return self._advance_exact(lexer, block, until)
        return self._advance_lines(lexer, block, until, live=live)

    def _small(self, block: Block) -> bool:
        if not self._size:
            self._size = sum(len(line.text) + 1 for line in block.lines) + 1
        return self._size <= highlight.EXACT_LIMIT

    def _advance_lines(self, lexer: object, block: Block, until: float, *, live: bool) -> bool:
        if self._lines is None:
            self._lines = LineColours(lexer)
        complete = len(block.lines) - (1 if live else 0)
        while len(self._colours) < complete:
            index = len(self._colours)
            self._colours.append(self._lines.line(block.lines[index].text))
            self._drawn.pop(index, None)
            if time.perf_counter() > until:
                break
        if len(self._colours) >= complete:
            self._final = not live
            return False
        return True

    def _advance_exact(self, lexer: object, block: Block, until: float) -> bool:
        if self._exact is None:
            self._exact = highlight.exact(lexer, [line.text for line in block.lines])
        for colours in self._exact:
            if colours is not None:
                self._colours = colours
                self._drawn.clear()
                self._final = True
                self._exact = None
                return False
            if time.perf_counter() > until:
                break
        return True
