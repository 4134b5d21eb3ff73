# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Going on from an answer shows what was said before."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.shell.stand_ins import CUBE, MOON, PlainView, plain_rooms
from sidelight.domain.errors import ProjectError
from sidelight.domain.message import Message
from sidelight.gui.compare.turns import Turns, beginning
from sidelight.gui.theme import Theme

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def second(window, ask):
    first = ask(window, MOON)
    window.actions_["ask.continue"].trigger()
    ask(window, CUBE)
    return first


def rows(turns):
    model = turns.list.model()
    every = [model.index(at) for at in range(model.rowCount())]
    return [(index.data(Qt.ItemDataRole.UserRole), index.data()) for index in every]


def test_the_turns_before_stand_above_the_answer(window, second):
    for pane, answers in zip(window.page.panes, second.panes, strict=True):
        assert pane.turns.isVisible()
        assert pane.turns.head.text() == "1 earlier turn"
        assert rows(pane.turns) == [("You", MOON), (pane.tab.name, answers[0].text)]


def test_a_turn_is_read_in_full_and_left_by_esc(window, second, qtbot):
    turns = window.page.panes[0].turns
    turns.show_turn(1)
    assert turns.card.isVisible()
    assert turns.card.view.text() == second.panes[0][0].text
    assert turns.card.said.text() == "Amber Large, turn 1 of 1"
    assert not turns.card.forth.isEnabled()
    qtbot.mouseClick(turns.card.back, Qt.MouseButton.LeftButton)
    assert turns.card.view.text() == MOON
    qtbot.mouseClick(turns.card.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == MOON
    qtbot.keyClick(turns.card.view, Qt.Key.Key_Escape)
    assert turns.list.isVisible()
    assert turns.list.hasFocus()
    qtbot.keyClick(turns.list, Qt.Key.Key_Return)
    assert turns.card.isVisible()


def test_they_can_be_folded_away_in_all_panes(window, second, qtbot):
    window.page.panes[0].take_focus()
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL | ALT)
    assert not any(pane.turns.is_open for pane in window.page.panes)
    assert window.page.panes[1].turns.head.isVisible()
    qtbot.mouseClick(window.page.panes[1].turns.head, Qt.MouseButton.LeftButton)
    assert window.page.panes[1].turns.list.isVisible()


def test_a_first_question_has_nothing_above_it(window, ask):
    ask(window, MOON)
    assert all(pane.turns is None for pane in window.page.panes)
    assert not window.actions_["compare.turns"].isEnabled()


def test_in_a_small_pane_the_answer_has_the_room_and_the_turns_are_a_line(open_window, desk, ask, qtbot):
    window = open_window(desk, size=(1000, 640))
    asking, models = window.page.asking, desk.models()
    while len(asking.models) < 6:
        asking.add(models[0])
    ask(window, MOON)
    window.actions_["ask.continue"].trigger()
    ask(window, CUBE)
    for pane in window.page.panes:
        assert not pane.turns.is_open
        assert pane.turns.head.text() == "1 earlier turn"
        assert pane.view.height() > pane.height() // 2


class Counted(Message):
    """A message that tells how often it was looked into."""

    looks = 0

    @property
    def text(self):
        Counted.looks += 1
        return super().text


@pytest.fixture
def long_talk(qtbot):
    def make(read):
        made = Turns(read, "Amber", plain_rooms(), Theme.load("light"), None)
        qtbot.addWidget(made)
        made.resize(500, 400)
        with qtbot.waitExposed(made):
            made.show()
        made.begin()
        return made

    return make


def test_of_hundreds_of_long_messages_only_those_in_sight_are_looked_at(long_talk):
    said = [
        Counted.of("user" if at % 2 == 0 else "assistant", f"Message {at}. " + "word " * 20_000)
        for at in range(400)
    ]
    Counted.looks = 0
    turns = long_talk(lambda: said)
    turns.grab()
    assert turns.count == 400
    assert turns.head.text() == "200 earlier turns"
    assert 0 < Counted.looks < 100
    assert turns.list.visualRect(turns.list.model().index(399)).bottom() <= turns.list.viewport().height()
    assert not turns.findChildren(PlainView)


def test_what_cannot_be_read_is_said_in_its_place(long_talk):
    def fail():
        raise ProjectError("The turns before could not be read.", "Open the project again.")

    turns = long_talk(fail)
    assert "could not be read" in turns.head.text()
    assert not turns.is_open


def test_a_message_begins_in_one_line():
    assert beginning("a\n\n  b " + "c " * 5000).startswith("a b c c")
    assert len(beginning("x" * 100_000)) <= 400
