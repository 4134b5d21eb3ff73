# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight sandbox status`` and ``sidelight sandbox run``."""

from __future__ import annotations

import sys

from sidelight.cli.output import FAILED, REFUSED, complain, print_json, say
from sidelight.domain.running import Level, LimitName
from sidelight.workbench.scripts import report, run_script

LIMITS: dict[LimitName, str] = {
    "wall": "its time of {seconds:g} s was over",
    "cpu": "it had used up its processor time",
    "memory": "it used too much memory",
    "processes": "it started too many processes",
    "disk": "it wrote too much",
    "output": "it printed too much",
}


def status(*, as_json: bool) -> int:
    """Print the level that the self-test showed. Exit code 3 where nothing can be held."""
    found = report()
    if as_json:
        print_json(
            {
                "level": found.level.value,
                "layers": list(found.layers),
                "missing": list(found.missing),
                "self_test": [{"name": test.name, "held": test.held} for test in found.self_test],
            }
        )
    else:
        say(f"Sandbox level {found.level.value}: {', '.join(found.layers) or 'no layer works here'}")
        for reason in found.missing:
            say(f"  missing: {reason}")
        for test in found.self_test:
            say(f"  {'held   ' if test.held else 'NOT HELD'} {test.name} {test.detail}".rstrip())
    return REFUSED if found.level is Level.NONE else 0


def run(source: str, *, seconds: float, memory_mb: int, gpu: bool, as_json: bool) -> int:
    """Run a script; its own output, or one JSON object about it."""
    ended = run_script(source, seconds=seconds, memory_mb=memory_mb, gpu=gpu)
    if as_json:
        print_json(
            {
                "level": ended.level.value,
                "outcome": ended.outcome,
                "exit_code": ended.exit_code,
                "limit": ended.limit,
                "stdout": ended.stdout,
                "stderr": ended.stderr,
                "peak_memory_mb": round(ended.peak_memory_mb, 1),
                "duration_ms": round(ended.duration_ms, 1),
                "survivors": ended.survivors,
                "gpu": ended.gpu,
            }
        )
    else:
        sys.stdout.write(ended.stdout)
        sys.stderr.write(ended.stderr + ("\n" if ended.outcome == "refused" else ""))
        if ended.limit:
            complain(f"Ended by Sidelight: {LIMITS[ended.limit].format(seconds=seconds)}.")
    if ended.outcome == "refused":
        return REFUSED
    return 0 if ended.outcome == "exited" and ended.exit_code == 0 else FAILED
