# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What can be done with a round, by its keys."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gui.arena.conftest import BREAK, CODE, CONTROL, FURTHER, LONG, MODELS, PATIENCE_MS, SKY
from gui.arena.seen import everything
from sidelight.domain.battle import Choice, Purpose
from sidelight.domain.running import Level
from sidelight.gui.glview.view import LiveView
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.auditing import Auditing
from sidelight.workbench.venue import RoundState

Key = Qt.Key


def votes(desk):
    return desk._project.votes()


def test_a_vote_is_taken_back_and_given_otherwise(page, desk, press, ask, opened):
    round_ = ask(SKY)
    press(Key.Key_1)
    assert page.bar.votes["arena.a"].isChecked()
    press(Key.Key_U)
    assert (round_.state, round_.given) == (RoundState.SHOWING, None)
    assert not page.bar.votes["arena.a"].isChecked()
    press(Key.Key_2)
    press(Key.Key_Z, CONTROL)
    press(Key.Key_3)
    opened()
    (ballot,) = desk._project.ballots(blind_only=True)
    assert ballot.choice is Choice.TIE


def test_how_sure_and_why_go_with_the_vote(page, press, ask, opened, qtbot):
    round_ = ask(SKY)
    press(Key.Key_G)
    press(Key.Key_G)
    press(Key.Key_1)
    assert (round_.given.strength, round_.given.reasons) == (2, ())
    press(Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    press(Key.Key_C)
    assert page.bar.ballot.comment.hasFocus()
    # Letters and digits are words there, and no votes.
    qtbot.keyClicks(page.bar.ballot.comment, "2 tabs")
    assert round_.given.choice is Choice.A
    press(Key.Key_Return)
    assert page.bar.hasFocus()
    assert round_.state is RoundState.VOTED
    opened()
    assert round_.given.choice is Choice.A
    assert page.bar.hasFocus()
    assert (round_.given.reasons, round_.given.comment) == (("correct",), "2 tabs")
    assert not round_.given.revealed


def test_a_round_is_skipped_with_a_reason(page, press, ask, opened, qtbot):
    round_ = ask(SKY)
    press(Key.Key_S)
    assert page.cards.skip.isVisible()
    # Keys that are votes elsewhere are words in the card.
    qtbot.keyClicks(page.cards.skip.field, "both 1 and 2")
    assert round_.given is None
    press(Key.Key_Return)
    assert not page.cards.skip.isVisible()
    assert (round_.given.skipped, round_.given.choice) == ("both 1 and 2", None)
    assert "both 1 and 2" in page.bar.words.text()
    opened()
    assert page.head.count.isHidden()


def test_who_goes_on_without_the_names_has_voted(window, page, press, ask):
    first = ask(SKY)
    press(Key.Key_1)
    press(Key.Key_N, CONTROL)
    assert page.prompt.box.hasFocus()
    ask(FURTHER)
    assert first.state is RoundState.REVEALED
    assert page.head.count.text() == "1 round voted on"
    assert window.rail.list.model().rowCount() == 2  # the day, and what was opened


def test_letters_in_the_history_are_no_votes(window, page, press, ask, opened, qtbot):
    ask(SKY)
    press(Key.Key_1)
    opened()
    press(Key.Key_N)
    round_ = ask(SKY)
    window.rail.list.setFocus()
    for key in (Key.Key_1, Key.Key_B, Key.Key_S, Key.Key_R):
        press(key)
    assert (page.round, round_.given) == (round_, None)
    assert not page.cards.skip.isVisible()
    qtbot.mouseClick(page.bar.votes["arena.b"], Qt.MouseButton.LeftButton)
    assert round_.given.choice is Choice.B
    assert page.bar.hasFocus()


def test_a_void_round_says_why_and_is_asked_again(page, press, ask, opened, qtbot):
    round_ = ask(BREAK, until=RoundState.VOID)
    assert page.bar.words.text() == round_.void_reason
    assert not any(label.casefold() in everything(page.window()).casefold() for label in MODELS.values())
    assert page.bar.deeds["arena.reroll"].isVisible()
    assert not page.bar.votes["arena.a"].isVisible()
    press(Key.Key_R)
    assert page.round is not round_
    qtbot.waitUntil(lambda: page.round.state is RoundState.VOID, timeout=PATIENCE_MS)
    shown = opened()
    assert {model.label for model in shown.models} <= set(everything(page.window()).split("\n"))
    assert [pane.view.text() for pane in page.display.panes.panes] == ["It stops", "It stops"]


def test_a_skip_is_taken_back_before_there_is_a_vote(page, desk, press, ask):
    round_ = ask(SKY)
    page.judge.skip("I cannot judge this.")
    for key in (Key.Key_N, Key.Key_1, Key.Key_A, Key.Key_4, Key.Key_T):
        press(key)
    assert round_.given.skipped == "I cannot judge this."
    assert [vote.choice for vote in desk._project.votes()] == [None]
    press(Key.Key_U)
    press(Key.Key_2)
    assert round_.given.choice is Choice.B


def test_letters_change_nothing_after_the_names(page, press, ask, opened):
    round_ = ask(SKY)
    press(Key.Key_1)
    opened()
    for key in (Key.Key_B, Key.Key_T, Key.Key_Right):
        press(key)
    assert round_.given.choice is Choice.A
    assert not round_.given.revealed


def test_a_vote_changed_after_the_names_is_kept_apart(page, desk, press, ask, opened):
    round_ = ask(SKY)
    press(Key.Key_1)
    opened()
    press(Key.Key_4)
    assert round_.given.revealed
    assert round_.given.choice is Choice.BOTH_BAD
    assert "blind boards count the first vote" in page.bar.words.text()
    assert [one.choice for one in desk._project.ballots(blind_only=True)] == [Choice.A]
    assert [one.choice for one in desk._project.ballots()] == [Choice.BOTH_BAD]


def test_all_are_asked_further_on_their_sides(page, desk, press, ask, opened, qtbot):
    first = ask(SKY)
    said = [side.text for side in first.sides]
    press(Key.Key_F)
    assert page.prompt.box.hasFocus()
    assert page.display.panes.isVisible()
    second = ask(FURTHER)
    assert (second.turn, second.earlier) == (2, (first,))
    for pane, before in zip(page.display.panes.panes, said, strict=True):
        assert [message.text for message in pane.turns._read()] == [SKY, before]
    press(Key.Key_2)
    opened()
    assert Auditing(desk._project).audit().sound
    assert len(second.names) == 2


def test_who_goes_back_from_the_prompt_finds_the_answers(page, press, ask):
    round_ = ask(SKY)
    press(Key.Key_F)
    assert not page.bar.isVisible()
    press(Key.Key_Escape)
    assert page.round is round_
    assert page.bar.hasFocus()
    press(Key.Key_1)
    assert round_.given.choice is Choice.A


def test_all_are_asked_once_more(page, press, ask, opened, qtbot):
    first = ask(SKY)
    press(Key.Key_R)
    assert page.round is not first
    qtbot.waitUntil(lambda: page.round.state is RoundState.SHOWING, timeout=PATIENCE_MS)
    press(Key.Key_1)
    opened()
    assert first.given is None
    assert page.round.given.choice is Choice.A


def test_nothing_is_on_display_while_one_works_elsewhere(window, page, press, ask, qtbot):
    ask(SKY, until=None)
    press(Key.Key_1, CONTROL)
    assert window.places.current == "compare"
    qtbot.waitUntil(lambda: page.round.state is RoundState.READY, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not window.clock.running, timeout=PATIENCE_MS)
    assert page.round.state is RoundState.READY
    press(Key.Key_2, CONTROL)
    assert page.round.state is RoundState.SHOWING
    assert page.bar.hasFocus()
    press(Key.Key_1)
    assert page.round.given.shown_ms < PATIENCE_MS
    # Elsewhere the keys of the arena are others'.
    press(Key.Key_3, CONTROL)
    assert window.places.current == "board"
    press(Key.Key_U)
    assert page.round.given is not None


def test_the_same_prompt_once_more(page, press, ask, opened):
    ask(SKY)
    press(Key.Key_1)
    opened()
    press(Key.Key_P)
    assert page.prompt.box.hasFocus()
    assert page.prompt.box.exact_text() == SKY


def test_four_answers_get_their_places(page, desk, press, ask, opened):
    press(Key.Key_4, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page.pool.set_ranked(4)
    page.focus_prompt()
    round_ = ask(SKY)
    assert [side.label for side in round_.sides] == ["A", "B", "C", "D"]
    press(Key.Key_3)
    press(Key.Key_Right)
    press(Key.Key_1)
    # The mark goes to the next answer that has no place, and round.
    press(Key.Key_1)
    assert round_.given is None
    press(Key.Key_4)
    assert round_.given.ranks == (2, 3, 1, 1)
    press(Key.Key_U)
    for key in (Key.Key_1, Key.Key_2, Key.Key_2, Key.Key_4):
        press(key)
    assert round_.given.ranks == (1, 2, 2, 3)
    opened()
    assert len(desk._project.ballots(blind_only=True)) == 6
    assert page.display.panes.panes[3].head.said.text() == "place 3"


def test_a_skipped_ranking_gets_no_places_before_the_skip_is_taken_back(page, press, ask):
    press(Key.Key_4, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page.pool.set_ranked(3)
    page.focus_prompt()
    round_ = ask(SKY)
    page.judge.skip("I cannot judge this.")
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        press(key)
    assert round_.given.skipped == "I cannot judge this."
    press(Key.Key_U)
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        press(key)
    assert round_.given.ranks == (1, 2, 3)


def test_places_are_given_by_the_pointer_too(page, ask, qtbot):
    page.pool.set_ranking(True)
    page.focus_prompt()
    round_ = ask(SKY)
    panes = page.display.panes.panes
    for place, button in ((2, 1), (0, 3), (1, 2)):
        qtbot.mouseClick(panes[place].head, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(page.bar.places[button], Qt.MouseButton.LeftButton)
    assert round_.given.ranks == (3, 2, 1)
    assert not page.bar.places[4].isVisible()


def test_a_script_is_run_where_it_stands_and_tells_of_nobody(page, window, ask, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    ask(CODE)
    pane = page.display.panes.panes[1]
    (script,) = pane.view.artifacts()
    pane.view.run_requested.emit(script)
    qtbot.waitUntil(lambda: len(window.findChildren(LiveView)) == 1, timeout=100_000)
    (live,) = window.findChildren(LiveView)
    qtbot.waitUntil(lambda: "a line of it" in live.run.output, timeout=100_000)
    seen = everything(window).casefold()
    assert "live view of answer b" in seen
    assert not any(name in seen for name in (*MODELS, "recorded/"))
    window.close()
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=100_000)


def test_answers_appear_at_one_pace_and_all_at_once_when_wanted(page, desk, press, ask, qtbot):
    desk.arena.set_rules(Rules(pace=40))
    round_ = ask(LONG)
    qtbot.waitUntil(lambda: all(side.text_length > 40 for side in round_.sides), timeout=PATIENCE_MS)

    def level():
        # The panes are drawn one after the other: between the two turns one may be a step ahead.
        lengths = [len(pane.view.text()) for pane in page.display.panes.panes]
        return lengths[0] == lengths[1] > 40

    qtbot.waitUntil(level, timeout=PATIENCE_MS)
    assert not round_.complete
    press(Key.Key_E)
    qtbot.waitUntil(lambda: round_.complete, timeout=PATIENCE_MS)
    qtbot.waitUntil(
        lambda: [len(pane.view.text()) for pane in page.display.panes.panes] == [len(LONG_TEXT)] * 2,
        timeout=PATIENCE_MS,
    )


LONG_TEXT = "One word after the other. " * 400


def test_too_few_models_are_told_of_in_words(page, press, qtbot):
    for model in page.pool.models[1:]:
        page.pool.toggle(model)
    assert "needs 2 models" in page.display.empty.hint.text()
    qtbot.keyClicks(page.prompt.box, SKY)
    press(Key.Key_Return, CONTROL)
    assert page.prompt.error
    assert page.prompt.box.exact_text() == SKY
    assert page.round is None


def test_the_pool_is_chosen_by_keys_and_remembered(page, press, settings):
    press(Key.Key_M, CONTROL)
    assert page.cards.pool.isVisible()
    before = len(page.pool.models)
    press(Key.Key_Return)
    assert len(page.pool.models) in (before - 1, before + 1)
    press(Key.Key_Escape)
    assert not page.cards.pool.isVisible()
    assert page.cards.pool.rows.models == []
    assert str(page.pool.models[0].ref) in str(settings.value("arena/pool"))


def test_all_are_asked_with_the_same_settings(page, desk, press, ask, opened, qtbot):
    press(Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert page.cards.system.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "Be brief.")
    press(Key.Key_Escape)
    page.pool.set_config(temperature=0.5)
    page.focus_prompt()
    round_ = ask(SKY)
    assert round_.system == "Be brief."
    press(Key.Key_1)
    opened()
    assert {answer.config.temperature for answer in round_.answers} == {0.5}


def test_an_earlier_battle_comes_once_more_with_its_sides_exchanged(page, desk, press, ask, opened, qtbot):
    desk.arena.set_rules(Rules(repeat_percent=50))
    shown = {}
    for _ in range(40):
        if page._writing:
            page.focus_prompt()
            ask(FURTHER)  # none that says whose it is
        qtbot.waitUntil(lambda: page.round.state is RoundState.SHOWING, timeout=PATIENCE_MS)
        press(Key.Key_1)
        round_ = opened()
        if round_.purpose is Purpose.REPEAT:
            break
        shown[round_.battle.id] = round_.names
        press(Key.Key_N)
    assert round_.purpose is Purpose.REPEAT
    assert round_.names == tuple(reversed(shown[round_.battle.repeats]))
    assert "sides exchanged" in page.bar.words.text()


def test_rules_that_are_changed_hold_and_are_kept(page, desk, press):
    press(Key.Key_G, CONTROL)
    card = page.cards.rules
    assert card.isVisible()
    card.plain.setChecked(True)
    card.pace.setValue(60)
    assert desk.arena.rules == Rules(plain=True, pace=60)
    assert "60 tok/s" in page.prompt.rules_chip.text()


def test_the_prompt_goes_to_compare_and_comes_back(window, page, press, qtbot):
    qtbot.keyClicks(page.prompt.box, SKY)
    press(Key.Key_2, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.places.current == "compare"
    assert window.page.composer.box.exact_text() == SKY
    assert window.page.asking.mode == "side"
    page.prompt.box.set_exact_text("")
    qtbot.mouseClick(window.page.header.modes.button("battle"), Qt.MouseButton.LeftButton)
    assert window.places.current == "arena"
    assert page.prompt.box.exact_text() == SKY
    assert window.page.header.modes.button("side").isChecked()


def test_an_unfinished_round_of_an_earlier_sitting_is_offered(
    page, window, desk, recording, ask, open_window, tmp_path, qtbot
):
    ask(SKY)
    copy = tmp_path / "later.sidelight"
    desk.save_copy(copy)
    later = type(desk)(ProjectFile.open(copy), desk._catalogue, desk._moment)
    try:
        other = open_window(later)
        found = other.places.page("arena")
        qtbot.waitUntil(lambda: len(found.display.empty.rounds) == 1, timeout=PATIENCE_MS)
        assert SKY in found.display.empty.rounds[0].text()
        found.display.empty.rounds[0].setFocus()
        qtbot.keyClick(found.display.empty.rounds[0], Key.Key_Space)
        qtbot.waitUntil(lambda: found.round.state is RoundState.SHOWING, timeout=PATIENCE_MS)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_2)
        assert found.round.given.choice is Choice.B
        other.close()
    finally:
        later.close()


@pytest.mark.parametrize("state", ["empty", "asking", "showing", "voted", "void", "revealed"])
def test_the_window_closes_in_every_state(state, open_window, desk, qtbot):
    window = open_window(desk)
    page = window.places.page("arena")
    prompt = {"void": BREAK, "asking": LONG}.get(state, SKY)
    if state == "asking":
        # At the pace of the recording, which takes longer than this.
        for model in page.pool.models:
            page.pool.toggle(model)
        assert page.pool.models == []
        for name in MODELS:
            page.pool.toggle(desk.model(f"recorded/{name}@5"))
    if state != "empty":
        page.prompt.box.set_exact_text(prompt)
        qtbot.keyClick(page.prompt.box, Key.Key_Return, CONTROL)
        wanted = {"asking": RoundState.ASKING, "void": RoundState.VOID}.get(state, RoundState.SHOWING)
        qtbot.waitUntil(lambda: page.round.state is wanted, timeout=PATIENCE_MS)
    if state in ("voted", "revealed"):
        qtbot.keyClick(page.bar, Key.Key_1)
    if state == "revealed":
        qtbot.keyClick(page.bar, Key.Key_Return)
        qtbot.waitUntil(lambda: page.round.state is RoundState.REVEALED, timeout=PATIENCE_MS)
    window.close()
    desk.close()
    assert not window.clock.running
    assert not page._seconds.isActive()
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("arena")]
    assert left == []


@pytest.mark.parametrize(("key", "said"), [(Key.Key_1, "{0} better"), (Key.Key_4, "both bad")])
def test_in_compare_a_battle_shows_what_was_voted_blind_and_takes_no_second_vote(
    window, desk, page, press, ask, opened, key, said
):
    round_ = ask(SKY)
    press(key)
    opened()
    (battle,) = desk._project.battles()
    window.page.open(battle.comparison_id)
    window.places.go("compare")
    bar = window.page.votes
    names = [model.label for model in round_.models]
    assert bar.isVisible()
    assert bar.words.text() == f"Voted blind: {said.format(*names)}"
    assert not any(button.isVisible() for button in (*bar.choices.values(), bar.undo_button))
    press(Key.Key_V, CONTROL | Qt.KeyboardModifier.AltModifier)
    window.actions_["vote.b"].trigger()
    bar.choose(Choice.B)
    assert len(votes(desk)) == 1
