# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Marking the tokens of an answer in its place, as its own model cut them."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt

from gui.shell.stand_ins import COUNT, MOON
from sidelight.domain.logprob import TokenLogprob
from sidelight.gui.rooms import own_rooms
from sidelight.workbench.counting import EXACT, Count

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
PATIENCE_MS = 100_000


def cut_in_words(desk):
    """Has the desk count as if a model's own tokenizer cut at blanks."""
    asked = []

    def count(text, model):
        asked.append(model.label)
        pieces = tuple(f"{word} ".encode() for word in text.split(" "))
        pieces = (*pieces[:-1], pieces[-1].rstrip(b" "))
        done = Future()
        done.set_result(Count(len(pieces), EXACT, tuple(range(len(pieces))), pieces))
        return done

    desk.counting.count = count
    return asked


def test_a_key_marks_the_tokens_and_takes_the_marks_away(open_window, desk, ask, qtbot):
    window = open_window(desk, rooms=own_rooms())
    ask(window, MOON)
    asked = cut_in_words(desk)
    view, action = window.page.pane.view, window.actions_["answer.cuts"]
    assert not action.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: view.cuts.any, timeout=PATIENCE_MS)
    assert asked == ["Amber Large"]
    assert action.isChecked()
    assert not window.page.panes[1].view.cuts.any
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL_SHIFT)
    assert not view.cuts.any
    assert not action.isChecked()


def test_tokens_that_came_with_the_answer_are_marked_without_asking_anybody(window, ask):
    live = ask(window, MOON)
    asked = cut_in_words(window.page.desk)
    answer = live.panes[0][0]
    half = len(answer.text) // 2
    window.page.desk.logprobs = lambda _answer: (
        TokenLogprob(answer.text[:half], -0.1),
        TokenLogprob(answer.text[half:], -0.2, data=answer.text[half:].encode()),
    )
    window.actions_["answer.cuts"].trigger()
    assert window.page.pane.view.cuts.any
    assert asked == []


def test_a_tokenizer_that_nobody_has_is_said_not_guessed(window, ask, qtbot):
    ask(window, MOON)
    window.actions_["answer.cuts"].trigger()
    qtbot.waitUntil(lambda: bool(window.banner.sentence), timeout=PATIENCE_MS)
    assert window.banner.sentence.startswith("How Amber Large cuts this text into tokens cannot be found out")
    assert "Ctrl+Alt+K" in window.banner.sentence
    assert not window.page.pane.view.cuts.any
    assert not window.actions_["answer.cuts"].isChecked()


def test_what_was_said_of_one_answer_goes_with_it(window, ask, qtbot):
    def said():
        window.actions_["answer.cuts"].trigger()
        qtbot.waitUntil(lambda: bool(window.banner.sentence), timeout=PATIENCE_MS)

    ask(window, MOON)
    said()
    window.page.refresh()
    assert window.banner.sentence
    window.page.panes[1].take_focus()
    qtbot.waitUntil(lambda: not window.banner.sentence, timeout=PATIENCE_MS)
    said()
    ask(window, COUNT)
    assert not window.banner.sentence
    said()
    window.places.go("arena")
    assert not window.banner.sentence
    window.places.go("compare")
    window.say("Something that concerns all of it.")
    window.page.begin_new()
    assert window.banner.sentence


def test_an_answer_that_is_still_written_has_no_tokens_to_be_marked(window, ask, qtbot):
    live = ask(window, COUNT, wait=False)
    answer, while_written = live.panes[0][0], []

    def ended():
        if answer.running:
            while_written.append(window.actions_["answer.cuts"].isEnabled())
        return not answer.running

    qtbot.waitUntil(ended, timeout=PATIENCE_MS)
    assert while_written
    assert not any(while_written)
    ask.done(window)
    assert window.actions_["answer.cuts"].isEnabled()
