# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where a model's tokens begin and end in what is shown: neighbours stand on grounds of different hues."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from sidelight.gui.answer.block_view import BlockView, Wash
from sidelight.gui.answer.look import Look

STRENGTH = 0.16
HUES = 5
FEW = 400
"""So many tokens of a block are drawn whether they are in sight or not."""


class Cuts:
    """The tokens of a text that does not grow any more; while there are none, nothing is looked for."""

    def __init__(self) -> None:
        self._ends: Sequence[int] = ()
        self._shown: dict[int, list[tuple[int, int, int]]] = {}

    @property
    def any(self) -> bool:
        """Whether tokens are shown."""
        return bool(self._ends)

    def put(self, ends: Sequence[int]) -> None:
        """Show these tokens, by the code points of the raw text at which they end, rising; or none."""
        self._ends = ends
        self._shown.clear()

    def washes(self, view: BlockView, look: Look, exposed: QRectF) -> list[Wash]:
        """The tokens of a block that are to be drawn; ``exposed`` is in the block's own coordinates."""
        if not self._ends:
            return []
        if view.block.start not in self._shown:
            self._shown[view.block.start] = self._in(view)
        tokens = self._shown[view.block.start]
        if len(tokens) > FEW:
            first = view.line_range(view.hit(exposed.topLeft()))[0]
            last = view.line_range(view.hit(QPointF(exposed.right(), exposed.bottom())))[1]
            begin = bisect_left(tokens, first, key=lambda token: token[1])
            tokens = tokens[begin : bisect_right(tokens, last, key=lambda token: token[0])]
        grounds = [_tinted(hue) for hue in look.theme.hues[:HUES]]
        return [Wash(start, end, grounds[number % HUES]) for start, end, number in tokens]

    def _in(self, view: BlockView) -> list[tuple[int, int, int]]:
        """What is shown of each token of a block: from where to where, and which token it is."""
        first = bisect_right(self._ends, view.block.start)
        behind = bisect_left(self._ends, view.block.end)
        found = []
        start = 0
        shown = [*view.shown_of(self._ends[first:behind]), view.shown(view.block.end)]
        for number, end in enumerate(shown, first):
            if start < end:  # of a token of nothing but markup, nothing is shown
                found.append((start, end, number))
                start = end
        return found


def ends_of(pieces: Sequence[bytes], text: str) -> list[int] | None:
    """The code points at which tokens end that make up a text; ``None`` if they make up another.

    A token that ends within a character ends with it.
    """
    if b"".join(pieces) != text.encode("utf-8", "surrogatepass"):
        return None
    ends: list[int] = []
    at = 0
    for piece in pieces:
        # Every character has one byte that does not go on from the one before it.
        at += sum(byte & 0xC0 != 0x80 for byte in piece)
        if ends and ends[-1] == at:
            continue
        if at:
            ends.append(at)
    return ends


def _tinted(hue: QColor) -> QColor:
    ground = QColor(hue)
    ground.setAlphaF(STRENGTH)
    return ground
