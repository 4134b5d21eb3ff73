# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Votes for tests of the ranking: drawn from known strengths, or written out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sidelight.stats.counts import Floats, Ints, PairCounts, count


@dataclass(frozen=True)
class Votes:
    size: int
    a: Ints
    b: Ints
    outcome: Ints

    def counts(self) -> PairCounts:
        return count(self.size, self.a, self.b, self.outcome)


def drawn(chance: np.random.Generator, strengths: Floats, n: int, nu: float = 0.0) -> Votes:
    """Votes on pairs drawn evenly; ties as Davidson has them, with this nu."""
    size = len(strengths)
    a = chance.integers(0, size, n)
    b = (a + chance.integers(1, size, n)) % size
    d = strengths[a] - strengths[b]
    win, loss = np.exp(d / 2), np.exp(-d / 2)
    point = chance.random(n) * (win + loss + nu)
    return Votes(size, a, b, np.where(point < win, 0, np.where(point < win + nu, 2, 1)))


def written(size: int, *rows: tuple[int, int, int, int, int]) -> PairCounts:
    """Counts from rows of (a, b, wins of a, wins of b, ties)."""
    a, b, outcome = [], [], []
    for first, second, wins, losses, ties in rows:
        for kind, many in enumerate((wins, losses, ties)):
            a += [first] * many
            b += [second] * many
            outcome += [kind] * many
    return count(size, np.array(a, dtype=int), np.array(b, dtype=int), np.array(outcome, dtype=int))
