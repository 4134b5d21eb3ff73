# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of ``tests/conftest.py`` bite: a session that breaks one fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]


def session(folder: Path, body: str) -> subprocess.CompletedProcess[str]:
    """Run one test module under a copy of the project's conftest."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_it.py").write_text("from __future__ import annotations\n\n" + body)
    env = os.environ | {"PYTHONPATH": str(ROOT / "packaging"), "HOME": str(folder)}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(folder),
            str(folder),
        ],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_quiet_session_passes(tmp_path: Path) -> None:
    done = session(tmp_path, "def test_nothing():\n    pass\n")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("level", ["warning", "error"])
def test_an_unexpected_line_in_the_log_fails(tmp_path: Path, level: str) -> None:
    body = (
        f"import logging\n\ndef test_it():\n    logging.getLogger('deep.down').{level}('the disk is full')\n"
    )
    done = session(tmp_path, body)
    assert done.returncode == 1
    assert "unexpected in the log" in done.stdout
    assert "deep.down" in done.stdout
    assert "the disk is full" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "level"), [("", "info"), ("caplog", "warning")], ids=["information", "a test that looks"]
)
def test_some_lines_are_expected(tmp_path: Path, arguments: str, level: str) -> None:
    body = f"import logging\n\ndef test_it({arguments}):\n    logging.getLogger('a').{level}('fine')\n"
    done = session(tmp_path, body)
    assert done.returncode == 0, done.stdout


LEAKS = """
import subprocess, sys

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]

def test_a_child():
    subprocess.Popen(SLEEPER)

def test_a_child_in_a_session_of_its_own():
    subprocess.Popen(SLEEPER, start_new_session=True)

def test_an_orphan():
    # Its parent ends, so it is handed on to init and is nobody's child any more.
    subprocess.run(["sh", "-c", "sleep 600 >/dev/null 2>&1 &"])
"""


def test_processes_that_outlive_the_session_fail_it_and_are_ended(tmp_path: Path) -> None:
    done = session(tmp_path, LEAKS)
    assert done.returncode == 1, done.stdout
    assert "3 passed" in done.stdout
    listing = done.stdout.partition("outlived the tests that started them:\n")[2].splitlines()
    leaked = [int(line.split()[0]) for line in listing if line.startswith("   ")]
    assert len(leaked) == 3
    for pid in leaked:
        # An orphan that was killed may wait for an init that is slow to notice.
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_forgetful_test_does_not_reach_the_users_data(tmp_path: Path) -> None:
    body = "import os\n\ndef test_it():\n    print(os.environ['SIDELIGHT_DATA'])\n    assert 0\n"
    done = session(tmp_path, body)
    assert "sidelight-tests-" in done.stdout
    assert "sidelight-tests-" not in str(list(tmp_path.iterdir()))


def test_the_data_folder_is_the_tests_own(data_folder: Path) -> None:
    assert os.environ["SIDELIGHT_DATA"] == str(data_folder)
    assert list(data_folder.iterdir()) == []
