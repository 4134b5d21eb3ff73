# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Sandboxes that wait for programs: made in the background when some are expected, and dropped when not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from sidelight.domain.running import Policy
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.consent import Consent
from sidelight.sandbox.program import Program, SandboxedRun, Waiting

MOST = 2
"""How many wait at once. One that is used is replaced, so this is for views that are started together."""

IDLE_S = 300.0
"""How long they wait for a program that does not come."""

DELAY_S = 0.4
"""How long after the first wish the first is made: a window that was just filled is painted first."""

ENOUGH_MB = 1500
"""Memory that must be available on the machine; with less, none waits."""

_LOOK_S = 20.0
_END_S = 10.0


def available_mb() -> int:
    """Memory that programs on this machine could have; a great deal where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return 1 << 20


class Spares:
    """Starts programs of one policy, in a sandbox that waited if there is one.

    Each is used once, for one program, and never for another policy than it was sealed for. ``start`` and
    ``expect`` never wait for one to be made; a thread of its own makes and ends them.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        prepare: Callable[[Policy], Waiting | None] = sandbox.prepare,
        most: int = MOST,
        idle_s: float = IDLE_S,
        delay_s: float = DELAY_S,
        memory_mb: Callable[[], int] = available_mb,
    ) -> None:
        self._policy = policy
        self._prepare = prepare
        self._most = most
        self._idle_s = idle_s
        self._delay_s = delay_s
        self._memory_mb = memory_mb
        self._changed = threading.Condition()
        self._waiting: list[Waiting] = []
        self._spent: list[Waiting] = []
        self._wanted = 0
        self._from = 0.0
        self._until = 0.0
        self._used = False
        self._closed = False
        self._asked = False
        self._thread: threading.Thread | None = None

    def expect(self, programs: int) -> None:
        """Say that so many programs may be started soon; more than a few make no difference."""
        with self._changed:
            if self._closed or programs < 1:
                return
            self._wanted = min(programs, self._most)
            now = time.monotonic()
            if now >= self._until:
                self._from = now + self._delay_s
            self._until = now + self._delay_s + self._idle_s
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="sandbox-spares", daemon=True)
                self._thread.start()
            self._wake()

    def start(self, program: Program, *, consent: Consent | None = None) -> SandboxedRun:
        """Run ``program`` as ``sandbox.run.start`` does, sooner if a sandbox waits for it.

        Raises:
            SandboxRefused: nothing holds, and there is no consent that does; or it could not be started.
        """
        while consent is None and (waiting := self._pop(program)) is not None:
            run = waiting.take(program)
            if run is not None:
                return run
            with self._changed:
                self._spent.append(waiting)
                self._wake()
        return sandbox.start(program, self._policy, consent=consent)

    def ready(self) -> int:
        """How many wait and have nothing left to do."""
        with self._changed:
            return sum(one.ready() for one in self._waiting)

    def close(self) -> None:
        """End all that wait. A second call does nothing."""
        with self._changed:
            self._closed = True
            self._wake()
        if self._thread is not None:
            self._thread.join(_END_S)

    def _pop(self, program: Program) -> Waiting | None:
        with self._changed:
            fit = next(
                (one for one in self._waiting if one.policy == self._policy and one.suits(program)), None
            )
            if fit is not None:
                self._waiting.remove(fit)
                self._used = True
                self._until = time.monotonic() + self._idle_s
                self._wake()
            return fit

    def _keep(self) -> None:
        """The thread's work: have as many as are wanted, and end the others."""
        while True:
            enough = self._memory_mb() >= ENOUGH_MB
            with self._changed:
                self._asked = False
                over = self._closed
                due = self._from <= time.monotonic() < self._until
                wanted = self._wanted if enough and due and not over else 0
                # Many only read: before anything was run, one is enough.
                wanted = wanted if self._used else min(1, wanted)
                # Those made last go first: the others are readier.
                leaving = self._spent + self._waiting[wanted:]
                self._spent, self._waiting = [], self._waiting[:wanted]
                missing = wanted - len(self._waiting)
            for one in leaving:
                one.close()
            if over:
                return
            if missing > 0 and self._make():
                continue
            with self._changed:
                if not self._asked:
                    self._changed.wait(self._pause_s())

    def _make(self) -> bool:
        made = self._prepare(self._policy)
        if made is None:
            return False
        with self._changed:
            self._waiting.append(made)
        return True

    def _pause_s(self) -> float | None:
        """How long nothing needs to be looked at; ``None`` when only a new wish can change anything."""
        now = time.monotonic()
        due = self._from if now < self._from else self._until
        return min(_LOOK_S, max(0.0, due - now)) if now < self._until or self._waiting else None

    def _wake(self) -> None:
        self._asked = True
        self._changed.notify_all()
