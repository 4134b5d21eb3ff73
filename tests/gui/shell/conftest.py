# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A window on a desk, with settings of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt

from gui.shell.stand_ins import plain_rooms, quiet_desk
from sidelight.gui.files import FileActions
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window

PATIENCE_MS = 100_000


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(tmp_path):
    made = quiet_desk(tmp_path / "desk")
    yield made
    made.close()


@pytest.fixture
def asked():
    """What the window asked for from outside."""
    return []


@pytest.fixture
def open_window(qtbot, settings, asked):
    """Opens windows, and closes them before their desk goes."""
    opened = []

    def open_one(desk, *, rooms=None, size=(1280, 800)):
        files = FileActions(
            new_project=lambda: asked.append("new"),
            open_project=lambda: asked.append("open"),
            save_copy=lambda: asked.append("copy"),
            add_model=lambda: asked.append("model"),
        )
        window = Window(
            desk, Theme.load("light"), settings=settings, files=files, rooms=rooms or plain_rooms()
        )
        qtbot.addWidget(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        window.close()


@pytest.fixture
def window(open_window, desk):
    return open_window(desk)


@pytest.fixture
def ask(qtbot):
    """Types a prompt, sends it by its key, and waits until it is answered."""

    def send(window, prompt, *, wait=True):
        box = window.page.composer.box
        before = window.page.live
        box.setFocus()
        box.set_exact_text(prompt)
        qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert window.page.live is not before
        if wait:
            done(window)
        return window.page.live

    def done(window):
        def quiet():
            assert not window.page.live.running
            assert not window.clock.running

        qtbot.waitUntil(quiet, timeout=PATIENCE_MS)

    send.done = done
    return send
