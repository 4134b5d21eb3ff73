# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The same strengths as an independent implementation, on votes for which that one can be trusted."""

from __future__ import annotations

import evalica
import numpy as np
import pytest

from sidelight.stats.bradley_terry import fit, fit_arena
from sidelight.stats.counts import Floats, strongly_connected
from unit.stats.votes import Votes, drawn

WINNER = (evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw)


def theirs(votes: Votes) -> Floats:
    found = evalica.bradley_terry(
        votes.a.tolist(),
        votes.b.tolist(),
        [WINNER[outcome] for outcome in votes.outcome],
        tolerance=1e-12,
        limit=100_000,
    ).scores
    strengths = np.log([found[model] for model in range(votes.size)])
    return strengths - strengths.mean()


@pytest.mark.parametrize(
    ("size", "n", "nu"), [(2, 40, 0.0), (5, 300, 0.6), (8, 1000, 0.0), (50, 10_000, 0.6)]
)
def test_connected_votes_give_the_same_strengths(size: int, n: int, nu: float) -> None:
    chance = np.random.default_rng(size)
    votes = drawn(chance, chance.normal(0, 0.7, size), n, nu)
    assert strongly_connected(votes.counts())
    assert fit_arena(votes.counts()).strengths == pytest.approx(theirs(votes), abs=1e-6)


def test_ten_to_nothing_is_where_the_two_part() -> None:
    votes = Votes(2, np.zeros(10, int), np.ones(10, int), np.zeros(10, int))
    assert theirs(votes) == pytest.approx([0, 0])
    ours = fit(votes.counts()).strengths
    assert ours[0] > ours[1]
