# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page's text: copied when a person presses the keys for it, and told to a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, run, view, window):
    """A view of a page that has the keyboard."""
    run.flows, run.toolkit, run.title = True, "HTML", "Reading"
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.toolbar.state_word() == "running")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view.canvas.setFocus()
    qtbot.waitUntil(view.canvas.takes_keys)
    QGuiApplication.clipboard().setText("before")
    return view


def say(run, kind, text, number=1):
    run.words.hear({"t": kind, "n": number, "at": 0, "of": 1, "text": text})
    run.nudge()


def test_what_is_copied_in_a_page_comes_to_the_clipboard_after_the_keys(qtbot, run, page):
    say(run, "copied", "of its own accord")
    qtbot.keyClick(page.canvas, Qt.Key.Key_C, CONTROL)
    asked = [message for message in run.sent if message["t"] == "copy"]
    pressed = [message for message in run.sent if message["t"] == "key" and message["key"] == "c"]
    assert asked == [{"t": "copy", "n": 1}]
    # The page hears of the wish before it hears of the key.
    assert run.sent.index(asked[0]) < run.sent.index(pressed[0])
    assert QGuiApplication.clipboard().text() == "before"
    say(run, "copied", "what was selected")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "what was selected")
    say(run, "copied", "and more")
    run.fill(64, 48, (1, 2, 3))
    qtbot.waitUntil(lambda: page.canvas.picture().pixelColor(5, 5).getRgb()[:3] == (1, 2, 3))
    assert QGuiApplication.clipboard().text() == "what was selected"


def test_other_keys_and_scripts_copy_nothing(qtbot, run, page):
    qtbot.keyClick(page.canvas, Qt.Key.Key_C)
    qtbot.keyClick(page.canvas, Qt.Key.Key_A, CONTROL)
    run.flows = False
    qtbot.keyClick(page.canvas, Qt.Key.Key_C, CONTROL)
    assert not [message for message in run.sent if message["t"] == "copy"]


def test_a_screen_reader_finds_title_text_and_focus(qtbot, run, page):
    say(run, "words", "Chapter one\nIt was late.")
    run.words.hear({"t": "within", "text": "button, Next"})
    run.nudge()
    qtbot.waitUntil(lambda: "It was late." in page.canvas.accessibleDescription())
    found = QAccessible.queryAccessibleInterface(page.canvas)
    assert found.text(QAccessible.Text.Name) == "Live page: Reading"
    described = found.text(QAccessible.Text.Description)
    assert "It shows: Chapter one\nIt was late." in described
    assert "The focus is on: button, Next" in described
    assert "Esc gives the keyboard back" in described


def test_a_script_keeps_its_plain_name(qtbot, run, view):
    run.fill(64, 48)
    qtbot.waitUntil(lambda: view.toolbar.state_word() == "running")
    assert view.canvas.accessibleName() == "Picture of the running script"
