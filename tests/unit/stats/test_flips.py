# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from sidelight.stats.bradley_terry import fit
from sidelight.stats.counts import PairCounts
from sidelight.stats.flips import MOST_VOTES, first_place, votes_to_settle
from unit.stats.votes import drawn, written


def test_two_models_flip_when_the_difference_is_voted_away() -> None:
    counts = written(2, (0, 1, 12, 8, 3))
    found = first_place(counts, fit(counts))
    assert found is not None
    assert (found.leader, found.challenger) == (0, 1)
    # 12 to 8: without five wins of the first the second leads, and so it does with five more of its own.
    assert (found.fewer, found.more) == (5, 5)


def test_what_is_named_does_flip_the_first_place_and_little_less_does() -> None:
    """Against trying all ways of leaving votes out, where there are few enough to try."""
    for seed in range(6):
        counts = drawn(np.random.default_rng(seed), np.array([0.3, 0.0, -0.3]), 14).counts()
        fitted = fit(counts)
        found = first_place(counts, fitted)
        assert found is not None
        assert found.fewer <= _fewest_by_trying(counts, found.leader) + 1
        low, high = sorted((found.leader, found.challenger))
        pair = (counts.first == low) & (counts.second == high)
        if not pair.any():
            continue
        after = counts.outcomes.copy()
        after[pair, 0 if found.challenger == low else 1] += found.more
        flipped = fit(PairCounts(3, counts.first, counts.second, after)).strengths
        assert flipped[found.challenger] > flipped[found.leader]
        after[pair, 0 if found.challenger == low else 1] -= 1
        before = fit(PairCounts(3, counts.first, counts.second, after)).strengths
        assert before[found.challenger] <= before[found.leader] + 1e-7


def _fewest_by_trying(counts: PairCounts, leader: int) -> int:
    cells = [np.arange(int(n) + 1) for n in counts.outcomes.ravel()]
    best = int(counts.votes)
    for gone in itertools.product(*cells):
        if sum(gone) >= best:
            continue
        left = counts.outcomes - np.reshape(gone, counts.outcomes.shape)
        strengths = fit(PairCounts(counts.size, counts.first, counts.second, left)).strengths
        if strengths.max() > strengths[leader] + 1e-7:
            best = int(sum(gone))
    return best


def test_models_that_only_met_through_a_third_can_flip_too() -> None:
    counts = written(3, (0, 1, 9, 1, 0), (1, 2, 1, 4, 0))
    found = first_place(counts, fit(counts))
    assert found is not None
    assert (found.leader, found.challenger) == (0, 2)
    assert found.fewer >= 1
    assert found.more >= 1


def test_one_model_has_nothing_to_lose() -> None:
    assert first_place(written(1), fit(written(1))) is None
    assert first_place(written(2), fit(written(2))) is None


def test_what_is_settled_needs_no_more_and_what_is_equal_never_enough() -> None:
    needed = votes_to_settle(np.array([1.0, -1.0, 0.0, 0.01]), np.array([0.2, 0.2, 0.2, 0.2]))
    assert needed.tolist() == [0, 0, -1, -1]


def test_four_in_five_settle_with_the_votes_that_were_named() -> None:
    chance, d, sd = np.random.default_rng(2), 0.5, 0.4
    (needed,) = votes_to_settle(np.array([d]), np.array([sd]))
    assert 0 < needed < MOST_VOTES
    p = 1 / (1 + math.exp(-d))
    wins = chance.binomial(needed, p, 20_000)
    new = np.log((wins + 0.5) / (needed - wins + 0.5))
    precision = needed * p * (1 - p)
    after = (d / sd**2 + new * precision) / (1 / sd**2 + precision)
    settled = after > 1.96 / np.sqrt(1 / sd**2 + precision)
    assert settled.mean() == pytest.approx(0.8, abs=0.03)
