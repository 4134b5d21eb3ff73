# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# The supervisor imports this, and would start 5 ms later with pathlib.
# ruff: noqa: PTH110, PTH116, PTH208
"""The processes that come of one: finding them, weighing them, and ending every one."""

from __future__ import annotations

import os
import time

from sidelight.sandbox.child import kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PAGE_KIB = os.sysconf("SC_PAGE_SIZE") // 1024
_TICKS = os.sysconf("SC_CLK_TCK")
_BESIDE = (b"\nVmPTE:", b"\nVmSwap:", b"\nHugetlbPages:")


class Weight:
    """What a set of processes uses: memory in KiB, processor seconds, and how many threads.

    Memory is what is resident, what was moved to the swap space, and the tables that say where it all is.
    ``own_cpu_s`` has the processor seconds of each process without its children.
    """

    __slots__ = ("cpu_s", "memory_kib", "own_cpu_s", "tasks")

    def __init__(self, memory_kib: int, cpu_s: float, tasks: int, own_cpu_s: dict[int, float]) -> None:
        self.memory_kib = memory_kib
        self.cpu_s = cpu_s
        self.tasks = tasks
        self.own_cpu_s = own_cpu_s


class ProcessStat:
    """One process as ``/proc/PID/stat`` tells it.

    ``cpu_s`` includes its children that ended, ``own_cpu_s`` does not. ``alive`` is false of what waits to be
    collected.
    """

    __slots__ = ("cpu_s", "own_cpu_s", "parent", "rss_kib", "session", "state", "threads")

    def __init__(self, fields: list[bytes]) -> None:
        self.state = fields[0].decode()
        self.own_cpu_s = sum(int(field) for field in fields[11:13]) / _TICKS
        self.parent = int(fields[1])
        self.session = int(fields[3])
        self.cpu_s = sum(int(field) for field in fields[11:15]) / _TICKS
        self.threads = int(fields[17])
        self.rss_kib = int(fields[21]) * _PAGE_KIB

    @property
    def alive(self) -> bool:
        """Whether anything of it still runs: its first thread may have ended before the others."""
        return self.state not in "ZX" or self.threads > 1


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 65536)
    finally:
        os.close(descriptor)


def stat(pid: int, thread: int | None = None) -> ProcessStat | None:
    """What the kernel tells of one process, or of one of its threads; ``None`` when it is gone."""
    try:
        text = _read(f"/proc/{pid}/stat" if thread is None else f"/proc/{pid}/task/{thread}/stat")
    except OSError:
        return None
    # The name stands in brackets and may hold anything, brackets too.
    return ProcessStat(text[text.rfind(b")") + 2 :].split())


def place(pid: int) -> str:
    """Where the kernel tells of a process's memory and files: with the first of its threads that lives."""
    try:
        # Where numbers have begun anew, a later thread may have a lower one than its process.
        threads = sorted(
            map(int, os.listdir(f"/proc/{pid}/task")), key=lambda thread: (thread != pid, thread)
        )
        for thread in threads:
            known = stat(pid, thread)
            if known is not None and known.state not in "ZX":
                return f"/proc/{pid}/task/{thread}"
    except OSError:
        pass
    return f"/proc/{pid}"


def _memory_kib(pid: int, known: ProcessStat) -> int:
    """The memory of one process in KiB."""
    where = f"/proc/{pid}"
    resident = known.rss_kib
    if known.state in "ZX":
        # The kernel tells nothing more of a first thread that ended.
        where = place(pid)
        thread = stat(pid, int(where.rpartition("/")[2]))
        resident = thread.rss_kib if thread is not None else 0
    try:
        text = _read(f"{where}/status")
    except OSError:
        return resident
    return resident + sum(_amount(text, name) for name in _BESIDE)


def _amount(text: bytes, name: bytes) -> int:
    at = text.find(name)
    return int(text[at + len(name) : text.find(b"kB", at)]) if at >= 0 else 0


def _children_listed(pid: int) -> list[int] | None:
    """The children of one process as the kernel lists them; ``None`` where it keeps no such list."""
    found: list[int] = []
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    for thread in threads:
        try:
            found += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
        except FileNotFoundError:
            if not _lists_children():
                return None
        except OSError:
            continue
    return found


def _lists_children() -> bool:
    return os.path.exists(f"/proc/self/task/{os.getpid()}/children")


def descendants(pid: int) -> set[int]:
    """Every process that comes of ``pid``, without itself: the quick way, which may miss one that forks."""
    seen: set[int] = set()
    waiting = [pid]
    while waiting:
        children = _children_listed(waiting.pop())
        if children is None:
            return descendants_by_parent(pid)
        new = [child for child in children if child not in seen]
        seen.update(new)
        waiting += new
    return seen


def descendants_by_parent(pid: int) -> set[int]:
    """The same by looking at every process of the machine: slower, and sure of those that stand still."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            known = stat(int(entry))
            if known is not None:
                children.setdefault(known.parent, []).append(int(entry))
    seen: set[int] = set()
    waiting = [pid]
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in seen]
        seen.update(new)
        waiting += new
    return seen


def in_session(session: int) -> set[int]:
    """Every process of one session, wherever it hangs in the tree."""
    found = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            known = stat(int(entry))
            if known is not None and known.session == session and known.alive:
                found.add(int(entry))
    return found


def end_session(session: int, timeout_s: float) -> int:
    """End every process of one session; how many could not be ended in this time."""
    until = time.monotonic() + timeout_s
    left = in_session(session)
    while left and time.monotonic() < until:
        for pid in left:
            kill(pid)
        time.sleep(0.005)
        left = in_session(session)
    return len(left)


def weigh(pids: Iterable[int]) -> Weight:
    """What these processes use together. A page that two of them share counts twice."""
    known = {pid: entry for pid in pids if (entry := stat(pid)) is not None and entry.alive}
    return Weight(
        sum(_memory_kib(pid, entry) for pid, entry in known.items()),
        sum(entry.cpu_s for entry in known.values()),
        sum(entry.threads for entry in known.values()),
        {pid: entry.own_cpu_s for pid, entry in known.items()},
    )


def kernel_memory_kib() -> int:
    """What the kernel keeps for itself on this machine and cannot give back, in KiB."""
    try:
        text = _read("/proc/meminfo")
    except OSError:
        return 0
    return sum(_amount(text, name) for name in (b"\nSUnreclaim:", b"\nKernelStack:"))


def tasks_of_user(uid: int) -> int:
    """How many threads one user has on this machine, as the kernel counts them against RLIMIT_NPROC."""
    count = 0
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            if os.stat(f"/proc/{entry}").st_uid != uid:
                continue
        except OSError:
            continue
        known = stat(int(entry))
        count += known.threads if known is not None else 0
    return count


def end(pid: int, reap: Callable[[], None], *, timeout_s: float = 5.0) -> int:
    """End every process that comes of ``pid``, which must be the subreaper of them all.

    A process that is being killed cannot fork any more, so each round leaves fewer, until the tree is empty.

    Args:
        pid: the root, which lives on.
        reap: collects the ended children of the root.
        timeout_s: after this time whoever is left is a survivor.

    Returns:
        How many survived: 0, or something is wrong.
    """
    until = time.monotonic() + timeout_s
    pause = 0.001
    while True:
        reap()
        left = descendants(pid) or descendants_by_parent(pid)
        if not left:
            return 0
        if time.monotonic() > until:
            return len([one for one in left if (known := stat(one)) is not None and known.alive])
        for one in left:
            kill(one)
        time.sleep(pause)
        pause = min(0.05, pause * 1.5)


def kill(pid: int) -> None:
    """Kill one process; it may be gone already."""
    try:
        os.kill(pid, kernel.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
