# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The application's side of one worker process: what it is asked, and what came of that."""

from __future__ import annotations

import dataclasses
import json
import socket
import time
from typing import Any, Protocol

from sidelight.api import Finding
from sidelight.domain.running import Level
from sidelight.registry.bounds import Intake, OutOfBounds, finding, known_line, whole
from sidelight.registry.cache import weight
from sidelight.registry.discovery import Installed
from sidelight.registry.task import Outcome, Task, request
from sidelight.stage import wire

START_S = 30.0
"""How long a plugin may take to be imported."""

CANCEL_S = 0.4
"""How long one that is told to stop may take, before its worker is ended."""

_LAST_WORDS_S = 3.0
_AT_LEAST_S = 0.2
_KILLED = "was killed while it worked{0}: by itself, by somebody, or by the system."
_STARVED = "was ended by the system{0}, because memory ran short. It is not counted as a crash."
_READ = 1 << 17
_AT_ONCE = 8
_LONGEST_MESSAGE = 16 << 10


class Process(Protocol):
    """A sandboxed process that serves a renderer.

    ``ended`` is empty as long as it lives, and then says how it ended: "it …". With ``killed`` neither a
    limit nor a fault did it, unless ``stop`` was called: it may have killed itself, or somebody did. With
    ``starved`` the system ended programs for want of memory while it lived. ``said`` is the end of what it
    printed.
    ``fileno`` is readable when ``pump`` has something to take in.
    """

    line: socket.socket
    level: Level
    ended: str
    killed: bool
    starved: bool
    said: str

    def fileno(self) -> int:
        """Readable when ``pump`` has something to take in."""

    def pump(self) -> None:
        """Take in what it printed, and its end. Never waits."""

    def stop(self) -> None:
        """End it; ``ended`` says so soon."""

    def close(self) -> None:
        """Give everything back. Quick once it has ended."""


class Worker:
    """A process and at most one task that it works on. Belongs to one thread."""

    def __init__(self, installed: Installed, process: Process) -> None:
        self.installed = installed
        self.process = process
        self.task: Task | None = None
        self.ready = False
        self.leaving = False
        self._stopped = False
        self.idle_since = time.monotonic()
        self._deadline = time.monotonic() + START_S
        self._began = 0.0
        self._fell = float("inf")
        self._number = 0
        self._frames = wire.Frames()
        self._outgoing = bytearray()
        self._intake: Intake | None = None
        self._finding: Finding | None = None
        self._declined = self._nothing = False
        self._sure: int | None = None
        self._import_ms = 0.0

    @property
    def free(self) -> bool:
        """Whether it can take a task."""
        return self.task is None and not self.leaving

    @property
    def writing(self) -> bool:
        """Whether something could not be sent yet."""
        return bool(self._outgoing)

    @property
    def deadline(self) -> float:
        """When ``look`` has something to do at the latest, on the monotonic clock."""
        return self._deadline

    def give(self, task: Task) -> None:
        """Have it work on a task; sent at once if it is ready."""
        self.task = task
        if self.ready:
            self._ask()

    def cancel(self) -> None:
        """Tell it that nobody waits any more; it is ended if it does not stop soon."""
        if self.task is None or self.task.cancelled:
            return
        self.task.cancelled = True
        self._outgoing += wire.pack(wire.CANCEL, b"%d" % self._number)
        self._deadline = min(self._deadline, time.monotonic() + CANCEL_S)
        self.write()

    def write(self) -> None:
        """Send as much as goes."""
        try:
            while self._outgoing:
                del self._outgoing[: self.process.line.send(self._outgoing)]
        except BlockingIOError:
            return
        except OSError:
            self._outgoing.clear()

    def read(self) -> None:
        """Take in what it says, for a moment; a task that is over is told so."""
        for _ in range(_AT_ONCE):
            try:
                arrived = self.process.line.recv(_READ)
            except BlockingIOError:
                return
            except OSError:
                arrived = b""
            if not arrived:
                # It is ending; how is about to be known, and to stop it now would hide that.
                self.leaving = True
                self._fell = time.monotonic()
                self._deadline = self._fell + _LAST_WORDS_S
                return
            try:
                for letter, body in self._frames.feed(arrived):
                    self._hear(letter, body)
            except OutOfBounds as error:
                self._end(f"it gave {error}")
                return
            except Exception:
                # What a stranger says fails in more ways than can be listed, and all wait for this thread.
                self._end("it said something that makes no sense")
                return

    def look(self) -> None:
        """End it if it takes too long."""
        if time.monotonic() < self._deadline:
            return
        if self.leaving:
            self._deadline = float("inf")
            self._stop()
            return
        task = self.task
        if not self.ready:
            self._end(f"it took longer than {START_S:g} s to start")
        elif task is not None:
            seconds = self.installed.info.seconds
            self._finish(
                Outcome(cancelled=True)
                if task.cancelled
                else Outcome(failure=f"{self._named} was ended: it took longer than {seconds:g} s.")
            )
            self.leave()

    def leave(self) -> None:
        """End the process. What it worked on is told when it is known how it ended."""
        if not self.leaving:
            self.leaving = True
            self._deadline = float("inf")
            self._stop()

    def _stop(self) -> None:
        self._stopped = True
        self.process.stop()

    @property
    def _killed(self) -> bool:
        """Whether it was killed, and not by us."""
        return self.process.killed and not self._stopped

    def spared(self) -> Task | None:
        """The task that another worker is to have, once: its own fell as soon as it got it, or was killed."""
        task = self.task
        if task is None or task.again or task.cancelled:
            return None
        if self._killed:
            if not self.process.starved and not task.spare(self._words_of_death(task)):
                return None
        elif self._number < 2 or self._fell - self._began > _AT_LEAST_S:
            return None
        self.task, task.again = None, True
        return task

    def gone(self) -> None:
        """The process has ended: say so to whoever waits."""
        self.leaving = True
        if self.task is not None:
            how = self.process.ended or "it ended"
            if self.task.cancelled:
                self._finish(Outcome(cancelled=True))
            elif self._killed:
                # Nobody can tell who did it; three in a row are no accident, whoever it was.
                words, counts = self._words_of_death(self.task), not self.process.starved
                self._finish(Outcome(failure=words, crashed=counts, killed=True))
            else:
                failure = f"{self._named} crashed: {how}."
                self._finish(Outcome(failure=failure, crashed=True, trace=self.process.said))

    def _words_of_death(self, task: Task) -> str:
        words = _STARVED if self.process.starved else _KILLED
        return f"{self._named} {words.format(', twice' if task.again else '')}"

    @property
    def _answered(self) -> bool:
        """Whether there is a word in the place of a result."""
        given = self._sure is not None or self._finding is not None
        return given or self._declined or self._nothing

    @property
    def _named(self) -> str:
        return f"The plugin “{self.installed.info.name}”"

    def _ask(self) -> None:
        assert self.task is not None
        task, self._number = self.task, self._number + 1
        self._intake = Intake(self.installed.info.output)
        self._finding = None
        self._declined = self._nothing = False
        self._sure = None
        self._began = time.monotonic()
        self._deadline = self._began + self.installed.info.seconds
        for frame in request(task, self._number):
            self._outgoing += frame
        self._outgoing += wire.pack(wire.GO)
        if task.cancelled:
            self._outgoing += wire.pack(wire.CANCEL, b"%d" % self._number)
            self._deadline = self._began + CANCEL_S
        self.write()

    def _hear(self, letter: bytes, body: bytes) -> None:
        if self.leaving:
            return
        if letter == wire.READY and not self.ready:
            self.ready = True
            self._import_ms = float(_facts(body)["ms"])
            self._deadline = float("inf")
            if self.task is not None:
                self._ask()
        elif letter == wire.FAULT:
            self._hear_fault(_facts(body))
        elif self.task is None or self._intake is None:
            raise ValueError("a word nobody asked for")
        elif letter in (wire.DECLINED, wire.NOTHING, wire.SURE, wire.VERDICT) and self._answered:
            raise ValueError("a second answer")
        elif letter == wire.DECLINED:
            self._declined = True
        elif letter == wire.NOTHING:
            self._nothing = True
        elif letter == wire.SURE:
            self._sure = max(0, min(100, int(_facts(body)["sure"])))
        elif letter == wire.VERDICT and self.task.attempt is not None:
            self._finding = finding(body, self.installed.info)
        elif letter == wire.DONE:
            facts = _facts(body)
            if facts["job"] != self._number:
                raise ValueError("the end of another job")
            declined, nothing = self._declined, self._nothing
            outcome = Outcome(
                declined=declined,
                nothing=nothing,
                sure=self._sure,
                worked_ms=float(facts["ms"]),
                seen=_seen(facts),
                finding=self._finding,
            )
            if not self._answered:
                if self.task.attempt is not None:
                    raise OutOfBounds("no verdict")
                rendered = self._intake.finish()
                outcome = dataclasses.replace(outcome, rendered=rendered, weight=weight(rendered))
            self._finish(outcome)
        elif self.task.attempt is None:
            self._intake.take(letter, body)
        else:
            raise ValueError("something else than a verdict")

    def _hear_fault(self, facts: dict[str, Any]) -> None:
        message = whole(str(facts["message"])[: wire.LONGEST_WORDS])
        trace = whole(str(facts.get("trace", ""))[:_LONGEST_MESSAGE])
        line = known_line(facts["line"])
        if not self.ready:
            if self.task is not None:
                failure = f"{self._named} cannot be started: {message}"
                self._finish(Outcome(failure=failure, crashed=True, trace=trace))
            self.leave()
        elif self.task is None or facts["job"] != self._number:
            raise ValueError("a fault of another job")
        elif facts["ours"] is True:
            failure = message or "It cannot be shown."
            self._finish(Outcome(failure=failure, line=line, seen=_seen(facts)))
        else:
            self._finish(Outcome(failure=f"{self._named} failed: {message}", trace=trace))

    def _end(self, how: str) -> None:
        if self.task is not None:
            self._finish(Outcome(failure=f"{self._named} was ended: {how}.", crashed=True))
        self.leave()

    def _finish(self, outcome: Outcome) -> None:
        task, self.task = self.task, None
        self._intake = None
        self.idle_since = time.monotonic()
        if not self.leaving:
            self._deadline = float("inf")
        if task is None:
            return
        duration = (self.idle_since - self._began) * 1000 if self._began else 0.0
        if task.cancelled:
            outcome = Outcome(cancelled=True)
        task.done(dataclasses.replace(outcome, duration_ms=duration, import_ms=self._import_ms))


def _seen(facts: dict[str, Any]) -> tuple[str, ...]:
    return tuple(whole(str(one)[:60]) for one in facts["seen"][:20])


def _facts(body: bytes) -> dict[str, Any]:
    if len(body) > _LONGEST_MESSAGE + 8 * wire.LONGEST_WORDS:
        raise ValueError("too many words")
    facts = json.loads(body)
    if not isinstance(facts, dict):
        raise ValueError("no facts")
    return facts
