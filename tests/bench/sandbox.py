# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the sandbox costs, in one run: ``python tests/bench/sandbox.py [--runs N]``.

Added start-up over a plain child process, the time from a kill to an empty tree, how far a memory bomb gets
beyond its limit, how long a window's thread is kept while a program floods its output, and how quick it is
beside one that keeps every processor busy.
"""

from __future__ import annotations

import argparse
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent / "app")]

from sidelight.domain.running import Level, Limits, Policy  # noqa: E402
from sidelight.sandbox import tree  # noqa: E402
from sidelight.sandbox.held import SupervisedRun, begin  # noqa: E402
from sidelight.sandbox.launch import Means  # noqa: E402
from sidelight.sandbox.program import Program  # noqa: E402
from sidelight.sandbox.run import Ended, Output  # noqa: E402

HELLO = "print('hello', flush=True)\n"
FAMILY = """
import os, signal
for _ in range(8):
    if os.fork() == 0:
        signal.pause()
print("ready", flush=True)
signal.pause()
"""
BOMB = "kept = []\nwhile True: kept.append(bytearray(b'x' * (1 << 20)))\n"
FLOOD = "import os\npiece = b'words and words ' * 4096\nfor _ in range(6400): os.write(1, piece)\n"
BUSY = """
import os
for _ in range(50):
    if os.fork() == 0:
        while True: pass
print("ready", flush=True)
while True: pass
"""
MEMORY_MB = 500


def until_text(run: SupervisedRun, word: str) -> None:
    """Wait for the first words of a run."""
    heard = ""
    while word not in heard:
        select.select([run], [], [], 10)
        heard += "".join(event.text for event in run.events() if isinstance(event, Output))


def plain_start_ms() -> float:
    """To the first word of a plain child, started as carefully as any: isolated, with a clean environment."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "script.py")
        script.write_text(HELLO, encoding="utf-8")
        began = time.perf_counter()
        line = [sys.executable, "-I", str(script)]
        with subprocess.Popen(line, stdout=subprocess.PIPE, env={"PATH": os.environ["PATH"]}) as child:
            assert child.stdout is not None
            child.stdout.readline()
            return (time.perf_counter() - began) * 1000


def held_start_ms(level: Level, means: Means) -> float:
    """To the first word of a program in the sandbox."""
    began = time.perf_counter()
    with begin(Program(HELLO), Policy(Limits(seconds=30)), level, means) as run:
        until_text(run, "hello")
        took = (time.perf_counter() - began) * 1000
        run.wait(30)
    return took


def kill_ms(level: Level, means: Means) -> float:
    """From asking for the end to nobody being left."""
    with begin(Program(FAMILY), Policy(Limits(seconds=60)), level, means) as run:
        until_text(run, "ready")
        session = run._session
        began = time.perf_counter()
        run.stop()
        end = run.wait(30)
        took = (time.perf_counter() - began) * 1000
    assert end.survivors == 0
    assert not tree.in_session(session)
    return took


def overshoot_percent(level: Level, means: Means) -> float:
    """How much more a memory bomb had at most than its limit."""
    with begin(Program(BOMB), Policy(Limits(seconds=60, memory_mb=MEMORY_MB)), level, means) as run:
        end = run.wait(60)
    assert end.limit == "memory", end
    return (end.peak_memory_mb / MEMORY_MB - 1) * 100


def flood_ms(level: Level, means: Means) -> tuple[float, float, float]:
    """The longest stay in ``events`` by the wall and by the thread's clock, and the longest gap of a loop.

    The loop is what a window does: it waits for the descriptor for 8 ms at most and takes in what came.
    """
    limits = Limits(seconds=120, cpu_seconds=None, output_mb=500)
    longest = busiest = gap = 0.0
    with begin(Program(FLOOD), Policy(limits), level, means) as run:
        before = time.perf_counter()
        over = False
        while not over:
            select.select([run], [], [], 0.008)
            began, worked = time.perf_counter(), time.thread_time()
            over = any(isinstance(event, Ended) for event in run.events())
            longest = max(longest, time.perf_counter() - began)
            busiest = max(busiest, time.thread_time() - worked)
            now = time.perf_counter()
            gap, before = max(gap, now - before), now
        end = run.wait(1)
    assert end.exit_code == 0, end
    assert run.dropped > 380 << 20, run.dropped
    return longest * 1000, busiest * 1000, gap * 1000


def beside_busy_ms(level: Level, means: Means, seconds: float = 3.0) -> list[float]:
    """What a window's loop takes for a wait of 8 ms and some work, beside a program that keeps all busy."""
    rounds = []
    with begin(Program(BUSY), Policy(Limits(seconds=60, cpu_seconds=None)), level, means) as run:
        until_text(run, "ready")
        over = time.perf_counter() + seconds
        while time.perf_counter() < over:
            began = time.perf_counter()
            select.select([run], [], [], 0.008)
            sum(range(60_000))
            rounds.append((time.perf_counter() - began) * 1000)
    return rounds


def show(name: str, values: list[float], unit: str, goal: float) -> None:
    """Print a median, its range and the goal."""
    middle = statistics.median(values)
    kept = "reached" if middle <= goal else "MISSED"
    spread = f"best {min(values):.1f}, worst {max(values):.1f}"
    print(f"{name}: {middle:.1f} {unit} ({spread}; goal {goal:g}: {kept})")


def measured(work: Callable[[], float], runs: int) -> list[float]:
    """The same measurement several times."""
    return [work() for _ in range(runs)]


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each is measured")
    runs = parser.parse_args().runs
    means = Means.find(os.environ)
    levels = [Level.B, *([Level.A] if means.bwrap is not None else [])]
    print(f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    for level in levels:
        # Turn by turn, so that whatever else the machine does meets both alike.
        added, plain = [], []
        for _ in range(runs):
            plain.append(plain_start_ms())
            added.append(held_start_ms(level, means) - plain[-1])
        print(f"start of a plain child: {statistics.median(plain):.1f} ms")
        show(f"added start-up at level {level}", added, "ms", 40 if level is Level.B else 70)
        show(
            f"kill to empty at level {level}", measured(lambda lv=level: kill_ms(lv, means), runs), "ms", 200
        )
        overshoots = measured(lambda lv=level: overshoot_percent(lv, means), max(3, runs // 5))
        show(f"memory overshoot at level {level}", overshoots, "%", 5)
        longest, busiest, gap = flood_ms(level, means)
        show(f"window's thread kept by a 400 MB flood at level {level}", [longest], "ms", 50)
        print(f"  of it at work: {busiest:.1f} ms; longest time between two rounds of its loop: {gap:.1f} ms")
        busy = beside_busy_ms(level, means)
        show(f"a round of the window beside 51 busy processes at level {level}", busy, "ms", 50)


if __name__ == "__main__":
    main()
