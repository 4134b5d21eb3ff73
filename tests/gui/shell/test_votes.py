# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The bar that votes on named answers: when it is there, what it keeps, and how all of it is taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import BROKEN, COUNT, CUBE, MOON, quiet_desk
from sidelight.domain.battle import Choice
from sidelight.gui.rooms import own_rooms
from sidelight.store.project import ProjectFile

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
PATIENCE_MS = 100_000


def given(window):
    page = window.page
    vote = page.desk.arena.named.given(page.live, [pane.answer for pane in page.panes])
    return (vote.choice or vote.ranks) if vote is not None else None


def marked(bar):
    return [choice for choice, button in bar.choices.items() if button.property("set") == "true"]


@pytest.fixture
def bar(window, ask):
    ask(window, MOON)
    return window.page.votes


def test_two_whole_answers_can_be_voted_on_and_it_says_what_that_is(window, bar):
    assert bar.isVisible()
    assert bar.words.text() == "Named vote, not on blind boards"
    assert [button.text() for button in bar.choices.values()] == [
        "Amber Large better",
        "Tie",
        "Both bad",
        "Coral Mini better",
    ]
    assert not bar.undo_button.isVisible()
    bar.choices[Choice.B].click()
    assert given(window) is Choice.B
    assert marked(bar) == [Choice.B]
    assert bar.choices[Choice.B].accessibleName() == "Coral Mini better, chosen"
    (ballot,) = window.page.desk._project.ballots()
    assert (ballot.choice, ballot.blind, ballot.revealed) == (Choice.B, False, True)
    assert window.page.desk._project.ballots(blind_only=True) == []
    bar.choices[Choice.TIE].click()
    assert marked(bar) == [Choice.TIE]
    bar.choices[Choice.TIE].click()
    assert given(window) is None
    assert marked(bar) == []
    assert window.page.desk._project.ballots() == []


def test_keys_vote_wherever_the_keyboard_is(window, bar, qtbot):
    window.page.composer.box.setFocus()
    for key, choice in (
        (Qt.Key.Key_Left, Choice.A),
        (Qt.Key.Key_Right, Choice.B),
        (Qt.Key.Key_Down, Choice.TIE),
        (Qt.Key.Key_Up, Choice.BOTH_BAD),
    ):
        qtbot.keyClick(window, key, ALT_SHIFT)
        assert given(window) is choice


def test_with_the_keyboard_in_the_bar_figures_vote_as_in_the_arena(window, bar, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL_ALT)
    assert window.focusWidget() is bar.choices[Choice.A]
    for key, choice in (
        (Qt.Key.Key_1, Choice.A),
        (Qt.Key.Key_2, Choice.B),
        (Qt.Key.Key_3, Choice.TIE),
        (Qt.Key.Key_4, Choice.BOTH_BAD),
    ):
        qtbot.keyClick(window.focusWidget(), key)
        assert given(window) is choice
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_U)
    assert given(window) is None


def test_a_vote_is_undone_and_redone_with_the_other_reviews(open_window, desk, ask):
    window = open_window(desk, rooms=own_rooms())
    ask(window, MOON)
    bar = window.page.votes
    bar.choose(Choice.A)
    bar.choose(Choice.B)
    window.actions_["review.undo"].trigger()
    assert given(window) is Choice.A
    assert marked(bar) == [Choice.A]
    window.actions_["review.undo"].trigger()
    assert given(window) is None
    assert marked(bar) == []
    window.actions_["review.redo"].trigger()
    assert marked(bar) == [Choice.A]
    bar.undo_button.click()
    assert given(window) is None
    assert not bar.undo_button.isVisible()


def test_it_is_there_only_where_there_is_something_to_vote_on(window, ask, qtbot):
    bar = window.page.votes
    assert not bar.isVisible()
    assert not window.actions_["vote.a"].isEnabled()
    live = ask(window, COUNT, wait=False)
    while_written = []

    def ended():
        if live.running:
            while_written.append(bar.isVisible())
        return not live.running

    qtbot.waitUntil(ended, timeout=PATIENCE_MS)
    assert while_written
    assert not any(while_written)
    ask.done(window)
    assert bar.isVisible()
    assert window.actions_["vote.a"].isEnabled()
    window.actions_["compare.diff"].trigger()
    assert not bar.isVisible()
    assert not window.actions_["vote.a"].isEnabled()
    window.actions_["compare.diff"].trigger()
    assert bar.isVisible()
    ask(window, BROKEN)
    assert not bar.isVisible()
    window.page.begin_new()
    window.page.set_mode("direct")
    ask(window, CUBE)
    assert not bar.isVisible()


def test_each_pair_of_attempts_has_its_own_vote(window, bar, ask):
    bar.choose(Choice.A)
    window.page.rounds.again(1)
    assert not bar.isVisible()
    ask.done(window)
    assert bar.isVisible()
    assert marked(bar) == []
    bar.choose(Choice.TIE)
    window.page.panes[1].show_attempt(0)
    assert marked(bar) == [Choice.A]


def test_an_earlier_vote_is_shown_on_another_day(open_window, desk, window, bar, tmp_path):
    bar.choose(Choice.B)
    identity = window.page.live.comparison.id
    window.close()
    path = desk.path
    desk.close()
    again = quiet_desk(tmp_path / "again", project=ProjectFile.open(path))
    later = open_window(again)
    later.page.open(identity)
    assert marked(later.page.votes) == [Choice.B]
    later.close()
    again.close()


def test_more_answers_are_ranked_by_clicks_in_their_order_or_by_figures(window, ask, qtbot):
    for model in window.page.desk.models()[:1]:
        window.page.asking.add(model)
    ask(window, MOON)
    bar = window.page.votes
    assert bar.words.text().startswith("Named ranking, not on blind boards")
    assert bar.rank_button.isVisible()
    assert not any(button.isVisible() for button in bar.places)
    bar.rank_button.click()
    assert not bar.rank_button.isVisible()
    assert bar.places[0].hasFocus()
    assert [button.isVisible() for button in bar.places[:4]] == [True, True, True, False]
    assert not any(button.isVisible() for button in bar.choices.values())
    assert not window.actions_["vote.a"].isEnabled()
    for at in (2, 0):
        bar.places[at].click()
    assert given(window) is None
    assert [button.text() for button in bar.places[:3]] == [
        "2. Amber Large",
        "Coral Mini",
        "1. Amber Large (2)",
    ]
    bar.places[1].click()
    assert given(window) == (2, 3, 1)
    # A place that is taken away takes the ranking back until it is whole again; figures can give ties.
    bar.places[1].click()
    assert given(window) is None
    bar.places[1].setFocus()
    qtbot.keyClick(bar.places[1], Qt.Key.Key_2)
    assert given(window) == (2, 2, 1)
    bar.undo_button.click()
    assert given(window) is None
    assert [button.text() for button in bar.places[:3]] == ["Amber Large", "Coral Mini", "Amber Large (2)"]


def test_who_does_not_want_it_puts_it_away_for_good(open_window, desk, window, bar, ask, qtbot):
    bar.close_button.click()
    assert not bar.isVisible()
    ask(window, CUBE)
    assert not bar.isVisible()
    window.close()
    later = open_window(desk)
    ask(later, MOON)
    assert not later.page.votes.isVisible()
    qtbot.keyClick(later, Qt.Key.Key_V, CONTROL_ALT)
    assert later.page.votes.isVisible()
    assert later.page.votes.choices[Choice.A].hasFocus()


def test_in_a_narrow_window_every_button_is_in_sight(open_window, desk, ask):
    window = open_window(desk, size=(880, 560))
    ask(window, MOON)
    bar = window.page.votes
    bar.choose(Choice.B)
    assert all(button.isVisible() for button in bar.choices.values())
    assert all(bar._row.rect().contains(button.geometry()) for button in bar.choices.values())
    for button in (bar.undo_button, bar.close_button):
        assert button.isVisible()
        assert bar.rect().contains(button.geometry())
        assert button.geometry().left() > bar._row.geometry().right()


def test_it_gives_way_to_what_stands_in_the_way_of_sending(window, bar):
    window.page.composer.say_error("This cannot be sent.")
    assert not bar.isVisible()
    assert window.actions_["vote.a"].isEnabled()
    window.page.composer.clear_error()
    assert bar.isVisible()
