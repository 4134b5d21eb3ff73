# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from sidelight.stats.bradley_terry import fit
from sidelight.stats.counts import count
from sidelight.stats.style import fit_styled, relative_differences
from unit.stats.votes import drawn


def test_features_are_relative_differences_of_unit_spread() -> None:
    a, b = np.array([[300.0, 0, 4, 1], [100, 2, 4, 0]]), np.array([[100.0, 0, 4, 0], [100, 0, 4, 1]])
    found = relative_differences(a, b)
    assert (found**2).mean(axis=0) == pytest.approx([1, 1, 0, 1])
    assert found[0, 0] == pytest.approx((200 / 401) / np.sqrt((200 / 401) ** 2 / 2))
    assert relative_differences(b, a) == pytest.approx(-found)
    assert relative_differences(np.zeros((0, 4)), np.zeros((0, 4))).shape == (0, 4)


@pytest.mark.parametrize("arena", [False, True])
def test_length_that_wins_votes_is_found_and_taken_out(arena: bool) -> None:
    chance = np.random.default_rng(3)
    truth, size, n = np.array([0.5, 0.0, -0.5]), 3, 30_000
    votes = drawn(chance, truth, n)
    # The weakest model writes long answers, and length wins.
    mean = np.array([100.0, 300.0, 900.0])
    lengths = [
        np.column_stack([chance.poisson(mean[side]), *np.zeros((3, n))]) for side in (votes.a, votes.b)
    ]
    features = relative_differences(*lengths)
    d = truth[votes.a] - truth[votes.b] + 0.9 * features[:, 0]
    outcome = (chance.random(n) >= 1 / (1 + np.exp(-d))).astype(np.int64)
    styled = fit_styled(size, votes.a, votes.b, outcome, features, arena=arena)
    assert styled.effects == pytest.approx([0.9, 0, 0, 0], abs=0.1)
    assert abs(styled.effects[0] - 0.9) < 4 * styled.sd[0]
    assert styled.fit.strengths == pytest.approx(truth, abs=0.15)
    assert fit(count(size, votes.a, votes.b, outcome)).strengths.argmax() == 2


def test_without_any_difference_in_style_it_is_the_plain_fit() -> None:
    votes = drawn(np.random.default_rng(4), np.array([0.5, 0.0, -0.5]), 200, nu=0.4)
    plain = fit(votes.counts())
    styled = fit_styled(3, votes.a, votes.b, votes.outcome, np.zeros((200, 4)))
    assert styled.fit.strengths == pytest.approx(plain.strengths, abs=1e-8)
    assert styled.fit.covariance == pytest.approx(plain.covariance, abs=1e-8)
    assert styled.effects.tolist() == [0, 0, 0, 0]


def test_sides_are_alike() -> None:
    chance = np.random.default_rng(5)
    votes = drawn(chance, np.array([0.5, 0.0, -0.5]), 300, nu=0.4)
    left, right = chance.poisson(50, (2, 300, 4)).astype(float)
    turned = np.array([1, 0, 2])[votes.outcome]
    once = fit_styled(3, votes.a, votes.b, votes.outcome, relative_differences(left, right), arena=True)
    then = fit_styled(3, votes.b, votes.a, turned, relative_differences(right, left), arena=True)
    assert then.fit.strengths == pytest.approx(once.fit.strengths, abs=1e-9)
    assert then.effects == pytest.approx(once.effects, abs=1e-9)
