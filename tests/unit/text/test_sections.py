# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.sections import common_headings, counterpart


def test_headings_that_both_have_belong_together_whatever_their_numbers_and_marks():
    here = ["Overview", "1. The **cube**", "2. Light", "Summary"]
    there = ["Overview", "Preparations", "2) The cube", "Summary"]
    assert common_headings(here, there) == [(0, 0), (1, 2), (3, 3)]


def test_other_headings_go_by_their_number_if_there_are_as_many():
    assert common_headings(["A", "B"], ["C", "D"]) == [(0, 0), (1, 1)]
    assert common_headings(["A", "B"], ["C"]) == []
    assert common_headings([], []) == []


def test_between_two_headings_it_goes_in_proportion():
    knots = [(0.0, 0.0), (100.0, 300.0), (200.0, 310.0)]
    assert counterpart(50, knots) == 150
    assert counterpart(100, knots) == 300
    assert counterpart(150, knots) == 305
    assert counterpart(-5, knots) == 0
    assert counterpart(999, knots) == 310


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=2, max_size=20),
    st.lists(st.floats(0, 1e6), min_size=2, max_size=9),
)
def test_going_on_here_never_goes_back_there(pairs, places):
    knots = list(zip(sorted(a for a, _ in pairs), sorted(b for _, b in pairs), strict=True))
    found = [counterpart(place, knots) for place in sorted(places)]
    assert found == sorted(found) or found == pytest.approx(sorted(found))
    assert all(
        knots[0][1] <= place <= knots[-1][1] or place == pytest.approx(knots[-1][1]) for place in found
    )
