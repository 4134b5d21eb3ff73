# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math

import numpy as np
import pytest

from sidelight.stats.evidence import DECIDED, confidence_sequence, e_value, wilson


@pytest.mark.parametrize(
    ("wins", "n", "low", "high"),
    [(12, 20, 0.272, 0.874), (60, 100, 0.434, 0.751), (180, 300, 0.500, 0.695)],
)
def test_confidence_sequences_that_are_known(wins: int, n: int, low: float, high: float) -> None:
    # The first was published with its ends a thousandth further out.
    assert confidence_sequence(wins, n - wins) == pytest.approx((low, high), abs=1.5e-3)


@pytest.mark.parametrize(
    ("c", "n", "low", "high"),
    [(0, 3, 0, 0.561), (1, 3, 0.061, 0.792), (3, 3, 0.439, 1), (8, 10, 0.490, 0.943), (12, 20, 0.387, 0.781)],
)
def test_wilson_intervals_that_are_known(c: int, n: int, low: float, high: float) -> None:
    assert wilson(c, n) == pytest.approx((low, high), abs=5e-4)


def test_no_votes_say_nothing() -> None:
    assert e_value(0, 0) == 1
    assert confidence_sequence(0, 0) == (0, 1)
    assert wilson(0, 0) == (0, 1)


def test_the_value_is_the_average_likelihood_of_all_chances() -> None:
    # beta(1/2, 1/2) is the law of sin² of an even angle.
    p = np.sin(np.linspace(0, np.pi / 2, 200_001)[1:-1]) ** 2
    for wins, losses in ((3, 1), (10, 0), (7, 9)):
        average = float(np.mean(p**wins * (1 - p) ** losses))
        assert e_value(wins, losses) == pytest.approx(average * 2 ** (wins + losses), rel=1e-3)


def test_sides_are_alike_and_more_of_one_is_more_evidence() -> None:
    assert e_value(9, 2) == pytest.approx(e_value(2, 9))
    assert e_value(6, 0) < DECIDED < e_value(8, 0)
    low, high = confidence_sequence(9, 2)
    assert confidence_sequence(2, 9) == pytest.approx((1 - high, 1 - low))


def test_the_sequence_leaves_one_half_out_just_when_the_value_decides() -> None:
    for wins in range(40):
        for losses in range(40):
            low, high = confidence_sequence(wins, losses)
            assert (not low <= 0.5 <= high) == (e_value(wins, losses) > DECIDED), (wins, losses)


def test_millions_of_votes_do_not_break_it() -> None:
    assert e_value(2_000_000, 0) == math.inf
    low, high = confidence_sequence(1_000_000, 1_000_000)
    assert 0.49 < low < 0.5 < high < 0.51


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        e_value(-1, 0)
    with pytest.raises(ValueError, match="alpha"):
        confidence_sequence(1, 1, alpha=0)


def test_equal_models_are_seldom_called_different_however_often_one_looks() -> None:
    chance = np.random.default_rng(12)
    called = 0
    for _ in range(400):
        wins = np.cumsum(chance.random(200) < 0.5)
        called += any(e_value(int(w), n - int(w)) >= DECIDED for n, w in enumerate(wins, start=1))
    assert called / 400 <= 0.05
