# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Known answers, and what must hold for any votes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.stats.bradley_terry import Fit, Meat, fit, fit_arena
from sidelight.stats.counts import PairCounts, count
from sidelight.stats.ties import Ties
from unit.stats.votes import drawn, written

EVERY_WAY = pytest.mark.parametrize("ties", list(Ties))


def test_the_four_teams_of_the_encyclopaedia() -> None:
    teams = written(4, (0, 1, 2, 3, 0), (0, 3, 1, 4, 0), (1, 2, 5, 3, 0), (2, 3, 1, 3, 0))
    assert np.exp(fit_arena(teams).strengths) == pytest.approx([0.640, 1.043, 0.660, 2.270], abs=5e-4)


def test_two_to_one_is_the_logarithm_of_two() -> None:
    fitted = fit_arena(written(2, (0, 1, 20, 10, 0)))
    assert fitted.strengths[0] - fitted.strengths[1] == pytest.approx(math.log(2), abs=1e-9)
    # The variance of a log odds is n / (wins times losses).
    assert fitted.difference_sd()[0, 1] == pytest.approx(math.sqrt(30 / 200), abs=1e-9)
    assert fitted.scores == pytest.approx([1000 + 200 * math.log10(2), 1000 - 200 * math.log10(2)])


@EVERY_WAY
def test_ten_to_nothing_stays_finite_with_the_winner_ahead(ties: Ties) -> None:
    fitted = fit(written(2, (0, 1, 10, 0, 0)), ties=ties)
    assert np.isfinite(fitted.strengths).all()
    assert np.isfinite(fitted.covariance).all()
    assert fitted.strengths[0] > fitted.strengths[1] + 1


@EVERY_WAY
def test_a_clean_order_of_three_is_found(ties: Ties) -> None:
    fitted = fit(written(3, (0, 1, 3, 0, 0), (2, 1, 3, 0, 0), (0, 2, 3, 0, 0)), ties=ties)
    assert fitted.strengths[0] > fitted.strengths[2] > fitted.strengths[1]


@EVERY_WAY
def test_nothing_but_ties_makes_models_equal(ties: Ties) -> None:
    fitted = fit(written(3, (0, 1, 0, 0, 9), (1, 2, 0, 0, 9)), ties=ties)
    assert fitted.strengths == pytest.approx([0, 0, 0], abs=1e-6)
    assert np.isfinite(fitted.covariance).all()


def test_without_a_prior_an_unbeaten_model_is_refused() -> None:
    for counts in (written(2, (0, 1, 10, 0, 0)), written(4, (0, 1, 1, 1, 0), (2, 3, 1, 1, 0)), written(0)):
        with pytest.raises(ValueError, match="without a prior"):
            fit_arena(counts)


def test_a_prior_must_be_one() -> None:
    for sd in (0.0, math.inf, math.nan):
        with pytest.raises(ValueError, match="prior"):
            fit(written(2, (0, 1, 1, 1, 0)), prior_sd=sd)


def test_no_votes_leave_the_prior() -> None:
    fitted = fit(written(3))
    assert fitted.strengths.tolist() == [0, 0, 0]
    assert fitted.difference_sd()[0, 1] == pytest.approx(1.5 * math.sqrt(2))


def test_a_weak_prior_gives_the_greatest_likelihood() -> None:
    counts = drawn(np.random.default_rng(4), np.array([0.5, 0.0, -0.5]), 400, nu=0.5).counts()
    for ties in Ties:
        weak, none = fit(counts, prior_sd=1e4, ties=ties), fit_arena(counts, ties=ties)
        assert weak.strengths == pytest.approx(none.strengths, abs=1e-5)


@pytest.mark.parametrize(("ties", "nu"), [(Ties.HALF, 0.0), (Ties.DAVIDSON, 0.6)])
def test_many_votes_find_the_strengths_that_drew_them(ties: Ties, nu: float) -> None:
    truth = np.array([0.9, 0.2, -0.1, -1.0])
    votes = drawn(np.random.default_rng(5), truth, 200_000, nu)
    for fitted in (fit(votes.counts(), ties=ties), fit_arena(votes.counts(), ties=ties)):
        assert fitted.strengths == pytest.approx(truth, abs=0.03)
        if nu:
            assert math.exp(fitted.tie_parameter) == pytest.approx(nu, abs=0.01)


def test_rao_and_kupper_find_the_threshold_that_drew_the_ties() -> None:
    chance, truth, threshold = np.random.default_rng(6), np.array([0.8, 0.0, -0.8]), 0.5
    a = chance.integers(0, 3, 100_000)
    b = (a + chance.integers(1, 3, len(a))) % 3
    felt = truth[a] - truth[b] + chance.logistic(size=len(a))
    outcome = np.where(felt > threshold, 0, np.where(felt < -threshold, 1, 2))
    fitted = fit(count(3, a, b, outcome), ties=Ties.RAO_KUPPER)
    assert fitted.strengths == pytest.approx(truth, abs=0.03)
    assert fitted.tie_parameter == pytest.approx(threshold, abs=0.01)


PAIRS = st.lists(
    st.tuples(
        st.integers(0, 4), st.integers(0, 4), st.integers(0, 12), st.integers(0, 12), st.integers(0, 6)
    ),
    min_size=1,
    max_size=8,
)


@EVERY_WAY
@given(rows=PAIRS, seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_names_and_order_mean_nothing(ties: Ties, rows: list[tuple[int, ...]], seed: int) -> None:
    """Votes turned round turn the strengths round; the order of votes and of models changes nothing."""
    counts = written(5, *rows)  # type: ignore[arg-type]
    fitted = fit(counts, ties=ties)
    assert np.isfinite(fitted.strengths).all()
    assert (fitted.difference_sd() >= 0).all()
    turned = fit(PairCounts(5, counts.first, counts.second, counts.outcomes[:, (1, 0, 2)]), ties=ties)
    assert turned.strengths == pytest.approx(-fitted.strengths, abs=1e-6)
    assert turned.covariance == pytest.approx(fitted.covariance, abs=1e-6)
    order = np.random.default_rng(seed).permutation(5)
    moved = fit(written(5, *((order[a], order[b], *rest) for a, b, *rest in rows[::-1])), ties=ties)  # type: ignore[arg-type]
    assert moved.strengths[order] == pytest.approx(fitted.strengths, abs=1e-6)


def test_twice_the_votes_narrow_the_intervals_by_the_root_of_two() -> None:
    counts = drawn(np.random.default_rng(7), np.array([0.4, 0.1, -0.5]), 500, nu=0.4).counts()
    twice = PairCounts(3, counts.first, counts.second, counts.outcomes * 2)
    for ties in Ties:
        once, then = fit_arena(counts, ties=ties), fit_arena(twice, ties=ties)
        # Where ties have a parameter, its wide prior weighs half as much then.
        near = 1e-9 if ties is Ties.HALF else 1e-3
        assert then.strengths == pytest.approx(once.strengths, abs=near)
        ratio = once.difference_sd()[0, 1] / then.difference_sd()[0, 1]
        assert ratio == pytest.approx(math.sqrt(2), abs=near)
    decisive = drawn(np.random.default_rng(7), np.array([0.4, 0.1, -0.5]), 500).counts()
    twice = PairCounts(3, decisive.first, decisive.second, decisive.outcomes * 2)
    weak = [fit(c, prior_sd=1e4).difference_sd()[0, 1] for c in (decisive, twice)]
    assert weak[0] / weak[1] == pytest.approx(math.sqrt(2), abs=1e-4)


def test_groups_that_never_met_are_each_centred() -> None:
    fitted = fit(written(4, (0, 1, 8, 2, 0), (2, 3, 2, 8, 0)))
    assert fitted.strengths[:2].sum() == pytest.approx(0, abs=1e-9)
    assert fitted.strengths[2:].sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("way", [fit, fit_arena])
@pytest.mark.parametrize("nu", [0.0, 0.6, 2.0])
def test_intervals_are_as_wide_as_the_scatter_of_repeats(way: Callable[[PairCounts], Fit], nu: float) -> None:
    chance, truth = np.random.default_rng(8), np.array([0.6, 0.0, -0.6])
    fits = [way(drawn(chance, truth, 600, nu).counts()) for _ in range(400)]
    seen = np.std([one.strengths[0] - one.strengths[1] for one in fits])
    said = np.mean([one.difference_sd()[0, 1] for one in fits])
    assert said == pytest.approx(seen, rel=0.12)


@EVERY_WAY
def test_votes_that_stand_alone_make_the_same_sandwich_as_none_that_hang_together(ties: Ties) -> None:
    votes = drawn(np.random.default_rng(9), np.array([0.6, 0.0, -0.6]), 300, nu=0.6)
    alone = Meat(3, votes.a, votes.b, votes.outcome, np.arange(300))
    plain, clustered = fit_arena(votes.counts(), ties=ties), fit_arena(votes.counts(), ties=ties, meat=alone)
    assert clustered.covariance == pytest.approx(plain.covariance * 300 / 299, rel=1e-6, abs=1e-12)


def test_each_vote_cast_four_times_by_one_person_counts_as_one() -> None:
    votes = drawn(np.random.default_rng(10), np.array([0.6, 0.0, -0.6]), 300, nu=0.3)
    a, b, outcome = (np.repeat(x, 4) for x in (votes.a, votes.b, votes.outcome))
    counts = count(3, a, b, outcome)
    clustered = fit_arena(counts, meat=Meat(3, a, b, outcome, np.repeat(np.arange(300), 4)))
    once = fit_arena(votes.counts())
    assert clustered.difference_sd() == pytest.approx(once.difference_sd() * math.sqrt(300 / 299), abs=1e-9)
    assert fit_arena(counts).difference_sd() == pytest.approx(once.difference_sd() / 2, abs=1e-9)


def test_a_start_from_nearby_changes_nothing() -> None:
    counts = drawn(np.random.default_rng(11), np.array([0.6, 0.0, -0.6]), 90, nu=0.3).counts()
    near = fit(written(3, (0, 1, 3, 1, 1), (1, 2, 3, 1, 1)), ties=Ties.DAVIDSON)
    fresh, warm = fit(counts, ties=Ties.DAVIDSON), fit(counts, ties=Ties.DAVIDSON, start=near)
    assert warm.strengths == pytest.approx(fresh.strengths, abs=1e-9)
