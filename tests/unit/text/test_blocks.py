# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The lines of a block as a sequence: what one sees of it while the list behind it grows."""

from __future__ import annotations

from sidelight.text.blocks import Block, Kind, Line, Lines

SHARED = [Line(0, "a"), Line(2, "b"), Line(3, "c", joined=True)]


def test_a_snapshot_has_its_own_lines_in_every_way_of_reading_it():
    shared = list(SHARED)
    lines, open_lines = Lines(shared), Lines(shared, Line(4, "d"))
    shared.append(Line(9, "later"))
    assert list(lines) == SHARED
    assert list(open_lines) == [*SHARED, Line(4, "d")]
    for each in (lines, open_lines):
        known = [each[at] for at in range(len(each))]
        assert list(each) == known
        for part in (
            slice(None),
            slice(1, 2),
            slice(1, 99),
            slice(-1, None),
            slice(None, None, -1),
            slice(3, 1),
        ):
            assert each[part] == known[part]


def test_the_body_puts_pieces_of_one_line_together_again():
    def body(*lines):
        return Block(Kind.CODE, Lines(list(lines)), 0, 0).body

    assert body() == ""
    assert body(Line(0, "")) == ""
    assert body(Line(0, ""), Line(1, "")) == "\n"
    assert body(*SHARED) == "a\nbc"
    assert body(Line(0, "a", joined=True), Line(1, "b")) == "a\nb"
