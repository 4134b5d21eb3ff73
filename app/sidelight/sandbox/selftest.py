# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Finding out what this machine holds by attacking its own sandbox, not by looking what is installed."""

from __future__ import annotations

import json
import os
import secrets
import select
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sidelight.domain.running import Level, Limits, Policy, SandboxReport
from sidelight.sandbox import canaries
from sidelight.sandbox.held import SupervisedRun, begin
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program
from sidelight.sandbox.trial import PATIENCE_S, Trial, judge, secret

_LIMITS = Limits(seconds=8.0, cpu_seconds=4, memory_mb=256, processes=12, scratch_mb=8, output_mb=1)
# A wall that hangs while it is put up is given up after this time, if there is another one.
_BEGIN_PATIENCE_S = 3.0


def examine(means: Means) -> SandboxReport:
    """Attack every level that this machine might have; the strongest that held is what it has."""
    missing: list[str] = []
    with _targets() as targets, ExitStack() as stack:
        # Side by side, because each is mostly waiting for its own child.
        begun: dict[Level, SupervisedRun] = {}
        for level in (Level.A, Level.B):
            if level is Level.A and means.bwrap is None:
                missing.append("bubblewrap is not installed")
                continue
            try:
                begun[level] = stack.enter_context(_attack(level, means, targets))
            except OSError as error:
                missing.append(f"level {level} could not be tried: {error.strerror or error}")
        stuck = _stuck(begun)
        trials = {
            level: Trial((), "it did not begin in time")
            if level in stuck
            else judge(run, *_told(level, targets))
            for level, run in begun.items()
        }
    for level, trial in trials.items():
        if not trial.reason:
            return SandboxReport(
                level, _layers(level, begun[level].landlock, means), tuple(missing), trial.results
            )
        missing.append(f"level {level}: {trial.reason}")
    best = max((trial.results for trial in trials.values()), key=len, default=())
    return SandboxReport(Level.NONE, (), tuple(missing), best)


def _attack(level: Level, means: Means, targets: dict[str, Any]) -> SupervisedRun:
    source = Path(canaries.__file__).read_text(encoding="utf-8")
    outside, _titles = _told(level, targets)
    program = Program(source, name="canaries.py", args=(json.dumps(targets | {"outside": str(outside)}),))
    return begin(program, Policy(_LIMITS), level, means)


def _told(level: Level, targets: dict[str, Any]) -> tuple[Path, list[str]]:
    """The file that must not come to be at one level, and all that is tried."""
    return Path(f"{targets['outside']}-{level}"), [canaries.title(attack) for attack in canaries.ATTACKS]


def _stuck(begun: dict[Level, SupervisedRun]) -> set[Level]:
    """The levels whose program had not begun in time, when another's had. Waits for no longer than needed."""
    until = time.monotonic() + _BEGIN_PATIENCE_S
    while True:
        waiting = {level for level, run in begun.items() if not run.underway()}
        remaining = until - time.monotonic()
        if not waiting or (remaining <= 0 and len(waiting) < len(begun)):
            return waiting
        if remaining <= _BEGIN_PATIENCE_S - PATIENCE_S:
            # Nobody began: each says why by itself.
            return set()
        select.select([begun[level] for level in waiting], [], [], max(0.05, remaining))


def _layers(level: Level, landlock: int, means: Means) -> tuple[str, ...]:
    layers = ["bubblewrap namespaces"] if level is Level.A else []
    layers += [f"Landlock version {landlock}", "seccomp allowlist", "resource limits", "supervisor"]
    if means.systemd_run is not None:
        layers.append("control group")
    return tuple(layers)


@contextmanager
def _targets() -> Iterator[dict[str, Any]]:
    """Things that must stay out of reach, made for the test and removed after it."""
    with ExitStack() as stack:
        # A short path of our own: a socket's path may have 107 characters only.
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sidelight-test-"))
        hidden = stack.enter_context(secret(folder))
        tcp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        for inet in (tcp, udp):
            inet.bind(("127.0.0.1", 0))
        tcp.listen()
        names = {
            "unix": f"{folder}/u",
            "datagram": f"{folder}/d",
            "abstract": f"sidelight-{secrets.token_hex(8)}",
        }
        for name, address in names.items():
            kind = socket.SOCK_DGRAM if name == "datagram" else socket.SOCK_STREAM
            unix = stack.enter_context(socket.socket(socket.AF_UNIX, kind))
            unix.bind(f"\0{address}" if name == "abstract" else address)
            if kind == socket.SOCK_STREAM:
                unix.listen()
        stat = Path(f"/proc/{os.getpid()}/stat").read_text(encoding="utf-8", errors="replace")
        yield {
            "secret": hidden,
            "outside": f"{folder}/outside",
            "pid": os.getpid(),
            "born": stat.rpartition(")")[2].split()[19],
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "processes": _LIMITS.processes,
            **names,
        }
