# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What takes long goes on beside the window, and the end of the program waits for it."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from PySide6.QtCore import QTimer

from sidelight.domain.errors import ProjectError
from sidelight.gui import asking_for_files
from sidelight.gui.background import Background


@pytest.fixture
def background(qapp):
    made = Background()
    yield made
    made.close()


def test_the_window_goes_on_while_something_blocks(background, qtbot):
    held, told, ticks = threading.Event(), [], []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(threading.current_thread()))
    timer.start(1)

    async def work():
        told.append(await background.apart(lambda: held.wait(60)))
        told.append(threading.current_thread())

    background.begin(work())
    qtbot.waitUntil(lambda: len(ticks) > 5)
    assert background.busy
    assert not told
    held.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert told == [True, threading.main_thread()]


def test_what_blocks_may_fail(background, qtbot):
    told = []

    def fail():
        raise ProjectError("The disk is full.")

    async def work():
        try:
            await background.apart(fail)
        except ProjectError as error:
            told.append(error.sentence)

    background.begin(work())
    qtbot.waitUntil(lambda: not background.busy)
    assert told == ["The disk is full."]


def test_closing_waits_for_it_and_it_can_be_used_anew(background):
    for number in range(2):
        held, told = threading.Event(), []

        async def work(held=held, told=told):
            told.append(await background.apart(lambda: held.wait(60)))

        background.begin(work())
        QTimer.singleShot(20 * number, held.set)
        background.close()
        assert told == [True]


def test_a_copy_is_written_beside_the_window_and_whole_when_it_is_closed(
    start, places, qtbot, monkeypatch, tmp_path
):
    session = start()
    banner = session.window.banner
    target = tmp_path / "copy.sidelight"
    monkeypatch.setattr(asking_for_files, "project_to_make", lambda *asked: target)
    session.window.actions_["project.copy"].trigger()
    qtbot.waitUntil(lambda: "The copy is in" in banner.accessibleName(), timeout=100_000)
    session.window.actions_["project.copy"].trigger()
    qtbot.waitUntil(lambda: "already something called" in banner.accessibleName(), timeout=100_000)

    target = tmp_path / "at the last moment.sidelight"
    session.window.actions_["project.copy"].trigger()
    session.close()
    assert session.desk is None
    with sqlite3.connect(target) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (count,) = copy.execute("SELECT count(*) FROM comparison").fetchone()
    copy.close()
    assert count == 8
