# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The application closes itself to other programs of its user, and goes on working."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.sandbox import harden
from support import ordinary_user

APP = Path(harden.__file__).resolve().parents[2]
UID = 54_321

APPLICATION = """
import os, sys
if len(sys.argv) > 1:
    from sidelight.sandbox.harden import harden_app
    assert harden_app() and harden_app()
print(os.getpid(), flush=True)
sys.stdin.readline()
"""
NEIGHBOUR = """
import ctypes, os, sys
pid, told = int(sys.argv[1]), {}
def attach():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(0x4206, pid, None, None) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
attempts = {
    "environ": lambda: open(f"/proc/{pid}/environ", "rb").read(),
    "mem": lambda: open(f"/proc/{pid}/mem", "rb").close(),
    "maps": lambda: open(f"/proc/{pid}/maps").read(),
    "fd": lambda: os.listdir(f"/proc/{pid}/fd"),
    "cwd": lambda: os.readlink(f"/proc/{pid}/cwd"),
    "ptrace": attach,
}
for name, attempt in attempts.items():
    try:
        attempt()
        told[name] = "open"
    except OSError:
        told[name] = "closed"
print(*told.values())
"""
WORK = """
import os, resource, subprocess, sys, tempfile, select
from pathlib import Path
from sidelight.sandbox.harden import harden_app
assert harden_app()
kept = os.open("/dev/null", os.O_RDONLY)
assert len(os.listdir("/proc/self/fd")) >= 4
assert os.readlink("/proc/self/exe")
assert Path("/proc/self/stat").read_text() and Path("/proc/self/maps").read_text()
child = "import os; print(len(os.listdir('/proc/self/fd')), len(open('/proc/self/environ').read()) > 0)"
line = [sys.executable, "-c", child]
done = subprocess.run(line, capture_output=True, text=True, close_fds=True, check=True)
assert done.stdout == "4 True\\n", done.stdout
passed = subprocess.run(["cat", f"/proc/self/fd/{kept}"], pass_fds=(kept,), check=True, capture_output=True)
with tempfile.TemporaryDirectory() as folder:
    Path(folder, "x").write_text("x")
import multiprocessing
with multiprocessing.Pool(2) as pool:
    assert pool.map(abs, [-1, -2]) == [1, 2]
from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import run
print(run.probe().level)
with run.start(run.Program("print('hello')"), Policy(Limits(seconds=30))) as running:
    end = running.wait(60)
assert (end.stdout, end.survivors) == ("hello\\n", 0), end
"""

ENVIRONMENT = {"PYTHONPATH": str(APP), "PATH": os.environ["PATH"], "HOME": "/tmp", "TMPDIR": "/tmp"}


def python(*arguments: str) -> list[str]:
    """What to run so that the interpreter works as an ordinary user: root is let in everywhere."""
    line = [sys.executable, "-c", *arguments]
    return ordinary_user.command(UID, *line) if os.getuid() == 0 else line


@pytest.mark.parametrize("hardened", [False, True])
def test_a_neighbour_of_the_same_user_sees_nothing_of_it(hardened):
    line = python(APPLICATION, *["harden"] * hardened)
    with subprocess.Popen(
        line, env=ENVIRONMENT, cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as application:
        pid = application.stdout.readline().strip()
        told = subprocess.run(
            python(NEIGHBOUR, pid),
            env=ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        application.stdin.write("\n")
    assert application.returncode == 0
    # What stands open otherwise, apart from a debugger, which some systems refuse by themselves.
    assert told == ["closed"] * 6 if hardened else told[:5] == ["open"] * 5


def test_everything_else_goes_on(tmp_path):
    from sidelight.sandbox import run

    done = subprocess.run(
        python(WORK),
        env=ENVIRONMENT,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{run.probe().level}\n"


def test_on_other_systems_it_says_that_it_cannot(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert harden.harden_app() is False
