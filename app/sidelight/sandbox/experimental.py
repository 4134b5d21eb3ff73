# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The self-test for systems whose walls were built from their documentation and are yet to be proven.

Nothing is believed of them before their own attacks were held on the very machine.
"""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sidelight.domain.running import Level, Limits, Policy, SandboxReport
from sidelight.sandbox import canaries
from sidelight.sandbox.program import Program, SandboxedRun
from sidelight.sandbox.trial import judge, secret

_LIMITS = Limits(seconds=12.0, cpu_seconds=8, memory_mb=256, processes=12, scratch_mb=8, output_mb=1)

EVERYWHERE = (canaries.read_home, canaries.write_outside, canaries.connect_tcp, canaries.send_udp)
"""Attacks that mean the same on every system."""

Attack = Callable[[dict[str, object]], None]


def examine(
    begin: Callable[[Program, Policy], SandboxedRun], attacks: Sequence[Attack], layers: Sequence[str]
) -> SandboxReport:
    """Let the canaries at a system's wall.

    Args:
        begin: starts a program behind the wall.
        attacks: those of the canaries that this system has.
        layers: what the wall is made of, in words.

    Returns:
        Level B when everything held; else none, with the reason.
    """
    source = Path(canaries.__file__).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="sidelight-test-") as folder, secret(folder) as hidden:
        outside = Path(folder, "outside")
        with (
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        ):
            for inet in (tcp, udp):
                inet.bind(("127.0.0.1", 0))
            tcp.listen()
            targets = {
                "secret": hidden,
                "outside": str(outside),
                "pid": os.getpid(),
                "born": "",
                "tcp": tcp.getsockname()[1],
                "udp": udp.getsockname()[1],
                "only": [attack.__name__ for attack in attacks],
            }
            try:
                program = Program(source, name="canaries.py", args=(json.dumps(targets),))
                with begin(program, Policy(_LIMITS)) as running:
                    trial = judge(running, outside, [canaries.title(attack) for attack in attacks])
            except OSError as error:
                reason = f"the self-test could not be started: {error.strerror or error}"
                return SandboxReport(Level.NONE, (), (_sentence(reason),), ())
    if trial.reason:
        return SandboxReport(Level.NONE, (), (_sentence(trial.reason),), trial.results)
    told = (*layers, "watchdog (this system's sandbox is experimental)")
    return SandboxReport(Level.B, told, (), trial.results)


def _sentence(reason: str) -> str:
    return f"this system's sandbox is experimental and did not pass its self-test here: {reason}"
