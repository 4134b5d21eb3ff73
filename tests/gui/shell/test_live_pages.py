# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page of HTML in an answer: at rest at first, alive in the same place once somebody runs it."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt

from sidelight.gui.glview.cards import RefusalCard
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.rooms import own_rooms
from sidelight.store.project import ProjectFile
from sidelight.workbench import live_pages
from sidelight.workbench.catalogue import Catalogue
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

PATIENCE_MS = 100_000
PROMPT = "A page with a button that counts."
PAGE = """<!doctype html>
<html><head><title>Counter</title><style>
body { margin: 0; font: 20px sans-serif; background: rgb(230, 240, 255); }
button { position: absolute; left: 20px; top: 70px; width: 200px; height: 50px; font-size: 20px; }
</style></head><body><h1>Count with me</h1><button id="b">Clicked 0 times</button>
<script>
let n = 0;
b.onclick = () => { n++; b.textContent = `Clicked ${n} times`; console.log('clicked', n);
  document.body.style.background = 'rgb(255, 220, 0)'; };
</script></body></html>"""


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    answers = [
        {
            "model": "amber",
            "prompt": PROMPT,
            "text": f"Here:\n\n```html\n{PAGE}\n```\n\nDone.",
            "stop_reason": "complete",
        }
    ]
    models = [{"name": "amber", "label": "Amber", "about": "Recorded answers"}]
    path = folder / "recorded.json"
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=(path,), environ={})
    made = Desk(ProjectFile.create(folder / "project.sidelight"), catalogue, Moment.real())
    yield made
    made.close()


@pytest.fixture
def pane(desk, open_window, ask, qtbot):
    window = open_window(desk, rooms=own_rooms(), size=(1200, 1000))
    ask(window, PROMPT)
    shown = window.page.pane
    qtbot.waitUntil(lambda: bool(drawings(shown)), timeout=PATIENCE_MS)
    return shown


def drawings(pane):
    return [one for one in pane.view.viewport().findChildren(RenderedView) if one.isVisible()]


def lives(pane):
    return [one for one in pane.view.viewport().findChildren(LiveView) if one.isVisible()]


def block(pane):
    return next(one for one in pane.view.flow if one.artifact_index == 0)


def press(pane, name):
    """Press what stands in the head of the block."""
    index = next(at for at, one in enumerate(pane.view.flow) if one.artifact_index == 0)
    control = next(one for one in block(pane).controls() if one.name == name)
    top = pane.view.page.top(index)
    return control.rect.translated(pane.view.page.left, top).center().toPoint()


def test_a_page_is_at_rest_first_and_alive_in_the_same_place_after_run(pane, qtbot):
    qtbot.waitUntil(lambda: any(one.name == "run" for one in block(pane).controls()), timeout=PATIENCE_MS)
    assert block(pane).folded
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=press(pane, "run"))
    qtbot.waitUntil(lambda: bool(lives(pane)), timeout=PATIENCE_MS)
    (live,) = lives(pane)
    assert block(pane).folded
    assert not drawings(pane)
    qtbot.waitUntil(lambda: live.canvas.has_picture(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: live.run.title == "Counter", timeout=PATIENCE_MS)
    live.canvas.setFocus()

    def clicked():
        # It is laid out for the room that it is given, a moment after it came.
        scale = live.canvas.width() / live.run.window[0]
        at = QPoint(round(100 * scale), round(95 * scale))
        qtbot.mouseClick(live.canvas, Qt.MouseButton.LeftButton, pos=at)
        return "clicked" in live.run.output

    qtbot.waitUntil(clicked, timeout=PATIENCE_MS)
    # Its lines can be seen, with the page below them, and it takes their place again.
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=press(pane, "switch"))
    assert not block(pane).folded
    assert live.run.running
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=press(pane, "switch"))
    assert block(pane).folded
    assert lives(pane) == [live]
    live.steering.stop()
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    live.shut()
    pane.view.embed(0, None)
    qtbot.waitUntil(lambda: bool(drawings(pane)), timeout=PATIENCE_MS)


def test_without_an_engine_there_is_no_run_and_the_menus_choice_says_what_helps(pane, qtbot, monkeypatch):
    monkeypatch.setattr(live_pages, "possible", lambda: False)
    drawn = drawings(pane)[0]
    drawn.renderer_chosen.emit("page")
    qtbot.waitUntil(lambda: bool(pane.view.viewport().findChildren(RefusalCard)), timeout=PATIENCE_MS)
    (card,) = pane.view.viewport().findChildren(RefusalCard)
    assert "browser engine" in card.what.text()
    assert "sidelight[web]" in card.advice.text()
    card.dismissed.emit()
    qtbot.waitUntil(lambda: bool(drawings(pane)), timeout=PATIENCE_MS)
