# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.domain.copying import LONGEST, TOLD
from sidelight.workbench.page_words import PATIENCE_MS, Copied, PageWords, Parts


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def words(clock):
    return PageWords(clock)


def pieces(kind, number, *texts):
    return [{"t": kind, "n": number, "at": at, "of": len(texts), "text": t} for at, t in enumerate(texts)]


def test_what_is_copied_is_taken_once_and_only_after_it_was_asked_for(words):
    for message in pieces("copied", 1, "of its own accord"):
        words.hear(message)
    assert words.take_copied() is None
    assert words.ask_copy() == {"t": "copy", "n": 1}
    for message in pieces("copied", 1, "asked ", "for"):
        words.hear(message)
    assert words.take_copied() == Copied("asked for", cut=False)
    assert words.take_copied() is None
    for message in pieces("copied", 1, "once more"):
        words.hear(message)
    assert words.take_copied() is None


def test_what_comes_late_or_for_an_earlier_wish_is_not_taken(words, clock):
    words.ask_copy()
    words.ask_copy()
    for message in pieces("copied", 1, "for the first"):
        words.hear(message)
    assert words.take_copied() is None
    clock.now = PATIENCE_MS + 1
    for message in pieces("copied", 2, "late"):
        words.hear(message)
    assert words.take_copied() is None


def test_nothing_copied_leaves_the_clipboard_alone_and_too_much_is_cut(words):
    words.ask_copy()
    words.hear(pieces("copied", 1, "")[0])
    assert words.take_copied() is None
    words.ask_copy()
    for message in pieces("copied", 2, *["x" * 900] * 200):
        words.hear(message)
    copied = words.take_copied()
    assert (len(copied.text), copied.cut) == (LONGEST, True)


def test_what_a_page_shows_and_where_its_focus_is(words):
    for message in pieces("words", 1, "Hello ", "you"):
        words.hear(message)
    words.hear({"t": "within", "text": "button, Start"})
    assert (words.shown, words.within) == ("Hello you", "button, Start")
    for message in pieces("words", 2, *["y" * 900] * 50):
        words.hear(message)
    assert words.shown == "y" * TOLD
    words.hear({"t": "within", "text": None})
    assert words.within == ""


def test_pieces_out_of_order_make_no_text():
    parts = Parts(100)
    first, second, third = pieces("words", 1, "a", "b", "c")
    assert parts.feed(second) is None
    assert parts.feed(first) is None
    assert parts.feed(third) is None
    assert parts.feed(second) is None
    assert [parts.feed(one) for one in (first, second, third)] == [None, None, "abc"]


plain = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=5)
hostile = st.fixed_dictionaries(
    {"t": st.sampled_from(["words", "copied", "within", "x"])},
    optional={"n": plain, "at": plain, "of": plain, "text": plain | st.just("z" * 1000)},
)


@given(st.lists(hostile, max_size=40))
def test_whatever_a_stranger_says_stays_text_within_bounds(messages):
    words = PageWords(lambda: 0.0)
    words.ask_copy()
    for message in messages:
        words.hear(message)
    assert isinstance(words.shown, str)
    assert isinstance(words.within, str)
    assert len(words.shown) <= TOLD
    copied = words.take_copied()
    assert copied is None or 0 < len(copied.text) <= LONGEST
