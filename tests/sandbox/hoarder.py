# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Another program in a browser engine's place, with the calls that an engine has, hides files where it can.

``python hoarder.py A|B WAY FILES MB_EACH``: as the user who runs this. Prints how it ended, and how many MB
the program could write, as JSON.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "app"))

from sidelight.domain.running import Level
from sidelight.sandbox.held import begin
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program
from sidelight.workbench.live_pages import POLICY

SCRATCH_MB = 40
ENGINE = """
import os, sys
def main(path, arguments):
    exec(compile(open(path).read(), path, "exec"), {})
    sys.stdout.flush()
    os._exit(0)
"""
HIDES = """
import array, ctypes, os, socket, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
MB = b"x" * (1 << 20)
written = 0

def file(number, size):
    global written
    place = os.open(f"tmp/{number}", os.O_RDWR | os.O_CREAT, 0o600)
    os.unlink(f"tmp/{number}")
    for _ in range(size):
        written += os.write(place, MB) >> 20
        print(written, flush=True)
    return place

def send(pair, place):
    pair[0].sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [place]))])
    os.close(place)

kept, pair, outer = [], socket.socketpair(), socket.socketpair()
"""
WAYS = {
    "on the way": "send(pair, place)",
    "on the way in what is on the way": (
        "inner = socket.socketpair(); send(inner, place); send(outer, inner[1].detach()); inner[0].close()"
    ),
    "mapped": "kept.append(libc.mmap(None, 4096, 3, 1, place, 0)); os.close(place)",
}


def main(level: str, way: str, files: int, each_mb: int) -> None:
    """Let it hide, and tell what came of it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101 - root steps down, and the other user reads it
        package = Path(folder) / "sidelight"
        for inner in (package, package / "stage", package / "stage" / "page"):
            inner.mkdir()
            (inner / "__init__.py").write_text("")
        (package / "stage" / "page" / "boot.py").write_text(ENGINE)
        means = Means.find(os.environ)
        inside = means.interpreter
        inside = dataclasses.replace(inside, package=str(package), roots=(*inside.roots, inside.package))
        each = f"place = file(number, {each_mb}); {WAYS[way]}; time.sleep(0.01)"
        loop = f"for number in range({files}):\n    {each}"
        limits = dataclasses.replace(POLICY.limits, seconds=60, scratch_mb=SCRATCH_MB, file_mb=each_mb)
        program = Program(f"{HIDES}{loop}\ntime.sleep(60)", name="page.html", stage=True, page=True)
        policy = dataclasses.replace(POLICY, limits=limits)
        with begin(program, policy, Level(level), dataclasses.replace(means, interpreter=inside)) as running:
            end = running.wait(90)
        written = max((int(line) for line in end.stdout.split() if line.isdigit()), default=0)
        told = {"outcome": end.outcome, "limit": end.limit, "survivors": end.survivors, "written": written}
        print(json.dumps(told | {"errors": end.stderr[-300:], "left": os.path.lexists(running._scratch)}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
