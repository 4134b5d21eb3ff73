# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math

import numpy as np
import pytest

from sidelight.stats import standing
from sidelight.stats.bradley_terry import ELO, Fit, fit
from sidelight.stats.ties import Ties
from unit.stats.votes import written


def told(*pairs: tuple[int, int], size: int) -> np.ndarray:
    better = np.zeros((size, size), dtype=bool)
    for row, column in pairs:
        better[row, column] = True
    return better


def groups(better: np.ndarray) -> list[list[int]]:
    return [group.tolist() for group in standing.inseparable(np.arange(len(better)), better)]


def test_intervals_are_the_score_and_two_standard_deviations() -> None:
    fitted = fit(written(2, (0, 1, 20, 10, 0)))
    low, high = standing.score_intervals(fitted)
    assert (low + high) / 2 == pytest.approx(fitted.scores)
    # The mean is fixed, so each of two scores varies half as much as their difference.
    half = 1.959964 * ELO * fitted.difference_sd()[0, 1] / 2
    assert high - low == pytest.approx([2 * half, 2 * half], rel=1e-6)


def test_a_rank_counts_those_who_are_surely_better() -> None:
    counts = written(3, (0, 1, 90, 10, 0), (0, 2, 90, 10, 0), (1, 2, 50, 50, 0))
    better = standing.better(fit(counts))
    assert better.tolist() == [[False, True, True], [False] * 3, [False] * 3]
    assert standing.ranks(better).tolist() == [1, 2, 2]


def test_published_ranks_compare_the_intervals_themselves() -> None:
    low, high = np.array([10.0, 4.0, 3.0, 0.0]), np.array([12.0, 9.0, 11.0, 2.0])
    assert standing.published_ranks(low, high).tolist() == [1, 2, 1, 4]


def test_groups_hold_neighbours_that_cannot_be_told_apart() -> None:
    assert groups(told(size=3)) == [[0, 1, 2]]
    assert groups(told((0, 1), (0, 2), (1, 2), size=3)) == []
    assert groups(told((0, 2), size=3)) == [[0, 1], [1, 2]]
    assert groups(told((0, 1), (0, 2), (0, 3), (1, 3), size=4)) == [[1, 2], [2, 3]]
    assert groups(told(size=1)) == []
    assert groups(told(size=0)) == []


def test_the_chance_of_being_best_is_that_of_the_normal_law() -> None:
    sd = 0.5
    covariance = np.array([[1, -1], [-1, 1]]) * sd**2 / 4
    fitted = Fit(np.array([0.25, -0.25]), covariance, Ties.HALF, 0.0)
    exact = (1 + math.erf(0.5 / sd / math.sqrt(2))) / 2
    chances = standing.chance_of_best(fitted, seed=3, draws=40_000)
    assert chances == pytest.approx([exact, 1 - exact], abs=0.01)
    assert chances.tolist() == standing.chance_of_best(fitted, seed=3, draws=40_000).tolist()
    assert chances.sum() == pytest.approx(1)


def test_a_model_alone_is_surely_the_best() -> None:
    assert standing.chance_of_best(fit(written(1))).tolist() == [1.0]
