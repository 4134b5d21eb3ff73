# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from sidelight.stats.counts import components, count, strong_components, strongly_connected
from unit.stats.votes import drawn, written


def test_votes_are_counted_by_pair_whichever_side_a_model_stood_on() -> None:
    counts = count(3, np.array([0, 1, 2, 1, 0]), np.array([1, 0, 1, 2, 1]), np.array([0, 0, 2, 1, 2]))
    assert counts.first.tolist() == [0, 1]
    assert counts.second.tolist() == [1, 2]
    assert counts.outcomes.tolist() == [[1, 1, 1], [0, 1, 1]]
    assert counts.votes == 5


def test_counting_agrees_with_counting_by_hand() -> None:
    votes = drawn(np.random.default_rng(1), np.zeros(6), 500, nu=0.5)
    counts = votes.counts()
    by_hand: dict[tuple[int, int], list[int]] = {}
    for a, b, outcome in zip(votes.a.tolist(), votes.b.tolist(), votes.outcome.tolist(), strict=True):
        if a > b:
            a, b, outcome = b, a, {0: 1, 1: 0, 2: 2}[outcome]
        by_hand.setdefault((a, b), [0, 0, 0])[outcome] += 1
    found = zip(counts.first.tolist(), counts.second.tolist(), strict=True)
    assert dict(zip(found, counts.outcomes.astype(int).tolist(), strict=True)) == by_hand


def test_a_model_against_itself_is_no_vote_and_nonsense_is_refused() -> None:
    assert count(2, np.array([1]), np.array([1]), np.array([0])).votes == 0
    with pytest.raises(ValueError, match="range"):
        count(2, np.array([0]), np.array([2]), np.array([0]))
    with pytest.raises(ValueError, match="length"):
        count(2, np.array([0]), np.array([1]), np.array([0, 1]))


def test_votes_may_weigh_unequally() -> None:
    counts = count(2, np.array([0, 1]), np.array([1, 0]), np.array([0, 0]), np.array([2.5, 0.5]))
    assert counts.outcomes.tolist() == [[2.5, 0.5, 0]]


def test_groups_that_never_met_are_found_the_largest_first() -> None:
    counts = written(6, (0, 5, 1, 0, 0), (1, 2, 0, 1, 0), (2, 3, 1, 1, 0))
    assert [group.tolist() for group in components(counts.met())] == [[1, 2, 3], [0, 5], [4]]


def test_strong_connection_needs_a_way_back_and_a_tie_is_one() -> None:
    ring = written(3, (0, 1, 1, 0, 0), (1, 2, 1, 0, 0), (2, 0, 1, 0, 0))
    assert strongly_connected(ring)
    clean = written(3, (0, 1, 3, 0, 0), (1, 2, 3, 3, 0))
    assert not strongly_connected(clean)
    assert [group.tolist() for group in strong_components(clean.beaten())] == [[1, 2], [0]]
    assert strongly_connected(written(2, (0, 1, 5, 0, 1)))
    assert not strongly_connected(written(0))


def test_a_part_of_the_models_keeps_its_votes_in_the_new_order() -> None:
    counts = written(4, (0, 1, 3, 1, 2), (1, 3, 4, 0, 0), (2, 3, 9, 9, 9))
    part = counts.of(np.array([3, 1, 0]))
    found = {
        (a, b): row
        for a, b, row in zip(part.first.tolist(), part.second.tolist(), part.outcomes.tolist(), strict=True)
    }
    assert found == {(1, 2): [1, 3, 2], (0, 1): [0, 4, 0]}
