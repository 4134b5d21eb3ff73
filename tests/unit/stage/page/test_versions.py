# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.stage.page.versions import Range, Version, version

HERE = [Version(0, 128, 0), Version(0, 160, 1), Version(0, 187, 0), Version(4, 5, 1), Version(3, 9, 1)]


@pytest.mark.parametrize(
    ("asked", "best", "meant"),
    [
        ("r128", Version(0, 128, 0), True),
        ("0.160.1", Version(0, 160, 1), True),
        ("0.160", Version(0, 160, 1), True),
        ("v0.160.1", Version(0, 160, 1), True),
        ("0.158.0", Version(0, 160, 1), False),
        ("0.150.0", Version(0, 160, 1), False),
        ("r134", Version(0, 128, 0), False),
        ("0", Version(0, 187, 0), True),
        ("4.4.1", Version(4, 5, 1), False),
        ("^4.4.1", Version(4, 5, 1), True),
        ("^4.9.0", Version(4, 5, 1), False),
        ("~3.9", Version(3, 9, 1), True),
        ("3.x", Version(3, 9, 1), True),
        ("", Version(4, 5, 1), True),
        ("latest", Version(4, 5, 1), True),
        ("2.9.4", None, False),
        ("99", None, False),
    ],
)
def test_the_best_of_those_at_hand(asked, best, meant):
    found = Range(asked).best(HERE)
    assert found == best
    assert found is None or Range(asked).allows(found) is meant


def test_the_later_of_two_that_are_equally_far():
    assert Range("1.2.0").best([Version(1, 1, 0), Version(1, 3, 0)]) == Version(1, 3, 0)


def test_one_may_stand_in_for_another_major_version_where_that_is_said():
    also = {Version(4, 5, 1): {2, 5}}
    assert Range("2.9.4").best(HERE, also) == Version(4, 5, 1)
    assert Range("3.1.0").best(HERE, {Version(4, 5, 1): {3}}) == Version(3, 9, 1)
    assert Range("6").best(HERE, also) is None


@given(st.text(max_size=40), st.lists(st.builds(Version, *[st.integers(0, 9)] * 3)))
def test_any_text_finds_one_of_them_or_none(text, here):
    best = Range(text).best(here)
    assert best is None or best in here


@given(st.builds(Version, *[st.integers(0, 10**6 - 1)] * 3))
def test_a_version_is_read_as_it_is_written(one):
    assert version(str(one)) == one
    assert Range(str(one)).best([one]) == one


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "1.2.3-beta", "a.b.c", "1.2." + "9" * 5000])
def test_what_is_no_whole_version_is_none(text):
    assert version(text) is None
