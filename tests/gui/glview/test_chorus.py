# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Several live views as one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from gui.glview.conftest import PlayedRun
from sidelight.gui.glview.chorus import Chorus
from sidelight.gui.glview.view import LiveView

PATIENCE_MS = 100_000


@pytest.fixture
def runs():
    played = [PlayedRun(), PlayedRun(), PlayedRun()]
    for run in played:
        run.paused = True
    yield played
    for run in played:
        run.close()
        run.darkroom.close()


@pytest.fixture
def views(qtbot, runs, theme, window, tmp_path):
    made = [LiveView(run, theme, lambda: tmp_path) for run in runs]
    window.resize(700, 1500)
    for view in made:
        window.layout().addWidget(view)
    with qtbot.waitExposed(window):
        window.show()
    yield made
    for view in made:
        view.shut()


@pytest.fixture
def chorus(qtbot, views):
    made = Chorus()
    for view in views:
        made.add(view)
    return made


def frames(qtbot, runs, views, sizes=((64, 48), (128, 96), (64, 64))):
    for run, view, size in zip(runs, views, sizes, strict=True):
        run.fill(*size)
        qtbot.waitUntil(lambda view=view: view.canvas.has_picture())


def test_all_begin_when_the_last_has_drawn(qtbot, runs, views, chorus):
    chorus.begin()
    assert chorus.gathering
    runs[0].fill(64, 48)
    qtbot.waitUntil(lambda: runs[0].frames == 1)
    runs[1].fill(64, 48)
    qtbot.waitUntil(lambda: runs[1].frames == 1)
    assert [run.paused for run in runs] == [True, True, True]
    with qtbot.waitSignal(chorus.changed):
        runs[2].fill(64, 48)
    qtbot.waitUntil(lambda: not chorus.gathering)
    assert [run.paused for run in runs] == [False, False, False]


def test_one_that_fails_or_never_draws_is_not_waited_for(qtbot, runs, views, chorus):
    chorus.begin()
    runs[0].fill(64, 48)
    runs[1].end(1)
    qtbot.waitUntil(lambda: runs[0].frames == 1 and runs[1].ended is not None)
    assert runs[0].paused
    chorus._patience.setInterval(1)
    chorus._patience.start()
    qtbot.waitUntil(lambda: not runs[0].paused)
    assert not runs[2].paused
    assert not chorus.gathering


def test_all_wait_step_and_go_on(qtbot, runs, views, chorus):
    frames(qtbot, runs, views)
    assert chorus.held
    chorus.toggle_pause()
    assert [run.paused for run in runs] == [False, False, False]
    runs[1].set_paused(True)
    chorus.toggle_pause()
    assert [run.paused for run in runs] == [True, True, True]
    chorus.step()
    assert [run.paused for run in runs] == [False, False, False]
    qtbot.waitUntil(lambda: all(run.paused for run in runs))


def test_a_drag_in_one_goes_to_all_scaled_to_their_windows(qtbot, runs, views, chorus):
    frames(qtbot, runs, views)
    chorus.set_mirrored(True)
    canvas = views[0].canvas
    area = canvas.picture_rect()
    spot = QPoint(round(area.left() + area.width() / 2), round(area.top() + area.height() / 4))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseMove(canvas, spot + QPoint(20, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.keyClick(canvas, Qt.Key.Key_A)
    told = [[one for one in run.sent if one["t"] != "step"] for run in runs]
    mine = [one for one in told[0] if one["t"] in ("button", "motion", "key")]
    assert [one["t"] for one in mine][:2] == ["button", "motion"]
    assert [one["t"] for one in told[1]] == [one["t"] for one in mine]
    press = told[0][[one["t"] for one in told[0]].index("button")]
    assert abs(told[1][0]["x"] - 2 * press["x"]) <= 1
    assert abs(told[1][0]["y"] - 2 * press["y"]) <= 1
    assert told[2][0]["x"] == press["x"]
    assert abs(told[2][0]["y"] - press["y"] * 64 / 48) <= 1
    assert {"t": "focus", "on": True} not in told[1]
    chorus.set_mirrored(False)
    before = len(runs[1].sent)
    qtbot.keyClick(canvas, Qt.Key.Key_B)
    assert len(runs[1].sent) == before


def test_views_that_are_gone_drop_out(qtbot, runs, views, chorus):
    frames(qtbot, runs, views)
    chorus.set_mirrored(True)
    with qtbot.waitSignal(views[2].ended):
        runs[2].end(0)
    assert chorus.views == views[:2]
    views[1].shut()
    qtbot.keyClick(views[0].canvas, Qt.Key.Key_A)
    assert [one for one in runs[1].sent if one["t"] == "key"] == []


TURNING = """
import pygame, time
pygame.init()
screen = pygame.display.set_mode((SIZE))
time.sleep(DELAY)
n = 0
while True:
    for event in pygame.event.get():
        if event.type == pygame.MOUSEBUTTONDOWN:
            print(event.pos, flush=True)
    n += 1
    screen.fill((n % 256, n // 256, 77))
    pygame.display.flip()
"""


def test_real_scripts_begin_at_one_signal_however_long_each_took(qtbot, start):
    views = [
        start(TURNING.replace("SIZE", size).replace("DELAY", delay), held=True)
        for size, delay in (("160, 120", "0"), ("320, 240", "0.7"))
    ]
    chorus = Chorus()
    for view in views:
        chorus.add(view)
    chorus.begin()
    before_the_signal = [0]

    def all_go_on():
        frames = [view.run.latest_frame() for view in views]
        drawn = [0 if frame is None else frame.seq for frame in frames]
        # The signal comes from this thread: not given by now, it was not given when they were looked at.
        if chorus.gathering:
            before_the_signal.append(max(drawn))
        return min(drawn) >= 2

    qtbot.waitUntil(all_go_on, timeout=PATIENCE_MS)
    # The first one was ready most of a second before.
    assert max(before_the_signal) <= 1

    chorus.set_mirrored(True)
    area = views[0].canvas.picture_rect()
    spot = QPoint(round(area.left() + area.width() / 2), round(area.top() + area.height() / 2))
    qtbot.mouseClick(views[0].canvas, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: all(view.run.output for view in views), timeout=PATIENCE_MS)
    places = [tuple(map(int, view.run.output.strip()[1:-1].split(","))) for view in views]
    assert abs(places[1][0] - 2 * places[0][0]) <= 2
    assert abs(places[1][1] - 2 * places[0][1]) <= 2
    chorus.toggle_pause()
    assert all(view.run.paused for view in views)
