# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The text of an artifact in a box of its own: long ones come a little at a time."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from sidelight.gui.rendered.source_text import AT_ONCE, LONGEST_LINE, SourceText

PATIENCE_MS = 30_000
LINES = "".join(f"line {number} with some words\n" for number in range(8_000))


@pytest.fixture
def box(qtbot):
    window = QWidget()
    qtbot.addWidget(window)

    def show(text):
        made = SourceText("", window)
        made.setReadOnly(True)
        made.resize(400, 300)
        window.show()
        made.show_text(text)
        return made

    return show


def filled(box, qtbot):
    qtbot.waitUntil(lambda: not box.filling, timeout=PATIENCE_MS)
    return box.toPlainText()


@pytest.mark.parametrize("text", ["", "one", "x" * AT_ONCE, "a\nb\n" * AT_ONCE, LINES, LINES + "no end"])
def test_the_text_is_there_in_the_end_and_counts_as_nobodys_change(box, qtbot, text):
    shown = box(text)
    assert filled(shown, qtbot) == text
    assert not shown.document().isModified()
    assert not shown.document().isUndoAvailable()


def test_a_line_without_end_is_cut_until_all_of_it_is_wanted(box, qtbot):
    text = "short\n" + "y" * (3 * LONGEST_LINE) + "\nafter\n"
    shown = box(text)
    told = filled(shown, qtbot).split("\n")
    assert (told[0], told[2]) == ("short", "after")
    assert told[1].startswith("y" * LONGEST_LINE)
    assert told[1].endswith(f"… {2 * LONGEST_LINE:,} characters more in this line")
    shown.make_whole()
    assert shown.toPlainText() == text


def test_a_line_that_has_not_come_yet_is_gone_to_at_once(box):
    shown = box(LINES)
    shown.go_to_line(7_000)
    assert shown.textCursor().selectedText() == "line 6999 with some words"


def test_another_text_takes_the_place_of_one_that_is_coming(box, qtbot):
    shown = box(LINES)
    shown.show_text("something else\n")
    assert filled(shown, qtbot) == "something else\n"


def test_no_step_takes_long(box, qtbot):
    """In CPU time of this thread; all at once would take many times as long."""
    text = ("z" * 1_000_000 + "\n") * 2 + LINES
    begin = time.thread_time()
    shown = box(text)
    longest = time.thread_time() - begin
    while shown.filling:
        begin = time.thread_time()
        QApplication.processEvents()
        longest = max(longest, time.thread_time() - begin)
    assert longest < 0.3
