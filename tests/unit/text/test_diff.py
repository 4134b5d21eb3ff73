# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.text.diff import LONGEST, Cancelled, Change, diff
from sidelight.text.passages import passages

LINE = st.sampled_from(
    ["# Head", "the cube turns", "the cube stands still", "- one", "```", "x = 1", "x = 2", "", "}", "|a|b|"]
)
TEXT = st.lists(LINE, max_size=30).map("\n".join)


def changes(left, right):
    return [
        (row.change.value, row.left.text if row.left else None, row.right.text if row.right else None)
        for row in diff(left, right).rows
    ]


def test_what_is_the_same_changed_or_only_on_one_side_stands_in_its_row():
    left = "# Cube\n\nIt turns around one axis.\n\nIt needs GLUT.\n\nThe end."
    right = "# Cube\n\nIt turns around two axes, as one sees.\n\nThe end.\n\nAsk me for more!"
    assert changes(left, right) == [
        ("same", "# Cube", "# Cube"),
        ("changed", "It turns around one axis.", "It turns around two axes, as one sees."),
        ("left only", "It needs GLUT.", None),
        ("same", "The end.", "The end."),
        ("right only", None, "Ask me for more!"),
    ]
    assert diff(left, right).differences == ((1, 1), (2, 2), (4, 4))


def test_what_has_nothing_in_common_stands_beside_each_other_and_is_told_apart():
    left = "# Lamp\n\nOne word after another.\n\nNever mind."
    right = "Vectors point somewhere else.\n\n# Tower"
    assert changes(left, right) == [
        ("unlike", "# Lamp", "Vectors point somewhere else."),
        ("unlike", "One word after another.", "# Tower"),
        ("left only", "Never mind.", None),
    ]
    assert diff(left, right).differences == ((0, 1), (2, 2))


def test_code_is_compared_line_by_line_and_never_with_prose():
    left = "```python\nimport sys\nangle = 1\n\nprint(angle)\n```\n"
    right = "```python\nimport sys\nangle = 2\n\nprint(angle)\n```\n\nprint angle import sys"
    assert [change for change, _, _ in changes(left, right)] == [
        "same", "same", "changed", "same", "same", "same", "right only",
    ]  # fmt: skip


def test_the_same_answer_has_no_differences():
    text = "One.\n\n- a\n- b\n\n```\nx\n```"
    assert {row.change for row in diff(text, text + "\n").rows} == {Change.SAME}
    assert diff(text, text).differences == ()
    assert diff("", "").rows == ()


def test_changed_paragraphs_are_gone_through_one_by_one_and_changed_lines_together():
    left = "The cube turns around.\n\nThe light is red here.\n\n```\nx = 1 + 1\ny = 2 + 1\n```"
    right = "The cube turns back.\n\nThe light is blue here.\n\n```\nx = 1 + 3\ny = 2 + 3\n```"
    assert diff(left, right).differences == ((0, 0), (1, 1), (3, 4))


@given(TEXT, TEXT)
def test_each_side_read_on_its_own_is_that_answer(left, right):
    found = diff(left, right)
    assert [row.left for row in found.rows if row.left is not None] == passages(left)
    assert [row.right for row in found.rows if row.right is not None] == passages(right)
    for row in found.rows:
        if row.change is Change.SAME:
            assert row.left.key == row.right.key
        elif row.change is Change.CHANGED:
            assert row.left.key != row.right.key or row.left.code != row.right.code
    covered = [at for first, last in found.differences for at in range(first, last + 1)]
    assert covered == [at for at, row in enumerate(found.rows) if row.change is not Change.SAME]


@given(TEXT, TEXT)
def test_sides_can_be_swapped_without_hiding_a_difference(left, right):
    assert bool(diff(left, right).differences) == bool(diff(right, left).differences)


def test_long_answers_take_time_in_proportion():
    """The work is counted, not timed: how often two passages' words are compared."""
    from sidelight.text.diff import _Aligner

    counts = []
    for size in (2_000, 8_000):
        words = random.Random(7)
        sides = [
            "\n\n".join(" ".join(words.choices("abcdefghijklmnop", k=9)) + f" {side}{n}" for n in range(size))
            for side in ("l", "r")
        ]
        aligner = _Aligner(passages(sides[0]), passages(sides[1]), lambda: False)
        likeness, calls = aligner._likeness, [0]

        def counted(i, j, likeness=likeness, calls=calls):
            calls[0] += 1
            return likeness(i, j)

        aligner._likeness = counted
        assert len(aligner.run(cut=False).rows) >= size
        counts.append(calls[0])
    assert counts[1] < 2 * counts[0]


def test_answers_beyond_all_bounds_are_cut_and_that_is_said():
    text = "word " * (LONGEST // 12) + "\n\n"
    assert not diff(text, text).cut
    assert diff(text * 2, text).cut


def test_it_ends_when_nobody_waits_any_more():
    with pytest.raises(Cancelled):
        diff("a\n\nb", "c\n\nd", lambda: True)
