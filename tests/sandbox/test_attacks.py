# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Every attack, at every level, from root and from an ordinary user, and with every older Landlock."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sidelight.sandbox import bubblewrap
from sidelight.sandbox.child import landlock
from support import ordinary_user

HERE = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("sidelight_arsenal", HERE / "arsenal.py")
arsenal = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(arsenal)
UID = 54_321
ROOT = os.getuid() == 0

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="the attacks name calls by x86-64 numbers"
)

ATTACKS = arsenal.table()


def _batteries():
    for who in ("root", "user") if ROOT else ("user",):
        yield pytest.param(
            "A", who, marks=pytest.mark.skipif(bubblewrap.find(os.environ) is None, reason="no bwrap")
        )
        yield pytest.param("B", who)
    for older in range(1, landlock.version()):
        yield pytest.param(f"B{older}", "user")


@cache
def _run(level, who, *more):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    program = [sys.executable, str(HERE / "battery.py"), level, *more]
    if who == "user" and ROOT:
        environment |= {"HOME": "/tmp", "TMPDIR": "/tmp"}
        program = ordinary_user.command(UID, *program)
    # The order of descriptors and of the environment must not matter, so nothing is tidied for the run.
    done = subprocess.run(
        program,
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_there_are_many_and_of_every_kind():
    categories = {attack.category for attack in ATTACKS.values()}
    assert categories == {"read", "secret", "write", "net", "proc", "res", "surface"}
    assert len(ATTACKS) >= 200


@pytest.mark.parametrize(("level", "who"), list(_batteries()))
def test_every_attack_is_held(level, who):
    _judge(_run(level, who))


@pytest.mark.parametrize(("level", "who"), [one for one in _batteries() if one.values[0] in ("A", "B", "B4")])
def test_every_attack_is_held_on_a_stage_that_waited(level, who):
    """What was made ready for a program, and the channels that a picture needs, open nothing."""
    _judge(_run(level, who, "spare"))


def _judge(battery):
    assert battery["finished"], battery["errors"]
    results = battery["results"]
    assert ATTACKS.keys() <= results.keys()
    succeeded = {name: told["detail"] for name, told in results.items() if told.get("done")}
    assert succeeded == {}
    assert battery["arrived"] == []
    assert battery["processors"] == str(len(os.sched_getaffinity(0)))
    assert (battery["signals"], battery["nice"]) == ("0", str(os.nice(0)))
    assert battery["survivors"] == 0


def test_the_attacks_bite_where_nothing_holds_them():
    """Without the sandbox they succeed, so that one held says something about the sandbox."""
    battery = _run("plain", "user")
    assert battery["finished"]
    harmless = [
        name for name, attack in ATTACKS.items() if attack.bites and not battery["results"][name]["done"]
    ]
    # Some machines lack one thing or another: user namespaces, a kind of socket, a way into shared memory.
    assert len(harmless) <= 12, harmless
    assert battery["arrived"]
