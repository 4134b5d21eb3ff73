# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long a script's first picture takes, cold and warm: ``python tests/bench/warm.py [--runs N]``.

Cold is from the wish to the first frame in the ring, with everything to be made; warm with a sandbox that
waited. Beside it stand what waiting costs in memory, and what a process forked from a ready one would have
cost: the other way to be quick, which shares its pages.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app"), str(TESTS / "bench")]

from sandbox import show  # noqa: E402
from sidelight.domain.running import Level, Limits, Policy  # noqa: E402
from sidelight.sandbox import tree  # noqa: E402
from sidelight.sandbox.held import SupervisedRun, begin  # noqa: E402
from sidelight.sandbox.launch import Means  # noqa: E402
from sidelight.sandbox.program import Program  # noqa: E402
from sidelight.sandbox.run import Ended  # noqa: E402
from sidelight.sandbox.spare import Spare  # noqa: E402

POLICY = Policy(Limits(seconds=None, cpu_seconds=None))
DRAW = """
glClearColor(0.1, 0.2, 0.3, 1); glClear(GL_COLOR_BUFFER_BIT | GL_DEPTH_BUFFER_BIT)
glBegin(GL_TRIANGLES)
for x, y in ((0, 0), (1, 0), (0, 1)): glColor3f(x, y, 1); glVertex3f(x, y, 0)
glEnd()
"""
SCRIPTS = {
    "pygame": f"""
import numpy, pygame
from OpenGL.GL import *
from OpenGL.GLU import *
pygame.init(); pygame.display.set_mode((640, 480), pygame.DOUBLEBUF | pygame.OPENGL)
while True:
    pygame.event.get()
    {DRAW.strip().replace(chr(10), chr(10) + "    ")}
    pygame.display.flip()
""",
    "GLUT": f"""
from OpenGL.GL import *
from OpenGL.GLU import *
from OpenGL.GLUT import *
def display():
    {DRAW.strip().replace(chr(10), chr(10) + "    ")}
    glutSwapBuffers()
glutInit(); glutInitDisplayMode(GLUT_DOUBLE | GLUT_RGB); glutInitWindowSize(640, 480); glutCreateWindow(b"x")
glutDisplayFunc(display); glutIdleFunc(glutPostRedisplay); glutMainLoop()
""",
    "glfw": f"""
import glfw, numpy
from OpenGL.GL import *
glfw.init(); window = glfw.create_window(640, 480, "x", None, None); glfw.make_context_current(window)
while not glfw.window_should_close(window):
    {DRAW.strip().replace(chr(10), chr(10) + "    ")}
    glfw.swap_buffers(window); glfw.poll_events()
""",
}
FORKED = """
import os, sys
sys.path.insert(0, {app!r})
from sidelight.stage import warming
from sidelight.stage.channel import Channel
from sidelight.stage.screen import Screen
import gc
warming.warm(Screen(None, Channel(None, lambda: None), print))
gc.collect(); gc.freeze()
if os.fork() == 0:
    exec("def own():\\n    import pygame\\n    from OpenGL.GL import glClear\\n    return bytearray(1 << 20)")
    kept = own()
    facts = dict(line.split(":") for line in open("/proc/self/smaps_rollup") if ":" in line and "kB" in line)
    print(sum(int(facts[name].split()[0]) for name in ("Private_Clean", "Private_Dirty")) / 1024)
    sys.stdout.flush(); os._exit(0)
os.wait()
"""


def first_ms(run: SupervisedRun, began: float) -> float:
    """Until the first frame can be seen."""
    while run.latest_frame() is None:
        select.select([run], [], [], 10)
        ended = [event for event in run.events() if isinstance(event, Ended)]
        assert not ended, ended
    return (time.perf_counter() - began) * 1000


def cold_ms(script: str, level: Level, means: Means) -> float:
    """With everything to be made."""
    began = time.perf_counter()
    with begin(Program(script, stage=True), POLICY, level, means) as run:
        return first_ms(run, began)


def ready_spare(level: Level, means: Means) -> Spare:
    """One with nothing left to do."""
    spare = Spare(POLICY, level, means)
    while not spare.ready():
        select.select([spare], [], [], 10)
    return spare


def warm_ms(script: str, level: Level, means: Means) -> float:
    """With a sandbox that waited."""
    spare = ready_spare(level, means)
    began = time.perf_counter()
    run = spare.take(Program(script, stage=True))
    assert run is not None
    with run:
        return first_ms(run, began)


def own_mb(pids: set[int]) -> float:
    """Memory that these processes share with nobody, in MB."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith(("Private_Clean", "Private_Dirty")):
                total += int(line.split()[1])
    return total / 1024


def waiting_mb(level: Level, means: Means) -> tuple[float, float]:
    """What one that waits beside a view at work has for itself: its own process, and those around it."""
    beside = ready_spare(level, means)
    spare = ready_spare(level, means)
    assert spare._run is not None
    around = {spare._run._process.pid, *tree.descendants(spare._run._process.pid)}
    largest = max(around, key=lambda pid: own_mb({pid}))
    figures = own_mb({largest}), own_mb(around - {largest})
    spare.close()
    beside.close()
    return figures


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="how often each is measured")
    runs = parser.parse_args().runs
    means = Means.find(os.environ)
    print(f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    for level in [Level.B, *([Level.A] if means.bwrap is not None else [])]:
        for name, script in SCRIPTS.items():
            cold, warm = [], []
            for _ in range(runs):
                cold.append(cold_ms(script, level, means))
                warm.append(warm_ms(script, level, means))
            show(f"first picture at level {level}, {name}, cold", cold, "ms", 800)
            show(f"first picture at level {level}, {name}, warm", warm, "ms", 150)
        began = time.perf_counter()
        ready_spare(level, means).close()
        print(f"making one ready: {(time.perf_counter() - began) * 1000:.0f} ms of another thread's time")
        child, around = waiting_mb(level, means)
        print(f"one that waits has {child:.0f} MB of its own, and {around:.0f} MB in the processes around it")
    source = FORKED.format(app=str(TESTS.parent / "app"))
    environment = {"PATH": os.environ["PATH"], "SDL_VIDEODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    line = [sys.executable, "-I", "-c", source]
    forked = subprocess.run(line, env=environment, capture_output=True, text=True, check=True).stdout
    print(f"a process forked from a ready one has {float(forked):.0f} MB of its own at first")


if __name__ == "__main__":
    main()
