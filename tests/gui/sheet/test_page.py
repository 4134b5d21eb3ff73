# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The contact sheet in a real window: every attempt, its verdict, keys, and scripts that really run."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QSettings, Qt

from sidelight.domain.identity import RunId
from sidelight.domain.running import Level, Outcome, Run
from sidelight.domain.verdict import Verdict
from sidelight.gui.compare.sheeting import Sheeting
from sidelight.gui.files import FileActions
from sidelight.gui.glview.view import LiveView
from sidelight.gui.rooms import own_rooms
from sidelight.gui.theme import Theme
from sidelight.gui.window import Window
from sidelight.providers.catalogue import Catalogue
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from support.ticking import finish

CUBE = "Write a Python script that draws a rotating 3D cube."
BALL = """```python
import math, time, pygame
pygame.init()
screen = pygame.display.set_mode((320, 240))
while True:
    pygame.event.get()
    screen.fill((10, 10, 10))
    pygame.draw.circle(screen, (200, 60, 60), (160 + 60 * math.sin(2 * time.monotonic()), 120), 50)
    pygame.display.flip()
    time.sleep(0.02)
```
"""
PATIENCE_MS = 100_000


def desk_with(folder, texts):
    """A desk whose models answer with these texts, one model each."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "recording.json"
    names = [f"m{n}" for n in range(len(texts))]
    models = [{"name": name, "label": f"Model {name}", "about": ""} for name in names]
    answers = [
        {"model": name, "prompt": CUBE, "text": text, "stop_reason": "complete"}
        for name, text in zip(names, texts, strict=True)
    ]
    path.write_text(
        json.dumps({"format": "sidelight-recording", "version": 1, "models": models, "answers": answers})
    )
    catalogue = Catalogue(data_folder=folder, connections=(), recordings=(path,), environ={})
    return Desk(ProjectFile.create(folder / "p.sidelight"), catalogue, Moment.real())


@pytest.fixture
def open_sheet(qtbot, tmp_path):
    """Asks, opens the window, and opens the sheet."""
    opened = []

    def begin(texts, attempts=3):
        desk = desk_with(tmp_path / str(len(opened)), texts)
        models = [desk.model(f"recorded/m{n}") for n in range(len(texts))]
        live = desk.comparing.start(CUBE, models, attempts=attempts)
        finish(desk, live)
        files = FileActions(*[lambda: None] * 4)
        settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
        window = Window(desk, Theme.load("light"), settings=settings, files=files, rooms=own_rooms())
        qtbot.addWidget(window)
        window.resize(1280, 900)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)
        window.page.open(live.comparison.id)
        opened.append((window, desk))
        window.actions_["compare.sheet"].trigger()
        return window

    yield begin
    for window, desk in opened:
        window.close()
        desk.close()


def sheet_of(window):
    return window.page.known.overlay(Sheeting).page


def test_every_attempt_has_a_cell_and_models_are_told_apart(open_sheet):
    window = open_sheet([BALL, "I would rather not."])
    sheet = sheet_of(window)
    assert window.actions_["compare.sheet"].isChecked()
    assert [[cell.answer.attempt for cell in row] for row in sheet.grid.cells] == [[1, 2, 3], [1, 2, 3]]
    assert [cell.doing for cell in sheet.grid.every()] == ["idle"] * 3 + ["no script"] * 3
    lefts = [[cell.x() for cell in row] for row in sheet.grid.cells]
    assert lefts[0] == lefts[1] == sorted(set(lefts[0]))
    assert [row.counts.text() for row in sheet.grid.rows][1] == "0 of 3 attempts pass"
    assert "no verdicts yet" in sheet.grid.rows[0].counts.text()
    assert "None of three tries passes." in sheet.grid.rows[1].counts.toolTip()
    assert sheet.status.text() == "3 of 6 attempts hold a script"


def test_attempts_that_are_being_written_are_not_said_to_hold_a_script(open_sheet):
    sheet = sheet_of(open_sheet([BALL], attempts=4))
    first, second, *_ = sheet.grid.every()
    for cell in (first, second):
        cell.say(cell.standing, "writing")
    sheet._show_status()
    assert sheet.status.text() == "2 of 4 attempts hold a script  ·  2 being written"


def test_eight_models_with_ten_attempts_each_fit(open_sheet):
    sheet = sheet_of(open_sheet(["Nothing."] * 8, attempts=10))
    cells = sheet.grid.every()
    assert len(cells) == 80
    width = sheet.area.viewport().width()
    assert all(cell.x() >= 0 and cell.geometry().right() < width for cell in cells)
    assert not any(a.geometry().intersects(b.geometry()) for a in cells for b in cells if a is not b)
    assert "None of these answers holds a Python script" in sheet.status.text()
    assert not sheet.run_button.isEnabled()


def test_keys_move_through_the_grid_and_enter_opens_an_attempt(open_sheet, qtbot):
    window = open_sheet([BALL, BALL])
    sheet = sheet_of(window)
    rows = sheet.grid.cells
    rows[0][0].setFocus()
    for key, target in (
        (Qt.Key.Key_Right, rows[0][1]),
        (Qt.Key.Key_Down, rows[1][1]),
        (Qt.Key.Key_End, rows[1][2]),
        (Qt.Key.Key_Up, rows[0][2]),
        (Qt.Key.Key_Right, rows[1][0]),
        (Qt.Key.Key_Home, rows[1][0]),
        (Qt.Key.Key_Left, rows[0][2]),
    ):
        qtbot.keyClick(window.focusWidget(), key)
        assert window.focusWidget() is target
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert not window.page.known.overlay(Sheeting).is_open
    assert window.page.answer is rows[0][2].answer
    window.actions_["compare.sheet"].trigger()
    assert window.focusWidget() is rows[0][2]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not window.page.known.overlay(Sheeting).is_open
    assert not window.actions_["compare.sheet"].isChecked()


def test_an_attempt_that_is_opened_is_the_one_that_is_rated(open_sheet, qtbot):
    window = open_sheet(["One.", "Two."], attempts=2)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.page.panes[0].isAncestorOf(window.focusWidget())
    window.actions_["compare.sheet"].trigger()
    wanted = sheet_of(window).grid.cells[1][0]
    wanted.setFocus()
    qtbot.keyClick(wanted, Qt.Key.Key_Return)
    assert not window.page.known.overlay(Sheeting).is_open
    right = window.page.panes[1]
    assert window.page.pane is right
    assert right.answer is wanted.answer
    assert right.isAncestorOf(window.focusWidget())
    assert window.side.inspector.subtitle.text() == "Attempt 1"
    qtbot.keyClick(window.side.inspector.rating.stars, Qt.Key.Key_4)
    assert window._desk.reviewing.stars(wanted.answer.id) == 4


def test_a_click_anywhere_on_its_head_makes_a_pane_the_current_one(open_sheet, qtbot):
    window = open_sheet(["One.", "Two."], attempts=2)
    window.actions_["compare.sheet"].trigger()
    left, right = window.page.panes
    for pane, place in ((right, right.tools.which), (left, left.tab), (right, right.tools.back)):
        qtbot.mouseClick(place, Qt.MouseButton.LeftButton)
        assert window.page.pane is pane
        assert pane.isAncestorOf(window.focusWidget())
    assert right.answer.attempt == 1


def test_a_person_judges_by_a_key_everywhere_and_undoes_it(open_sheet, qtbot):
    window = open_sheet([BALL])
    sheet = sheet_of(window)
    cell = sheet.grid.cells[0][1]
    cell.setFocus()
    qtbot.keyClick(cell, Qt.Key.Key_Y)
    assert (cell.standing.verdict, cell.standing.by) == (Verdict.PASS, "person")
    assert "attempt 2: pass · you" in cell.accessibleName()
    inspector = window.side.inspector
    assert inspector.verdict.chip.text() == "pass · you"
    assert inspector.verdict.passes.isChecked()
    qtbot.mouseClick(inspector.verdict.fails, Qt.MouseButton.LeftButton)
    assert cell.standing.verdict is Verdict.FAIL
    assert sheet.grid.rows[0].counts.text().startswith("0 of 1 attempts pass")
    window.actions_["review.undo"].trigger()
    assert cell.standing.verdict is Verdict.PASS
    qtbot.keyClick(cell, Qt.Key.Key_Y)
    assert cell.standing.verdict is None
    assert not inspector.verdict.passes.isChecked()
    window.actions_["review.fail"].trigger()
    assert cell.standing.verdict is Verdict.FAIL


def test_run_all_shows_judges_and_keeps_pictures(open_sheet, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_sheet([BALL])
    sheet = sheet_of(window)
    window.actions_["sheet.run"].trigger()
    cells = sheet.grid.cells[0]
    qtbot.waitUntil(lambda: all(cell.standing.verdict for cell in cells), timeout=PATIENCE_MS)
    for cell in cells:
        # Where a machine is too busy to show enough pictures, nothing certain is said.
        says = {Verdict.FAIL: ("round",), Verdict.UNSURE: ("too briefly", "Hardly anything")}
        assert any(words in cell.toolTip() for words in says[cell.standing.verdict])
    assert all(not cell.picture.isNull() for cell in cells)
    assert sheet.grid.rows[0].counts.text() == "0 of 3 attempts pass"
    qtbot.keyClick(cells[0], Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not sheet.runs.busy, timeout=PATIENCE_MS)
    assert not sheet.stop_button.isEnabled()
    assert all(cell.doing == "idle" for cell in cells)


def test_one_script_is_run_and_ended_by_space_and_a_new_attempt_appears(open_sheet, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_sheet([BALL], attempts=1)
    sheet = sheet_of(window)
    (cell,) = sheet.grid.every()
    qtbot.keyClick(cell, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not cell.picture.isNull(), timeout=PATIENCE_MS)
    qtbot.keyClick(cell, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not sheet.runs.busy, timeout=PATIENCE_MS)
    window.actions_["answer.again"].trigger()
    qtbot.waitUntil(lambda: len(sheet.grid.every()) == 2, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: sheet.grid.every()[1].doing == "idle", timeout=PATIENCE_MS)


def test_what_a_live_view_shows_is_judged_by_the_same_keys(open_sheet, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_sheet([BALL], attempts=1)
    window.actions_["compare.sheet"].trigger()
    pane = window.page.pane
    pane.view.run_requested.emit(pane.view.artifacts()[0])
    (live,) = pane.view.viewport().findChildren(LiveView)
    live.body.setFocus()
    chip = window.side.inspector.verdict.chip
    qtbot.keyClick(live.body, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: chip.text() == "fail · you", timeout=PATIENCE_MS)
    assert live.toolbar.verdict.text() == "fail · you"
    qtbot.keyClick(live.body, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: chip.text() == "pass · you", timeout=PATIENCE_MS)
    assert live.toolbar.verdict.text() == "pass · you"
    assert "You said: pass." in live.toolbar.verdict.toolTip()


def test_what_the_verifier_finds_stands_in_the_live_views_line_and_can_be_overruled(open_sheet, qtbot):
    if sandbox.probe().level is Level.NONE:
        pytest.skip("this machine cannot hold a stranger's program")
    window = open_sheet([BALL.replace("    time.sleep(0.02)", "    undefined_name()")], attempts=1)
    window.actions_["compare.sheet"].trigger()
    pane = window.page.pane
    pane.view.run_requested.emit(pane.view.artifacts()[0])
    (live,) = pane.view.viewport().findChildren(LiveView)
    chip = live.toolbar.verdict
    assert chip.isHidden()
    qtbot.waitUntil(lambda: (chip.text(), chip.tone()) == ("fail", "bad"), timeout=PATIENCE_MS)
    assert "NameError" in chip.toolTip()
    live.body.setFocus()
    qtbot.keyClick(live.body, Qt.Key.Key_Y)
    assert chip.text() == "pass · you"
    assert "The verifier says: fail." in chip.toolTip()
    qtbot.keyClick(live.body, Qt.Key.Key_Y)
    assert chip.text() == "fail"


def test_a_run_that_ended_on_the_sheet_or_was_begun_anew_is_in_the_inspectors_list(open_sheet, qtbot):
    window = open_sheet([BALL], attempts=1)
    answer, running, inspector = window.page.answer, window._desk.running, window.side.inspector
    heading = inspector._sections[2].heading
    for number in (1, 2):
        # What a live run hands over when it ends, whoever shows it; nothing else tells the window.
        ended = Run(
            id=RunId(f"run-{number}"),
            generation_id=answer.id,
            artifact_index=0,
            artifact_digest="d",
            created_ms=0,
            outcome=Outcome.CHANGING,
            level=Level.A,
            exit_code=0,
            limit=None,
            frames=12,
            first_frame_ms=60.0,
            duration_ms=900.0,
        )
        running._keep(ended)
        qtbot.waitUntil(lambda number=number: heading.text() == f"Runs ({number})", timeout=PATIENCE_MS)


def test_dark_colours_and_leaving_while_scripts_run(open_sheet, qtbot):
    window = open_sheet([BALL])
    sheet = sheet_of(window)
    window.looks.choose("dark")
    sheet.run_all()
    qtbot.waitUntil(lambda: sheet.runs.waiting < 3 or bool(sheet.note.text()), timeout=PATIENCE_MS)
    # The window is closed by the fixture: no process may be left behind.
