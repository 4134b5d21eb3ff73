# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Panes that scroll together, by their headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from gui.shell.stand_ins import COUNT, MOON
from sidelight.gui.compare.together import read_line, scroll_for
from sidelight.gui.rooms import own_rooms
from sidelight.text.blocks import Kind

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def essay(sections, words):
    return "\n\n".join(
        f"## {title}\n\n" + "\n\n".join(["word " * 60] * words[number])
        for number, title in enumerate(sections)
    )


@pytest.fixture
def window(open_window, desk, ask):
    made = open_window(desk, rooms=own_rooms())
    ask(made, MOON)
    made.page.panes[0].view.set_text(essay(["Start", "Cube", "Light", "End"], [6, 9, 2, 9]))
    made.page.panes[1].view.set_text(essay(["Start", "Cube", "More", "End"], [2, 3, 9, 9]))
    return made


def heading_in_sight(pane, title):
    """How far a heading stands below the window's top."""
    view = pane.view
    for index, block in enumerate(view.flow):
        if block.block.kind is Kind.HEADING and block.block.body == title:
            return view.page.top(index)
    raise LookupError(title)


def test_off_at_first_each_pane_scrolls_alone(window):
    first, second = window.page.panes
    first.view.verticalScrollBar().setValue(600)
    assert second.view.verticalScrollBar().value() == 0


def test_the_others_show_the_same_heading_and_meet_at_both_ends(window, qtbot):
    first, second = window.page.panes
    first.take_focus()
    qtbot.keyClick(window, Qt.Key.Key_Y, CONTROL | ALT)
    assert window.actions_["compare.together"].isChecked()
    bar, other = first.view.verticalScrollBar(), second.view.verticalScrollBar()
    for title in ("Cube", "End"):
        for _ in range(3):  # heights become known on the way
            bar.setValue(bar.value() + round(heading_in_sight(first, title)) - 60)
        assert 0 <= heading_in_sight(second, title) < second.view.page.height
    first.view.follow()
    assert other.value() >= other.maximum() - 2
    bar.setValue(0)
    assert other.value() == 0


def test_it_goes_the_other_way_too_and_is_remembered(window, qtbot, settings, open_window, desk):
    window.actions_["compare.together"].trigger()
    first, second = window.page.panes
    second.view.follow()
    assert first.view.verticalScrollBar().value() >= first.view.verticalScrollBar().maximum() - 2
    assert settings.value("compare/together") in (True, "true")
    window.page.begin_new()
    window.page.open(desk.library.history()[0].id)
    assert window.page.known.together.on


def test_a_growing_answer_moves_no_other(window, qtbot, ask):
    window.actions_["compare.together"].trigger()
    first, second = window.page.panes
    first.view.verticalScrollBar().setValue(0)
    second.view.restart()
    second.view.feed("word " * 4000)
    while second.view.show_pending(20.0):
        pass
    assert second.view.verticalScrollBar().value() > 0
    assert first.view.verticalScrollBar().value() == 0


def test_without_common_headings_it_goes_by_the_blocks(window):
    first, second = window.page.panes
    first.view.set_text("\n\n".join(["word " * 60] * 20))
    second.view.set_text("\n\n".join(["word " * 20] * 40))
    window.actions_["compare.together"].trigger()
    bar = first.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    shares = []
    for pane in (first, second):
        page = pane.view.page
        line = read_line(page.y, page.maximum, page.height)
        shares.append(pane.view.flow.at(line - page.lead) / len(pane.view.flow))
    assert 0.1 < shares[0] < 0.9
    assert shares[1] == pytest.approx(shares[0], abs=0.06)


@given(st.floats(0, 1), st.floats(1, 1e5), st.floats(50, 2000))
def test_the_line_that_is_read_leads_back_to_where_it_was_scrolled(share, maximum, height):
    scrolled = share * maximum
    line = read_line(scrolled, maximum, height)
    assert scrolled - 1e-6 <= line <= scrolled + height + 1e-6
    assert scroll_for(line, maximum, height) == pytest.approx(scrolled, abs=1e-3)
    assert read_line(maximum, maximum, height) == maximum + height


def test_one_pane_alone_has_nothing_to_scroll_with(open_window, desk, ask):
    made = open_window(desk)
    made.page.set_mode("direct")
    ask(made, COUNT)
    assert not made.actions_["compare.together"].isEnabled()
