# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How long the window takes to stand there, beside another program made with Qt and Python.

    python tests/bench/startup.py [--rounds 5]

Each round starts Sidelight, then novelWriter (a finished editor of about the same size, from PyPI; it is
installed into ``build/bench``, used for nothing else and not shipped), on a virtual display of their own. A
window counts when the display server says that one of 500 by 400 pixels at least can be seen. The first round
warms the disk's cache and makes the sample project; it is not counted. It is no test.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "packaging")]

import psutil  # noqa: E402

from support import goals  # noqa: E402
from virtual_display import VirtualDisplay, can_start  # noqa: E402

OTHER = "novelWriter==26.2.2"
OTHER_PLACE = ROOT / "build" / "bench" / "novelwriter"
PATIENCE_S = 60.0
AFTERWARDS_S = 1.0
LEAST = (500, 400)


class Start(NamedTuple):
    """One start.

    Attributes:
        wall_s: seconds to the window.
        cpu_s: CPU seconds to the window, of all its processes.
        settled_cpu_s: the same a second later.
        memory_mb: memory of the window's own process then (PSS), in MB.
        all_mb: with the processes that it has started by then.
    """

    wall_s: float
    cpu_s: float
    settled_cpu_s: float
    memory_mb: float
    all_mb: float


def other_program() -> Path | None:
    """The program beside ours, installed when it is not there."""
    command = OTHER_PLACE / "bin" / "novelwriter"
    if not command.exists():
        pip = str(OTHER_PLACE / "bin" / "pip")
        try:
            subprocess.run([sys.executable, "-m", "venv", str(OTHER_PLACE)], check=True)
            line = [pip, "install", "--quiet", "--disable-pip-version-check", OTHER]
            subprocess.run(line, check=True, timeout=300)
        except (subprocess.SubprocessError, OSError) as error:
            print(f"{OTHER} cannot be installed, so Sidelight is measured alone: {error}")
            return None
    return command


def window_of(display: str) -> bool:
    """Whether a large window can be seen."""
    command = ["xdotool", "search", "--onlyvisible", "--class", ".+", "getwindowgeometry", "--shell", "%@"]
    done = subprocess.run(
        command, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True, check=False
    )
    sizes: dict[str, int] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition("=")
        if name in ("WIDTH", "HEIGHT"):
            sizes[name] = int(value)
        if name == "HEIGHT" and sizes["WIDTH"] >= LEAST[0] and sizes["HEIGHT"] >= LEAST[1]:
            return True
    return False


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process with its descendants."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_of(process: psutil.Process) -> float:
    """CPU seconds of a process with its descendants, those that are gone included."""
    total = 0.0
    for one in family(process):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def memory_of(processes: list[psutil.Process]) -> float:
    """Proportional memory of some processes, in MB."""
    total = 0
    for one in processes:
        try:
            total += one.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def started(command: list[str], home: Path) -> Start:
    """Start a program on a fresh display, and end it again."""
    display = VirtualDisplay()
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}
    environment = {**os.environ, **places, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    environment["SIDELIGHT_DATA"] = str(home / "sidelight")
    environment["PYTHONPATH"] = str(ROOT / "app")
    begun = time.perf_counter()
    process = psutil.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=home
    )
    try:
        while not window_of(display.name):
            if time.perf_counter() - begun > PATIENCE_S or process.poll() is not None:
                raise RuntimeError(f"{command[0]} showed no window")
        wall = time.perf_counter() - begun
        cpu = cpu_of(process)
        time.sleep(AFTERWARDS_S)
        return Start(wall, cpu, cpu_of(process), memory_of([process]), memory_of(family(process)))
    finally:
        for one in reversed(family(process)):
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        process.wait(10)
        display.close()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not can_start() or shutil.which("xdotool") is None:
        print("Xvfb and xdotool are needed to see a window come up; one of them is not installed.")
        return 0
    other = other_program()
    commands = {"Sidelight": [sys.executable, "-m", "sidelight"]}
    if other is not None:
        commands["novelWriter"] = [str(other)]
    found: dict[str, list[Start]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.rounds + 1):
            for name, command in commands.items():
                home = Path(folder, name)
                home.mkdir(exist_ok=True)
                start = started(command, home)
                if number:
                    found[name].append(start)
    medians = {
        name: Start(*(statistics.median(column) for column in zip(*starts, strict=True)))
        for name, starts in found.items()
    }
    print(f"{goals.conditions()}; medians of {options.rounds} starts in turns")
    heads = f"{'window, s':>12}{'CPU to it, s':>14}{'CPU a second on':>17}{'memory, MB':>12}"
    print(f"{'':14}{heads}{'with all it started':>21}")
    for name, one in medians.items():
        times = f"{one.wall_s:>12.2f}{one.cpu_s:>14.2f}{one.settled_cpu_s:>17.2f}"
        print(f"{name:14}{times}{one.memory_mb:>12.0f}{one.all_mb:>21.0f}")
    print()
    ours = medians["Sidelight"]
    if other is not None:
        theirs = medians["novelWriter"]
        goals.held("time to the window, beside novelWriter", ours.wall_s / theirs.wall_s, at_most=1 / 3)
    goals.held("CPU to the window", ours.cpu_s, "s", at_most=0.35)
    goals.held("memory (PSS) of the window's process a second later", ours.memory_mb, "MB", at_most=80)
    return 0


if __name__ == "__main__":
    sys.exit(main())
