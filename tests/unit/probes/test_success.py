# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.verdict import Verdict
from sidelight.probes.success import pass_at, success_of, wilson

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.UNSURE


@pytest.mark.parametrize(("k", "known"), [(1, 0.3), (3, 0.708333), (5, 0.916667)])
def test_pass_at_k_by_known_answers(k, known):
    assert pass_at(10, 3, k) == pytest.approx(known, abs=1e-6)


@given(st.integers(1, 7).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(1, n))))
def test_pass_at_k_is_the_share_of_selections_with_a_pass(numbers):
    n, c, k = numbers
    selections = list(combinations([True] * c + [False] * (n - c), k))
    assert pass_at(n, c, k) == pytest.approx(sum(map(any, selections)) / len(selections))


def test_pass_at_k_needs_k_attempts():
    assert pass_at(2, 2, 3) is None
    with pytest.raises(ValueError, match="passes"):
        pass_at(2, 3, 1)


@pytest.mark.parametrize(
    ("c", "n", "low", "high"),
    [(0, 3, 0, 0.561), (1, 3, 0.061, 0.792), (3, 3, 0.439, 1), (8, 10, 0.490, 0.943)],
)
def test_wilson_by_known_answers(c, n, low, high):
    assert wilson(c, n) == pytest.approx((low, high), abs=1e-3)


def test_no_attempts_say_nothing():
    assert wilson(0, 0) == (0, 1)
    none = success_of([])
    assert (none.judged, none.first, none.within_three, none.pass_at(1), none.interval) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_unsure_is_counted_apart():
    found = success_of([F, U, P, None, P])
    assert (found.attempts, found.judged, found.passed, found.unsure, found.open) == (5, 3, 2, 1, 1)
    assert found.first is F
    assert found.pass_at(1) == pytest.approx(2 / 3)
    assert found.pass_at(3) == 1
    assert found.interval is None


@pytest.mark.parametrize(
    ("verdicts", "within"),
    [
        ([F, F, P], True),
        ([P], True),
        ([F, F, F, P], False),
        ([F, F], None),
        ([F, U, F], None),
        ([F, None, F], None),
    ],
)
def test_within_three_tries(verdicts, within):
    assert success_of(verdicts).within_three is within


def test_an_interval_is_told_from_five_verdicts():
    assert success_of([P] * 4 + [F]).interval == pytest.approx(wilson(4, 5))
