# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.blocks import Kind
from sidelight.text.passages import LONGEST, MOST, passages

MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# Head",
            "words and words",
            "- item",
            "> quote",
            "```python",
            "```",
            "    x = 1",
            "",
            "|a|b|",
            "|-|-|",
        ]
    )
    | st.text(max_size=30),
    max_size=40,
).map("\n".join)


def test_paragraphs_items_and_lines_of_code_are_passages_of_their_own():
    prose = "# Cube\n\nIt turns\nslowly.\n\n- one\n- two\n\n"
    text = f"{prose}```python\nx = 1\n\ny = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    found = passages(text)
    assert [passage.text for passage in found] == [
        "# Cube",
        "It turns\nslowly.",
        "- one",
        "- two",
        "```python",
        "x = 1",
        "",
        "y = 2",
        "```",
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
    ]
    assert [passage.code for passage in found] == [False] * 4 + [True] * 5 + [False] * 3
    assert found[0].kind is Kind.HEADING


def test_white_space_makes_no_difference_but_in_code():
    assert passages("It  turns\nslowly.")[0].key == passages("It turns slowly. ")[0].key
    inner, outer = passages("```\n  x\n```")[1], passages("```\nx\n```")[1]
    assert inner.key != outer.key


@given(MARKDOWN)
def test_nothing_is_left_out_and_nothing_stands_twice(text):
    done = 0
    for passage in passages(text):
        assert text[passage.start : passage.end] == passage.text
        assert passage.start >= done
        assert not text[done : passage.start].strip()
        assert len(passage.text) <= LONGEST
        done = passage.end
    assert not text[done:].strip()


def test_a_line_of_a_million_letters_comes_in_pieces():
    found = passages("x" * 1_000_000)
    assert "".join(passage.text for passage in found) == "x" * 1_000_000
    assert max(len(passage.text) for passage in found) <= LONGEST


def test_a_listing_of_very_many_lines_is_not_cut_into_that_many():
    found = passages("```\n" + "x\n" * (2 * MOST) + "```\n")
    assert len(found) < MOST
    assert "".join(passage.text for passage in found).count("x") == 2 * MOST
