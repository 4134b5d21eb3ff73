# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# The supervisor imports this, and would start 5 ms later with pathlib.
# ruff: noqa: PTH116
"""Measuring a run against its limits, often enough to stop it soon and seldom enough to cost nothing."""

from __future__ import annotations

import math
import os
import resource
import time

from sidelight.sandbox import scratch, tree
from sidelight.sandbox.order import Order

_AT_ONCE_S = 0.002
_SOON_S = 0.02
_LATER_S = 0.06
_DISK_S = 0.15
_WAITING_S = 0.5
_UNLINKED_EVERY = 4
# An engine has some files that are mapped and nowhere else, and was never seen to have more than fifty.
_BELIEVED = 128
# What the kernel keeps for a socket that nobody reads from.
_SOCKET_KIB = 208
# Bubblewrap outside the namespaces, and the first process in them.
_WRAPPERS = 2
# A look may take this share of the supervisor's time at most.
_SHARE = 10
_SHARE_IN_HASTE = 2
# What the kernel keeps for everybody may grow by the whole limit in this time before it counts.
_DRIFT_S = 60
# Two processors filling fresh memory: whoever has less left than this is looked at before it can be gone.
_QUICKEST_KIB_S = 8 << 20


class Gauge:
    """What one run uses. ``look`` names the first limit that it passed."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._most_tasks = order["processes"] + (_WRAPPERS if order["enclosed"] else 0)
        self._deadline: float | None = None
        self._next_tree = 0.0
        self._next_disk = 0.0
        self._disk_looks = 0
        self._last_kib = 0
        self._last_look = 0.0
        self._pids: set[int] = set()
        self._device = -1
        self._within = -1
        self._sized = order["sized"]
        self._sockets_kib = 0
        self._room = 0
        self._own_cpu: dict[int, float] = {}
        self._ended_cpu_s = 0.0
        self._kernel_kib = -1.0
        self._kernel_at = 0.0
        self._cpu_s = 0.0
        self._cpu_before_s = 0.0
        self._waiting = order["waiting"]
        self.peak_kib = 0

    def start(self, began: float) -> None:
        """The child began at ``began`` on the monotonic clock, and so did its program, unless it waits."""
        self._next_tree = began
        self._next_disk = began + _DISK_S
        self._room = scratch.room(self._order["scratch"])
        try:
            self._device = os.stat(self._order["scratch"]).st_dev
        except OSError:
            self._device = -1
        if not self._waiting:
            self.begin(began)

    def measure_within(self, folder: int) -> None:
        """Measure the file system of this folder, whose size the kernel keeps, and not one on the disk.

        Nothing changes if it lies on the disk after all: then nobody made it anew.
        """
        if os.fstat(folder).st_dev == self._device:
            self._sized = False
        else:
            self._within = folder

    def begin(self, began: float) -> None:
        """The program begins: what was used before is not its own."""
        self._waiting = False
        seconds = self._order["seconds"]
        self._deadline = None if seconds is None else began + seconds
        self._cpu_before_s = self._cpu_s
        self._next_tree = min(self._next_tree, began + _SOON_S)
        self._next_disk = min(self._next_disk, began + _DISK_S)

    def pause_s(self) -> float:
        """How long nobody need look."""
        due = min(self._next_tree, self._next_disk, self._deadline or self._next_disk)
        return max(0.0, due - time.monotonic())

    def look(self, root: int, output_bytes: int) -> str | None:
        """The limit that the processes below ``root`` have passed, if any."""
        now = time.monotonic()
        if output_bytes > self._order["output_mb"] << 20:
            return "output"
        if self._deadline is not None and now >= self._deadline:
            return "wall"
        if now >= self._next_tree:
            passed = self._look_at_tree(root)
            if passed is not None:
                return passed
        if now >= self._next_disk:
            return self._look_at_disk()
        return None

    def _look_at_tree(self, root: int) -> str | None:
        began = time.monotonic()
        self._pids = tree.descendants(root)
        weight = tree.weigh(self._pids)
        # What lies in a folder in memory is memory, and counts once more where somebody has it mapped.
        weight.memory_kib += self._sockets_kib + (self._size().bytes >> 10 if self._within >= 0 else 0)
        self.peak_kib = max(self.peak_kib, weight.memory_kib)
        most_kib = self._order["memory_mb"] << 10
        busy = weight.memory_kib > most_kib // 4 or weight.tasks > self._most_tasks // 2
        took = time.monotonic() - began
        leap_s = (most_kib - weight.memory_kib) / _QUICKEST_KIB_S
        pause = max(_SOON_S if busy else min(_LATER_S, max(_SOON_S / 2, leap_s)), took * _SHARE)
        # Whoever grows fast is looked at again halfway to the limit.
        grown = (weight.memory_kib - self._last_kib) / max(1e-3, began - self._last_look)
        self._last_kib, self._last_look = weight.memory_kib, began
        if busy and grown > 0:
            halfway_s = (most_kib - weight.memory_kib) / grown / 2
            pause = min(pause, max(_AT_ONCE_S, took * _SHARE_IN_HASTE, halfway_s))
        self._next_tree = began + pause
        if weight.memory_kib > most_kib:
            return "memory"
        if weight.tasks >= self._most_tasks:
            return "processes"
        most_cpu = self._order["cpu_seconds"]
        self._cpu_s = max(weight.cpu_s + self._spent(), self._seen_at_work(weight))
        if self._waiting:
            # Nothing of a stranger's is there.
            self._next_tree = self._next_disk = began + _WAITING_S
        elif self._cpu_s - self._cpu_before_s > (most_cpu or math.inf):
            return "cpu"
        return None

    def _seen_at_work(self, weight: tree.Weight) -> float:
        """Processor seconds of all that were ever seen: some see to it that nobody collects theirs."""
        self._ended_cpu_s += sum(spent for pid, spent in self._own_cpu.items() if pid not in weight.own_cpu_s)
        self._own_cpu = weight.own_cpu_s
        return self._ended_cpu_s + sum(weight.own_cpu_s.values())

    def _may_be_lost(self, held: scratch.Held) -> int:
        """Bytes that the disk has lost since so much may be hidden that it could be this engine's work.

        Hidden may be what is behind a descriptor on its way, which is in nobody's list, and what a file has
        beyond its mapped part. An engine takes its descriptors out at once and maps few files, so most of
        the time neither counts; and what the disk lost is the whole machine's, so it alone says nothing.
        """
        if self._sized or not self._order["maps_few"]:
            return 0
        left = scratch.room(self._order["scratch"])
        if not held.travels and held.hidden <= self._order["scratch_mb"] << 20:
            self._room = left
        lost = self._room - left
        return lost if held.travels else min(lost, held.hidden)

    def _look_at_kernel(self, now: float) -> str | None:
        """Whether what the kernel keeps grows faster than anybody's work makes it: locks, mappings, queues.

        It belongs to no process, so this is the whole machine's, and what came slowly is not counted.
        """
        kept = tree.kernel_memory_kib()
        most_kib = self._order["memory_mb"] << 10
        if self._kernel_kib < 0:
            self._kernel_kib, self._kernel_at = kept, now
        drifted = self._kernel_kib + (now - self._kernel_at) * most_kib / _DRIFT_S
        self._kernel_kib, self._kernel_at = min(kept, drifted), now
        return "memory" if kept - self._kernel_kib > most_kib else None

    @staticmethod
    def _spent() -> float:
        """Processor seconds of those that were ours to collect."""
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def last_look(self) -> str | None:
        """What a program that has ended by itself had passed: one whose folder is full meets that first."""
        return self._passed(self._size()) if self._within >= 0 else None

    def _size(self) -> scratch.Size:
        most_bytes, most_entries = self._order["scratch_mb"] << 20, self._order["scratch_entries"]
        if self._within >= 0:
            return scratch.fill(self._within)
        if self._sized:
            # It was not handed over yet, so nothing of a stranger's is there.
            return scratch.Size(0, 0)
        return scratch.measure(self._order["scratch"], most_bytes=most_bytes, most_entries=most_entries)

    def _passed(self, size: scratch.Size) -> str | None:
        too_much = size.bytes > self._order["scratch_mb"] << 20
        return "disk" if too_much or size.entries > self._order["scratch_entries"] else None

    def _look_at_disk(self) -> str | None:
        began = time.monotonic()
        size = self._size()
        self._disk_looks += 1
        if self._disk_looks % _UNLINKED_EVERY == 0:
            held = scratch.measure_held(
                map(tree.place, self._pids),
                self._device,
                self._order["scratch"],
                largest=self._order["file_mb"] << 20,
                believed=_BELIEVED if self._order["maps_few"] else 0,
                sockets_alone=self._sized,
            )
            size.bytes += held.bytes
            self._sockets_kib = held.sockets * _SOCKET_KIB
            if self._may_be_lost(held) > 2 * self._order["scratch_mb"] << 20:
                return "disk"
        took = time.monotonic() - began
        self._next_disk = began + max(_DISK_S, took * _SHARE)
        return self._passed(size) or self._look_at_kernel(began)
