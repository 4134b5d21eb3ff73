# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long a TikZ drawing takes, as the window asks for it: ``python tests/bench/tikz.py [--runs N]``.

Cold is with the worker to be started and TeX to be loaded; warm in a worker that drew something else before,
so that nothing of this drawing is known; again is the same preamble with another body, as when one edits.
Each includes the renderer for SVG, which makes the picture. The engine is fetched if it is not there.
"""

from __future__ import annotations

import argparse
import os
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "tests" / "bench")]

import psutil  # noqa: E402

from sandbox import show  # noqa: E402
from sidelight.api import Artifact, Context  # noqa: E402
from sidelight.workbench.rendering import Rendering  # noqa: E402
from sidelight.workbench.settings import Places  # noqa: E402
from sidelight_tikz.engine import fetch  # noqa: E402

DRAWINGS = ROOT / "plugins" / "tikz" / "tests" / "drawings"
ENGINES = ROOT / "build" / "engines"
OTHER = r"\begin{tikzpicture}\draw (0,0) -- (1,1) node {%d};\end{tikzpicture}"
GOALS = {"unicorn": (5000.0, 1500.0), "plot": (5000.0, 1500.0), "circuit": (5000.0, 3000.0)}


def ms(rendering: Rendering, text: str) -> float:
    """Until the picture of a drawing is there."""
    began = time.perf_counter()
    job = rendering.start(Artifact(0, "tikz", text, True), Context(scale=2.0))
    while not job.ended:
        select.select([rendering], [], [], 60)
        rendering.pump()
    assert not job.failure, job.failure
    assert job.rendered is not None
    return (time.perf_counter() - began) * 1000


def worker_mb() -> float:
    """The memory of the largest process that this one started."""
    return max(child.memory_info().rss for child in psutil.Process().children(recursive=True)) / (1 << 20)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured")
    runs = parser.parse_args().runs
    fetch(ENGINES / "tikz", print)
    print(f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    for name, (cold_goal, warm_goal) in GOALS.items():
        text = (DRAWINGS / f"{name}.tex").read_text("utf-8")
        cold, warm, again, memory = [], [], [], []
        for number in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                places = Places(Path(folder), Path(folder, "config"))
                (places.data / "engines").symlink_to(ENGINES)
                rendering = Rendering(places)
                rendering.ready()
                cold.append(ms(rendering, text))
                again.append(ms(rendering, f"{text}\n% {number}"))
                memory.append(worker_mb())
                rendering.close()
                rendering = Rendering(places)
                rendering.ready()
                ms(rendering, OTHER % number)
                warm.append(ms(rendering, text))
                rendering.close()
        show(f"{name}, cold", cold, "ms", cold_goal)
        show(f"{name}, warm", warm, "ms", warm_goal)
        show(f"{name}, again", again, "ms", warm_goal)
        print(f"its worker has {statistics.median(memory):.0f} MB")


if __name__ == "__main__":
    main()
