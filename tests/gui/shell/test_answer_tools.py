# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the keys and the palette do to the answer that is worked with."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.shell.stand_ins import ENDLESS, MOON
from sidelight.domain.running import Level, Outcome
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.sandbox import run as sandbox

PATIENCE_MS = 100_000
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(open_window, desk):
    return open_window(desk, rooms=own_rooms())


def by_palette(window, qtbot, typed):
    window._open_palette()
    qtbot.keyClicks(window.palette_.field, typed)
    qtbot.keyClick(window.palette_.field, Qt.Key.Key_Return)


def test_a_script_is_run_and_ended_from_the_palette(window, desk, qtbot, ask):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    ask(window, ENDLESS)
    assert not window.actions_["answer.halt"].isEnabled()
    by_palette(window, qtbot, "run the script")
    (live,) = window.page.pane.view.viewport().findChildren(LiveView)
    # Of several, the longest is the script that was asked for.
    assert "while True" in live.run.artifact.text
    qtbot.waitUntil(lambda: "on and on" in live.run.output, timeout=PATIENCE_MS)
    assert window.actions_["answer.halt"].isEnabled()
    by_palette(window, qtbot, "stop the scripts")
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    assert live.run.outcome is not Outcome.ERROR
    qtbot.waitUntil(lambda: not window.actions_["answer.halt"].isEnabled(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(window.side.inspector.runs.cards) == 1, timeout=PATIENCE_MS)


def test_an_answer_without_a_script_says_so(window, qtbot, ask):
    ask(window, MOON)
    qtbot.keyClick(window, Qt.Key.Key_X, CONTROL | SHIFT)
    assert window.banner.sentence.startswith("This answer holds no complete Python script")


def test_an_answer_goes_to_the_tokens_and_back(window, qtbot, ask):
    ask(window, MOON)
    answer = window.page.answer
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert window.places.current == "tokens"
    page = window.places.page("tokens")
    assert page.box.exact_text() == answer.text
    assert not window.side.isVisible()
    qtbot.waitUntil(lambda: "tokens" in page.columns[0].figure.text(), timeout=PATIENCE_MS)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_1, CONTROL)
    assert window.places.current == "compare"
    assert window.page.composer.box.hasFocus()
    assert window.side.isVisible()


def zooms(window):
    return {pane.view.zoom for pane in window.page.panes}


def test_all_answers_grow_and_shrink_from_anywhere_in_the_window(window, qtbot, ask):
    ask(window, MOON)
    box = window.page.composer.box
    qtbot.keyClick(box, Qt.Key.Key_Plus, CONTROL)
    qtbot.keyClick(box, Qt.Key.Key_Equal, CONTROL)
    (larger,) = zooms(window)
    assert larger > 1
    qtbot.keyClick(box, Qt.Key.Key_Minus, CONTROL)
    assert 1 < max(zooms(window)) < larger
    qtbot.keyClick(box, Qt.Key.Key_0, CONTROL)
    assert zooms(window) == {1.0}


def test_the_selection_is_copied_as_it_was_written(window, qtbot, ask):
    ask(window, MOON)
    QGuiApplication.clipboard().setText("before")
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "before"
    assert "Nothing is selected" in window.banner.sentence
    window.page.pane.view.select_all()
    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == window.page.answer.text


@pytest.mark.parametrize("wish", ["run", "stop", "larger", "find", "replay", "note", "record", "raw"])
def test_the_palette_knows_every_wish(window, qtbot, ask, wish):
    live = ask(window, ENDLESS, wait=False)
    window._open_palette()
    qtbot.keyClicks(window.palette_.field, wish)
    while_written = window.palette_.names()
    window.palette_.dismiss()
    ask.done(window)
    window._open_palette()
    qtbot.keyClicks(window.palette_.field, wish)
    assert any(wish in name.casefold() for name in (*while_written, *window.palette_.names()))
    assert live is window.page.live
