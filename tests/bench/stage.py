# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the stage costs a script, in one run: ``python tests/bench/stage.py [--rounds N]``.

Pictures a second of the cube samples with the real libraries and on the stage, in turns, unthrottled, at two
sizes; what reading a picture back takes; how soon a cold start shows something; and how many scripts of the
corpus show the same tenth picture on both. All but the last two need an X display: run it under ``xvfb-run -s
"-noreset -screen 0 1920x1200x24"``.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app"), str(TESTS)]

from sidelight.stage.environment import stage_environment  # noqa: E402
from support.goals import conditions, held  # noqa: E402
from support.stage_truth import (  # noqa: E402
    CORPUS,
    RUNNER,
    WITHOUT_TRUTH,
    differing,
    real_environment,
    real_picture,
    stage_picture,
)

_SPEC = importlib.util.spec_from_file_location("stage_conftest", TESTS / "unit" / "stage" / "conftest.py")
assert _SPEC is not None
assert _SPEC.loader is not None
_CONFTEST = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_CONFTEST)
Child = _CONFTEST.Child

SAMPLES = TESTS.parent / "resources" / "samples"
SECONDS = 3.0
GOALS = {(640, 480): 0.95, (1280, 720): 0.9}
CUBES = ("cube_pygame", "cube_glut", "cube_glfw")
WRITTEN = "640, 480"
"""The size of their windows, as it stands in each."""

# Ends by itself after so many seconds of swaps, and says how many a second there were.
COUNTING = """
import os, runpy, sys, time
sys.argv = sys.argv[1:]
source = open(sys.argv[0]).read()
state = [0, 0.0, 0.0]
def counting(swap):
    def swapped(*arguments):
        swap(*arguments)
        state[0] += 1
        now = time.perf_counter()
        if state[0] == 30:
            state[1:] = now, time.process_time()
        elif state[0] > 30 and now - state[1] > @SECONDS@:
            counted = state[0] - 30
            print("fps", counted / (now - state[1]), (time.process_time() - state[2]) / counted, flush=True)
            os._exit(0)
    return swapped
if "import glfw" in source:
    import glfw
    make = glfw.make_context_current
    def made(window):
        make(window)
        glfw.swap_interval(0)
    glfw.make_context_current = made
    glfw.swap_buffers = counting(glfw.swap_buffers)
elif "import pygame" in source:
    import pygame
    class Clock:
        def tick(self, *arguments):
            return 1
        def get_fps(self):
            return 60.0
    pygame.time.Clock = Clock
    pygame.time.wait = pygame.time.delay = lambda *arguments: 0
    pygame.display.flip = counting(pygame.display.flip)
else:
    from OpenGL import GLUT
    timer = GLUT.glutTimerFunc
    GLUT.glutTimerFunc = lambda wait, *rest: timer(0, *rest)
    GLUT.glutSwapBuffers = counting(GLUT.glutSwapBuffers)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def said(text: str) -> tuple[float, float]:
    """What a counting script said: swaps a second, and seconds of processor a swap."""
    words = next(line.split() for line in text.splitlines() if line.startswith("fps"))
    return float(words[1]), float(words[2])


def bare(counting: Path, script: Path) -> tuple[float, float]:
    """With the real libraries, without waiting for a screen's refresh."""
    environ = real_environment() | {"vblank_mode": "0"}
    done = subprocess.run(
        [sys.executable, str(counting), str(script)], env=environ, capture_output=True, text=True, timeout=120
    )
    return said(done.stdout)


def staged(counting: Path, script: Path) -> tuple[float, float]:
    """On the stage, as fast as it goes."""
    child = Child(counting, args=(str(script),), interval_us=0)
    try:
        child.wait()
        return said(child.out)
    finally:
        child.close()


def ratios(folder: Path, rounds: int) -> bool:
    """Stage over bare, in turns."""
    counting = folder / "counting.py"
    counting.write_text(COUNTING.replace("@SECONDS@", str(SECONDS)), "utf-8")
    good = True
    for size, goal in GOALS.items():
        for name in CUBES:
            script = folder / f"{name}_{size[0]}.py"
            source = (SAMPLES / f"{name}.py").read_text("utf-8")
            script.write_text(source.replace(WRITTEN, f"{size[0]}, {size[1]}"), "utf-8")
            pairs = [(bare(counting, script), staged(counting, script)) for _ in range(rounds)]
            shown = ", ".join(f"{one:.0f}:{other:.0f}" for (one, _), (other, _) in pairs)
            ratio = statistics.median(other / one for (one, _), (other, _) in pairs)
            processor = statistics.median(other / one for (_, one), (_, other) in pairs)
            print(f"  {name} {size[0]} x {size[1]}, bare:stage a second: {shown}")
            good &= held(f"{name}, {size[0]} x {size[1]}: stage over bare", ratio, at_least=goal)
            # Steadier on a busy machine; the real libraries' part in the X server is not counted.
            held("  processor time a picture: stage over bare", processor)
    return good


def capture() -> None:
    """Reading one finished picture back."""
    os.environ.update(stage_environment(1))
    from OpenGL import GL

    from sidelight.stage.surface import Egl, Surface

    egl = Egl()
    for width, height in (*GOALS, (1920, 1080)):
        surface = Surface(egl, width, height)
        memory = (ctypes.c_char * (4 * width * height))()
        times = []
        for step in range(200):
            GL.glClearColor(step / 200, 0.5, 0.2, 1)
            GL.glClear(GL.GL_COLOR_BUFFER_BIT)
            GL.glFinish()
            began = time.perf_counter()
            surface.read(ctypes.addressof(memory))
            times.append(time.perf_counter() - began)
        held(f"reading back {width} x {height}", 1000 * statistics.median(times), "ms")
        surface.destroy()


def cold(rounds: int) -> bool:
    """From the start of a process to its first picture in the ring."""
    good = True
    for name in CUBES:
        times = []
        for _ in range(rounds):
            began = time.monotonic()
            child = Child(SAMPLES / f"{name}.py", interval_us=16_667)
            try:
                times.append(1000 * (child.frame(1).at_ns / 1e9 - began))
            finally:
                child.close()
        good &= held(f"{name}: first picture, cold", statistics.median(times), "ms", at_most=800)
    return good


def truth(folder: Path) -> bool:
    """How many scripts of the corpus show the real picture."""
    equal, different = 0, []
    scripts = [path for path in sorted(CORPUS.glob("*.py")) if path.stem not in WITHOUT_TRUTH]
    for script in scripts:
        child = Child(RUNNER, args=(str(script), "10", "-"), interval_us=20_000)
        try:
            same = differing(stage_picture(child, 10), real_picture(script, 10, folder)) == 0
        finally:
            child.close()
        equal += same
        different += [] if same else [script.stem]
    print(f"  without a counterpart: {', '.join(WITHOUT_TRUTH)}; different: {', '.join(different) or 'none'}")
    return held(f"equal tenth pictures of {len(scripts)}", equal, at_least=len(scripts))


def main() -> int:
    """Print all figures; the exit status is 0 when every goal is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("ratios", "capture", "cold", "truth"))
    given = parser.parse_args()
    print(conditions())
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.only in (None, "capture"):
            capture()
        if given.only in (None, "cold"):
            good &= cold(given.rounds)
        if "DISPLAY" in os.environ:
            if given.only in (None, "ratios"):
                good &= ratios(folder, given.rounds)
            if given.only in (None, "truth"):
                good &= truth(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
