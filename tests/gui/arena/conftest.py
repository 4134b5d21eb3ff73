# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A window in its arena, on recorded models that say who they are."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from gui.shell.stand_ins import QuietDesk
from sidelight.gui.files import FileActions
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment
from sidelight.workbench.venue import RoundState

PATIENCE_MS = 100_000
CONTROL = Qt.KeyboardModifier.ControlModifier
MODELS = {"quillon": "Quillon Large", "vantor": "Vantor Mini", "zephrim": "Zephrim 7B", "ostrava": "Ostrava"}
SKY, FURTHER, BREAK, LONG = "Why is the sky blue?", "And at sunset?", "Break off.", "Go on for long."
CODE = "Write a script."
SCRIPT = "import time\nprint('a line of it', flush=True)\nwhile True:\n    time.sleep(0.05)"
SAID = {
    CODE: f"Here:\n\n```python\n{SCRIPT}\n```\n",
    SKY: "I am {label}, and my name is {name}.\n\n# The sky\n\n- **Blue** light is scattered most.\n",
    FURTHER: "Then the way through the air is longer.",
    BREAK: "It stops",
    LONG: "One word after the other. " * 400,
}


@pytest.fixture
def recording(tmp_path):
    path = tmp_path / "recorded.json"
    answers = [
        {
            "model": name,
            "prompt": prompt,
            "text": text.format(label=label, name=name),
            "stop_reason": "truncated" if prompt == BREAK else "complete",
        }
        for name, label in MODELS.items()
        for prompt, text in SAID.items()
    ]
    models = [{"name": name, "label": label, "about": "Recorded"} for name, label in MODELS.items()]
    kept = {"format": "sidelight-recording", "version": 1, "models": models, "answers": answers}
    path.write_text(json.dumps(kept))
    return path


@pytest.fixture
def desk(tmp_path, recording):
    catalogue = Catalogue(data_folder=tmp_path, connections=(), recordings=(recording,), environ={})
    made = QuietDesk(ProjectFile.create(tmp_path / "work.sidelight"), catalogue, Moment.real())
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path):
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    # At once instead of at the pace of the recording.
    kept.setValue("arena/pool", json.dumps([f"recorded/{name}@0" for name in MODELS]))
    return kept


@pytest.fixture
def open_window(qtbot, settings):
    opened = []

    def open_one(desk):
        def nothing():
            return None

        files = FileActions(nothing, nothing, nothing, nothing)
        window = Window(desk, Theme.load("light"), settings=settings, files=files, rooms=own_rooms())
        qtbot.addWidget(window)
        window.resize(1280, 800)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
        assert window.places.current == "arena"
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        window.close()


@pytest.fixture
def window(open_window, desk):
    return open_window(desk)


@pytest.fixture
def page(window):
    return window.places.page("arena")


@pytest.fixture
def press(qtbot, window):
    """A key, for whatever has the keyboard."""

    def send(key, modifiers=Qt.KeyboardModifier.NoModifier):
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)

    return send


@pytest.fixture
def ask(qtbot, page, press):
    """Types a prompt, sends it by its key, and waits until the answers are there."""

    def send(prompt, *, until=RoundState.SHOWING):
        assert page.prompt.box.hasFocus()
        qtbot.keyClicks(page.prompt.box, prompt)
        press(Qt.Key.Key_Return, CONTROL)
        assert not page.prompt.error, page.prompt.error
        if until is not None:
            qtbot.waitUntil(lambda: page.round.state is until, timeout=PATIENCE_MS)
        return page.round

    return send


@pytest.fixture
def opened(qtbot, page, press):
    """Shows the names by the key for it."""

    def show():
        press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: page.round.state is RoundState.REVEALED, timeout=PATIENCE_MS)
        return page.round

    return show
