# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running a stranger's program: as strongly held as this machine was shown to hold, or not at all."""

from __future__ import annotations

import os
import threading

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, Policy, SandboxReport
from sidelight.sandbox.events import Ended, LimitHit, Output, RunEvent, StageMessage
from sidelight.sandbox.held import SandboxedRun, begin
from sidelight.sandbox.launch import Means, Program
from sidelight.sandbox.selftest import examine

__all__ = [
    "Ended",
    "LimitHit",
    "Output",
    "Program",
    "RunEvent",
    "SandboxedRun",
    "StageMessage",
    "probe",
    "start",
]


class _Examined:
    """What this process found out about its machine, once."""

    def __init__(self) -> None:
        # Guards both: a window may ask on one thread while a run is started on another.
        self.lock = threading.Lock()
        self.found: tuple[SandboxReport, Means] | None = None


_EXAMINED = _Examined()


def _examined(*, refresh: bool) -> tuple[SandboxReport, Means]:
    with _EXAMINED.lock:
        if _EXAMINED.found is None or refresh:
            means = Means.find(os.environ)
            _EXAMINED.found = (examine(means), means)
        return _EXAMINED.found


def probe(*, refresh: bool = False) -> SandboxReport:
    """What this machine can hold, as attacks on its own sandbox showed; asked once in a process.

    Args:
        refresh: ask again.
    """
    return _examined(refresh=refresh)[0]


def start(program: Program, policy: Policy) -> SandboxedRun:
    """Run ``program`` at the strongest level that this machine was shown to hold.

    Raises:
        SandboxRefused: there is none.
    """
    report, means = _examined(refresh=False)
    if report.level is Level.NONE:
        reasons = "; ".join(report.missing)
        raise SandboxRefused(
            f"This machine cannot hold a stranger's program, so it was not started: {reasons}.",
            "It needs Linux 5.13 or newer with Landlock and seccomp; bubblewrap makes it stronger.",
        )
    try:
        return begin(program, policy, report.level, means)
    except OSError as error:
        raise SandboxRefused(
            f"The program could not be started: {error.strerror or error}.",
            "Close other programs or free some space on the disk, and try again.",
        ) from error
