# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that want too much of something are ended, wholly, and the limit is named."""

from __future__ import annotations

import pytest

from sidelight.domain.running import Level


def test_memory(finish):
    end = finish(
        """
kept = []
while True:
    kept.append(bytearray(b"x" * (4 << 20)))
""",
        memory_mb=200,
    )
    assert (end.outcome, end.limit, end.exit_code) == ("killed", "memory", None)
    assert 200 < end.peak_memory_mb < 300


def test_memory_of_several_processes_together(finish):
    end = finish(
        """
import os, signal
for _ in range(4):
    if os.fork() == 0:
        kept = bytearray(b"x" * (80 << 20))
        signal.pause()
signal.pause()
""",
        memory_mb=200,
    )
    assert (end.outcome, end.limit) == ("killed", "memory")


def test_one_great_leap_of_memory_is_refused_to_the_program(finish):
    end = finish(
        """
try:
    bytearray(60 << 30)
except MemoryError:
    print("no")
""",
        memory_mb=200,
    )
    assert (end.outcome, end.stdout) == ("exited", "no\n")


def test_a_fork_bomb(finish):
    end = finish(
        """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
        processes=24,
    )
    assert (end.outcome, end.limit) == ("killed", "processes")


def test_a_bomb_of_threads(finish):
    end = finish(
        """
import threading, time
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        time.sleep(60)
""",
        processes=24,
    )
    assert (end.outcome, end.limit) == ("killed", "processes")


def test_a_program_may_use_threads_up_to_the_limit(finish):
    end = finish(
        """
import threading
barrier = threading.Barrier(16)
threads = [threading.Thread(target=barrier.wait) for _ in range(15)]
for thread in threads:
    thread.start()
barrier.wait()
print("met")
""",
        processes=24,
    )
    assert (end.outcome, end.exit_code, end.stdout) == ("exited", 0, "met\n")


def test_a_flood_of_output(finish):
    end = finish(
        """
import os
piece = b"words " * 10000
while True:
    os.write(1, piece)
""",
        output_mb=8,
        output_kept_mb=2,
    )
    assert (end.outcome, end.limit) == ("killed", "output")
    assert 1 << 20 < len(end.stdout) <= 2 << 20


def test_errors_are_kept_though_words_are_not(finish):
    end = finish(
        """
import sys
sys.stdout.write("word " * 1_000_000)
raise ValueError("why it ended")
""",
        output_mb=64,
        output_kept_mb=1,
    )
    assert (end.outcome, end.exit_code) == ("exited", 1)
    assert len(end.stdout) < 1 << 20
    assert end.stderr.endswith("ValueError: why it ended\n")


def test_a_full_disk(finish):
    end = finish(
        """
number = 0
while True:
    with open(f"file{number}", "wb") as file:
        file.write(b"x" * (1 << 20))
    number += 1
""",
        scratch_mb=24,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_files_that_were_deleted_and_are_held_open(finish, full):
    end = finish(
        """
import os
held = []
while True:
    file = open("file", "wb")
    os.unlink("file")
    file.write(b"x" * (4 << 20))
    file.flush()
    held.append(file)
    if len(held) > 40:
        import signal
        signal.pause()
""",
        scratch_mb=24,
    )
    assert full(end), end


def test_files_that_were_deleted_and_are_held_mapped(finish, full):
    end = finish(
        """
import mmap, os, signal
held = []
for _ in range(12):
    with open("file", "wb+") as file:
        file.truncate(4 << 20)
        held.append(mmap.mmap(file.fileno(), 0))
    os.unlink("file")
    held[-1][:] = b"x" * (4 << 20)
signal.pause()
""",
        scratch_mb=24,
        memory_mb=500,
    )
    assert full(end), end


def test_very_many_files(finish):
    end = finish(
        """
number = 0
while True:
    open(f"file{number}", "wb").close()
    number += 1
""",
        scratch_entries=500,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_very_deep_folders_are_ended_and_removed(finish, means, level):
    # Whoever has to walk through folders on a disk gives up at a depth; in memory each counts as one.
    most = 1000 if level is Level.A and means.sizes else 20_000
    end = finish(
        """
import os, signal
for _ in range(3000):
    os.mkdir("deeper")
    os.chdir("deeper")
signal.pause()
""",
        scratch_entries=most,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_folders_that_nobody_may_open_are_looked_into_and_removed(finish):
    end = finish(
        """
import os, signal
os.mkdir("closed", 0o300)
os.chdir("closed")
for number in range(40):
    with open(f"file{number}", "wb") as file:
        file.write(b"x" * (1 << 20))
os.mkdir("shut", 0)
signal.pause()
""",
        scratch_mb=24,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_time(finish):
    end = finish("import time\ntime.sleep(60)", seconds=0.5)
    assert (end.outcome, end.limit) == ("killed", "wall")
    assert 500 <= end.duration_ms < 50_000


def test_work(finish):
    end = finish("while True: pass", cpu_seconds=1)
    assert (end.outcome, end.limit) == ("killed", "cpu")


def test_work_shared_out_among_children(finish):
    end = finish(
        """
import os
while True:
    pid = os.fork()
    if pid == 0:
        for _ in range(1_000_000):
            pass
        os._exit(0)
    os.waitpid(pid, 0)
""",
        cpu_seconds=1,
    )
    assert (end.outcome, end.limit) == ("killed", "cpu")


def test_without_limits_of_time_only_stopping_ends_it(at_work):
    with at_work("print('on', flush=True)\nwhile True: pass", seconds=None, cpu_seconds=None) as (run, _text):
        run.stop()
        run.stop()
        end = run.wait(30)
    assert (end.outcome, end.limit, end.survivors) == ("killed", None, 0)


@pytest.mark.parametrize("stubborn", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_ignoring_signals_does_not_help(finish, stubborn):
    end = finish(
        f"import signal\nsignal.signal(signal.{stubborn}, signal.SIG_IGN)\nwhile True: signal.pause()",
        seconds=0.4,
    )
    assert (end.outcome, end.limit) == ("killed", "wall")


def test_a_stopped_program_is_ended_too(finish):
    end = finish("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", seconds=0.5)
    assert (end.outcome, end.limit) == ("killed", "wall")


def test_children_left_behind_end_with_the_program(finish):
    end = finish(
        """
import os, signal
for _ in range(3):
    if os.fork() == 0:
        if os.fork() == 0:
            signal.pause()
        os._exit(0)
print("left three")
"""
    )
    assert (end.outcome, end.exit_code, end.stdout) == ("exited", 0, "left three\n")
