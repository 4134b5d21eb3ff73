# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from sidelight.domain.delta import Exchange, WirePiece
from sidelight.gui.inspector.evidence import (
    STREAM_SHOWN,
    address_text,
    headers_text,
    request_text,
    stream_text,
    summary_text,
)
from sidelight.gui.inspector.record import RecordDialog


@pytest.fixture
def dialog(qtbot, theme, window, exchange):
    record = RecordDialog(exchange, "Demo model", theme, window)
    qtbot.addWidget(record)
    with qtbot.waitExposed(record):
        record.show()
    record.activateWindow()
    qtbot.waitUntil(record.isActiveWindow)
    return record


def test_the_request_is_the_one_that_was_sent(dialog, exchange):
    assert json.loads(dialog.view.toPlainText()) == json.loads(exchange.request)
    assert '\n  "model": "smollm2"' in dialog.view.toPlainText()
    assert dialog.view.isReadOnly()


def test_a_request_that_was_never_sent_is_told_from_an_answer_that_never_came(qtbot, theme, window):
    record = RecordDialog(Exchange("", "", None, (), ()), "Demo model", theme, window)
    qtbot.addWidget(record)
    assert record.view.toPlainText() == "No request was sent."
    record.show_part("stream")
    assert record.view.toPlainText() == "Nothing came."


def test_what_is_no_json_is_shown_as_it_is():
    assert request_text("prompt=<b>x</b>") == "prompt=<b>x</b>"


def test_no_key_is_ever_shown(dialog, exchange):
    seen = address_text(exchange.url)
    for part in ("request", "headers", "stream"):
        dialog.show_part(part)
        seen += dialog.view.toPlainText()
    for secret in ("secret", "hidden-1", "hidden-2"):
        assert secret not in seen
    assert "set-cookie: (not shown)" in headers_text(exchange.headers)
    assert "x-request-id: r1" in seen


def test_the_stream_bears_its_arrival_times(exchange):
    lines = stream_text(exchange.pieces).split("\n")
    assert lines[0] == '    0.412 s  data: {"choices":[{"delta":{"content":"A cube"}}]}'
    assert lines[2] == "    5.300 s  data: [DONE]"
    assert lines[4] == r"    5.301 s  \xff\xfe broken"


def test_an_endless_stream_is_cut_and_says_so():
    piece = WirePiece(1.0, b"x" * 10_000)
    text = stream_text([piece] * 500)
    assert len(text) < STREAM_SHOWN + 30_000
    assert text.endswith("more pieces")


def test_the_summary(exchange):
    assert summary_text(exchange).startswith("status 200  ·  3 pieces  ·  ")
    assert summary_text(Exchange("", "{}", None)) == "0 pieces  ·  0 bytes"


def test_copy_takes_the_part_shown(qtbot, dialog, exchange):
    dialog.show_part("stream")
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == stream_text(exchange.pieces)


def test_search_counts_and_goes_round(qtbot, dialog):
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.search.hasFocus)
    qtbot.keyClicks(dialog.search, "ROLE")
    assert dialog.hits.text() == "1 place"
    assert dialog.view.textCursor().selectedText() == "role"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.view.textCursor().selectedText() == "role"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.view.textCursor().selectedText() == "role"
    qtbot.keyClicks(dialog.search, "zzz")
    assert dialog.hits.text() == "not found"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.hits.text() == ""


def test_parts_by_key(qtbot, dialog, exchange):
    qtbot.keyClick(dialog, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert dialog.text() == stream_text(exchange.pieces)
    qtbot.keyClick(dialog, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert dialog.text() == headers_text(exchange.headers)
