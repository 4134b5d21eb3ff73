# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Finding words in the shown text, capital letters or not."""

from __future__ import annotations

import re
from bisect import bisect_left

from sidelight.gui.answer.block_view import BlockView, Wash
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.selection import Spot, Stretch

_RUN = re.compile(r"[a-z0-9]+")
MOST = 10_000
"""Hits after which the search ends."""


class Finding:
    """All places of the words that were last asked for."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.words = ""
        self._hits: dict[int, list[Stretch]] = {}
        self._order: list[Stretch] = []

    def search(self, words: str) -> int:
        """Find all places; gives how many there are."""
        self.words = words
        self._hits.clear()
        self._order.clear()
        if not words:
            return 0
        pattern = re.compile(re.escape(words), re.IGNORECASE)
        # A block whose source lacks a word's letters cannot show them; most need no parsing then.
        rare = max(_RUN.findall(words.lower()) if words.isascii() else [], key=len, default="")
        for index, view in enumerate(self._flow):
            if rare and not self._may_hold(view, rare):
                continue
            hits = [
                Stretch(index, m.start(), m.end()) for m in pattern.finditer(view.text) if m.end() > m.start()
            ]
            if hits:
                self._hits[index] = hits
                self._order.extend(hits)
            if len(self._order) >= MOST:
                break
        return len(self._order)

    @staticmethod
    def _may_hold(view: BlockView, letters: str) -> bool:
        source = view.block.body.lower()
        # Markup may stand within a word ("**a**b"), entities may stand for letters.
        return letters in source or any(sign in source for sign in "*_`&~\\[") or not source.isascii()

    def next(self, spot: Spot, *, backwards: bool) -> Stretch | None:
        """The hit behind a spot (or before it), beginning again at the other end."""
        if not self._order:
            return None
        if backwards:
            before = [h for h in self._order if Spot(h.index, h.start) < spot]
            return before[-1] if before else self._order[-1]
        behind = (h for h in self._order if Spot(h.index, h.start) >= spot)
        return next(behind, self._order[0])

    def number(self, first: Spot, last: Spot) -> int:
        """Which hit a stretch is, from 1; 0 if it is none."""
        at = bisect_left(self._order, (first.index, first.offset), key=lambda hit: (hit.index, hit.start))
        if at == len(self._order) or first.index != last.index:
            return 0
        hit = self._order[at]
        return at + 1 if (hit.index, hit.start, hit.end) == (first.index, first.offset, last.offset) else 0

    def washes(self, index: int, look: Look) -> list[Wash]:
        """The hits in one block."""
        return [Wash(h.start, h.end, look.colour("found")) for h in self._hits.get(index, ())]
