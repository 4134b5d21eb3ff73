# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of tokens laid out in rows of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.tokens.flow import cells, lay_out, visible

PIECES = st.lists(
    st.one_of(
        st.text(min_size=1, max_size=12).map(lambda text: text.encode("utf-8", "replace")),
        st.binary(min_size=1, max_size=4),
        st.sampled_from([b"\n", b"\n\n", b" \n", b"  ", b"a", "世界".encode(), b"x" * 40]),
    ),
    max_size=40,
)


def written(flow):
    return ["".join(run.text for run in flow.row(number)) for number in range(flow.rows)]


def test_pieces_stand_whole_in_a_row_where_they_fit():
    flow = lay_out([b"abc", b"defg", b"hi"], 8)
    assert written(flow) == ["abcdefg", "hi"]
    assert [run.piece for run in flow.row(0)] == [0, 1]
    assert [run.column for run in flow.row(0)] == [0, 3]


def test_a_line_end_ends_its_row_and_leaves_no_empty_one_behind_the_text():
    assert written(lay_out([b"one", b"\n\n", b"two\n"], 80)) == ["one↵", "↵", "two↵"]


def test_a_piece_longer_than_a_row_is_cut():
    flow = lay_out([b"ab", b"x" * 9, b"c"], 4)
    assert written(flow) == ["ab", "xxxx", "xxxx", "xc"]
    assert [flow.row_of(piece) for piece in (0, 1, 2)] == [0, 1, 3]


def test_wide_characters_take_two_cells_and_half_characters_are_written_out():
    assert cells("世a") == 3
    assert visible("世".encode()[:2]) == r"\xe4\xb8"
    assert written(lay_out(["世界".encode(), b"a"], 4)) == ["世界", "a"]


@given(PIECES, st.integers(2, 30))
def test_nothing_is_lost_and_no_row_is_too_wide(pieces, columns):
    flow = lay_out(pieces, columns)
    rows = written(flow)
    assert "".join(rows) == "".join(map(visible, pieces))
    for number in range(flow.rows):
        runs = list(flow.row(number))
        assert sum(cells(run.text) for run in runs) <= max(2, columns)
        assert all("↵" not in run.text[:-1] for run in runs[-1:])
        assert all("↵" not in run.text for run in runs[:-1])


@given(PIECES, st.integers(2, 30))
def test_each_piece_is_found_in_the_row_in_which_it_begins(pieces, columns):
    flow = lay_out(pieces, columns)
    for piece in range(len(pieces)):
        assert piece in [run.piece for run in flow.row(flow.row_of(piece))]
        assert flow.row_of(piece) == next(
            number for number in range(flow.rows) if piece in [run.piece for run in flow.row(number)]
        )
