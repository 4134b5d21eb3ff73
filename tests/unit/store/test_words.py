# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.store import words


@pytest.mark.parametrize(
    ("typed", "match", "plain_words"),
    [
        ("penguin", '"penguin"*', ()),
        ("emperor pen", '"emperor" "pen"*', ()),
        ("emperor p", '"emperor"', ("p",)),
        ("C++", '"C++"*', ()),
        ("++", "", ("++",)),
        ('say "hi"', '"say" """hi"""*', ()),
        ("你好", '"你  好"', ()),
        ("python教程 x1", '"python 教  程" "x1"*', ()),
        ("AND OR", '"AND" "OR"*', ()),
        ("  ", "", ()),
        ("a\0b", '"a"', ("b",)),
    ],
)
def test_what_is_asked_of_the_index(typed, match, plain_words):
    query = words.parse(typed)
    assert (query.match, query.plain_words) == (match, plain_words)


@given(st.text(max_size=60), st.text(max_size=400))
def test_a_snippet_is_one_short_line_of_the_text(typed, text):
    line = words.snippet(text, words.parse(typed))
    assert "\n" not in line
    assert len(line) <= 115
    assert line.encode("utf-8") is not None


@pytest.mark.parametrize("needle", ["needle", "NEEDLE", "Nadel", "針", "nee"])
def test_a_snippet_shows_the_place(needle):
    text = "straw " * 300 + "here is the needle, Nádel, 針 " + "hay " * 300
    line = words.snippet(text, words.parse(needle))
    assert "the needle" in line
    assert line.startswith("…")
    assert line.endswith("…")


def test_a_very_long_query_is_cut():
    query = words.parse("word " * 5000)
    assert len(query.all_words) == words.MOST_WORDS
