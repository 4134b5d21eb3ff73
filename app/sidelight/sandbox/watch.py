# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Watching one run from its start to the last of its processes."""

from __future__ import annotations

import os
import resource
import select
import time

from sidelight.sandbox import scratch, tree
from sidelight.sandbox.child import handing, kernel
from sidelight.sandbox.child.plan import REFUSED_EXIT
from sidelight.sandbox.gauge import Gauge
from sidelight.sandbox.order import BEGIN, ERROR_OUTPUT, NEWS, OUTPUT, Order
from sidelight.sandbox.outgoing import Outgoing
from sidelight.sandbox.privileges import CannotStepDown, unprivileged_id
from sidelight.sandbox.spawn import Child, most_tasks, spawn

_PIECE = 32000


class Watch:
    """One run under watch. ``run`` returns when nothing of it is left.

    ``others`` are process descriptors of the application and of the guard: without either the run ends.
    """

    def __init__(self, order: Order, channel: int, others: tuple[int, int]) -> None:
        self._order = order
        self._outgoing = Outgoing(channel, kept_bytes=order["output_kept_mb"] << 20)
        self._channel = channel
        self._gauge = Gauge(order)
        self._poll = select.epoll()
        self._others = others
        self._status: int | None = None
        self._sealed = False
        self._reason = ""
        self._limit: str | None = None
        self._stopped = False
        self._gone = False
        self._pipes: dict[int, bytes] = {}
        self._ready = -1
        self._folder = -1
        self._child = -1
        self._uid: int | None = None
        self._began = 0.0

    def run(self) -> None:
        """Start the child, watch it to its end or its limits, kill what is left, and tell how it was."""
        kernel.process_control(kernel.PR_SET_CHILD_SUBREAPER, 1)
        self._began = time.monotonic()
        survivors = 0
        try:
            try:
                child = self._start()
            except (OSError, CannotStepDown) as error:
                self._reason = str(error)
            else:
                self._gauge.start(self._began)
                self._loop(child)
                survivors = tree.end(os.getpid(), self._reap)
                self._last_words()
        finally:
            if not self._order["keep_files"]:
                scratch.remove(self._order["scratch"])
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        self._tell(
            "exited",
            outcome=self._outcome(),
            code=self._exit_code(),
            limit=self._limit,
            reason=self._reason,
            peak_mb=max(self._gauge.peak_kib, usage.ru_maxrss) / 1024,
            duration_ms=(time.monotonic() - self._began) * 1000,
            survivors=survivors,
            dropped=self._outgoing.dropped,
        )
        self._outgoing.finish(self._others[0])
        if self._order["keep_files"]:
            self._wait_for_close()
            scratch.remove(self._order["scratch"])

    def _start(self) -> Child:
        place = self._order["scratch"]
        self._uid = uid = unprivileged_id(os.getpid()) if 0 in os.getresuid() else None
        scratch.make(place, self._order["files"])
        if uid is not None:
            scratch.hand_over(place, uid, uid)
        channels = {theirs: ours for ours, theirs in self._order["channels"].items()}
        child = spawn(self._order, uid, channels)
        self._tell("started", session=child.pid, supervisor=os.getpid())
        self._child = child.pid
        self._pipes = {child.stdout: OUTPUT, child.stderr: ERROR_OUTPUT}
        self._ready = child.ready
        for descriptor in (child.stdout, child.stderr, child.ready):
            os.set_blocking(descriptor, False)
            self._poll.register(descriptor, select.EPOLLIN)
        self._poll.register(self._channel, select.EPOLLIN)
        for other in self._others:
            self._poll.register(other, select.EPOLLIN)
        return child

    def _loop(self, child: Child) -> None:
        ended = os.pidfd_open(child.pid)
        self._poll.register(ended, select.EPOLLIN)
        writing = False
        while self._status is None and not self._stopped and not self._gone and self._limit is None:
            for descriptor, what in self._poll.poll(self._gauge.pause_s()):
                if descriptor == ended:
                    self._reap()
                elif descriptor in self._others:
                    self._gone = True
                elif descriptor == self._channel:
                    if what & (select.EPOLLIN | select.EPOLLHUP):
                        self._hear()
                    if what & select.EPOLLOUT:
                        self._outgoing.flush()
                elif descriptor == self._ready:
                    self._hear_ready()
                else:
                    self._take(descriptor)
            self._limit = self._limit or self._gauge.look(os.getpid(), self._outgoing.seen)
            if self._outgoing.waiting != writing:
                writing = self._outgoing.waiting
                self._poll.modify(self._channel, select.EPOLLIN | (select.EPOLLOUT if writing else 0))
            self._reap()
        if self._limit is None and not self._stopped and not self._gone:
            # One whose folder is full may end of that, sooner than anybody looks.
            self._limit = self._gauge.last_look()
        if self._limit is not None:
            self._tell("limit", name=self._limit)

    def _wait_for_close(self) -> None:
        """Until the application closes its end of the channel, or anybody is gone."""
        poll = select.poll()
        for other in self._others:
            poll.register(other, select.POLLIN)
        poll.register(self._channel, select.POLLIN)
        while {descriptor for descriptor, _what in poll.poll()} == {self._channel}:
            try:
                if not os.read(self._channel, 4096):
                    return
            except OSError:
                return

    def _hear(self) -> None:
        try:
            message = os.read(self._channel, 4096)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if message == BEGIN:
            self._began = time.monotonic()
            self._gauge.begin(self._began)
            self._limit_tasks()
            return
        self._stopped = True
        self._gone = self._gone or not message

    def _limit_tasks(self) -> None:
        tasks = most_tasks(self._order, self._uid)
        if tasks is None or self._uid is not None:
            return
        try:
            tasks = min(tasks, resource.prlimit(self._child, resource.RLIMIT_NPROC)[1] - 1)
            resource.prlimit(self._child, resource.RLIMIT_NPROC, (tasks, tasks))
        except (OSError, ValueError):
            # It is gone, or the system allows fewer anyway.
            return

    def _hear_ready(self) -> None:
        try:
            message, folder = self._read_ready()
        except BlockingIOError:
            return
        if folder >= 0:
            # Sent before anything of a stranger's is there; the next word is the last.
            self._folder = folder
            self._gauge.measure_within(folder)
            return
        self._poll.unregister(self._ready)
        self._ready = -1
        word, _, rest = message.partition(b" ")
        if word == b"sealed" and rest.isdigit():
            self._sealed = True
            self._tell("sealed", self._folder, landlock=int(rest))
        else:
            self._reason = rest.decode(errors="replace")

    def _read_ready(self) -> tuple[bytes, int]:
        if self._order["sized"]:
            return handing.receive(self._ready, 4096)
        return os.read(self._ready, 4096), -1

    def _take(self, descriptor: int) -> bool:
        """Take what a pipe holds; False when there is nothing now or never again."""
        try:
            piece = os.read(descriptor, _PIECE)
        except BlockingIOError:
            return False
        if not piece:
            self._poll.unregister(descriptor)
            del self._pipes[descriptor]
            return False
        self._outgoing.output(self._pipes[descriptor], piece)
        return True

    def _last_words(self) -> None:
        """What the pipes still hold when everybody is gone."""
        while self._ready != -1:
            before = self._folder
            self._hear_ready()
            if self._folder == before:
                break
        for descriptor in list(self._pipes):
            while self._take(descriptor):
                pass

    def _reap(self) -> None:
        """Collect those who ended: orphans come to us. The status of the child itself is kept."""
        while True:
            try:
                collected, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if collected == 0:
                return
            if collected == self._child:
                self._status = status

    def _outcome(self) -> str:
        if self._limit is not None or self._stopped or self._gone:
            return "killed"
        return "exited" if self._sealed else "refused"

    def _exit_code(self) -> int | None:
        if self._outcome() != "exited" or self._status is None:
            return REFUSED_EXIT if self._outcome() == "refused" else None
        code = os.waitstatus_to_exitcode(self._status)
        # As a shell, and as bubblewrap, tells a signal.
        return code if code >= 0 else 128 - code

    def _tell(self, kind: str, descriptor: int = -1, **facts: object) -> None:
        # Imported when the child is on its way: reading JSON's modules before it would make it wait for them.
        import json

        self._outgoing.send(NEWS + json.dumps({"t": kind, **facts}).encode(), descriptor)
