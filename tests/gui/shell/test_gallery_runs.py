# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scripts and pages on the page of all artifacts: run there in place, as in an answer."""

from __future__ import annotations

import json
import os

import pytest
from PySide6.QtCore import Qt

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level
from sidelight.gui.artifacts.cell import HEIGHT
from sidelight.gui.compare.gallery import Gallery
from sidelight.gui.glview.cards import RefusalCard
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.providers.catalogue import Catalogue
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench import live_pages
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment

PATIENCE_MS = 60_000
PROMPT = "Something that moves."
TURNING = """import pygame
screen = pygame.display.set_mode((320, 240))
n = 0
while True:
    n += 1
    screen.fill(({red}, n % 255, 60))
    pygame.display.flip()
    pygame.event.pump()
    pygame.time.wait(20)
"""
SAYING = "print('{word}')\n"
PAGE = (
    "<!doctype html><title>P</title><body style='background:#246'><h1 id=h>0</h1>"
    "<script>h.textContent='alive'</script>"
)
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><circle r='9' cx='20' cy='20'/></svg>"


def fenced(language, text):
    return f"```{language}\n{text.strip()}\n```\n\n"


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    texts = {
        "amber": fenced("python", TURNING.format(red=250)) + fenced("svg", SVG) + fenced("html", PAGE),
        "coral": fenced("python", TURNING.format(red=20)) + fenced("python", SAYING.format(word="hello")),
    }
    answers = [
        {"model": name, "prompt": PROMPT, "text": text, "stop_reason": "complete"}
        for name, text in texts.items()
    ]
    models = [{"name": name, "label": name.title(), "about": "Recorded answers"} for name in texts]
    path = folder / "recorded.json"
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=(path,), environ={})
    made = Desk(ProjectFile.create(folder / "project.sidelight"), catalogue, Moment.real())
    yield made
    made.close()


@pytest.fixture
def page(open_window, desk, ask, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_window(desk, rooms=own_rooms(), size=(1400, 1000))
    ask(window, PROMPT)
    window.actions_["compare.artifacts"].trigger()
    made = window.page.known.overlay(Gallery).page
    qtbot.waitUntil(lambda: bool(made.cells) and not made.reading, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: made.cells[0][0].built and made.cells[1][0].built, timeout=PATIENCE_MS)
    return made


def built(page, qtbot, column, row):
    cell = page.cells[column][row]
    page.area.ensureWidgetVisible(cell)
    qtbot.waitUntil(lambda: cell.built and not cell.resting, timeout=PATIENCE_MS)
    return cell


def keep_picture(page, name):
    """Where somebody wants to look at it."""
    if folder := os.environ.get("SIDELIGHT_LOOK"):
        page.window().grab().save(f"{folder}/{name}.png")


def run(cell, qtbot):
    qtbot.mouseClick(cell.head.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cell.stand.live is not None, timeout=PATIENCE_MS)
    return cell.stand.live


def test_a_script_runs_in_its_cell_and_its_lines_are_a_switch_away(page, desk, qtbot):
    cell = page.cells[0][0]
    live = run(cell, qtbot)
    assert isinstance(live, LiveView)
    assert cell.stack.currentWidget() is live
    assert cell.height() >= live.full_height()
    qtbot.waitUntil(lambda: live.run.frames > 2, timeout=PATIENCE_MS)
    keep_picture(page, "cell-run")
    qtbot.mouseClick(cell.head.switch, Qt.MouseButton.LeftButton)
    assert cell.stack.currentWidget() is cell.source
    qtbot.mouseClick(cell.head.switch, Qt.MouseButton.LeftButton)
    assert cell.stack.currentWidget() is live
    # Run again begins it anew, in the same view.
    first = live.run.id
    assert run(cell, qtbot) is live
    assert live.run.id != first
    live.steering.stop()
    qtbot.waitUntil(lambda: live.run.ended is not None, timeout=PATIENCE_MS)
    answer = page.cells[0][0].answer
    assert [kept.edited for kept in desk.running.runs(answer.id)] == ["", ""]


def test_only_what_can_be_run_offers_it(page, qtbot):
    hidden = [
        [built(page, qtbot, at, row).head.run.isHidden() for row in range(len(column))]
        for at, column in enumerate(page.cells)
    ]
    assert hidden == [[False, True, not live_pages.possible()], [False, False]]


def test_a_row_runs_together_from_its_first_frames_on(page, qtbot):
    left, right = page.cells[0][0], page.cells[1][0]
    assert left.head.row.isVisible()
    qtbot.mouseClick(left.head.row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: left.stand.live is not None and right.stand.live is not None, timeout=PATIENCE_MS)
    lives = [left.stand.live, right.stand.live]
    qtbot.waitUntil(lambda: all(live.run.frames > 2 for live in lives), timeout=PATIENCE_MS)
    keep_picture(page, "row-run")
    scripts = page.window().page.known.scripts
    assert scripts.chorus.views == lives
    # The tools of all live views serve these, too.
    page.window().actions_["live.pause_all"].trigger()
    assert all(live.steering.held for live in lives)


def test_run_all_runs_what_is_seen_here_and_not_the_panes_below(page, qtbot):
    page.window().actions_["live.run_all"].trigger()
    qtbot.waitUntil(lambda: page.cells[0][0].stand.live is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.cells[1][0].stand.live is not None, timeout=PATIENCE_MS)
    for pane in page.window().page.panes:
        assert not pane.view.viewport().findChildren(LiveView)


def test_a_column_runs_together(page, qtbot):
    column = page.cells[1]
    page._heads[1].run.click()
    qtbot.waitUntil(lambda: all(cell.stand.live is not None for cell in column), timeout=PATIENCE_MS)
    said = column[1].stand.live
    qtbot.waitUntil(lambda: "hello" in said.run.output, timeout=PATIENCE_MS)


def test_an_edit_is_run_instead_and_taken_back(page, desk, qtbot):
    cell = built(page, qtbot, 1, 1)
    cell.edit()
    cell.source.setPlainText("print('changed')")
    qtbot.keyClick(cell.source, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cell.stand.live is not None, timeout=PATIENCE_MS)
    live = cell.stand.live
    assert cell.stack.currentWidget() is live
    assert live.run.edited
    qtbot.waitUntil(cell.head.chip.isVisible, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "changed" in live.run.output and live.run.ended is not None, timeout=PATIENCE_MS)
    (kept,) = desk.running.runs(cell.answer.id)
    assert kept.edited
    keep_picture(page, "edited")
    cell.take_back()
    qtbot.waitUntil(lambda: "hello" in live.run.output, timeout=PATIENCE_MS)
    assert not live.run.edited
    assert not cell.head.chip.isVisible()


def test_what_runs_stays_where_the_page_is_filled_anew_and_ends_where_it_goes(page, qtbot):
    cell = page.cells[0][0]
    live = run(cell, qtbot)
    qtbot.waitUntil(lambda: live.run.frames > 0, timeout=PATIENCE_MS)

    def show(language):
        page.languages.setCurrentIndex(page.languages.findData(language))
        page.languages.activated.emit(page.languages.currentIndex())
        qtbot.waitUntil(lambda: not page.reading, timeout=PATIENCE_MS)

    show("python")
    assert page.cells[0] == [cell]
    assert cell.isVisible()
    assert live.run.ended is None
    show("svg")
    assert cell not in page.cells[0]
    assert not page.window().page.known.scripts.running


def test_what_is_out_of_sight_slows_down_and_is_not_taken_out_of_the_window(page, qtbot):
    cell = page.cells[1][0]
    live = run(cell, qtbot)
    qtbot.waitUntil(lambda: live.canvas.seen, timeout=PATIENCE_MS)
    bar = page.area.verticalScrollBar()

    def slow_or_still_in_sight():
        bar.setValue(bar.maximum())
        return not live.canvas.seen or not live.visibleRegion().isEmpty()

    qtbot.waitUntil(slow_or_still_in_sight, timeout=PATIENCE_MS)
    assert not cell.may_rest
    assert cell.window() is page.window()


def test_one_scale_is_for_drawings_alone(page, qtbot):
    live = run(page.cells[0][0], qtbot)
    drawing = built(page, qtbot, 0, 1)
    qtbot.waitUntil(lambda: drawing.view is not None, timeout=PATIENCE_MS)
    before = live.size()
    page.zoom_by(1)
    assert live.size() == before
    assert drawing.height() == HEIGHT


def test_why_it_is_not_run_stands_in_the_cell(page, desk, qtbot, monkeypatch):
    def refuse(*_args, **_facts):
        raise SandboxRefused("Nothing here can hold it.", "Try again.")

    cell = page.cells[0][0]
    monkeypatch.setattr(desk.running, "start", refuse)
    qtbot.mouseClick(cell.head.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(cell.stand.shown, RefusalCard), timeout=PATIENCE_MS)
    assert cell.stand.live is None
    keep_picture(page, "refused")
    monkeypatch.undo()
    cell.stand.shown.dismissed.emit()
    assert cell.stand.shown is None
    assert cell.stack.currentWidget() is cell.source


@pytest.mark.skipif(not live_pages.possible(), reason="there is no engine for pages")
def test_a_page_comes_alive_over_its_drawing_at_rest(page, qtbot):
    cell = built(page, qtbot, 0, 2)
    live = run(cell, qtbot)
    assert cell.stack.currentWidget() is live
    assert cell.head.switch.text() == "Source"
    qtbot.mouseClick(cell.head.switch, Qt.MouseButton.LeftButton)
    assert cell.head.switch.text() == "Page"
    qtbot.mouseClick(cell.head.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: live.run.frames > 0, timeout=PATIENCE_MS)
    keep_picture(page, "page-alive")
