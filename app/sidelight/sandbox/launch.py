# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Putting a run together: the plan, the command around it, and the supervisor that carries it out."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.running import Level, Policy
from sidelight.sandbox import bubblewrap, order, policy, scope
from sidelight.sandbox.child import plan as plans
from sidelight.sandbox.program import Program

_HERE = Path(__file__).resolve().parent
_ENTRIES = {Level.A: "shim.py", Level.B: "shim.py", Level.NONE: "unheld.py"}
_NEWEST_LANDLOCK = 9
# A full folder in memory has passed the limit, and somebody sees it.
_BEYOND = 1 << 20
_CPU_GRACE_S = 2
# What making ready may take of the processor, which the system counts with the program's own work.
_WARMING_S = 10
_RESERVED_NAMES = frozenset({"tmp", ".", "..", ""})


@dataclass(frozen=True, slots=True)
class Means:
    """What this machine has for holding programs.

    ``sizes``: that ``bwrap`` can bound a folder in memory. ``bus`` is what ``systemd_run`` needs of the
    environment; ``abi_ceiling`` the newest Landlock to use.
    """

    interpreter: policy.Interpreter
    bwrap: str | None
    sizes: bool
    systemd_run: str | None
    bus: Mapping[str, str]
    abi_ceiling: int = _NEWEST_LANDLOCK

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Means:
        """Look what is installed here. Whether it holds is another question: see ``selftest``."""
        systemd_run = scope.find(environ) if os.getuid() != 0 else None
        bwrap = bubblewrap.find(environ)
        sizes = bwrap is not None and bubblewrap.sizes(bwrap)
        return cls(policy.Interpreter.current(), bwrap, sizes, systemd_run, scope.bus(environ))


@dataclass(frozen=True, slots=True)
class Launched:
    """A supervisor at work, and our end of its channel.

    ``scratch`` is removed by it at the end, with ``keep_files`` when the channel is closed. ``given`` names
    what lies in it from the beginning. With ``gpu`` a graphics card is within reach.
    """

    process: subprocess.Popen[bytes]
    channel: socket.socket
    scratch: str
    given: frozenset[str]
    keep_files: bool
    gpu: bool


def launch(
    program: Program,
    allowed: Policy,
    level: Level,
    means: Means,
    *,
    stage_environment: Mapping[str, str] | None = None,
    channels: Mapping[int, int] | None = None,
    spare: bool = False,
) -> Launched:
    """Start a supervisor that runs ``program`` at ``level``.

    Args:
        program: what to run.
        allowed: what it may do.
        level: A, B, or none: whoever asks for that has the consent of somebody who read the program.
        means: what this machine has.
        stage_environment: further variables, for a program on the stage.
        channels: descriptors to hand to the child, from ours to its own.
        spare: there is no program yet; ``program`` only says how it will be run. See ``spare``.

    Raises:
        ValueError: no such level here.
        OSError: the supervisor cannot be started.
    """
    if level is Level.A and means.bwrap is None:
        raise ValueError(f"level {level} is not to be had here")
    scratch = str(_base() / f"sidelight-run-{secrets.token_hex(8)}")
    name = plain(program.name)
    processors = len(os.sched_getaffinity(0))
    environment = policy.environment(scratch, processors) | dict(stage_environment or {})
    sized = level is Level.A and means.sizes
    files = {} if spare else {name: encoded(program)}
    plan = _plan(program, allowed, level, means, scratch, name)
    if sized:
        plan["lay"] = files
    given = dict(channels or {})
    plan["keep"] += sorted(given.values())
    plan["spare"] = spare
    if plan["cpu"] is not None and spare:
        plan["cpu"] += _WARMING_S
    inner = [means.interpreter.executable, "-I", "-S", str(_HERE / _ENTRIES[level])]
    limits = allowed.limits
    command, outer = inner, environment
    if level is Level.A and means.bwrap is not None:
        places = [*plan["runnable"], *plan["readable"]]
        command = bubblewrap.command(
            means.bwrap,
            places,
            scratch,
            inner,
            [*plan["devices"], *plan["graphics"]],
            size=(limits.scratch_mb << 20) + _BEYOND if sized else None,
        )
    if means.systemd_run is not None:
        command = scope.command(means.systemd_run, limits, environment, command)
        outer = dict(means.bus)
    sheet = order.Order(
        command=command,
        environment=outer,
        plan=plans.pack(plan),
        needed=[means.interpreter.executable, *means.interpreter.places, *allowed.readable],
        enclosed=level is Level.A,
        scratch=scratch,
        keep_files=program.keep_files,
        files={} if sized else files,
        sized=sized,
        channels=given,
        waiting=spare,
        seconds=limits.seconds,
        cpu_seconds=limits.cpu_seconds,
        memory_mb=limits.memory_mb,
        processes=limits.processes,
        file_mb=limits.file_mb,
        # An engine maps dozens of small ones. Each at the size of the largest would be the whole disk.
        maps_few=program.page,
        scratch_mb=limits.scratch_mb,
        scratch_entries=limits.scratch_entries,
        output_mb=limits.output_mb,
        output_kept_mb=limits.output_kept_mb,
    )
    laid = frozenset({"tmp", ".matplotlib", *files})
    return _supervise(sheet, means.interpreter.executable, laid, gpu=bool(plan["graphics"]))


def _plan(
    program: Program, allowed: Policy, level: Level, means: Means, scratch: str, name: str
) -> plans.Plan:
    limits = allowed.limits
    return plans.Plan(
        runnable=policy.runnable(means.interpreter),
        readable=policy.readable(allowed),
        devices=list(policy.DEVICES),
        graphics=policy.graphics(allowed),
        scratch=scratch,
        package=means.interpreter.package,
        site=list(means.interpreter.site),
        script=f"{scratch}/{name}",
        arguments=list(program.args),
        lay=None,
        stage=program.stage,
        spare=False,
        worker=program.worker,
        page=program.page,
        keep=[plans.READY_FD],
        enclosed=level is Level.A,
        abi_ceiling=means.abi_ceiling,
        # In namespaces of its own the kernel counts from one: bubblewrap's first process and the program's.
        tasks=limits.processes + 1 if level is Level.A else None,
        cpu=None if limits.cpu_seconds is None else limits.cpu_seconds + _CPU_GRACE_S,
        memory=limits.memory_mb << 20,
        file_size=limits.file_mb << 20,
        open_files=limits.open_files,
    )


def _supervise(sheet: order.Order, executable: str, given: frozenset[str], *, gpu: bool) -> Launched:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        with theirs, os.fdopen(os.memfd_create("order"), "wb", buffering=0) as paper:
            # The numbers of the supervisor's descriptors are its arguments; all else it is told in the order.
            paper.write(order.pack(sheet))
            line = [
                executable,
                "-I",
                "-S",
                str(_HERE / "supervisor.py"),
                str(paper.fileno()),
                str(theirs.fileno()),
            ]
            process = subprocess.Popen(
                line,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                cwd="/",
                pass_fds=(paper.fileno(), theirs.fileno(), *sheet["channels"]),
                start_new_session=True,
            )
    except BaseException:
        ours.close()
        raise
    ours.setblocking(False)
    return Launched(process, ours, sheet["scratch"], given, sheet["keep_files"], gpu)


def _base() -> Path:
    """Where scratch folders are made: a place that a program run by root's stand-in can reach too."""
    base = Path(tempfile.gettempdir())
    if os.getuid() != 0:
        return base
    for place in (base, Path("/tmp"), Path("/var/tmp")):
        ways = (place, *place.parents)
        if place.is_dir() and all(way.stat().st_mode & 0o001 for way in ways):
            return place
    return base


def encoded(program: Program) -> bytes:
    """The program as the bytes of its file."""
    return program.source.encode("utf-8", "surrogatepass")


def plain(name: str) -> str:
    """The program's own file name without anything that could lead elsewhere."""
    short = re.sub(r"[^\w.-]", "_", Path(name).name, flags=re.ASCII)[-100:].lstrip("-")
    return "script.py" if short in _RESERVED_NAMES else short
