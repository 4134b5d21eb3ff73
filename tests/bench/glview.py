# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live GL view, each figure beside its goal: ``python tests/bench/glview.py [--rounds N] [--only PART]``.

Unthrottled frame rates of the cube samples in turns with the real libraries on an X display (an Xvfb of its
own if there is none), the paced rate, Run to the first frame cold and warm at each level of the sandbox, swap
to paint in a real view, eight cubes at once, and the memory of a child that waited. The measuring is that of
``stage.py``, ``warm.py`` and ``live_views.py``; more detail is there.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [
    str(BENCH),
    str(BENCH.parent),
    str(BENCH.parents[1] / "app"),
    str(BENCH.parents[1] / "packaging"),
]

from support.goals import conditions, held  # noqa: E402
from virtual_display import VirtualDisplay, can_start, display_given  # noqa: E402

PARTS = ("rates", "pace", "first", "paint", "eight")


def rates(rounds: int) -> None:
    """Pictures a second, stage over bare, in turns."""
    import stage

    with tempfile.TemporaryDirectory() as folder:
        stage.ratios(Path(folder), rounds)


def pace() -> None:
    """How many frames a second each cube is let draw at 60."""
    import stage

    for name in stage.CUBES:
        child = stage.Child(stage.SAMPLES / f"{name}.py", interval_us=16_667)
        try:
            began = child.frame(60)
            first, at_ns = began.seq, began.at_ns
            due = time.monotonic() + 5
            child.until(lambda due=due: time.monotonic() > due, "it ended")
            ended = child.frame(first + 1)
            rate = (ended.seq - first) / (ended.at_ns - at_ns) * 1e9
        finally:
            child.close()
        held(f"{name} paced at 60: off by", abs(rate - 60), "a second", at_most=1)


def first(rounds: int) -> None:
    """Run to the first frame, cold and warm, and what one that waits has for itself."""
    import warm

    means = warm.Means.find(os.environ)
    for level in [warm.Level.B, *([warm.Level.A] if means.bwrap is not None else [])]:
        for name, script in warm.SCRIPTS.items():
            pairs = [
                (warm.cold_ms(script, level, means), warm.warm_ms(script, level, means))
                for _ in range(rounds)
            ]
            cold, ready = (statistics.median(times) for times in zip(*pairs, strict=True))
            held(f"level {level}, {name}: Run to first frame, cold", cold, "ms", at_most=800)
            held(f"level {level}, {name}: Run to first frame, warm", ready, "ms", at_most=150)
        own, around = warm.waiting_mb(level, means)
        held(f"level {level}: a warm child's own memory", own, "MB", at_most=30)
        held(f"level {level}: the processes around it", around, "MB")


def eight() -> None:
    """Eight cubes at once, in a process of its own: Qt is there only once."""
    command = [sys.executable, str(BENCH / "live_views.py"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    figures = json.loads(done.stdout)["turning"]
    held("8 cubes: painted a second, the slowest", figures["painted_fps_least"], at_least=50)
    held("8 cubes: painted a second, median", figures["painted_fps_median"])
    held("8 cubes: the window's thread", figures["window_thread_percent"], "%")


def paint() -> None:
    """From the script's swap to the end of the view's paintEvent, one cube."""
    from unittest import mock

    import live_views as lives
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    taken: list[float] = []
    real = lives.LiveView

    class Watched(real):  # type: ignore[valid-type, misc]
        def __init__(self, run: object, *rest: object) -> None:
            super().__init__(run, *rest)
            painted, last = self.canvas.paintEvent, [-1]

            def paint_event(event: object) -> None:
                painted(event)
                frame = run._frame  # type: ignore[attr-defined]
                if frame is not None and frame.seq != last[0]:
                    last[0] = frame.seq
                    taken.append((time.monotonic_ns() - frame.at_ns) / 1e6)

            self.canvas.paintEvent = paint_event

    with tempfile.TemporaryDirectory() as folder, mock.patch.object(lives, "LiveView", Watched):
        lives.measure(1, 5.0, Path(folder))
    application.quit()
    ordered = sorted(taken[60:])
    held(f"swap to paint of {len(ordered)} frames, median", statistics.median(ordered), "ms", at_most=2)
    held("swap to paint, 95 of 100", ordered[int(0.95 * len(ordered))], "ms", at_most=17)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=PARTS)
    options = parser.parse_args()
    own = VirtualDisplay("1920x1200x24") if not display_given() and can_start() else None
    if own is not None:
        os.environ["DISPLAY"] = own.name
    try:
        print(conditions())
        for name, measure in {
            "paint": paint,
            "eight": eight,
            "pace": pace,
            "first": lambda: first(options.rounds),
            "rates": lambda: rates(options.rounds),
        }.items():
            if options.only in (None, name) and (name != "rates" or "DISPLAY" in os.environ):
                measure()
    finally:
        if own is not None:
            own.close()


if __name__ == "__main__":
    main()
