# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from sidelight.gui.glview.output import KEPT_LINES, LINE_LENGTH, Output, printable


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\r\nb", "a\nb"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("10%\r20%\r30%\n", "30%\n"),
        ("\x1b]0;title\x07x", "x"),
        ("bell\x07\x00", "bell"),
        ("tab\there", "tab\there"),
        ("abc\u202etxt.exe\u2066", "abc\ufffdtxt.exe\ufffd"),
        ("half \ud800 a letter", "half \ufffd a letter"),
    ],
)
def test_terminal_output_becomes_plain_text(raw, shown):
    assert printable(raw) == shown


@given(st.text())
def test_nothing_but_text_is_left(text):
    shown = printable(text)
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert all(len(line) <= LINE_LENGTH for line in shown.split("\n"))


@pytest.mark.parametrize(
    "text",
    ["y" * 400_000, "z" * 399_999 + "\r", ("x" * (LINE_LENGTH - 1) + "\n") * 200, "x\n" * 200_000],
    ids=["one line", "rewritten", "lines", "short lines"],
)
def test_no_text_holds_the_window_up(text):
    began = time.process_time()
    printable(text)
    assert time.process_time() - began < 1


def test_a_long_line_is_broken_and_nothing_of_it_lost():
    text = "a" * (2 * LINE_LENGTH) + "b\nshort\n" + "c" * LINE_LENGTH
    broken = ["a" * LINE_LENGTH, "a" * LINE_LENGTH, "b", "short", "c" * LINE_LENGTH]
    assert printable(text).split("\n") == broken


@pytest.fixture
def output(qtbot, theme, window):
    console = Output(theme)
    window.layout().addWidget(console)
    window.show()
    return console


def test_markup_stays_text(qtbot, output):
    output.show_output("<b>bold</b> <img src='http://127.0.0.1/x'>\n")
    qtbot.waitUntil(lambda: output.text() == "<b>bold</b> <img src='http://127.0.0.1/x'>")


def test_text_that_grows_is_appended_and_a_shortened_head_is_taken_over(qtbot, output):
    output.show_output("one\n")
    output.show_output("one\ntwo\n")
    qtbot.waitUntil(lambda: output.text() == "one\ntwo")
    output.show_output("two\nthree\n")
    qtbot.waitUntil(lambda: output.text() == "two\nthree")


def test_a_line_rewritten_in_place_shows_its_last_state(qtbot, output):
    output.show_output("10%\r")
    output.show_output("10%\r20%\r")
    output.show_output("10%\r20%\r100%\ndone\n")
    qtbot.waitUntil(lambda: output.text() == "100%\ndone")


def test_it_is_bounded(qtbot, output):
    output.show_output("x\n" * (3 * KEPT_LINES))
    qtbot.waitUntil(lambda: output.text() != "")
    assert output.text().count("\n") < KEPT_LINES


def test_opens_by_click_and_tells_its_height(qtbot, output):
    output.show_output("a\nb\n")
    closed = output.height_wanted()
    assert not output.is_open()
    with qtbot.waitSignal(output.toggled):
        qtbot.mouseClick(output._head, Qt.MouseButton.LeftButton)
    assert output.is_open()
    assert output.height_wanted() > closed
    assert "2 lines" in output._head.accessibleName()
