# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The scripts of all panes at once, from the page's first line."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from gui.shell.stand_ins import QuietDesk
from sidelight.domain.running import Level
from sidelight.gui.compare.lives import BUTTONS, LEAST_ROOM
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.providers.catalogue import Catalogue
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment

PATIENCE_MS = 100_000
DRAW = "Draw."
SCRIPT = """import pygame
pygame.init()
screen = pygame.display.set_mode((160, 120))
n = 0
while True:
    for event in pygame.event.get():
        if event.type == pygame.KEYDOWN:
            print(event.key, flush=True)
    n += 1
    screen.fill((n % 256, 40, {blue}))
    pygame.display.flip()
"""


@pytest.fixture
def desk(tmp_path):
    answers = [
        {"model": name, "prompt": DRAW, "text": f"```python\n{text}```\n\n```python\nprint(1)\n```\n"}
        for name, text in (("amber", SCRIPT.format(blue=10)), ("coral", SCRIPT.format(blue=200)))
    ]
    models = [{"name": name, "label": name.title(), "about": ""} for name in ("amber", "coral")]
    path = tmp_path / "draw.json"
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    catalogue = Catalogue(data_folder=tmp_path, connections=(), recordings=(path,), environ={})
    made = QuietDesk(ProjectFile.create(tmp_path / "p.sidelight"), catalogue, Moment.real())
    yield made
    made.close()


@pytest.fixture
def window(open_window, desk, ask):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    shown = open_window(desk, rooms=own_rooms(), size=(1280, 900))
    ask(shown, DRAW)
    return shown


def views(window):
    return [one for one in window.page.findChildren(LiveView) if one.isVisible()]


def test_all_scripts_run_from_one_signal_wait_step_and_share_keys(qtbot, window):
    actions, group = window.actions_, window.page.header.lives
    assert group.isVisible()
    assert [actions[name].isEnabled() for name in BUTTONS] == [True, False, False, False]
    actions["live.run_all"].trigger()
    first, second = views(window)
    assert [len(view.run.artifact.text) > 100 for view in (first, second)] == [True, True]
    qtbot.waitUntil(lambda: min(first.run.frames, second.run.frames) > 3, timeout=PATIENCE_MS)
    assert all(actions[name].isEnabled() for name in BUTTONS)

    actions["live.pause_all"].trigger()
    assert first.run.paused
    assert second.run.paused
    assert actions["live.pause_all"].text() == "Let all live views go on"
    first.steering.toggle_pause()
    assert actions["live.pause_all"].text() == "Pause all live views"
    actions["live.pause_all"].trigger()
    actions["live.pause_all"].trigger()
    assert not first.run.paused
    assert not second.run.paused

    actions["live.mirror"].trigger()
    assert actions["live.mirror"].isChecked()
    first.canvas.setFocus()
    qtbot.waitUntil(first.canvas.hasFocus)
    qtbot.keyClick(first.canvas, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "97" in first.run.output and "97" in second.run.output, timeout=PATIENCE_MS)

    before = first.run.id
    actions["live.run_all"].trigger()
    assert views(window) == [first, second]
    assert first.run.id != before
    qtbot.waitUntil(lambda: min(first.run.frames, second.run.frames) > 3, timeout=PATIENCE_MS)
    for view in (first, second):
        view.steering.stop()
    qtbot.waitUntil(lambda: not actions["live.pause_all"].isEnabled(), timeout=PATIENCE_MS)


def test_the_buttons_give_way_where_it_is_narrow_and_the_keys_stay(qtbot, window):
    header = window.page.header
    header.setFixedWidth(LEAST_ROOM - 1)
    qtbot.waitUntil(lambda: not header.lives.isVisible())
    assert window.actions_["live.run_all"].isEnabled()
    header.setFixedWidth(LEAST_ROOM + 200)
    qtbot.waitUntil(header.lives.isVisible)
    window.page.begin_new()
    assert not header.lives.isVisible()
    assert not window.actions_["live.run_all"].isEnabled()
