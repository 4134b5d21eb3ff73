# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``multiprocessing`` works inside, without anything that the whole machine shares."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox import policy
from sidelight.sandbox.child import sharing
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program

STARTUP = Path(sharing.__file__).parent / "startup"

PROGRAMS = {
    "asyncio with a pool of processes": """
import asyncio
from concurrent.futures import ProcessPoolExecutor
def square(n): return n * n
async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(3) as pool:
        return sum(await asyncio.gather(*(loop.run_in_executor(pool, square, n) for n in range(20))))
if __name__ == "__main__":
    assert asyncio.run(main()) == 2470
    print("finished")
""",
    "Pool, Queue, Lock, Event, Condition, Barrier": """
import multiprocessing as mp
def square(n): return n * n
def work(lock, queue, event, barrier, value):
    barrier.wait(); event.wait()
    for _ in range(50):
        with lock:
            value.value += 1
    queue.put(value.value)
if __name__ == "__main__":
    with mp.Pool(3) as pool:
        assert pool.map(square, range(50)) == [n * n for n in range(50)]
    lock, queue, event, barrier = mp.Lock(), mp.Queue(), mp.Event(), mp.Barrier(5)
    value = mp.Value("i", 0, lock=False)
    children = [mp.Process(target=work, args=(lock, queue, event, barrier, value)) for _ in range(4)]
    for child in children: child.start()
    barrier.wait(); event.set()
    told = [queue.get() for _ in children]
    for child in children: child.join()
    assert value.value == max(told) == 200
    bounded = mp.BoundedSemaphore(2)
    assert bounded.acquire() and bounded.acquire(block=False) and not bounded.acquire(timeout=0.05)
    bounded.release(); bounded.release()
    try: bounded.release()
    except ValueError: pass
    else: raise SystemExit("released too often")
    mine = mp.RLock()
    with mine, mine: pass
    try: mine.release()
    except AssertionError: pass
    else: raise SystemExit("released without holding")
    joinable = mp.JoinableQueue(); joinable.put(1); joinable.get(); joinable.task_done(); joinable.join()
    print("finished")
""",
    "memory by name": """
from multiprocessing import Process, shared_memory
def write(name):
    block = shared_memory.SharedMemory(name=name); block.buf[0] = 7; block.close()
if __name__ == "__main__":
    block = shared_memory.SharedMemory(create=True, size=100_000)
    child = Process(target=write, args=(block.name,)); child.start(); child.join()
    assert block.buf[0] == 7
    block.close(); block.unlink()
    from multiprocessing import Array
    assert list(Array("d", [1, 2])) == [1, 2]
    print("finished")
""",
    "children that are spawned and not forked": """
import multiprocessing as mp
def work(lock, queue):
    with lock: queue.put("from the child")
if __name__ == "__main__":
    context = mp.get_context("spawn")
    lock, queue = context.Lock(), context.Queue()
    child = context.Process(target=work, args=(lock, queue)); child.start()
    assert queue.get(timeout=20) == "from the child"
    child.join()
    print("finished")
""",
}


@pytest.mark.parametrize("name", list(PROGRAMS))
def test_processes_of_one_program_work_together(finish, name):
    end = finish(PROGRAMS[name])
    assert (end.outcome, end.exit_code, end.stderr, end.stdout) == ("exited", 0, "", "finished\n")


@pytest.mark.parametrize("abi", [1, 5])
def test_a_pool_works_where_no_signal_may_be_sent_to_others(means, abi):
    program = Program(PROGRAMS["asyncio with a pool of processes"])
    with begin(program, Policy(Limits(seconds=30)), Level.B, replace(means, abi_ceiling=abi)) as running:
        end = running.wait(60)
    assert (end.stderr, end.stdout) == ("", "finished\n")


def test_what_is_shared_counts_as_disk(finish):
    end = finish(
        """
import signal
from multiprocessing import shared_memory
blocks = []
for _ in range(4):
    block = shared_memory.SharedMemory(create=True, size=10 << 20)
    block.buf[:] = b"x" * (10 << 20)
    blocks.append(block)
signal.pause()
""",
        scratch_mb=24,
        memory_mb=900,
    )
    assert (end.outcome, end.limit) == ("killed", "disk")


def test_nothing_appears_in_the_machines_shared_memory(at_work):
    source = """
import signal
from multiprocessing import shared_memory, get_context
lock, block = get_context("spawn").Lock(), shared_memory.SharedMemory(create=True, size=4096)
print(lock._semlock.name, block.name, flush=True)
signal.pause()
"""
    with at_work(source) as (_running, text):
        for name in text.split():
            assert not Path("/dev/shm", f"sem.{name.lstrip('/')}").exists()
            assert not Path("/dev/shm", name.lstrip("/")).exists()


# -- the semaphore by itself, in an interpreter of its own so that ours keeps the system's
# ------------------------------------------------------------------------------------------------


def alone(code, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(STARTUP), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def test_waiting_ends_with_a_signal_a_timeout_or_a_release(tmp_path):
    told = alone(
        """
import multiprocessing, os, signal, threading, time
lock = multiprocessing.Lock()
assert type(lock._semlock).__module__ == "sharing"
lock.acquire()
def interrupt(*_): raise InterruptedError
signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    lock.acquire()
except InterruptedError:
    print("interrupted")
began = time.monotonic()
assert lock.acquire(timeout=0.1) is False
assert time.monotonic() - began > 0.09
assert lock.acquire(timeout=-1) is False
threading.Timer(0.05, lock.release).start()
assert lock.acquire(timeout=20)
print("released", repr(lock), repr(multiprocessing.Semaphore(3)))
""",
        tmp_path,
    )
    first, second = told.splitlines()
    assert first == "interrupted"
    assert second.startswith("released <Lock(owner=MainProcess)> <Semaphore(value=3")


def test_names_are_removed_and_lead_nowhere_else(tmp_path):
    told = alone(
        """
import multiprocessing, os, _multiprocessing
context = multiprocessing.get_context("spawn")
folder = os.environ["TMPDIR"] + "/.shared"
lock = context.Lock()
print(len(os.listdir(folder)))
_multiprocessing.sem_unlink(lock._semlock.name)
print(len(os.listdir(folder)))
for name in ("/../x", "", "/", "a/b"):
    try:
        _multiprocessing.SemLock(1, 1, 1, name, False)
    except ValueError:
        print("refused")
from multiprocessing.resource_tracker import unregister
unregister(lock._semlock.name, "semaphore")
from multiprocessing import util
util._finalizer_registry.clear()
""",
        tmp_path,
    )
    assert told.split() == ["1", "0", *["refused"] * 4]
    assert list(tmp_path.rglob("sem*")) == []


def test_many_processes_count_right(tmp_path):
    told = alone(
        """
import multiprocessing, mmap, os, struct
lock, memory = multiprocessing.Lock(), mmap.mmap(-1, 8)
children = []
for _ in range(6):
    pid = os.fork()
    if pid == 0:
        for _ in range(2000):
            with lock:
                memory[:] = struct.pack("q", struct.unpack("q", memory)[0] + 1)
        os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
print(struct.unpack("q", memory)[0])
""",
        tmp_path,
    )
    assert told == "12000\n"


def test_only_what_needs_a_change_is_changed():
    finder = sharing._Finder("/nowhere")
    for name in ("json", "os", "multiprocessing", "numpy"):
        assert finder.find_spec(name) is None


def test_newer_pythons_are_told_to_fork():
    """From 3.14 on the default is a server behind a socket with a name, which nobody may make inside."""

    class Chosen:
        _actual_context = None
        _default_context = "forkserver"

    module = type(sys)("context")
    module._default_context = Chosen()
    module._concrete_contexts = {"fork": "fork"}
    sharing._prefer_forking(module)
    assert module._default_context._default_context == "fork"


def test_programs_find_the_startup_folder():
    assert policy.environment("/scratch", 1)["PYTHONPATH"] == str(STARTUP)
    assert (STARTUP / "sitecustomize.py").exists()


def test_memory_that_is_inherited_is_shared_and_that_for_oneself_is_not(finish):
    end = finish(
        """
import mmap, os
shared, own = mmap.mmap(-1, 5000), mmap.mmap(-1, 5000, access=mmap.ACCESS_COPY)
private = mmap.mmap(-1, 5000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
if os.fork() == 0:
    for one in (shared, own, private):
        one[:5] = b"child"
    os._exit(0)
os.wait()
print(shared[:5], own[:5] == private[:5] == bytes(5), len(shared), isinstance(shared, mmap.mmap))
shared.resize(20000)
shared[19999] = 7
print(len(shared), shared.find(b"child"), len(code), os.listdir("tmp/.shared"))
with open("file", "wb+") as file:
    file.write(b"on the disk")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as view:
        view[:2] = b"ON"
print(open("file").read())
try:
    mmap.mmap(-1, 100 << 20)
except OSError as error:
    print(error.strerror)
"""
    )
    assert (end.exit_code, end.stderr) == (0, "")
    assert end.stdout == ("b'child' True 5000 True\n20000 0 4096 []\nON the disk\nFile too large\n")


def test_very_many_locks_take_few_files(finish):
    end = finish(
        """
import multiprocessing, os
locks = [multiprocessing.Lock() for _ in range(3000)]
first, last = locks[0], locks[-1]
with first:
    assert last.acquire(False)
if os.fork() == 0:
    more = multiprocessing.Lock()
    more.acquire()
    os._exit(0 if first.acquire(False) and not last.acquire(False) else 1)
assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
assert multiprocessing.Lock().acquire(False) and not first.acquire(False)
print(len(os.listdir("/proc/self/fd")) < 20)
"""
    )
    assert (end.stdout, end.stderr) == ("True\n", "")
