# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from sidelight.gui.compare.bounded import LONGEST_LINE, MARKS, BoundedText
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


def test_a_text_that_holds_the_marks_itself_is_kept(box):
    text = MARKS[0] * 3 + "z" * 2500 + MARKS[1] + "\n" + MARKS[0]
    pasted(box, "first " * 400)
    box.moveCursor(QTextCursor.MoveOperation.End)
    pasted(box, text)
    assert box.exact_text() == "first " * 400 + text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60),
            st.integers(0, 4000).map(lambda n: "w" * n),
            st.just("\n"),
            st.sampled_from(MARKS),
        ),
        max_size=8,
    )
)
def test_whatever_is_set_comes_back(qapp, pieces):
    text = "".join(pieces)
    field = BoundedText()
    field.set_exact_text(text)
    assert field.exact_text() == text
    assert longest_block(field) <= 2 * LONGEST_LINE + 2  # Qt counts in UTF-16
    grown = BoundedText()
    for piece in pieces:
        grown.append_text(piece)
    assert grown.exact_text() == text


def test_it_grows_with_its_text(box):
    at_rest = box.wanted_height()
    box.set_exact_text("\n" * 9)
    assert box.wanted_height() > 4 * at_rest
    box.set_exact_text("")
    assert box.wanted_height() == at_rest
