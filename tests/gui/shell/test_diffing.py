# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Two answers of the open comparison beside each other: chosen, gone through, and left again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import CUBE, MOON, TALK
from sidelight.gui.compare.diffing import Diffing

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PATIENCE_MS = 100_000


@pytest.fixture
def compare(window, qtbot):
    """Opens the differences by their key and waits until they are there."""

    def open_it():
        window.page.panes[0].take_focus()
        qtbot.keyClick(window, Qt.Key.Key_D, CONTROL)
        return settled()

    def settled():
        page = window.page.known.overlay(Diffing).page
        qtbot.waitUntil(lambda: bool(page.view.sheet.diff.rows), timeout=PATIENCE_MS)
        return page

    open_it.settled = settled
    return open_it


def test_the_two_panes_are_compared_and_esc_leads_back(window, qtbot, ask, compare):
    live = ask(window, CUBE)
    page = compare()
    assert page.isVisible()
    assert not window.page.panes[0].isVisible()
    assert page.compared == (live.panes[0][0], live.panes[1][0])
    assert window.actions_["compare.diff"].isChecked()
    assert page.view.hasFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_F7)
    assert page.view.at == 0
    assert page.count.text() == f"1 of {page.view.differences}"
    qtbot.keyClick(page.view, Qt.Key.Key_F7, SHIFT)
    assert page.view.at == 0
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert window.page.panes[0].isVisible()
    assert window.page.panes[0].view.hasFocus()
    assert not window.actions_["compare.diff"].isChecked()
    assert not window.actions_["diff.next"].isEnabled()
    assert not page._work


def test_any_two_answers_can_be_chosen_and_swapped(window, qtbot, ask, compare):
    live = ask(window, MOON)
    window.page.rounds.again_here()
    ask.done(window)
    page = compare()
    names = [page.first.itemText(at) for at in range(page.first.count())]
    assert names == ["Amber Large, attempt 1", "Amber Large, attempt 2", "Coral Mini"]
    assert page.compared == (live.panes[0][1], live.panes[1][0])
    page.second.setCurrentIndex(0)
    assert page.compared == (live.panes[0][1], live.panes[0][0])
    compare.settled()
    assert "say the same" in page.note.text()
    qtbot.mouseClick(page.swap_button, Qt.MouseButton.LeftButton)
    assert page.compared == (live.panes[0][0], live.panes[0][1])
    compare.settled()
    assert page.count.text() == "no difference"


def test_the_panes_menu_offers_what_can_stand_beside_it(window, ask):
    live = ask(window, MOON)
    window.page.choose_pane(1)
    diffing = window.page.known.overlay(Diffing)
    assert [other.name for other in diffing.others()] == ["Amber Large"]
    diffing.compare(live.panes[1][0], diffing.others()[0].answer)
    assert diffing.page.compared == (live.panes[0][0], live.panes[1][0])


def test_an_answer_that_is_still_written_is_compared_again_at_its_end(window, qtbot, ask, compare):
    live = ask(window, TALK, wait=False)
    answer = live.panes[0][0]
    qtbot.waitUntil(lambda: answer.text_length > 20, timeout=PATIENCE_MS)
    page = compare()
    assert "still being written" in page.note.text()
    window.page.rounds.stop()
    ask.done(window)

    def shown():
        return "".join(row.left.text for row in page.view.sheet.diff.rows if row.left is not None)

    qtbot.waitUntil(lambda: shown() == answer.text.replace("\n", ""), timeout=PATIENCE_MS)
    assert "still" not in page.note.text()


def test_one_answer_alone_has_nothing_to_be_compared_with(window, ask):
    window.page.set_mode("direct")
    ask(window, MOON)
    assert not window.actions_["compare.diff"].isEnabled()
    window.page.rounds.again_here()
    ask.done(window)
    assert window.actions_["compare.diff"].isEnabled()


def test_a_window_that_closes_ends_the_comparing(open_window, desk, ask, qtbot):
    window = open_window(desk)
    ask(window, CUBE)
    window.actions_["compare.diff"].trigger()
    work = window.page.known.overlay(Diffing).page._work
    window.close()
    qtbot.waitUntil(lambda: not work.working, timeout=PATIENCE_MS)
