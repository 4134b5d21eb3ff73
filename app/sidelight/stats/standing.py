# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What may be said of an order of models: intervals, ranks, groups that cannot be told apart, who is best."""

from __future__ import annotations

import numpy as np

from sidelight.stats.bradley_terry import ELO, Fit
from sidelight.stats.counts import Bools, Floats, Ints
from sidelight.stats.evidence import Z95

DRAWS = 4096
_PORTION = 1024


def score_intervals(fit: Fit) -> tuple[Floats, Floats]:
    """Lower and upper ends of the 95 % intervals of the scores, each of shape (K,)."""
    half = Z95 * ELO * np.sqrt(np.maximum(np.diag(fit.covariance), 0.0))
    return fit.scores - half, fit.scores + half


def better(fit: Fit) -> Bools:
    """Shape (K, K): whether the 95 % interval of the difference puts the row's model above the column's."""
    difference = fit.strengths[:, None] - fit.strengths[None, :]
    surely: Bools = difference > Z95 * fit.difference_sd()
    np.fill_diagonal(surely, False)
    return surely


def ranks(better: Bools) -> Ints:
    """Shape (K,): one more than the number of models that are surely better."""
    above: Ints = better.sum(axis=0).astype(np.int64)
    return 1 + above


def published_ranks(low: Floats, high: Floats) -> Ints:
    """Ranks as public arenas give them: 1, and 1 for each model whose interval lies wholly above."""
    return ranks(low[:, None] > high[None, :])


def inseparable(order: Ints, better: Bools) -> list[Ints]:
    """Neighbours in an order, no two of which can be told apart: each group as large as can be, from two on.

    Groups may overlap: A and B may be too close, B and C too, and yet A surely above C.

    Args:
        order: models from the best to the worst.
        better: shape (K, K), as ``better`` gives it.
    """
    told_apart = better | better.T
    found: list[Ints] = []
    reached = 0
    for start in range(len(order)):
        end = start + 1
        while end < len(order) and not told_apart[order[end], order[start:end]].any():
            end += 1
        # A group that ends where one before it ended lies within that one.
        if end > reached and end - start > 1:
            found.append(order[start:end])
        reached = max(reached, end)
    return found


def chance_of_best(fit: Fit, seed: int = 0, draws: int = DRAWS) -> Floats:
    """Shape (K,): how often each model comes out first among strengths drawn from the fit's normal law.

    The same seed gives the same chances; they are exact to about 1 / sqrt(draws).
    """
    size = len(fit.strengths)
    values, vectors = np.linalg.eigh(fit.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    chance = np.random.default_rng(seed)
    firsts = np.zeros(size, dtype=np.int64)
    for begun in range(0, draws, _PORTION):
        drawn = fit.strengths + chance.standard_normal((min(_PORTION, draws - begun), size)) @ root.T
        firsts += np.bincount(drawn.argmax(axis=1), minlength=size)
    return firsts / draws
