# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.words import MOST, changed_words

TEXT = st.text(alphabet="ab é漢\U0001f600.,\n", max_size=60)


def marked(left, right):
    lefts, rights = changed_words(left, right)
    return [left[a:b] for a, b in lefts], [right[a:b] for a, b in rights]


def test_words_are_marked_from_edge_to_edge():
    assert marked("It turns around one axis.", "It spins around one axis, slowly.") == (
        ["turns"],
        ["spins", ", slowly"],
    )
    assert marked("angle = 1", "angle += 12") == (["1"], ["+", "12"])


def test_white_space_alone_is_no_difference():
    assert marked("a  b\nc", "a b c ") == ([], [])


def test_a_short_word_between_two_changes_is_marked_with_them():
    assert marked("red as wine", "blue as ink") == (["red as wine"], ["blue as ink"])


@given(
    st.text(alphabet="ab é漢\U0001f600.,\n", max_size=60),
    st.text(alphabet="ab é漢\U0001f600.,\n", max_size=60),
)
def test_what_is_not_marked_is_the_same_in_both(left, right):
    rests = []
    for text, stretches in zip((left, right), changed_words(left, right), strict=True):
        assert all(0 <= a < b <= len(text) for a, b in stretches)
        assert all(one[1] <= other[0] for one, other in pairwise(stretches))
        rest = list(text)
        for a, b in stretches:
            rest[a:b] = " " * (b - a)
        rests.append(re.findall(r"\w+|[^\w\s]", "".join(rest)))
    assert rests[0] == rests[1]


def test_a_very_long_passage_is_marked_between_its_common_ends():
    middle = "x " * MOST
    assert marked(f"Begin {middle} end.", f"Begin {middle}and end.") == ([], ["and"])
    lefts, rights = marked(f"Begin {middle}one more end.", f"Begin {'y ' * MOST} end.")
    assert lefts == [f"{middle}one more"]
    assert len(rights) == 1
