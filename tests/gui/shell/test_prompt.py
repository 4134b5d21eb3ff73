# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from sidelight.gui.bounded import LONGEST_LINE, MOST, BoundedText
from sidelight.gui.compare.prompt import PromptBox

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def box(qtbot):
    made = PromptBox()
    qtbot.addWidget(made)
    made.resize(700, 60)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


@pytest.fixture
def sent(box):
    times = []
    box.send_requested.connect(lambda: times.append(1))
    return times


def compose(box, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(box, event)


def pasted(box, text):
    data = QMimeData()
    data.setText(text)
    box.insertFromMimeData(data)


def longest_block(box):
    block, longest = box.document().begin(), 0
    while block.isValid():
        longest = max(longest, block.length())
        block = block.next()
    return longest


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_enter_sends_and_enter_begins_a_line(box, sent, qtbot, key):
    qtbot.keyClicks(box, "one")
    qtbot.keyClick(box, key)
    qtbot.keyClicks(box, "two")
    assert sent == []
    qtbot.keyClick(box, key, CONTROL)
    assert sent == [1]
    assert box.exact_text() == "one\ntwo"


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_no_enter_sends_or_types_while_composing(box, sent, qtbot, modifier):
    qtbot.keyClicks(box, "a ")
    compose(box, "にほ")
    assert box.composing
    qtbot.keyClick(box, Qt.Key.Key_Return, modifier)
    assert sent == []
    assert box.exact_text() == "a "
    compose(box, "", commit="日本")
    assert not box.composing
    assert box.exact_text() == "a 日本"
    qtbot.keyClick(box, Qt.Key.Key_Return, CONTROL)
    assert sent == [1]


def test_a_composition_ends_with_the_focus(box, sent, qtbot):
    compose(box, "한")
    box.clearFocus()
    assert not box.composing


def test_a_megabyte_without_a_line_break_is_pasted_at_once_and_kept_exactly(box):
    text = ("lorem ipsum " * 90_000)[:1_000_000]
    begun = time.thread_time()
    pasted(box, text)
    QApplication.processEvents()
    box.grab()
    spent = time.thread_time() - begun
    # Qt alone takes more than a minute for this; a line per block takes milliseconds.
    assert spent < 5
    assert longest_block(box) <= LONGEST_LINE + 2
    assert box.exact_text() == text


def test_what_is_typed_into_a_long_paste_stays_exact(box, qtbot):
    text = "x" * 5000
    pasted(box, text)
    box.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(box, "ab")
    box.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClicks(box, "end")
    assert box.exact_text() == "ab" + text + "\nend"


def test_undo_and_redo_of_a_long_paste_stay_exact(box, qtbot):
    qtbot.keyClicks(box, "before ")
    pasted(box, "y" * 3500)
    cursor = box.textCursor()
    cursor.setPosition(900)
    cursor.setPosition(1400, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    box.undo()
    assert box.exact_text() == "before " + "y" * 3500
    box.undo()
    assert box.exact_text().startswith("before")
    assert "y" not in box.exact_text()
    box.redo()
    assert box.exact_text() == "before " + "y" * 3500


def test_what_is_copied_holds_no_marks(box):
    text = "long " * 700 + "\nsecond line"
    pasted(box, text)
    box.selectAll()
    assert box.createMimeDataFromSelection().text() == text


def test_what_is_copied_of_a_part_is_exact(box):
    text = "".join(chr(ord("a") + at % 26) for at in range(3300))
    pasted(box, text)
    cursor = box.textCursor()
    cursor.setPosition(500)
    cursor.setPosition(2600, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)
    # Two of these places are breaks that are not in the text.
    assert box.createMimeDataFromSelection().text() == text[500:2598]


def test_what_is_typed_at_a_break_begins_no_line(box, qtbot):
    pasted(box, "a" * 1500)
    box.moveCursor(QTextCursor.MoveOperation.Start)
    box.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    qtbot.keyClicks(box, "X")
    assert box.exact_text() == "a" * 1000 + "X" + "a" * 500


def test_deleting_steps_over_a_break(box, qtbot):
    pasted(box, "a" * 1000 + "b" * 1000)
    box.moveCursor(QTextCursor.MoveOperation.Start)
    box.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    assert box.exact_text() == "a" * 1000 + "b" * 999
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert box.exact_text() == "a" * 999 + "b" * 999
    box.undo()
    box.undo()
    assert box.exact_text() == "a" * 1000 + "b" * 1000


def test_a_line_begun_at_a_break_begins_once(box, qtbot):
    for step in (0, 1):
        box.set_exact_text("a" * 1000 + "b" * 1000)
        cursor = box.textCursor()
        cursor.setPosition(1000 + step)
        box.setTextCursor(cursor)
        qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        assert box.exact_text() == "a" * 1000 + "\n" + "b" * 1000


def test_a_text_that_became_short_is_not_broken_any_more(box):
    pasted(box, "a" * 1500)
    cursor = box.textCursor()
    cursor.setPosition(100)
    cursor.setPosition(900, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert box.blockCount() == 1
    assert box.exact_text() == "a" * 700


TEXT = st.one_of(
    st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Po"]), max_size=60),
    st.integers(0, 4000).map(lambda n: ("lorem ipsum " * 400)[:n]),
    st.integers(900, 1100).map(lambda n: "\U0001f642" * n),
    st.sampled_from(["\n", "a\n", "\nb", "\n\n"]),
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(TEXT, max_size=8))
def test_whatever_is_set_comes_back(qapp, pieces):
    text = "".join(pieces)
    field = BoundedText()
    field.set_exact_text(text)
    assert field.exact_text() == text
    assert longest_block(field) <= MOST + 1
    grown = BoundedText()
    for piece in pieces:
        grown.append_text(piece)
    assert grown.exact_text() == text
    assert longest_block(grown) <= MOST + 1


PLACE = st.floats(0, 1)
EDIT = st.one_of(
    st.tuples(st.just("paste"), PLACE, TEXT),
    st.tuples(st.just("replace"), PLACE, st.one_of(PLACE, st.just(0.5)), TEXT),
    st.tuples(st.just("type"), PLACE, st.sampled_from(["x", "yy"])),
    st.tuples(st.just("key"), PLACE, st.sampled_from(["Return", "Backspace", "Delete"])),
    st.tuples(st.just("cut"), PLACE, PLACE),
    st.tuples(st.just("undo"), st.integers(1, 4)),
)


def select(box, start, end):
    cursor = box.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)


def exact_until(box, position):
    """The exact text before a place of the document."""
    select(box, 0, position)
    return box.createMimeDataFromSelection().text()


def whole_place(box, part):
    """A place that is so far into the document, and not within a character."""
    place = int(part * (box.document().characterCount() - 1))
    return place - 1 if 0xDC00 <= ord(box.document().characterAt(place)) < 0xE000 else place


def press(box, key, text=""):
    QApplication.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(TEXT, max_size=3), st.lists(EDIT, max_size=12))
def test_any_editing_does_to_the_text_what_it_would_do_to_a_string(qapp, pieces, edits):
    box = PromptBox()
    known = "".join(pieces)
    box.set_exact_text(known)
    for kind, *facts in edits:
        if kind == "undo":
            for _ in range(facts[0]):
                box.undo()
            for _ in range(facts[0]):
                box.redo()
            continue
        ends = facts[:2] if kind in ("replace", "cut") else facts[:1] * 2
        start, end = sorted(whole_place(box, part) for part in ends)
        left, right = exact_until(box, start), exact_until(box, end)
        assert known.startswith(right)
        before, behind = known[: len(left)], known[len(right) :]
        select(box, start, end)
        if kind in ("paste", "replace"):
            pasted(box, facts[-1])
            known = before + facts[-1] + behind
        elif kind == "type":
            for letter in facts[1]:
                press(box, getattr(Qt.Key, f"Key_{letter.upper()}"), letter)
            known = before + facts[1] + behind
        elif kind == "cut":
            box.cut()
            known = before + behind
        else:
            press(box, getattr(Qt.Key, f"Key_{facts[1]}"))
            known = {
                "Return": before + "\n" + behind,
                "Backspace": before[:-1] + behind,
                "Delete": before + behind[1:],
            }[facts[1]]
        assert box.exact_text() == known
        assert longest_block(box) <= MOST + 1
    while box.document().isUndoAvailable():
        box.undo()
        # Qt may undo a cut apart from what was typed, never a paste.
        assert longest_block(box) <= 2 * MOST + 1
    assert box.exact_text() == ""
    while box.document().isRedoAvailable():
        box.redo()
    assert box.exact_text() == known


def test_it_grows_with_its_text(box):
    at_rest = box.wanted_height()
    box.set_exact_text("\n" * 9)
    assert box.wanted_height() > 4 * at_rest
    box.set_exact_text("")
    assert box.wanted_height() == at_rest
