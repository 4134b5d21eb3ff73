# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight sandbox run`` as a person types it: what a wild program does, and what is said of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.sandbox import run
from sidelight.sandbox.verdict import limit_met

APP = Path(run.__file__).resolve().parents[2]
MARK = "sidelight-command-test"

PROGRAMS = {
    "fork bomb": (
        "processes",
        [],
        """
import os
while True:
    try: os.fork()
    except OSError: pass
""",
    ),
    "fork bomb that gives up": ("processes", [], "import os\nwhile True: os.fork()"),
    "memory bomb": ("memory", ["--memory", "200"], "kept = []\nwhile True: kept.append(bytearray(4 << 20))"),
    "memory bomb in one leap": ("memory", [], "kept = bytearray(50 << 30)"),
    "memory bomb in an array": ("memory", [], "import numpy\nnumpy.ones(10**11)"),
    "memory bomb in children": (
        "memory",
        ["--memory", "200"],
        """
import os, time
for _ in range(4):
    if os.fork() == 0:
        kept = bytearray(b"x" * (80 << 20)); time.sleep(60)
time.sleep(60)
""",
    ),
    "disk fill": (
        "disk",
        [],
        """
piece, number = b"x" * (1 << 20), 0
while True:
    number += 1
    with open(str(number), "wb") as file:
        for _ in range(30): file.write(piece)
""",
    ),
    "disk fill in one file": (
        "disk",
        [],
        "with open('big', 'wb') as file:\n    while True: file.write(b'x' * (1 << 20))",
    ),
    "output flood": ("output", [], "import os\npiece = b'x' * 65536\nwhile True: os.write(1, piece)"),
    "endless loop": ("wall", ["--seconds", "1"], "while True: pass"),
    "endless sleep": ("wall", ["--seconds", "1"], "import time\nwhile True: time.sleep(60)"),
    "deaf to SIGTERM": (
        "wall",
        ["--seconds", "1"],
        """
import signal
for number in (1, 2, 3, 15): signal.signal(number, signal.SIG_IGN)
while True: signal.pause()
""",
    ),
    "daemon": (
        None,
        [],
        """
import os, time
if os.fork() == 0:
    try: os.setsid()
    except OSError: pass
    if os.fork() == 0:
        os.close(1); os.close(2); time.sleep(600)
    os._exit(0)
print("left one")
""",
    ),
}
# These meet their limit as an exception, and die of it.
BY_ITSELF = {"memory bomb in one leap", "memory bomb in an array", "disk fill in one file"}


def command(tmp_path, source, *options):
    script = tmp_path / f"{MARK}.py"
    script.write_text(source)
    return subprocess.run(
        [sys.executable, "-m", "sidelight", "sandbox", "run", str(script), *options],
        env={**os.environ, "PYTHONPATH": str(APP), "SIDELIGHT_DATA": str(tmp_path)},
        capture_output=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_what_it_says_of_a_wild_program(tmp_path, name):
    limit, options, source = PROGRAMS[name]
    done = command(tmp_path, source, "--json", *options)
    told = json.loads(done.stdout)
    assert done.stdout.count(b"\n") == 1
    assert (told["limit"], told["survivors"]) == (limit, 0), told["stderr"]
    if name != "fork bomb that gives up":
        assert told["outcome"] == ("killed" if limit and name not in BY_ITSELF else "exited")
    assert done.returncode == (1 if limit else 0)
    assert told["level"] == run.probe().level
    if limit == "memory" and name not in BY_ITSELF:
        assert told["peak_memory_mb"] < 200 * 1.25
    if name == "daemon":
        assert told["stdout"] == "left one\n"


def test_a_terminal_is_safe_from_what_a_program_prints(tmp_path):
    done = command(tmp_path, "print('\\x1b[2J\\x1b]0;owned\\x07 \\u202e')\nprint('\\x9b31m')")
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert done.stdout.decode() == "␛[2J␛]0;owned␇ \ufffd\n\ufffd31m\n"


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        # Two that give up at once, and one of them is not through yet.
        ("os.fork()\nBlockingIOError: [Errno 11] …\nTraceback (most recent call last):\n", "processes"),
        ("Traceback…\nMemoryError\n", "memory"),
        ("MemoryError: too much\n\n", "memory"),
        ("numpy._core._exceptions._ArrayMemoryError: Unable to allocate", "memory"),
        ("    os.fork()\nBlockingIOError: [Errno 11] Resource temporarily unavailable", "processes"),
        ("BlockingIOError: [Errno 11] Resource temporarily unavailable", None),
        ("RuntimeError: can't start new thread", "processes"),
        ("OSError: [Errno 27] File too large", "disk"),
        ("ValueError: MemoryError", None),
        ("MemoryError\nsomething after it", None),
        ("", None),
    ],
)
def test_a_traceback_tells_the_limit_that_it_ends_with(words, limit):
    assert limit_met(words) == limit
