# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person does often never waits for the disk: no read follows what has just been written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import COUNT, CUBE, MOON, plain_rooms
from sidelight.gui.rooms import own_rooms
from sidelight.store.writer import Writer


@pytest.fixture
def waits(monkeypatch):
    """How often somebody waited until everything is written, which is what every read does first."""
    seen = []
    settle = Writer.settle

    def watched(self, timeout_s):
        seen.append(timeout_s)
        settle(self, timeout_s)

    monkeypatch.setattr(Writer, "settle", watched)
    return seen


@pytest.mark.parametrize("rooms", [plain_rooms, own_rooms])
def test_sending_a_prompt_and_taking_in_its_answers_reads_nothing(open_window, desk, ask, waits, rooms):
    window = open_window(desk, rooms=rooms())
    ask(window, MOON)
    waits.clear()
    live = ask(window, CUBE)
    assert [answer.text != "" for answer in live.answers()] == [True, True]
    assert waits == []
    model = window.rail.model
    assert [model.data(model.index(row)) for row in range(model.rowCount())] == ["Today", CUBE, MOON]
    assert window.rail.list.currentIndex().row() == 1


def test_rating_and_noting_and_going_on_to_the_next_pane_reads_nothing(open_window, desk, ask, waits):
    desk_window = open_window(desk, rooms=own_rooms())
    identity = ask(desk_window, CUBE).comparison.id
    desk_window.close()
    window = open_window(desk, rooms=own_rooms())
    # As after a restart: nothing of these answers is known any more.
    desk.reviewing._ratings.clear()
    desk.reviewing._notes.clear()
    desk.reviewing._is_new = lambda _: False
    window.page.open(identity)
    waits.clear()
    inspector = window.side.inspector
    inspector.rating.stars.press(4)
    desk.reviewing.annotate(window.page.answer.id, "Good.")
    inspector.undo()
    inspector.redo()
    inspector.refresh()
    assert waits == []
    window.page.choose_pane(1)
    # The runs of another answer are the one thing that is read.
    assert len(waits) == 1
    inspector.rating.stars.press(2)
    assert desk.reviewing.stars(window.page.answer.id) == 2
    assert len(waits) == 1


def test_what_begins_while_one_searches_does_not_disturb_the_search(window, qtbot, ask):
    ask(window, MOON)
    window.rail.search()
    qtbot.keyClicks(window.rail.field, "lead")
    qtbot.waitUntil(lambda: window.rail.model.words == "lead")
    shown = window.rail.model.rowCount()
    ask(window, COUNT)
    assert window.rail.model.rowCount() == shown
    qtbot.keyClick(window.rail.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.rail.field, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.rail.model.rowCount() == 3)
