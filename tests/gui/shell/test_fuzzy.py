# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.gui.fuzzy import best, fit

NAMES = [
    "Copy answer",
    "New comparison",
    "Compare",
    "Collapse the rail",
    "Choose models…",
    "Show panes as tabs",
]


def test_beginnings_of_words_win():
    assert best("co", NAMES, str)[0] == "Copy answer"
    assert best("comp", NAMES, str)[:2] == ["Compare", "New comparison"]
    assert best("spt", NAMES, str)[0] == "Show panes as tabs"


def test_words_may_stand_in_any_order():
    assert best("answer copy", NAMES, str) == ["Copy answer"]


def test_nothing_typed_keeps_the_order():
    assert best("", NAMES, str) == NAMES


@given(st.text(), st.text())
def test_any_text_is_safe(typed, name):
    fit(typed, name)


@given(st.text(alphabet="abc xyz", min_size=1), st.data())
def test_letters_in_order_always_fit(name, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    typed = "".join(letter for letter, keep in zip(name, kept, strict=True) if keep and letter != " ")
    assert fit(typed, name) is not None
