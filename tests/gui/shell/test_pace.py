# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Replaying a comparison at a pace of one's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import BROKEN, MOON
from sidelight.gui.compare.pace import read_pace

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_all_panes_come_again_at_the_pace_that_was_typed_and_it_is_remembered(window, qtbot, ask, settings):
    past = ask(window, MOON)
    window.page.panes[0].take_focus()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | ALT)
    card = window.page._parts.pace_card
    assert card.isVisible()
    assert card.field.text() == "60"
    qtbot.keyClicks(card.field, "500")
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    assert not card.isVisible()
    again = window.page.live
    assert again is not past
    assert [str(model.ref) for model in again.models] == ["recorded/amber@500", "recorded/coral@500"]
    ask.done(window)
    assert [answer.text for answer in again.answers()] == [answer.text for answer in past.answers()]
    assert settings.value("compare/pace") == "500"
    window.actions_["compare.replay"].trigger()
    assert card.field.text() == "500"
    qtbot.mouseClick(card.presets[-1], Qt.MouseButton.LeftButton)
    assert card.field.text() == "0"
    qtbot.mouseClick(card.start_button, Qt.MouseButton.LeftButton)
    ask.done(window)
    assert str(window.page.live.models[0].ref) == "recorded/amber@0"


def test_what_is_no_pace_is_told_and_replays_nothing(window, qtbot, ask):
    past = ask(window, BROKEN)
    window.page.choose_pace()
    card = window.page._parts.pace_card
    qtbot.keyClicks(card.field, "quick")
    assert card.wrong.isVisible()
    assert not card.start_button.isEnabled()
    qtbot.keyClick(card.field, Qt.Key.Key_Return)
    assert window.page.live is past
    qtbot.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("60", 60),
        (" 7,5 ", 7.5),
        ("0", 0),
        ("0.4", None),
        ("-1", None),
        ("1e9", None),
        ("nan", None),
        ("", None),
    ],
)
def test_paces(text, pace):
    assert read_pace(text) == pace
