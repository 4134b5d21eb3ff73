# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.stage.channel import Channel
from sidelight.stage.page import parting
from sidelight.stage.page.telling import AFTER_INPUT_S, FOCUS, RESTLESS_S, SETTLED_S, WORDS, Telling


class Page:
    """Answers when it is told to."""

    def __init__(self):
        self.waiting, self.words, self.focus = [], [], []
        self.telling = Telling(
            lambda script, then: self.waiting.append((script, then)), self.words.append, self.focus.append
        )

    def asked(self):
        return [script for script, _then in self.waiting]

    def answer(self, value):
        waiting, self.waiting = self.waiting, []
        for _script, then in waiting:
            then(value)


@pytest.fixture
def page():
    return Page()


def test_a_page_is_asked_when_it_has_come_to_rest_and_once(page):
    page.telling.tick(100.0)
    page.telling.drawn(100.0)
    page.telling.tick(100.0 + SETTLED_S / 2)
    assert page.asked() == []
    page.telling.tick(100.0 + SETTLED_S)
    assert page.asked() == [WORDS, FOCUS]
    page.answer("Hello")
    for second in range(1, 100):
        page.telling.tick(100.0 + second)
    assert page.asked() == []
    assert (page.words, page.focus) == (["Hello"], ["Hello"])


def test_one_that_never_rests_is_asked_now_and_then(page):
    asked = 0
    for step in range(1000):
        now = 100.0 + step * SETTLED_S / 10
        page.telling.drawn(now)
        page.telling.tick(now)
        asked += page.asked().count(WORDS)
        page.answer("the same")
    assert asked == pytest.approx(1000 * SETTLED_S / 10 / RESTLESS_S, abs=1.5)
    assert page.words == ["the same"]


def test_after_input_the_focus_is_asked_alone_and_not_twice_at_once(page):
    page.telling.tick(100.0)
    page.telling.drawn(100.0)
    page.telling.tick(101.0)
    page.answer("")
    page.telling.touched(102.0)
    page.telling.tick(102.0)
    assert page.asked() == []
    page.telling.tick(102.0 + AFTER_INPUT_S)
    page.telling.touched(103.0)
    page.telling.tick(104.0)
    assert page.asked() == [FOCUS]
    page.answer("button")
    page.telling.tick(104.1)
    assert page.asked() == [FOCUS]
    page.answer(None)
    assert page.focus == ["button", ""]


class Line(Channel):
    def __init__(self):
        super().__init__(None, gone=lambda: None)
        self.told = []

    def tell(self, message):
        self.told.append(message)


@pytest.mark.parametrize(
    ("length", "most", "pieces"), [(0, 100, 1), (5, 100, 1), (2000, 5000, 3), (9999, 950, 2)]
)
def test_a_long_text_goes_in_pieces_and_no_further_than_it_may(length, most, pieces):
    line = Line()
    parting.tell_long(line, "words", 7, "x" * length, most)
    assert [one["at"] for one in line.told] == list(range(pieces))
    assert all((one["t"], one["n"], one["of"]) == ("words", 7, pieces) for one in line.told)
    assert sum(len(one["text"]) for one in line.told) == min(length, most)
