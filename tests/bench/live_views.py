# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How often each of eight turning cubes is painted at once, and what that costs the window and the scripts.

    python tests/bench/live_views.py [--views 8] [--seconds 6] [--threads 1]

Real scripts in the real sandbox, 640 x 480 each, shown at 320 x 240 in one window; frames are kept for
looking back as usual. They begin at one signal. Painted frames are counted by the canvases, so what came too
quickly to be seen does not count. ``threads`` is what the software renderer may start for each script. Then
all are paused, and what a pause costs is measured. It is no test.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

sys.path.append(str(Path(__file__).resolve().parents[1]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from sidelight.domain.artifact import Artifact
from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation
from sidelight.domain.message import Conversation
from sidelight.domain.model import GenerationConfig, ModelRef
from sidelight.gui.glview.chorus import Chorus
from sidelight.gui.glview.view import LiveView
from sidelight.gui.style import dress
from sidelight.gui.theme import Theme
from sidelight.sandbox import held
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment
from sidelight.workbench.running import Running
from support import goals

PATIENCE_S = 120.0
SETTLE_S = 2.0
GOAL_FPS = 50.0
CUBE = """
import pygame
from OpenGL.GL import *
from OpenGL.GLU import gluPerspective
corners = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
pygame.init()
pygame.display.set_mode((640, 480), pygame.DOUBLEBUF | pygame.OPENGL)
gluPerspective(45, 640 / 480, 0.1, 50)
glTranslatef(0, 0, -5)
glEnable(GL_DEPTH_TEST)
while True:
    pygame.event.get()
    glRotatef(1, 3, 1, 1)
    glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
    glBegin(GL_QUADS)
    for number, face in enumerate(faces):
        glColor3f(number & 1, number & 2, 1 - number / 6)
        for corner in face:
            glVertex3fv(corners[corner])
    glEnd()
    pygame.display.flip()
"""


def wait(condition: Callable[[], bool], seconds: float) -> bool:
    """Let the window work until something holds."""
    loop = QEventLoop()
    poll = QTimer()
    poll.setInterval(10)
    due = time.monotonic() + seconds
    poll.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > due else None)
    poll.start()
    loop.exec()
    poll.stop()
    return condition()


def scripts_cpu_s() -> float:
    """Processor seconds of all descendants so far."""
    total = 0.0
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
            total += times.user + times.system
        except psutil.Error:
            continue
    return total


def watched(views: list[LiveView], seconds: float) -> dict[str, float]:
    """Painted frames and processor time over a while."""
    painted = [view.canvas.frames_painted for view in views]
    drawn = [view.run.frames for view in views]
    process, thread, children, began = (
        time.process_time(),
        time.thread_time(),
        scripts_cpu_s(),
        time.monotonic(),
    )
    wait(lambda: False, seconds)
    length = time.monotonic() - began
    rates = [
        (view.canvas.frames_painted - before) / length for view, before in zip(views, painted, strict=True)
    ]
    shown = [(view.run.frames - before) / length for view, before in zip(views, drawn, strict=True)]
    return {
        "painted_fps_least": min(rates),
        "painted_fps_median": statistics.median(rates),
        "script_fps_median": statistics.median(shown),
        "window_thread_percent": 100 * (time.thread_time() - thread) / length,
        "process_percent": 100 * (time.process_time() - process) / length,
        "scripts_percent": 100 * (scripts_cpu_s() - children) / length,
        "kept_mb": sum(view.run.recent.size for view in views) / 1e6,
    }


def measure(count: int, seconds: float, folder: Path) -> dict[str, dict[str, float]]:
    """Cubes turning, then paused."""
    moment = Moment.real()
    reference = ModelRef("local", "m")
    figures = {}
    with ProjectFile.create(folder / "bench.sidelight") as project:
        comparison = Comparison(moment.new_id(), Conversation.asking("cube"), (reference,), 1)
        answer = Generation(moment.new_id(), comparison.id, reference, GenerationConfig(), 0, 1, 1)
        project.add_comparison(comparison)
        project.begin(answer)
        running = Running(project, moment)
        theme = Theme.load("dark")
        window = QWidget()
        dress(QApplication.instance(), window, theme)
        grid = QGridLayout(window)
        chorus = Chorus(window)
        views: list[LiveView] = []
        try:
            for number in range(count):
                run = running.start(answer.id, Artifact(number, "python", CUBE, complete=True), held=True)
                view = LiveView(run, theme, lambda: folder)
                view.canvas.setFixedSize(320, 240)
                grid.addWidget(view, number // 4, number % 4)
                views.append(view)
                chorus.add(view)
            window.show()
            chorus.begin()
            if not wait(lambda: all(view.run.frames > 10 for view in views), PATIENCE_S):
                raise RuntimeError("not every cube turned")
            wait(lambda: False, SETTLE_S)
            figures["turning"] = watched(views, seconds)
            chorus.toggle_pause()
            wait(lambda: False, SETTLE_S / 2)
            figures["paused"] = watched(views, seconds / 2)
        finally:
            for view in views:
                view.shut()
            running.close()
            window.close()
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--views", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    application = QApplication([])
    before = goals.conditions()
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(held, "_MOST_RENDER_THREADS", options.threads),
    ):
        figures = measure(options.views, options.seconds, Path(folder))
    application.quit()
    if options.json:
        print(json.dumps(figures))
        return
    print(f"before: {before}; after: {goals.conditions()}")
    print(f"{options.views} cubes of 640 x 480 shown at 320 x 240, {options.threads} renderer thread(s) each")
    for state, values in figures.items():
        for name, value in values.items():
            least = GOAL_FPS if (state, name) == ("turning", "painted_fps_least") else None
            goals.held(f"{state}: {name}", value, at_least=least)


if __name__ == "__main__":
    main()
