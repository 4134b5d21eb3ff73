# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.providers.token_pieces import token_pieces

ODD = [
    "e\u0301",
    "👨\u200d👩\u200d👧",
    "🇩🇪",
    "🇫🇷",
    "👍🏽",
    "❤\ufe0f",
    "क्षि",
    "ab",
    " ",
    "\n",
    "word",
    "1234567",
    "x",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(ODD)).map("".join)))
def test_the_pieces_are_the_text(text):
    assert "".join(token_pieces(text)) == text


@given(st.lists(st.sampled_from(ODD)).map("".join))
def test_no_piece_begins_inside_a_character(text):
    for piece in list(token_pieces(text))[1:]:
        assert unicodedata.category(piece[0])[0] != "M"
        assert piece[0] not in "\u200d\ufe0f🏽"
        assert (
            piece[0] != "👩" or text.count("\u200d") == 0 or not text.partition(piece)[0].endswith("\u200d")
        )


@pytest.mark.parametrize("flags", ["🇩🇪" * 9, "a🇩🇪🇫🇷🇮🇹🇪🇸🇵🇹🇩🇪"])
def test_flags_stay_whole(flags):
    letters = 0
    for piece in token_pieces(flags):
        letters += sum("\U0001f1e6" <= c <= "\U0001f1ff" for c in piece)
        assert letters % 2 == 0


def test_pieces_are_about_as_long_as_tokens():
    text = "The quick brown fox jumps over the lazy dog while considering photosynthesis. " * 40
    pieces = list(token_pieces(text))
    assert 3.0 < len(text) / len(pieces) < 5.5
    assert max(map(len, pieces)) <= 7


def test_words_begin_with_their_space():
    assert list(token_pieces("To be or not")) == ["To", " be", " or", " not"]
