# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is run, and what a run offers, on every system alike."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from sidelight.domain.running import Level, Policy, RunEnd, SandboxReport
from sidelight.sandbox.events import RunEvent
from sidelight.sandbox.frames import Frame

REFUSED = "The program was not started, because it could not be held: "
"""How the sentence begins that stands in ``stderr`` when the outcome is ``refused``."""


@dataclass(frozen=True, slots=True)
class Program:
    """A stranger's program. With ``stage`` it is given a picture to draw on.

    ``keep_files`` keeps what it writes until its run is closed, so that ``files`` can collect it. A
    ``worker`` is a plugin's renderer, held like any stranger: ``source`` then says which (see
    ``stage.worker``), and it is spoken to over the run's ``line``. With ``page`` the source is no Python but
    HTML, and a browser engine shows it on the stage, if there is one (``stage.page.installed``).
    """

    source: str
    name: str = "script.py"
    stage: bool = False
    args: tuple[str, ...] = ()
    keep_files: bool = False
    worker: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file that a program left. ``name`` is for showing: where it lay, with a slash between folders."""

    name: str
    content: bytes


class SandboxedRun(Protocol):
    """A program at work in the sandbox. Whoever starts one closes it; ``level`` is how it is held.

    ``line`` is our end of the stream to a worker; ``None`` for any other program.
    """

    level: Level
    line: socket.socket | None

    def fileno(self) -> int:
        """A descriptor that is readable when ``events`` has something to give."""

    def events(self) -> list[RunEvent]:
        """What happened since the last call. Never waits; ``Ended`` is the last and comes once."""

    def latest_frame(self) -> Frame | None:
        """The newest picture, valid until the next call; ``None`` before the first or without a stage."""

    @property
    def swaps(self) -> int:
        """Pictures that the program has finished, those included that were not shown."""

    def send(self, message: Mapping[str, object]) -> None:
        """Tell the stage something. Nothing happens when it is gone or does not listen."""

    def pause(self, on: bool) -> None:
        """Hold the program at its next picture, or let it go on."""

    def pace(self, fps: float) -> None:
        """Let the program draw at most ``fps`` pictures a second; 0 is as many as it can."""

    def stop(self) -> None:
        """End the program and all that came of it. ``Ended`` follows; a second call does nothing."""

    def wait(self, timeout_s: float | None = None) -> RunEnd:
        """Wait for the end. Events are kept for the next ``events``.

        Raises:
            TimeoutError: it has not ended in time.
        """

    def files(self) -> list[CollectedFile]:
        """What the program has written so far. It reads, so it is not for a window's thread.

        After the end something is left of a program with ``keep_files`` alone, and only before ``close``.
        """

    def close(self) -> None:
        """End the program if it still runs and give everything back. A second call does nothing."""

    def __enter__(self) -> Self:
        """The run itself; it is closed at the end of the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""


class Waiting(Protocol):
    """A sandbox in which everything is ready but the program. It takes one and no more."""

    policy: Policy

    def suits(self, program: Program) -> bool:
        """Whether a program runs here as it would by itself."""

    def ready(self) -> bool:
        """Whether it has nothing left to do but wait. Never waits itself."""

    def take(self, program: Program) -> SandboxedRun | None:
        """The run of ``program``, which begins now; ``None`` when this one is no longer good for any."""

    def close(self) -> None:
        """End it, if it was not taken. This may wait a little; a second call does nothing."""


class Backend(Protocol):
    """How one system holds programs. ``advice`` says what helps where it cannot.

    ``holds_workers`` says whether there is a way to speak to a program at work, and so a stage too.
    """

    advice: str
    holds_workers: bool

    def examine(self) -> SandboxReport:
        """Attack the system's own sandbox; the level is what held."""

    def begin(self, program: Program, allowed: Policy, level: Level) -> SandboxedRun:
        """Start ``program`` at exactly ``level``; ``none`` sets limits and holds nothing.

        Raises:
            OSError: it cannot be started.
        """

    def prepare(self, allowed: Policy, level: Level) -> Waiting | None:
        """Make a sandbox at exactly ``level`` for a program to come; ``None`` where there is no such thing.

        Raises:
            OSError: it cannot be started.
        """

    def administrator(self) -> bool:
        """Whether this process may do anything on this machine."""
