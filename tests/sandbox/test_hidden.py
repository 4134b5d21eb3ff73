# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that hide what they use where a simple count does not look are ended all the same."""

from __future__ import annotations

import dataclasses
import os

import pytest

from sidelight.sandbox import gauge, scratch, tree
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.workbench.live_pages import POLICY

THREAD = """
import ctypes, os, threading
libc = ctypes.CDLL(None, use_errno=True)
EXIT = 60 if os.uname().machine == "x86_64" else 93

def alone(work):
    "Let the first thread end, so that the process looks like one that has."
    threading.Thread(target=work).start()
    libc.syscall(EXIT, 0)
"""


def test_memory_behind_a_first_thread_that_ended(finish):
    end = finish(
        THREAD
        + """
import time
def work():
    kept = [bytearray(b"x" * (16 << 20)) for _ in range(40)]
    time.sleep(60)
alone(work)
""",
        memory_mb=300,
    )
    assert (end.outcome, end.limit) == ("killed", "memory")


def test_threads_behind_a_first_thread_that_ended(finish):
    end = finish(
        THREAD
        + """
import time
def work():
    for _ in range(40):
        try: threading.Thread(target=time.sleep, args=(60,)).start()
        except RuntimeError: pass
    time.sleep(60)
alone(work)
""",
        processes=20,
    )
    assert (end.outcome, end.limit) == ("killed", "processes")


def test_deleted_files_behind_a_first_thread_that_ended(finish):
    end = finish(
        THREAD
        + """
import time
held = []
def work():
    for _ in range(12):
        file = open("file", "wb", 0)
        os.unlink("file")
        file.write(b"x" * (4 << 20))
        held.append(file)
    time.sleep(60)
alone(work)
""",
        scratch_mb=24,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_files_of_which_one_page_is_mapped(finish):
    end = finish(
        """
import ctypes, os, signal
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
for _ in range(12):
    place = os.open("file", os.O_RDWR | os.O_CREAT)
    os.write(place, b"x" * (4 << 20))
    assert libc.mmap(None, 4096, 1, 1, place, 0) > 0
    os.close(place)
    os.unlink("file")
signal.pause()
""",
        scratch_mb=24,
        file_mb=8,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_tables_of_memory_that_is_never_written(finish):
    end = finish(
        """
import mmap, signal
kept = []
for _ in range(12):
    kept.append(mmap.mmap(-1, 16 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ))
    kept[-1].madvise(15)
    for at in range(0, 16 << 30, 2 << 20):
        kept[-1][at]
signal.pause()
""",
        memory_mb=200,
    )
    assert (end.outcome, end.limit) == ("killed", "memory")


def test_words_in_sockets_that_nobody_reads(finish):
    end = finish(
        """
import os, signal, socket
for _ in range(8):
    if os.fork() == 0:
        kept = []
        try:
            while True:
                kept += socket.socketpair()
                for one in kept[-2:]:
                    one.setblocking(False)
                    try:
                        while True: one.send(b"x" * 32768)
                    except BlockingIOError:
                        pass
        except OSError:
            signal.pause()
signal.pause()
""",
        memory_mb=300,
    )
    assert (end.outcome, end.limit) == ("killed", "memory")


def test_work_that_nobody_collects(finish):
    end = finish(
        """
import os, signal, time
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    if os.fork() == 0:
        until = time.monotonic() + 0.3
        while time.monotonic() < until: pass
        os._exit(0)
    time.sleep(0.3)
""",
        cpu_seconds=1,
        seconds=20,
    )
    assert (end.outcome, end.limit) == ("killed", "cpu")


def test_a_disk_is_not_full_before_anybody_looked(finish):
    """Reserving is writing: the first file costs time, and none is larger than it may be."""
    end = finish(
        """
import os, shutil
before = os.statvfs(".").f_bavail
number = 0
while True:
    place = os.open(f"file{number}", os.O_RDWR | os.O_CREAT)
    os.posix_fallocate(place, 0, 16 << 20)
    os.close(place)
    number += 1
    print(number * 16, flush=True)
""",
        scratch_mb=64,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")
    assert int(end.stdout.split()[-1]) < 4096


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

def file(number):
    place = os.open(f"tmp/{number}", os.O_RDWR | os.O_CREAT, 0o600)
    os.unlink(f"tmp/{number}")
    os.write(place, b"x" * (1 << 20))
    return place

def send(pair, place):
    pair[0].sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [place]))])
    os.close(place)

kept, pair, outer = [], socket.socketpair(), socket.socketpair()
"""


@pytest.mark.parametrize(
    "hide",
    [
        "send(pair, place)",
        "inner = socket.socketpair(); send(inner, place); send(outer, inner[1].detach()); inner[0].close()",
        "kept.append(libc.mmap(None, 4096, 3, 1, place, 0)); os.close(place)",
    ],
    ids=["on the way", "on the way in what is on the way", "mapped"],
)
def test_files_that_an_engine_under_a_strangers_rule_hides(means, level, tmp_path, hide):
    """Another program in the engine's place, with the calls that an engine has."""
    package = tmp_path / "sidelight"
    for folder in (package, package / "stage", package / "stage" / "page"):
        folder.mkdir()
        (folder / "__init__.py").write_text("")
    (package / "stage" / "page" / "boot.py").write_text(ENGINE)
    inside = means.interpreter
    inside = dataclasses.replace(inside, package=str(package), roots=(*inside.roots, inside.package))
    taken = dataclasses.replace(means, interpreter=inside)
    each = f"place = file(number); {hide}; time.sleep(0.01)"
    many = f"for number in range(180): {each}\ntime.sleep(60)"
    limits = dataclasses.replace(POLICY.limits, seconds=40, scratch_mb=40, file_mb=1)
    program = Program(HIDES + many, name="page.html", stage=True, page=True)
    with begin(program, dataclasses.replace(POLICY, limits=limits), level, taken) as running:
        end = running.wait(60)
    assert (end.outcome, end.limit) == ("killed", "disk"), end
    assert end.survivors == 0


def test_what_a_process_uses_is_told_of_this_very_one():
    mine = tree.weigh([os.getpid()])
    known = tree.stat(os.getpid())
    assert known is not None
    assert mine.memory_kib > known.rss_kib * 0.9
    assert mine.own_cpu_s.keys() == {os.getpid()}
    assert tree.kernel_memory_kib() > 1000
    assert tree.place(os.getpid()) == f"/proc/{os.getpid()}/task/{os.getpid()}"


def test_sockets_are_counted_once_and_files_of_others_not(tmp_path):
    import socket

    ours, theirs = socket.socketpair()
    with ours, theirs, (tmp_path / "gone").open("w") as gone:
        gone.write("x" * 10000)
        gone.flush()
        (tmp_path / "gone").unlink()
        device = tmp_path.stat().st_dev
        process = f"/proc/{os.getpid()}"
        held = scratch.measure_held([process, process], device, str(tmp_path), largest=1 << 20)
    assert held.sockets >= 2
    assert held.bytes % 4096 == 0


@pytest.fixture
def watched(monkeypatch):
    kept = {"kib": 1_000_000}
    monkeypatch.setattr(tree, "kernel_memory_kib", lambda: kept["kib"])
    made = gauge.Gauge(
        {"processes": 4, "enclosed": False, "memory_mb": 600, "seconds": None, "waiting": False}
    )
    return made, kept


def test_what_the_kernel_keeps_may_grow_slowly_and_not_at_once(watched):
    made, kept = watched
    for second in range(600):
        kept["kib"] += 9 * 1024
        assert made._look_at_kernel(float(second)) is None
    kept["kib"] += 590 * 1024
    assert made._look_at_kernel(601.0) is None
    kept["kib"] += 100 * 1024
    assert made._look_at_kernel(602.0) == "memory"


def test_what_the_kernel_gave_back_may_be_taken_again(watched):
    made, kept = watched
    kept["kib"] = 5_000_000
    assert made._look_at_kernel(0.0) is None
    kept["kib"] = 1_000_000
    assert made._look_at_kernel(1.0) is None
    kept["kib"] += 610 * 1024
    assert made._look_at_kernel(1.1) == "memory"
