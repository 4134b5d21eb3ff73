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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidelight.domain.running import CanaryResult, Level, Limits, Policy, RunEnd, SandboxReport
from sidelight.sandbox import canaries
from sidelight.sandbox.held import REFUSED, SandboxedRun, begin
from sidelight.sandbox.launch import Means, Program

_LIMITS = Limits(seconds=8.0, cpu_seconds=4, memory_mb=256, processes=12, scratch_mb=8, output_mb=1)
_PATIENCE_S = 15.0
# A wall that hangs while it is put up is given up after this time, if there is another one.
_BEGIN_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class _Trial:
    """How one level did. ``reason`` says why it is not to be had; empty when it held."""

    results: tuple[CanaryResult, ...]
    landlock: int
    reason: str


def examine(means: Means) -> SandboxReport:
    """Attack every level that this machine might have; the strongest that held is what it has."""
    missing: list[str] = []
    with _targets() as targets, ExitStack() as stack:
        # Side by side, because each is mostly waiting for its own child.
        begun: dict[Level, SandboxedRun] = {}
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
            level: _Trial((), 0, "it did not begin in time")
            if level in stuck
            else _judge(run, level, targets)
            for level, run in begun.items()
        }
    for level, trial in trials.items():
        if not trial.reason:
            return SandboxReport(level, _layers(level, trial.landlock, means), tuple(missing), trial.results)
        missing.append(f"level {level}: {trial.reason}")
    best = max((trial.results for trial in trials.values()), key=len, default=())
    return SandboxReport(Level.NONE, (), tuple(missing), best)


def _attack(level: Level, means: Means, targets: dict[str, Any]) -> SandboxedRun:
    source = Path(canaries.__file__).read_text(encoding="utf-8")
    told = targets | {"outside": f"{targets['outside']}-{level}"}
    program = Program(source, name="canaries.py", args=(json.dumps(told),))
    return begin(program, Policy(_LIMITS), level, means)


def _stuck(begun: dict[Level, SandboxedRun]) -> set[Level]:
    """The levels whose program had not begun in time, when another's had. Waits for no longer than needed."""
    until = time.monotonic() + _BEGIN_PATIENCE_S
    while True:
        waiting = {level for level, run in begun.items() if not run.underway()}
        remaining = until - time.monotonic()
        if not waiting or (remaining <= 0 and len(waiting) < len(begun)):
            return waiting
        if remaining <= _BEGIN_PATIENCE_S - _PATIENCE_S:
            # Nobody began: each says why by itself.
            return set()
        select.select([begun[level] for level in waiting], [], [], max(0.05, remaining))


def _judge(run: SandboxedRun, level: Level, targets: dict[str, Any]) -> _Trial:
    try:
        end = run.wait(_PATIENCE_S)
    except TimeoutError:
        return _Trial((), run.landlock, "the self-test did not end")
    results = _results(end)
    if end.outcome == "refused":
        return _Trial(results, run.landlock, end.stderr.removeprefix(REFUSED).strip())
    if Path(f"{targets['outside']}-{level}").exists():
        return _Trial(results, run.landlock, "a file was written outside the scratch folder")
    tried = {result.name for result in results}
    untried = [title for title in map(canaries.title, canaries.ATTACKS) if title not in tried]
    if untried:
        told = end.stderr.strip().splitlines()[-1:] or [f"it was ended by its limit: {end.limit}"]
        return _Trial(results, run.landlock, f"the self-test stopped before “{untried[0]}” ({told[0]})")
    failed = [result.name for result in results if not result.held]
    if failed:
        return _Trial(results, run.landlock, "it did not hold: " + ", ".join(failed))
    if end.survivors:
        return _Trial(results, run.landlock, f"{end.survivors} processes could not be ended")
    return _Trial(results, run.landlock, "")


def _results(end: RunEnd) -> tuple[CanaryResult, ...]:
    results = []
    for line in end.stdout.splitlines():
        try:
            told = json.loads(line)
            results.append(CanaryResult(str(told["name"]), told["held"] is True, str(told["detail"])))
        except (ValueError, KeyError, TypeError):
            continue
    if end.limit == "processes":
        # Nobody was left to say so: the supervisor ended the whole run at the limit.
        results.append(CanaryResult(canaries.title(canaries.fork_beyond), True, "the run was ended"))
    return tuple(results)


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
        secret = stack.enter_context(_secret(folder))
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
            "secret": secret,
            "outside": f"{folder}/outside",
            "pid": os.getpid(),
            "born": stat.rpartition(")")[2].split()[19],
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "processes": _LIMITS.processes,
            **names,
        }


@contextmanager
def _secret(fallback: str) -> Iterator[str]:
    """A file in the home folder, or beside the other targets where that cannot be written."""
    name = f".sidelight-canary-{secrets.token_hex(8)}"
    places = [Path.home() / name, Path(fallback) / name]
    for place in places:
        try:
            place.write_text("canary", encoding="utf-8")
        except OSError:
            continue
        try:
            yield str(place)
        finally:
            place.unlink(missing_ok=True)
        return
    raise OSError("there is no place to put a file for the self-test")
