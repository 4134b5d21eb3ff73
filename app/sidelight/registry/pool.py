# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A warm worker for each plugin in use, fed by one thread: whoever asks never waits."""

from __future__ import annotations

import select
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable

from sidelight.domain.errors import SidelightError
from sidelight.registry.bell import Bell
from sidelight.registry.discovery import Installed
from sidelight.registry.task import Outcome, Task
from sidelight.registry.worker import Process, Worker

MOST_WORKERS = 4
IDLE_S = 120.0
UPDATE_S = 0.1
"""The least time between two updates of what is still being written."""

_LAST_S = 10.0


class Pool:
    """Takes tasks on any thread and has workers do them. ``launch`` starts a worker's process.

    ``launch`` raises a ``SidelightError`` where nothing can hold one.
    """

    def __init__(
        self,
        launch: Callable[[Installed], Process],
        *,
        most_workers: int = MOST_WORKERS,
        idle_s: float = IDLE_S,
    ) -> None:
        self._launch = launch
        self._most = most_workers
        self._idle_s = idle_s
        self._bell = Bell()
        self._poll = select.epoll()
        self._poll.register(self._bell, select.EPOLLIN)
        self._orders: deque[Callable[[], None]] = deque()
        self._waiting: list[Task] = []
        self._workers: list[Worker] = []
        self._watched: dict[int, Worker] = {}
        self._updated: dict[Hashable, float] = {}
        self._chores: list[tuple[float, Callable[[], None]]] = []
        self._next_chores = float("inf")
        self._closing = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, task: Task) -> None:
        """Have a task done. Never waits."""
        self.call(lambda: self._take(task))

    def cancel(self, task: Task) -> None:
        """Nobody waits for a task any more; its ``done`` says so soon."""
        self.call(lambda: self._cancel(task))

    def restart(self, identifier: str) -> None:
        """End a plugin's worker, and what it was given: the next task gets a new one."""
        self.call(lambda: self._restart(identifier))

    def call(self, order: Callable[[], None]) -> None:
        """Have something done on the pool's thread, in order."""
        with self._lock:
            if self._closing:
                return
            self._orders.append(order)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="renderers", daemon=True)
                self._thread.start()
        self._bell.ring()

    def every(self, seconds: float, chore: Callable[[], None]) -> None:
        """Have something done again and again."""

        def begin() -> None:
            self._chores.append((seconds, chore))
            self._next_chores = min(self._next_chores, time.monotonic() + seconds)

        self.call(begin)

    def close(self) -> None:
        """End all workers and the thread. A second call does nothing."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        self._bell.ring()
        if self._thread is not None:
            self._thread.join(_LAST_S)
            if self._thread.is_alive():
                return
        self._poll.close()
        self._bell.close()

    def _run(self) -> None:
        while True:
            for descriptor, what in self._poll.poll(self._pause_s()):
                if descriptor == self._bell.fileno():
                    self._bell.hush()
                elif (worker := self._watched.get(descriptor)) is not None:
                    self._attend(worker, descriptor, what)
            if self._closing:
                self._end_all()
                return
            while self._orders:
                self._orders.popleft()()
            self._assign()
            self._clear_up()
            self._do_chores()

    def _attend(self, worker: Worker, descriptor: int, what: int) -> None:
        if descriptor == worker.process.fileno():
            worker.process.pump()
            return
        if what & select.EPOLLOUT:
            worker.write()
        if what & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
            worker.read()
            if worker.leaving:
                # A line that is closed at the other end would be readable for ever.
                self._unwatch(descriptor)
                return
        self._listen(worker)

    def _listen(self, worker: Worker) -> None:
        descriptor = worker.process.line.fileno()
        if descriptor in self._watched:
            self._poll.modify(descriptor, select.EPOLLIN | (select.EPOLLOUT if worker.writing else 0))

    def _take(self, task: Task) -> None:
        identifier = task.installed.info.id
        if task.place is not None:
            for other in [one for one in self._waiting if self._same(one, task)]:
                self._waiting.remove(other)
                other.done(Outcome(cancelled=True))
            for worker in self._workers:
                # An update is let come to its end: else one that takes long would never be seen.
                if worker.task is not None and self._same(worker.task, task) and not worker.task.update:
                    worker.cancel()
            if task.update:
                task.not_before = self._updated.get((identifier, task.place), 0.0) + UPDATE_S
        self._waiting.append(task)

    @staticmethod
    def _same(one: Task, other: Task) -> bool:
        return one.place == other.place and one.installed.info.id == other.installed.info.id

    def _cancel(self, task: Task) -> None:
        if task in self._waiting:
            self._waiting.remove(task)
            task.done(Outcome(cancelled=True))
        for worker in self._workers:
            if worker.task is task:
                worker.cancel()
                self._listen(worker)

    def _restart(self, identifier: str) -> None:
        for task in [one for one in self._waiting if one.installed.info.id == identifier]:
            self._waiting.remove(task)
            task.done(Outcome(cancelled=True))
        for worker in self._workers:
            if worker.installed.info.id == identifier and not worker.leaving:
                if worker.task is not None:
                    worker.task.cancelled = True
                worker.leave()

    def _assign(self) -> None:
        now = time.monotonic()
        for task in list(self._waiting):
            if task.not_before > now:
                continue
            identifier = task.installed.info.id
            mine = [one for one in self._workers if one.installed.info.id == identifier and not one.leaving]
            for other in [one for one in mine if one.installed != task.installed and one.free]:
                # What is known of the plugin has changed.
                mine.remove(other)
                other.leave()
            worker = mine[0] if mine else self._start(task)
            if worker is None or not worker.free:
                continue
            self._waiting.remove(task)
            if task.update:
                self._updated[(identifier, task.place)] = now
            worker.give(task)
            self._listen(worker)

    def _start(self, task: Task) -> Worker | None:
        """A new worker for a task; ``None`` if there is no room yet, or none can be had."""
        alive = [worker for worker in self._workers if not worker.leaving]
        if len(alive) >= self._most:
            idle = sorted((worker for worker in alive if worker.free), key=lambda worker: worker.idle_since)
            if not idle:
                return None
            idle[0].leave()
        try:
            process = self._launch(task.installed)
        except SidelightError as error:
            self._waiting.remove(task)
            task.done(Outcome(failure=error.sentence))
            return None
        worker = Worker(task.installed, process)
        self._workers.append(worker)
        for descriptor in (process.fileno(), process.line.fileno()):
            self._watched[descriptor] = worker
            self._poll.register(descriptor, select.EPOLLIN)
        return worker

    def _clear_up(self) -> None:
        """Whoever has ended is put away; whoever takes too long, or has nothing to do, is ended."""
        now = time.monotonic()
        for worker in list(self._workers):
            worker.look()
            if worker.free and worker.ready and now - worker.idle_since > self._idle_s:
                worker.leave()
            if worker.process.ended:
                # Its last words may be in the line still.
                if not worker.leaving:
                    worker.read()
                if (task := worker.spared()) is not None:
                    self._waiting.insert(0, task)
                    self._bell.ring()
                worker.gone()
                self._put_away(worker)
        if len(self._updated) > 1000:
            self._updated.clear()

    def _put_away(self, worker: Worker) -> None:
        for descriptor in [one for one, whose in self._watched.items() if whose is worker]:
            self._unwatch(descriptor)
        self._workers.remove(worker)
        worker.process.close()

    def _unwatch(self, descriptor: int) -> None:
        self._watched.pop(descriptor, None)
        self._poll.unregister(descriptor)

    def _do_chores(self) -> None:
        now = time.monotonic()
        if now < self._next_chores:
            return
        for _seconds, chore in self._chores:
            chore()
        self._next_chores = now + min(seconds for seconds, _chore in self._chores)

    def _pause_s(self) -> float | None:
        if self._orders or self._closing:
            return 0.0
        moments = [worker.deadline for worker in self._workers]
        moments += [
            worker.idle_since + self._idle_s for worker in self._workers if worker.free and worker.ready
        ]
        moments += [task.not_before for task in self._waiting if task.not_before > 0]
        soonest = min([*moments, self._next_chores], default=float("inf"))
        return None if soonest == float("inf") else max(0.001, soonest - time.monotonic())

    def _end_all(self) -> None:
        while self._orders:
            # A task that was never looked at must hear that nobody will.
            self._orders.popleft()()
        for task in self._waiting:
            task.done(Outcome(cancelled=True))
        self._waiting.clear()
        for worker in self._workers:
            if worker.task is not None:
                worker.task.cancelled = True
            worker.leave()
        until = time.monotonic() + _LAST_S / 2
        while self._workers and time.monotonic() < until:
            self._poll.poll(0.05)
            for worker in list(self._workers):
                worker.process.pump()
                if worker.process.ended:
                    worker.gone()
                    self._put_away(worker)
        for worker in list(self._workers):
            worker.gone()
            self._put_away(worker)
