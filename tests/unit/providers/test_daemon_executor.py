# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from sidelight.providers.daemon_executor import DaemonExecutor


def test_results_and_errors_come_back():
    async def run():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonExecutor())
        assert await loop.run_in_executor(None, int, "7") == 7
        with pytest.raises(ValueError):
            await loop.run_in_executor(None, int, "x")

    asyncio.run(run())


def test_a_call_that_never_returns_does_not_keep_the_program():
    code = (
        "import threading; from sidelight.providers.daemon_executor import DaemonExecutor;"
        "DaemonExecutor().submit(threading.Event().wait)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=30, check=False).returncode == 0
