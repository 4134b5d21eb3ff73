# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A display of one's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from virtual_display import VirtualDisplay, can_start

pytestmark = pytest.mark.skipif(not can_start(), reason="Xvfb is not installed here")

SCRIPT = Path(__file__).parents[2] / "packaging" / "virtual_display.py"


def without_display() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}


def test_two_at_once_have_two_numbers() -> None:
    one, other = VirtualDisplay(), VirtualDisplay()
    try:
        assert one.name != other.name
        assert psutil.pid_exists(one.pid)
    finally:
        one.close()
        other.close()
    one.close()
    assert not psutil.pid_exists(one.pid)
    assert not psutil.pid_exists(other.pid)


def test_a_command_runs_on_it_and_its_status_comes_back() -> None:
    command = [sys.executable, str(SCRIPT), "sh", "-c", "echo on $DISPLAY; exit 7"]
    done = subprocess.run(command, env=without_display(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 7
    assert done.stdout.startswith("on :")


def test_it_dies_with_the_process_that_made_it() -> None:
    program = """if True:
        import signal, virtual_display
        display = virtual_display.VirtualDisplay()
        print(display.pid, flush=True)
        signal.pause()
    """
    maker = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**without_display(), "PYTHONPATH": str(SCRIPT.parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert maker.stdout is not None
    with maker.stdout:
        server = psutil.Process(int(maker.stdout.readline()))
        maker.send_signal(signal.SIGKILL)
        maker.wait()
    _, alive = psutil.wait_procs([server], timeout=30)
    assert not alive


def test_words_of_a_server_that_cannot_start_are_passed_on() -> None:
    with pytest.raises(RuntimeError, match="Xvfb did not start"):
        VirtualDisplay(size="nonsense")
