# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys

import pytest

from sidelight.probes.uncaught import LONGEST, uncaught

IN_A_THREAD = """
import threading
def work():
    raise ValueError("no such cube")
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
IN_A_CALLBACK = """
class Thing:
    def __del__(self):
        raise OSError("gone: at once")
Thing()
print("Error: of my own words", file=__import__("sys").stderr)
"""
CAUGHT = """
import traceback
try:
    raise ValueError("seen to")
except ValueError:
    traceback.print_exc()
"""


def said(script: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    ).stderr


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (IN_A_THREAD, "ValueError: no such cube"),
        (IN_A_CALLBACK, "OSError: gone: at once"),
        (CAUGHT, ""),
        ("", ""),
    ],
)
def test_what_python_says_of_an_error_in_a_script_that_goes_on(script, error):
    assert uncaught(said(script)) == error


def test_the_last_of_several_errors_is_named():
    both = said(IN_A_THREAD) + said(IN_A_CALLBACK)
    assert uncaught(both) == "OSError: gone: at once"
    assert uncaught(said(IN_A_CALLBACK) + said(IN_A_THREAD)) == "ValueError: no such cube"


def test_the_last_error_of_a_page_is_named_without_its_line():
    stderr = (
        "Not loaded: https://cdn.example/three.js\n"
        "Uncaught ReferenceError: THREE is not defined (line 12)\n"
        "Uncaught (in promise) TypeError: x is null (app.js, line 7)\n"
        "slow (line 3)\n"
    )
    assert uncaught(stderr) == "TypeError: x is null (app.js, line 7)"
    assert uncaught(stderr.partition("Uncaught (in")[0]) == "ReferenceError: THREE is not defined"
    assert uncaught("it says Uncaught Error: nothing\n") == ""


def test_a_flood_behind_an_error_does_not_hide_it_and_a_long_one_is_cut():
    assert uncaught("Uncaught Error: early (line 2)\n" + "noise (line 3)\n" * 200_000) == "Error: early"
    assert len(uncaught("Uncaught " + "x" * 9000)) == LONGEST
