# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Python processes beside the test's own, which end with the test, and users without rights."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support import ordinary_user

TESTS = Path(__file__).resolve().parents[2]
APP = TESTS.parent / "app"
NOBODY = 65534


def environment() -> dict[str, str]:
    """Where the tests' own modules are found too."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (APP, TESTS)))}


@contextmanager
def child(*arguments: object, **how: Any) -> Iterator[subprocess.Popen[str]]:
    """A Python process that is gone at the end, however this ends."""
    command = [sys.executable, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(), **how) as process:
        try:
            yield process
        finally:
            process.kill()


def output_as_nobody(*arguments: object) -> str:
    """What a Python program prints that a user without rights runs; skips where there can be none."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    command = ordinary_user.command(NOBODY, sys.executable, *map(str, arguments))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert done.stderr == ""
    return done.stdout
