# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Choosing models of servers: real ones on this machine, and one that is not there."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import quiet_desk
from sidelight.domain.model import Connection


class Lab(BaseHTTPRequestHandler):
    """Lists two models, once it may."""

    may_answer: threading.Event

    def do_GET(self):
        self.may_answer.wait(30)
        body = json.dumps({"data": [{"id": "meta/llama-3"}, {"id": "qwen-7b"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def lab():
    """A server that is there, and its permission to answer."""
    may_answer = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneLab", (Lab,), {"may_answer": may_answer}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Connection("lab", "openai", "The lab", f"http://127.0.0.1:{server.server_port}/v1"), may_answer
    may_answer.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gone():
    """A server that is not there: its port was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Connection("gone", "openai", "The old server", f"http://127.0.0.1:{port}/v1")


@pytest.fixture
def desk_with(tmp_path):
    made = []

    def make(*connections):
        made.append(quiet_desk(tmp_path / f"desk-{len(made)}", connections=connections))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def names(chooser):
    return [str(model.ref) for model in chooser.rows.models]


def test_models_of_a_server_join_the_list_when_it_answers(open_window, desk_with, lab, qtbot):
    connection, may_answer = lab
    window = open_window(desk_with(connection))
    window.page.choose_models()
    chooser = window.page.cards.chooser
    assert names(chooser) == ["recorded/amber", "recorded/coral"]
    assert chooser.remarks.text() == "Asking The lab for its models…"
    qtbot.keyClick(chooser.field, Qt.Key.Key_Down)
    may_answer.set()
    qtbot.waitUntil(lambda: len(names(chooser)) == 4, timeout=100_000)
    assert names(chooser)[2:] == ["lab/meta/llama-3", "lab/qwen-7b"]
    # Whoever was choosing meanwhile stays where they were.
    assert chooser.list.currentIndex().row() == 1
    assert not chooser.remarks.isVisible()
    qtbot.keyClicks(chooser.field, "lma3")
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert [str(model.ref) for model in window.page.asking.models][-1] == "lab/meta/llama-3"


def test_a_server_that_is_not_there_is_told_and_its_models_can_be_written_out(
    open_window, desk_with, gone, qtbot
):
    window = open_window(desk_with(gone))
    window.page.choose_models()
    chooser = window.page.cards.chooser
    qtbot.waitUntil(lambda: chooser.remarks.text().startswith("The old server: "), timeout=100_000)
    assert "127.0.0.1" in chooser.remarks.text()
    assert chooser.remarks.isVisible()
    assert names(chooser) == ["recorded/amber", "recorded/coral"]
    qtbot.keyClicks(chooser.field, "gone/")
    assert "“The old server” after the slash" in chooser.nothing.text()
    qtbot.keyClicks(chooser.field, "some/model")
    assert names(chooser) == ["gone/some/model"]
    qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert str(window.page.asking.models[-1].ref) == "gone/some/model"


def test_a_chosen_model_of_a_server_is_chosen_after_a_restart(open_window, desk_with, gone, qtbot):
    first = open_window(desk_with(gone))
    first.page.asking.remove(0)
    first.page.asking.add(first._desk.model("gone/some/model@warm"))
    first.close()
    again = open_window(desk_with(gone))
    assert [str(model.ref) for model in again.page.asking.models] == [
        "recorded/coral",
        "gone/some/model@warm",
    ]
    again.close()
    # Without the server it cannot be asked, and is left out.
    without = open_window(desk_with())
    assert [str(model.ref) for model in without.page.asking.models] == ["recorded/coral"]


def test_closing_the_window_while_a_server_is_asked_leaves_nothing(open_window, desk_with, lab, qtbot):
    connection, _ = lab
    desk = desk_with(connection)
    window = open_window(desk)
    window.page.choose_models()
    window.close()
    desk.close()
