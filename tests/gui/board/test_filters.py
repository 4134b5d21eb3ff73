# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What each filter does to the board that is shown, and the way back through time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from gui.board.conftest import BEGIN_MS, HOUR_MS, held, settle
from sidelight.workbench.board import USUAL, Asked, Method, Ties
from sidelight.workbench.ranking import Ranking


@pytest.fixture
def mixed(open_page, keep):
    """Votes of every kind."""
    keep(
        held("wxyz", 400)
        + held("wx", 60, first=1000, origin="chatbot-arena", annotator="judge_7")
        + held("yz", 40, first=2000, blind=False, revealed=True)
    )
    return open_page()


CHANGES = {
    "a category": {"categories": ("code",)},
    "no category": {"categories": ("",)},
    "a person": {"annotators": ("ana",)},
    "the owner": {"annotators": ("",)},
    "an import": {"origins": ("chatbot-arena",)},
    "models": {"models": ("test/w", "test/x", "test/z")},
    "answers that gave their model away": {"leaked": True},
    "none early": {"early": False},
    "names known": {"blind_only": False},
    "ties": {"ties": Ties.DAVIDSON},
    "the arena's method": {"method": Method.ARENA},
    "style": {"style": True},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES.keys())
def test_a_filter_changes_the_board_that_is_shown(mixed, qtbot, project, changes):
    usual = mixed.board
    mixed.filters.ask(**changes)
    settle(qtbot, mixed)
    assert mixed.board == Ranking(project).board(replace(USUAL, **changes))
    assert mixed.board != usual
    shown = [mixed.table.rows.name(row) for row in range(mixed.table.rows.rowCount())]
    assert [name for name in shown if name] == [row.model for row in mixed.board.rows]
    assert mixed.filters.reset_chip.isVisible()
    marked = [key for key, chip in mixed.filters.chips.items() if chip.property("set") == "true"]
    assert len(marked) == 1
    mixed.filters.reset_chip.click()
    settle(qtbot, mixed)
    assert mixed.board == usual


def test_the_votes_below_are_filtered_alike(mixed, qtbot, project):
    mixed.filters.ask(annotators=("judge_7",))
    settle(qtbot, mixed)
    assert {one.annotator for one in mixed.detail.votes.rows.votes} == {"judge_7"}
    assert len(mixed.detail.votes.rows.votes) == mixed.board.votes


def test_menus_offer_what_votes_have_and_stay_open_while_one_ticks(mixed, qtbot):
    chip, menu = mixed.filters.chips["annotators"], mixed.filters.menus["annotators"]
    assert chip.isVisible()
    menu.aboutToShow.emit()
    names = [action.text() for action in menu.actions() if action.isCheckable()]
    assert names == ["the owner", "ana", "judge_7"]
    menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
    action = next(action for action in menu.actions() if action.text() == "ana")
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert mixed.filters.asked.annotators == ("ana",)
    where = QPointF(menu.actionGeometry(action).center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    menu.mouseReleaseEvent(QMouseEvent(QEvent.Type.MouseButtonRelease, where, where, left, left, none))
    assert menu.isVisible()
    assert mixed.filters.asked.annotators == ()
    menu.close()
    settle(qtbot, mixed)


def test_naming_everybody_is_no_filter(mixed, qtbot):
    mixed.filters.ask(annotators=("", "ana", "judge_7"))
    assert mixed.filters.asked == USUAL


def test_the_usual_board_comes_back_by_key(mixed, qtbot):
    mixed.filters.ask(early=False)
    mixed.history.slider.setValue(3)
    settle(qtbot, mixed)
    mixed.window().actions()
    next(one for one in mixed.window().actions() if one.objectName() == "board.usual").trigger()
    settle(qtbot, mixed)
    assert mixed.board.asked == Asked()


def test_the_slider_goes_back_through_time_by_key(page, settled, qtbot, project):
    usual = page.board
    slider = page.history.slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    settled()
    assert page.board.asked.until_ms == BEGIN_MS
    assert page.board.votes <= 1
    for _ in range(50):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    settled()
    until = page.board.asked.until_ms
    assert BEGIN_MS < until < BEGIN_MS + 300 * HOUR_MS
    assert page.board == Ranking(project).board(Asked(until_ms=until))
    assert "Up to 20" in page.history.line.text()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    settled()
    assert page.board == usual
    assert page.history.line.text() == "All votes"


def test_of_many_moments_the_last_one_asked_for_is_shown(page, settled, project):
    for step in (10, 60, 30, 120, 80):
        page.history.slider.setValue(step)
    settled()
    assert page.board.asked.until_ms == page.history.until_ms
    assert page.board == Ranking(project).board(Asked(until_ms=page.history.until_ms))


def test_votes_with_known_names_alone_are_pointed_out(open_page, keep, qtbot):
    keep(held("xy", 12, blind=False, revealed=True))
    page = open_page()
    assert page.pages.currentWidget() is page.empty
    assert "12 were given with the names known" in page.empty.sentence.text()
    page.empty.known_button.click()
    settle(qtbot, page)
    assert page.pages.currentWidget() is page.parts
    assert page.board.votes > 0
