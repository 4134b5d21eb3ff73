# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.wrap import columns, cut, pieces


@given(st.text(alphabet="ab \u0301\u200d🎲", max_size=120), st.integers(1, 20))
def test_pieces_are_short_and_make_up_the_line(line: str, limit: int) -> None:
    found = list(pieces(line, limit))
    assert "".join(piece for _, piece in found) == line
    assert all(len(piece) <= limit for _, piece in found)
    assert all(line.startswith(piece, start) for start, piece in found)


@given(st.text(alphabet="ab ", min_size=12, max_size=60), st.text(alphabet="ab ", max_size=60))
def test_a_cut_does_not_depend_on_what_comes_later(line: str, more: str) -> None:
    assert cut(line, 0, 10) == cut(line + more, 0, 10)


def test_a_cut_prefers_a_space_and_spares_what_combines() -> None:
    assert cut("aaaa bbbbbbbb", 0, 8) == 5
    assert cut("aaaaaaa\u0301bbb", 0, 7) == 6


def test_wide_characters_take_two_columns() -> None:
    assert columns("abc") == 3
    assert columns("a\tb") == 5
    assert columns("中文x") == 5
