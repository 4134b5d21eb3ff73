# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""While answers without names are on display, nobody gets at answers that stand there with their names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.arena.conftest import CONTROL, MODELS, PATIENCE_MS, SKY
from gui.arena.seen import everything
from gui.arena.test_blind import named
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.venue import RoundState

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def before(window, press, qtbot):
    """The same prompt was put to models by their names before; returns the comparison."""
    window.places.go("compare")
    for name in MODELS:
        model = window._desk.model(f"recorded/{name}@0")
        if model not in window.page.asking.models:
            window.page.asking.add(model)
    window.page.composer.box.set_exact_text(SKY)
    press(Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not window.page.live.running, timeout=PATIENCE_MS)
    assert named(window)
    identity = window.page.live.comparison.id
    press(Key.Key_2, CONTROL)
    return identity


def by_history(window, press, qtbot):
    index = window.rail.model.index_of(window.page.live.comparison.id)
    place = window.rail.list.visualRect(index).center()
    qtbot.mouseClick(window.rail.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def by_key(window, press, qtbot):
    press(Key.Key_1, CONTROL)


def by_button(window, press, qtbot):
    qtbot.mouseClick(window.rail.compare_button, Qt.MouseButton.LeftButton)
    assert window.rail.place_buttons["arena"].isChecked()


def by_asking_direct(window, press, qtbot):
    press(Key.Key_1, CONTROL | SHIFT)


def by_a_vote_on_the_board(window, press, qtbot):
    press(Key.Key_3, CONTROL)
    board = window.places.page("board")
    qtbot.waitUntil(lambda: not board.busy, timeout=PATIENCE_MS)
    board.comparison_wanted.emit(window.page.live.comparison.id)


WAYS = [by_history, by_key, by_button, by_asking_direct, by_a_vote_on_the_board]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("voted", [False, True])
def test_every_way_to_answers_with_names_asks_first(way, voted, before, window, page, press, ask, qtbot):
    ask(SKY)
    if voted:
        press(Key.Key_1)
    way(window, press, qtbot)
    card = page.cards.leave
    assert card.isVisible()
    assert card.stay.hasFocus()
    assert not window.page.isVisible()
    assert named(window) <= (set() if way is not by_a_vote_on_the_board else named(window))
    # No letter votes while it asks, and Esc stays.
    given = page.round.given
    press(Key.Key_B)
    press(Key.Key_Escape)
    assert not card.isVisible()
    assert page.round.given is given
    assert page.round.state is (RoundState.VOTED if voted else RoundState.SHOWING)
    assert window.places.current in ("arena", "board")


@pytest.mark.parametrize("way", [by_history, by_a_vote_on_the_board])
def test_back_to_the_round_leads_to_where_one_votes(way, before, window, page, press, ask, qtbot):
    ask(SKY)
    way(window, press, qtbot)
    press(Key.Key_Return)  # the button that has the keyboard
    assert window.places.current == "arena"
    assert page.bar.hasFocus()
    press(Key.Key_B)
    assert page.round.given is not None


@pytest.mark.parametrize("voted", [False, True])
def test_who_goes_on_ends_the_round_for_good(voted, before, window, page, desk, press, ask, qtbot):
    round_ = ask(SKY)
    if voted:
        press(Key.Key_2)
    press(Key.Key_1, CONTROL)
    card = page.cards.leave
    assert ("Your vote is kept" in card.words.text()) is voted
    qtbot.mouseClick(card.end, Qt.MouseButton.LeftButton)
    assert window.places.current == "compare"
    assert window.page.live.comparison.id == before
    assert round_.state is RoundState.REVEALED
    assert round_.given.counts is voted
    assert bool(round_.given.skipped) is not voted
    # It can neither be voted on nor have its skip taken back any more.
    press(Key.Key_2, CONTROL)
    press(Key.Key_U)
    if not voted:
        press(Key.Key_1)
    assert round_.given.counts is voted
    desk._project.flush()
    assert Auditing(desk._project).audit().sound


def test_what_was_skipped_is_not_called_a_vote(before, page, press, ask):
    ask(SKY)
    press(Key.Key_S)
    press(Key.Key_Return)
    assert page.round.given.skipped
    press(Key.Key_1, CONTROL)
    assert "stays skipped" in page.cards.leave.words.text()
    press(Key.Key_Escape)
    press(Key.Key_U)
    assert page.round.state is RoundState.SHOWING


def test_while_nothing_is_on_display_one_works_elsewhere(before, window, page, press, ask, qtbot):
    ask(SKY, until=None)
    press(Key.Key_1, CONTROL)
    assert not page.cards.leave.isVisible()
    assert window.places.current == "compare"
    assert window.rail.field.placeholderText() == "Search the history"


def test_what_is_asked_once_more_has_been_seen(before, window, page, press, ask):
    ask(SKY)
    press(Key.Key_R)
    assert page.round.state is RoundState.ASKING
    press(Key.Key_1, CONTROL)
    assert page.cards.leave.isVisible()


def test_nobody_searches_for_the_words_of_an_answer(before, window, page, press, ask, opened, qtbot):
    rail = window.rail
    press(Key.Key_F, CONTROL | SHIFT)
    qtbot.keyClicks(rail.field, "scattered")
    qtbot.waitUntil(lambda: rail.model.words == "scattered", timeout=PATIENCE_MS)
    page.focus_prompt()
    assert rail.model.rowCount() > 0
    ask(SKY)
    assert rail.model.rowCount() == 0
    assert "scattered" in everything(window)
    # The field is there, so no letter that is typed there is a vote; and prompts are found.
    press(Key.Key_F, CONTROL | SHIFT)
    qtbot.keyClicks(rail.field, "sky")
    qtbot.waitUntil(lambda: rail.model.words == "sky", timeout=PATIENCE_MS)
    assert rail.model.rowCount() == 2
    assert page.round.given is None
    assert named(window) == set()
    qtbot.keyClicks(rail.field, " scattered")
    qtbot.waitUntil(lambda: rail.model.words == "sky scattered", timeout=PATIENCE_MS)
    assert rail.model.rowCount() == 0
    page.focus_bar()
    press(Key.Key_1)
    opened()
    assert rail.model.rowCount() == 3  # the round's own, too
