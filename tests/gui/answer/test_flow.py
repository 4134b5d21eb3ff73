# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from sidelight.gui.answer.block_view import BlockView, Shared
from sidelight.gui.answer.flow import Flow
from sidelight.gui.answer.look import Look
from sidelight.gui.theme import Theme
from sidelight.text.highlight import Lexers
from sidelight.text.splitter import split

steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(0, 50), st.integers(0, 9)),
        st.tuples(st.just("resize"), st.integers(0, 100), st.integers(0, 90)),
        st.tuples(st.just("cut"), st.integers(0, 100), st.just(0)),
    ),
    max_size=60,
)


@given(steps)
@settings(max_examples=150, deadline=None)
def test_places_are_the_sums_of_heights(qapp: object, moves: list[tuple[str, int, int]]) -> None:
    shared = Shared(Look(Theme.load("light")), Lexers(), {})
    (block,) = split("x")
    flow = Flow()
    heights: list[float] = []
    for move, a, b in moves:
        if move == "append":
            view = BlockView(block, shared, live=False)
            view.height, view.gap = float(a), float(b)
            flow.append(view)
            heights.append(float(a + b))
        elif move == "resize" and heights:
            index = a % len(heights)
            flow[index].height = float(b)
            change = flow.resized(index)
            assert change == b + flow[index].gap - heights[index]
            heights[index] = b + flow[index].gap
        elif move == "cut":
            count = a % (len(heights) + 1)
            assert len(flow.cut(count)) == len(heights) - count
            del heights[count:]
        assert len(flow) == len(heights)
        assert abs(flow.height - sum(heights)) < 1e-6
        for index in range(len(heights)):
            assert abs(flow.top(index) - sum(heights[:index])) < 1e-6
        for y in (0, 3, 17, 40, 200):
            if heights:
                at = flow.at(y)
                assert 0 <= at < len(heights)
                if y < sum(heights):
                    assert flow.top(at) <= y < flow.top(at) + heights[at]


def test_an_empty_flow_has_no_height(qtbot: QtBot) -> None:
    flow = Flow()
    assert flow.height == 0
    assert flow.at(10) == 0
