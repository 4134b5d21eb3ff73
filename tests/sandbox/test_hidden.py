# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that hide what they use where a simple count does not look are ended all the same."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.domain.running import Level
from sidelight.sandbox import gauge, scratch, tree
from support import ordinary_user

HERE = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("sidelight_hoarder", HERE / "hoarder.py")
hoarder = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hoarder)

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


def test_deleted_files_behind_a_first_thread_that_ended(finish, full):
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
    assert full(end), end


def test_files_of_which_one_page_is_mapped(finish, full):
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
    assert full(end), end


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
        while time.process_time() < 0.3: pass
        os._exit(0)
    try: os.wait()
    except ChildProcessError: pass
""",
        cpu_seconds=1,
        seconds=50,
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


USERS = ("root", "user") if os.getuid() == 0 else ("user",)


def hoard(level, who, way, files, each_mb):
    """Let a program in an engine's place hide files, as root or as an ordinary user."""
    line = [sys.executable, str(HERE / "hoarder.py"), str(level), way, str(files), str(each_mb)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    if who == "user" and os.getuid() == 0:
        environment |= {"HOME": "/tmp", "TMPDIR": "/tmp"}
        line = ordinary_user.command(54_321, *line)
    done = subprocess.run(
        line, env=environment, cwd="/", capture_output=True, text=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["limit"], told["survivors"], told["left"]) == ("disk", 0, False), told
    return told


@pytest.mark.parametrize("who", USERS)
@pytest.mark.parametrize("way", hoarder.WAYS)
def test_files_that_an_engine_under_a_strangers_rule_hides(level, who, way):
    hoard(level, who, way, 180, 1)


@pytest.mark.parametrize("who", USERS)
def test_a_few_large_files_of_which_an_engine_has_one_page_mapped(means, level, who):
    """Fewer than an engine may have mapped: what is behind each is told by nobody but the disk itself."""
    told = hoard(level, who, "mapped", 100, 8)
    sized = level is Level.A and means.sizes
    # In memory the kernel lets no more be written; on a disk it is seen soon after it happened.
    assert told["written"] <= (hoarder.SCRATCH_MB + 1 if sized else 700), told


def test_what_lies_in_a_folder_in_memory_is_memory(means, finish, level):
    if level is not Level.A or not means.sizes:
        pytest.skip("the scratch folder lies on the disk")
    end = finish(
        """
import signal
for number in range(60):
    with open(f"file{number}", "wb") as file:
        file.write(b"x" * (1 << 20))
    print(number, flush=True)
kept = bytearray(b"x" * (60 << 20))
print("both", flush=True)
signal.pause()
""",
        memory_mb=100,
        scratch_mb=90,
    )
    assert (end.outcome, end.limit) == ("killed", "memory")
    assert "59\n" in end.stdout


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
        elsewhere = scratch.measure_held(
            [process], device, str(tmp_path), largest=1 << 20, sockets_alone=True
        )
    assert held.sockets >= 2
    assert held.bytes % 4096 == 0
    assert (elsewhere.bytes, elsewhere.hidden, elsewhere.sockets) == (0, 0, held.sockets)


@pytest.fixture
def watched(monkeypatch):
    kept = {"kib": 1_000_000}
    monkeypatch.setattr(tree, "kernel_memory_kib", lambda: kept["kib"])
    made = gauge.Gauge(
        {
            "processes": 4,
            "enclosed": False,
            "memory_mb": 600,
            "seconds": None,
            "waiting": False,
            "sized": False,
        }
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
