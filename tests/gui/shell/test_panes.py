# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading several answers: their source, pausing what is shown, and finding words in one or in all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.shell.stand_ins import COUNT, CUBE, LINES, MOON, TALK
from sidelight.gui.compare.held import WordCount
from sidelight.gui.compare.raw import RawText
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PATIENCE_MS = 100_000


# pausing


def test_a_paused_pane_stands_still_while_its_answer_is_written_and_kept(window, qtbot, ask):
    live = ask(window, TALK, wait=False)
    first, second = window.page.panes
    qtbot.waitUntil(lambda: first.view.text() != "", timeout=PATIENCE_MS)
    first.take_focus()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    seen = first.view.text()
    assert window.actions_["answer.pause"].isChecked()
    answer = live.panes[0][0]
    qtbot.waitUntil(lambda: answer.text_length > len(seen), timeout=PATIENCE_MS)
    window.page.rounds.stop()
    ask.done(window)
    assert first.view.text() == seen
    assert second.view.text() == live.panes[1][0].text
    assert first.state.word == "stopped"
    more = len(answer.text[len(seen) :].split())
    shown = int("".join(filter(str.isdigit, first.held_line.said.text())))
    assert more - 1 <= shown <= more
    qtbot.mouseClick(first.held_line.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.view.text() == answer.text, timeout=PATIENCE_MS)
    assert not first.held_line.isVisible()
    assert first.view.finished


def test_pausing_is_offered_while_text_may_come_and_by_the_heads_button(window, qtbot, ask):
    ask(window, TALK, wait=False)
    first = window.page.panes[0]
    qtbot.waitUntil(lambda: first.tools.pause.isVisible(), timeout=PATIENCE_MS)
    qtbot.mouseClick(first.tools.pause, Qt.MouseButton.LeftButton)
    assert first.held
    assert first.held_line.isVisible()
    window.page.rounds.stop()
    ask.done(window)
    assert first.tools.pause.isVisible()
    assert "Go on" in first.tools.pause.accessibleName()
    qtbot.mouseClick(first.tools.pause, Qt.MouseButton.LeftButton)
    assert not first.tools.pause.isVisible()
    assert not window.actions_["answer.pause"].isEnabled()


def test_words_are_counted_as_they_come_in_pieces():
    count = WordCount()
    for piece in ("The cu", "be tur", "ns", " ", "", "slowly\n", "now"):
        count.take(piece)
    assert count.words == 5


# the source


def test_all_panes_show_their_source_and_the_answer_again(window, qtbot, ask):
    live = ask(window, CUBE)
    window.page.panes[0].take_focus()
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    for pane, answers in zip(window.page.panes, live.panes, strict=True):
        raw = pane._stack.currentWidget()
        qtbot.waitUntil(lambda raw=raw: not raw.waiting, timeout=PATIENCE_MS)
        assert raw.exact_text() == answers[0].text
        assert raw.isReadOnly()
        assert raw.font().fixedPitch()
    assert window.actions_["compare.raw"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_T, CONTROL | SHIFT)
    assert not any(pane.raw for pane in window.page.panes)


@pytest.fixture
def raw(qtbot):
    made = RawText(Theme.load("light"), None)
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize(
    "text", ["word " * 12_000 + "needle\n" + "word\n" * 40_000, "x" * 1_000_000 + "needle" + "y" * 1_000]
)
def test_a_source_of_any_size_is_put_in_by_slices_and_searched_whole(raw, text):
    raw.feed(text)
    slices = 0
    while raw.show_pending(0.0):
        slices += 1
    assert slices == -(-len(text) // 16_384)
    assert raw.exact_text() == text
    assert max(block_lengths(raw)) <= 2_001
    found = raw.find_words("NEEDLE", backwards=False)
    assert (found.total, found.at) == (1, 1)
    raw.copy()
    assert QGuiApplication.clipboard().text() == "needle"
    assert len(raw.extraSelections()) == 1
    raw.clear_find()
    assert raw.extraSelections() == []


def block_lengths(raw):
    block = raw.document().begin()
    while block.isValid():
        yield block.length()
        block = block.next()


def test_found_places_are_gone_through_both_ways_and_across_what_is_cut(raw):
    text = ("\U0001f600é" * 499 + "cube") + "\n" + "a" * 998 + "cube" + "\ncube"
    raw.feed(text)
    assert raw.find_words("cube", backwards=False) == (3, 1)
    raw.copy()
    assert QGuiApplication.clipboard().text() == "cube"
    assert raw.find_words("cube", backwards=False) == (3, 2)
    raw.copy()
    assert QGuiApplication.clipboard().text() == "cube"
    assert raw.find_words("cube", backwards=False) == (3, 3)
    assert raw.find_words("cube", backwards=False) == (3, 1)
    assert raw.find_words("cube", backwards=True) == (3, 3)
    assert raw.find_words("cube", backwards=True) == (3, 2)
    assert raw.find_words("nothing", backwards=True) == (0, 0)


# finding


@pytest.fixture
def real(open_window, desk):
    return open_window(desk, rooms=own_rooms())


def test_words_are_found_in_one_pane_with_their_number(real, qtbot, ask):
    ask(real, COUNT)
    pane = real.page.panes[0]
    pane.take_focus()
    qtbot.keyClick(real, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(pane.find_line.field, "line")
    assert pane.find_line.count.text().endswith(f"of {LINES}")
    at = int(pane.find_line.count.text().split()[0])
    qtbot.keyClick(pane.find_line.field, Qt.Key.Key_Return)
    assert pane.find_line.count.text() == f"{at % LINES + 1} of {LINES}"
    qtbot.keyClick(pane.find_line.field, Qt.Key.Key_Return, SHIFT)
    assert pane.find_line.count.text() == f"{at} of {LINES}"
    pane.find_line.field.setText("no such words")
    qtbot.keyClick(pane.find_line.field, Qt.Key.Key_Return)
    assert pane.find_line.count.text() == "not found"


def test_words_are_found_in_the_source_too(real, qtbot, ask):
    ask(real, MOON)
    pane = real.page.panes[0]
    pane.take_focus()
    qtbot.keyClick(real, Qt.Key.Key_T, CONTROL)
    qtbot.keyClick(real, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(pane.find_line.field, "**2 kg")
    assert pane.raw
    assert pane.find_line.count.text() == "1 of 1"


@pytest.mark.parametrize("arrangement", ["tiles", "tabs"])
def test_words_are_found_in_all_panes_one_after_the_other(real, qtbot, ask, arrangement):
    real.page.arrange(arrangement)
    ask(real, MOON)
    first, second = real.page.panes
    first.take_focus()
    qtbot.keyClick(real, Qt.Key.Key_F, CONTROL | ALT)
    line = real.page.known.find_all.line
    assert line.field.hasFocus()
    qtbot.keyClicks(line.field, "mass")
    assert line.count.text() == "1 of 2"
    assert (first.tab._found, second.tab._found) == ("1 found", "1 found")
    assert real.page.pane is first
    assert first.view.selected_text().lower() == "mass"
    qtbot.keyClick(line.field, Qt.Key.Key_Return)
    assert line.count.text() == "2 of 2"
    assert real.page.pane is second
    assert second.isVisible()
    assert second.view.selected_text() == "mass"
    qtbot.keyClick(line.field, Qt.Key.Key_Return)
    assert (line.count.text(), real.page.pane) == ("1 of 2", first)
    qtbot.keyClick(line.field, Qt.Key.Key_Return, SHIFT)
    assert (line.count.text(), real.page.pane) == ("2 of 2", second)
    qtbot.keyClicks(line.field, " of")
    assert line.count.text() == "not found"
    qtbot.keyClick(line.field, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert second.tab._found == ""
    assert second.view.finding.words == ""


def test_another_attempt_is_counted_anew_when_all_panes_are_searched(real, qtbot, ask):
    live = ask(real, MOON)
    first, second = real.page.panes
    real.page.rounds.again(1)
    ask.done(real)
    first.take_focus()
    qtbot.keyClick(real, Qt.Key.Key_F, CONTROL | ALT)
    line = real.page.known.find_all.line
    qtbot.keyClicks(line.field, "mass")
    assert line.count.text() == "1 of 2"
    # An attempt that says other things than the one that was counted.
    second._shown[live.panes[1][0].id].view.set_text("Mass, mass and mass.")
    second.show_attempt(0)
    assert second.tab._found == "3 found"
    assert line.count.text() == "1 of 4"
    assert line.field.hasFocus()
    qtbot.keyClick(line.field, Qt.Key.Key_Return)
    assert (line.count.text(), real.page.pane) == ("2 of 4", second)
    first.answer_changed.emit()
    assert line.count.text() == "2 of 4"
    second.show_attempt(1)
    assert line.count.text() == "2 of 2"


# what is not seen


def test_a_pane_that_is_not_seen_costs_nothing_while_its_answer_is_written(window, qtbot, ask, monkeypatch):
    window.page.arrange("tabs")
    live = ask(window, COUNT, wait=False)
    hidden = window.page.panes[1]
    calls = []
    for name in ("feed", "show_pending", "set_text", "paintEvent"):
        monkeypatch.setattr(hidden.view, name, lambda *_args, name=name: calls.append(name))
    qtbot.waitUntil(lambda: live.panes[1][0].text_length > 100, timeout=PATIENCE_MS)
    ask.done(window)
    assert calls == []
    assert hidden.state.word == "complete"
    monkeypatch.undo()
    window.page.choose_pane(1)
    qtbot.waitUntil(lambda: hidden.view.text() == live.panes[1][0].text, timeout=PATIENCE_MS)
