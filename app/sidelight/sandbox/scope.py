# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A control group around a run, where the user's service manager gives one.

The supervisor's own watch over memory and tasks goes on either way: this only makes both limits exact.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sidelight.domain.running import Limits

_UNIFIED = Path("/sys/fs/cgroup/cgroup.controllers")


def find(environ: Mapping[str, str], *, unified: Path = _UNIFIED, timeout_s: float = 2.0) -> str | None:
    """``systemd-run``, when control groups are unified and the user's manager answers it; else ``None``."""
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    program = shutil.which("systemd-run", path=environ.get("PATH", ""))
    if not runtime or program is None or not unified.exists() or not Path(runtime, "systemd").is_dir():
        return None
    trial = [program, "--user", "--scope", "--quiet", "--collect", "--", "true"]
    try:
        done = subprocess.run(
            trial,
            env=bus(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if done.returncode == 0 else None


def bus(environ: Mapping[str, str]) -> dict[str, str]:
    """What ``systemd-run`` itself needs of the environment to reach the manager, and no more."""
    names = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "PATH")
    return {name: environ[name] for name in names if name in environ}


def command(program: str, limits: Limits, environment: Mapping[str, str], inner: list[str]) -> list[str]:
    """The command line that runs ``inner`` in a group of its own, with ``environment`` and nothing else."""
    properties = (
        f"MemoryMax={limits.memory_mb + limits.memory_mb // 8}M",
        "MemorySwapMax=0",
        # The wrapping program and its watcher take a place each.
        f"TasksMax={limits.processes + 4}",
    )
    line = [program, "--user", "--scope", "--quiet", "--collect"]
    for name in properties:
        line += ["-p", name]
    given = [f"{name}={value}" for name, value in environment.items()]
    return [*line, "--", "/usr/bin/env", "-i", *given, *inner]
