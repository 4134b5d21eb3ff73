# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running a stranger's program: as strongly held as this machine was shown to hold, or not at all."""

from __future__ import annotations

import os
import sys
import threading
import time

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, Policy, SandboxReport
from sidelight.sandbox.consent import Consent, Consents
from sidelight.sandbox.events import Ended, LimitHit, Output, RunEvent, StageMessage
from sidelight.sandbox.program import Backend, CollectedFile, Program, SandboxedRun, Waiting

__all__ = [
    "CollectedFile",
    "Consent",
    "Ended",
    "LimitHit",
    "Output",
    "Program",
    "RunEvent",
    "SandboxedRun",
    "StageMessage",
    "Waiting",
    "prepare",
    "probe",
    "probed",
    "start",
]


class _Examined:
    """What this process found out about its machine, once."""

    def __init__(self) -> None:
        # Guards both: a window may ask on one thread while a run is started on another.
        self.lock = threading.Lock()
        self.found: tuple[SandboxReport, Backend | None] | None = None
        self.consents = Consents()


_EXAMINED = _Examined()


def _backend(system: str) -> Backend | None:
    """What holds programs on a system, by the name that ``sys.platform`` gives it."""
    # Each knows calls that only its own system has, so no other is ever imported.
    if system == "linux":
        from sidelight.sandbox.linux import LinuxBackend

        return LinuxBackend.find(os.environ)
    if system == "win32":
        from sidelight.sandbox.windows import WindowsBackend

        return WindowsBackend.find()
    if system == "darwin":
        from sidelight.sandbox.macos import MacBackend

        return MacBackend.find()
    return None


def _examined(*, refresh: bool) -> tuple[SandboxReport, Backend | None]:
    known = _EXAMINED.found
    if known is not None and not refresh:
        # Without the lock: whoever starts a program does not wait while somebody has the machine tried again.
        return known
    with _EXAMINED.lock:
        if _EXAMINED.found is None or refresh:
            backend = _backend(sys.platform)
            nothing = SandboxReport(Level.NONE, (), (f"nothing is known that holds on {sys.platform}",), ())
            _EXAMINED.found = (nothing if backend is None else backend.examine(), backend)
        return _EXAMINED.found


def probe(*, refresh: bool = False) -> SandboxReport:
    """What this machine can hold, as attacks on its own sandbox showed; asked once in a process.

    Args:
        refresh: ask again.

    Raises:
        OSError: it could not even be tried.
    """
    return _examined(refresh=refresh)[0]


def probed() -> bool:
    """Whether it is known what this machine can hold, so that ``start`` need not find it out first."""
    return _EXAMINED.found is not None


def start(program: Program, policy: Policy, *, consent: Consent | None = None) -> SandboxedRun:
    """Run ``program`` at the strongest level that this machine was shown to hold.

    Where it holds nothing, ``consent`` to exactly this program lets it run once with limits alone, and the
    run says so: its level is none. Where something holds, a consent changes nothing.

    Raises:
        SandboxRefused: nothing holds, and there is no consent that does; or it could not be started.
    """
    try:
        report, backend = _examined(refresh=False)
    except OSError as error:
        raise SandboxRefused(
            f"It could not be found out what this machine can hold: {error.strerror or error}.",
            "Close other programs or free some space on the disk, and try again.",
        ) from error
    if report.level is Level.NONE or backend is None:
        _permit(program, report, backend, consent)
    if backend is None:
        raise SandboxRefused("Programs cannot be run on this system.", "Use Linux, macOS or Windows.")
    if program.worker and not backend.holds_workers:
        raise SandboxRefused("Plugins' renderers cannot be held on this system yet, so none is started.")
    if program.page and not backend.holds_workers:
        raise SandboxRefused("Pages cannot be shown alive on this system yet.")
    if program.page and report.level is Level.NONE:
        raise SandboxRefused("A page is shown alive only where this machine can hold it.", backend.advice)
    try:
        return backend.begin(program, policy, report.level)
    except OSError as error:
        raise SandboxRefused(
            f"The program could not be started: {error.strerror or error}.",
            "Close other programs or free some space on the disk, and try again.",
        ) from error


def prepare(policy: Policy) -> Waiting | None:
    """Make a sandbox that waits for a program, at the level that this machine was shown to hold.

    It may take a second, so it is not for a window's thread. ``None`` where nothing holds, where there is no
    such thing, and where it could not be started.
    """
    try:
        report, backend = _examined(refresh=False)
        if report.level is Level.NONE or backend is None:
            return None
        return backend.prepare(policy, report.level)
    except OSError:
        return None


def _permit(
    program: Program, report: SandboxReport, backend: Backend | None, consent: Consent | None
) -> None:
    """Raise, unless somebody consented to this very run."""
    if consent is None:
        reasons = "; ".join(report.missing)
        raise SandboxRefused(
            f"This machine cannot hold a stranger's program, so it was not started: {reasons}.",
            backend.advice if backend is not None else "",
        )
    if backend is not None and backend.administrator():
        raise SandboxRefused(
            "Nobody runs a stranger's program as an administrator where nothing holds it.",
            "Start Sidelight as an ordinary user.",
        )
    _EXAMINED.consents.use(consent, program.source, round(time.time() * 1000))
