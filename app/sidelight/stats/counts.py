# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Votes counted by pair, and which models they connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

WIN, LOSS, TIE = 0, 1, 2
"""Outcomes of a vote, seen from the first model."""
OUTCOMES = 3


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How the pairs of ``size`` models met.

    Attributes:
        size: number of models, K.
        first, second: shape (P,), models with first < second; each pair that met once.
        outcomes: shape (P, 3), votes for the first, for the second, and ties; may be fractions.
    """

    size: int
    first: Ints
    second: Ints
    outcomes: Floats

    @property
    def votes(self) -> float:
        """All votes."""
        return float(self.outcomes.sum())

    @property
    def totals(self) -> Floats:
        """Votes of each pair, shape (P,)."""
        totals: Floats = self.outcomes.sum(axis=1)
        return totals

    def met(self) -> Bools:
        """Shape (K, K): whether two models met."""
        met = np.zeros((self.size, self.size), dtype=bool)
        met[self.first, self.second] = met[self.second, self.first] = True
        return met

    def beaten(self) -> Bools:
        """Shape (K, K): whether the row's model took a vote from the column's; a tie does both ways."""
        beaten = np.zeros((self.size, self.size), dtype=bool)
        wins, losses, ties = (self.outcomes > 0).T
        beaten[self.first, self.second] = wins | ties
        beaten[self.second, self.first] = losses | ties
        return beaten

    def of(self, models: Ints) -> PairCounts:
        """The pairs among some models, which are renumbered in the order given."""
        number = np.full(self.size, -1, dtype=np.int64)
        number[models] = np.arange(len(models))
        first, second = number[self.first], number[self.second]
        kept = (first >= 0) & (second >= 0)
        first, second, outcomes = first[kept], second[kept], self.outcomes[kept]
        turned = first > second
        outcomes = np.where(turned[:, None], outcomes[:, (LOSS, WIN, TIE)], outcomes)
        return PairCounts(
            len(models), np.where(turned, second, first), np.where(turned, first, second), outcomes
        )


def count(size: int, a: Ints, b: Ints, outcome: Ints, weight: Floats | None = None) -> PairCounts:
    """Count votes by pair.

    Args:
        size: number of models.
        a, b: shape (N,), the models of each vote, from 0; votes on a model against itself are not counted.
        outcome: shape (N,), ``WIN`` if a was preferred, ``LOSS`` if b was, ``TIE``.
        weight: shape (N,), what each vote counts; 1 if not given.

    Raises:
        ValueError: the arrays differ in length, or a number is out of range.
    """
    if not len(a) == len(b) == len(outcome):
        raise ValueError("a, b and outcome must be of one length")
    for numbers, bound in ((a, size), (b, size), (outcome, OUTCOMES)):
        if len(numbers) and not (numbers.min() >= 0 and numbers.max() < bound):
            raise ValueError("a model or an outcome is out of range")
    cells = size * size * OUTCOMES
    # Small keys are quicker to make and to count: with millions of votes memory is what takes the time.
    kind = np.int32 if cells < 1 << 31 else np.int64
    key: NDArray[np.signedinteger[Any]] = a.astype(kind)
    np.multiply(key, size, out=key)
    np.add(key, b, out=key, casting="unsafe")
    np.multiply(key, OUTCOMES, out=key)
    np.add(key, outcome, out=key, casting="unsafe")
    table = np.bincount(key, weight, cells).reshape(size, size, OUTCOMES).astype(np.float64)
    return from_table(table)


def from_table(table: Floats) -> PairCounts:
    """Pair counts from a table, shape (K, K, 3), of votes on (a, b) with their outcomes seen from a."""
    size = len(table)
    both = table + table.transpose(1, 0, 2)[:, :, (LOSS, WIN, TIE)]
    first, second = np.nonzero(np.triu(both.sum(axis=2), 1))
    return PairCounts(size, first, second, both[first, second])


def components(linked: Bools) -> list[Ints]:
    """Groups of models that hang together by links in either direction, the largest first."""
    return _groups(linked | linked.T)


def strong_components(leads: Bools) -> list[Ints]:
    """Groups in which every model is reached from every other along the links' direction, largest first."""
    reached = leads | np.eye(len(leads), dtype=bool)
    while True:
        further = (reached.astype(np.float32) @ reached.astype(np.float32)) > 0
        if (further == reached).all():
            return _groups(reached & reached.T)
        reached = further


def strongly_connected(counts: PairCounts) -> bool:
    """Whether strengths exist without a prior: no set of models is unbeaten by the rest, or never met it."""
    return counts.size > 0 and len(strong_components(counts.beaten())) == 1


def _groups(linked: Bools) -> list[Ints]:
    free = np.ones(len(linked), dtype=bool)
    found: list[Ints] = []
    for start in range(len(linked)):
        if not free[start]:
            continue
        group = np.zeros(len(linked), dtype=bool)
        edge = group.copy()
        edge[start] = True
        while edge.any():
            group |= edge
            edge = linked[edge].any(axis=0) & ~group
        free &= ~group
        found.append(np.flatnonzero(group))
    return sorted(found, key=lambda group: (-len(group), int(group[0])))
