# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A window does not close on a round without saying what becomes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from gui.arena.conftest import SKY
from sidelight.gui import asking_for_files as files
from sidelight.gui.closing import Closing
from sidelight.workbench.venue import RoundState

Key = Qt.Key


@pytest.fixture
def asked(window):
    """What the window asked; ``asked.answer`` is what it is told."""

    class Asked(list):
        answer = False

        def ask(self, parent, found):
            assert parent is window
            self.append(found)
            return self.answer

    made = Asked()
    made.closing = Closing(window, window.places, made.ask)
    yield made
    made.closing.stop()


def slow(page, desk):
    for model in page.pool.models:
        page.pool.toggle(model)
    for name in ("quillon", "vantor"):
        page.pool.toggle(desk.model(f"recorded/{name}@5"))


def test_answers_that_are_written_are_not_left_without_a_word(window, page, desk, ask, asked):
    slow(page, desk)
    ask(SKY, until=RoundState.ASKING)
    assert not window.close()
    assert window.isVisible()
    assert "still being written" in asked[0].what
    assert "void" in asked[0].then
    assert "stay in the project" in asked[0].then
    assert page.round.state is RoundState.ASKING
    asked.answer = True
    assert window.close()
    assert not window.isVisible()


def test_a_round_without_a_vote_says_that_it_waits(window, page, press, ask, opened, asked):
    assert window.places.unfinished() == []
    ask(SKY)
    assert not window.close()
    assert "not voted" in asked[0].what
    assert "waits in the arena" in asked[0].then
    press(Key.Key_1)
    assert window.places.unfinished() == []  # the vote is kept; nothing is lost
    opened()
    assert window.close()
    assert len(asked) == 1


def test_another_project_does_not_take_its_place_unasked(window, ask, asked):
    ask(SKY)
    assert not asked.closing.sure()
    asked.closing.stop()
    assert window.close()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("key", "closes"), [(Key.Key_Return, False), (Key.Key_Escape, False), ("Close", True)]
)
def test_the_question_leads_back_by_enter_and_by_escape(key, closes, window, page, ask, qtbot):
    ask(SKY)
    (found,) = window.places.unfinished()

    def answer():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert found.what in box.text()
        assert box.informativeText() == found.then
        if key == "Close":
            (button,) = [one for one in box.findChildren(QPushButton) if one.text() == "Close"]
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(box, key)

    QTimer.singleShot(0, answer)
    assert files.close_nevertheless(window, found) is closes
