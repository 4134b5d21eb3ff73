# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A live page that loads a library from the web: the window offers to fetch it, and begins the page anew."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from sidelight.domain.errors import PluginError
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.rooms import own_rooms
from sidelight.store.project import ProjectFile
from sidelight.workbench.catalogue import Catalogue
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

PATIENCE_MS = 100_000
PROMPT = "A page with three.js."
PAGE = """<!doctype html><title>Lib</title>
<script src="https://cdnjs.cloudflare.com/ajax/libs/three.js/r128/three.min.js"></script>
<h1>Revision</h1><script>console.log('revision', THREE.REVISION)</script>"""
SHEET = {"libraries": [{"name": "three", "version": "0.128.0", "files": ["build/three.min.js"]}]}


@pytest.fixture
def desk(tmp_path):
    answer = {
        "model": "amber",
        "prompt": PROMPT,
        "text": f"```html\n{PAGE}\n```\n",
        "stop_reason": "complete",
    }
    models = [{"name": "amber", "label": "Amber", "about": "Recorded answers"}]
    path = tmp_path / "recorded.json"
    told = {"format": "sidelight-recording", "version": 1, "models": models, "answers": [answer]}
    path.write_text(json.dumps(told))
    catalogue = Catalogue(data_folder=tmp_path, connections=(), recordings=(path,), environ={})
    made = Desk(ProjectFile.create(tmp_path / "project.sidelight"), catalogue, Moment.real())
    yield made
    made.close()


@pytest.fixture
def lacking(desk, open_window, ask, qtbot):
    """A page at work that lacks a library, in an answer that offers to fetch it; and how to fetch."""
    ways = []
    desk.fetch_engine = lambda plugin, say: ways[-1](plugin, say)
    window = open_window(desk, rooms=own_rooms(), size=(1200, 900))
    ask(window, PROMPT)
    pane = window.page.pane
    viewport = pane.view.viewport()
    qtbot.waitUntil(lambda: bool(viewport.findChildren(RenderedView)), timeout=PATIENCE_MS)
    block = next(one for one in pane.view.flow if one.artifact_index == 0)
    index = next(at for at, one in enumerate(pane.view.flow) if one is block)
    qtbot.waitUntil(lambda: any(one.name == "run" for one in block.controls()), timeout=PATIENCE_MS)
    run = next(one for one in block.controls() if one.name == "run")
    place = run.rect.translated(pane.view.page.left, pane.view.page.top(index)).center().toPoint()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: bool(buttons(pane)), timeout=PATIENCE_MS)
    yield pane, ways
    for live in pane.view.viewport().findChildren(LiveView):
        live.shut()


def buttons(pane):
    """The buttons of the notice below the answer."""
    return [one for one in pane.view.notice.findChildren(QPushButton) if one.isVisible()]


def press(pane, qtbot, word):
    """Press one of them."""
    (button,) = (one for one in buttons(pane) if one.text() == word)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_libraries_are_fetched_and_the_page_begins_anew(desk, lacking, tmp_path, qtbot):
    pane, ways = lacking
    go_on = threading.Event()

    def fetch(plugin, say):
        say("Fetching libraries (0 of 1 are here).")
        assert go_on.wait(30)
        file = tmp_path / "engines" / plugin / "shelf" / "three@0.128.0" / "build" / "three.min.js"
        file.parent.mkdir(parents=True)
        file.write_text("globalThis.THREE = { REVISION: '128' }")
        Path(tmp_path / "engines" / plugin / "shelf" / "shelf.json").write_text(json.dumps(SHEET))

    ways.append(fetch)
    press(pane, qtbot, "Fetch the libraries")
    qtbot.waitUntil(lambda: [one.text() for one in buttons(pane)] == ["Stop"], timeout=PATIENCE_MS)
    go_on.set()
    (live,) = pane.view.viewport().findChildren(LiveView)
    qtbot.waitUntil(lambda: "revision 128" in live.run.output, timeout=PATIENCE_MS)
    assert not pane.view.notice.isVisible()


def test_what_went_wrong_is_said_and_can_be_tried_again(lacking, qtbot):
    pane, ways = lacking

    def fetch(plugin, say):
        raise PluginError("There is no way to the registry.", "Try later.")

    ways.append(fetch)
    press(pane, qtbot, "Fetch the libraries")
    qtbot.waitUntil(lambda: [one.text() for one in buttons(pane)] == ["Try again"], timeout=PATIENCE_MS)
    assert "no way to the registry" in pane.view.notice.words
