# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where nothing holds, a program runs only once, and only if somebody read it and said yes to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox import run
from sidelight.sandbox.consent import FRESH_MS, Consent, Consents, digest
from sidelight.sandbox.held import begin
from sidelight.sandbox.linux import LinuxBackend
from sidelight.sandbox.program import Program
from sidelight.sandbox.selftest import examine
from support import ordinary_user

APP = Path(run.__file__).resolve().parents[2]
UID = 54_321
SOURCE = "print('I ran')"


def now_ms():
    return round(time.time() * 1000)


def test_a_consent_is_for_one_text_for_a_while_and_for_one_run():
    consents = Consents()
    consent = Consent.to(SOURCE, 5_000_000)
    for source, now, reason in (
        (SOURCE + " ", 5_000_001, "another text"),
        (SOURCE, 5_000_001 + FRESH_MS, "not given just now"),
        (SOURCE, 4_999_999, "not given just now"),
    ):
        with pytest.raises(SandboxRefused, match=reason):
            consents.use(consent, source, now)
    consents.use(consent, SOURCE, 5_000_001)
    with pytest.raises(SandboxRefused, match="one run"):
        consents.use(consent, SOURCE, 5_000_002)
    consents.use(Consent.to(SOURCE, 5_000_001), SOURCE, 5_000_002)


def test_a_consent_cannot_be_changed_to_another_text():
    consent = Consent.to(SOURCE, 1)
    with pytest.raises(AttributeError):
        consent.source_digest = digest("something else")


def test_a_consent_changes_nothing_where_something_holds():
    consent = Consent.to(SOURCE, now_ms())
    with run.start(Program(SOURCE), Policy(Limits(seconds=30)), consent=consent) as running:
        end = running.wait(60)
    assert end.level is run.probe().level is not Level.NONE


@pytest.fixture
def lame(means, monkeypatch):
    """A machine that holds nothing."""
    backend = LinuxBackend(replace(means, abi_ceiling=0))
    monkeypatch.setattr(run._EXAMINED, "found", (backend.examine(), backend))


@pytest.mark.skipif(os.getuid() != 0, reason="only root is refused")
@pytest.mark.usefixtures("lame")
def test_root_never():
    with pytest.raises(SandboxRefused, match="administrator"):
        run.start(Program(SOURCE), Policy(), consent=Consent.to(SOURCE, now_ms()))


def test_no_trial_of_the_self_test_is_ever_unheld(means):
    assert examine(replace(means, abi_ceiling=0)).level is Level.NONE


CODE = f"""
import json, os, sys, time
from dataclasses import replace
from sidelight.domain.errors import SandboxRefused
from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import run
from sidelight.sandbox.launch import Means
from sidelight.sandbox.linux import LinuxBackend
backend = LinuxBackend(replace(Means.find(os.environ), abi_ceiling=0))
run._EXAMINED.found = (backend.examine(), backend)
told = []
def attempt(source, consent, **limits):
    try:
        with run.start(run.Program(source), Policy(Limits(**limits)), consent=consent) as running:
            end = running.wait(60)
        told.append([end.level, end.outcome, end.limit, end.stdout, end.stderr, end.survivors])
    except SandboxRefused as refusal:
        told.append(str(refusal))
source = {SOURCE!r}
consent = run.Consent.to(source, round(time.time() * 1000))
attempt(source, None)
attempt("print('something else')", consent)
attempt(source, consent, seconds=20)
attempt(source, consent)
loop = "import os\\nfor _ in range(3):\\n    os.fork() or os.setsid()\\nwhile True: pass"
attempt(loop, run.Consent.to(loop, round(time.time() * 1000)), seconds=0.7)
print(json.dumps(told))
"""


def test_with_consent_a_run_has_limits_and_says_that_nothing_held_it():
    program = [sys.executable, "-c", CODE]
    done = subprocess.run(
        ordinary_user.command(UID, *program) if os.getuid() == 0 else program,
        env={"PYTHONPATH": str(APP), "PATH": os.environ["PATH"], "HOME": "/tmp", "TMPDIR": "/tmp"},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    without, other, first, second, loop = json.loads(done.stdout)
    assert "cannot hold a stranger's program" in without
    assert "another text" in other
    assert first == ["none", "exited", None, "I ran\n", "", 0]
    assert "for one run" in second
    assert loop == ["none", "killed", "wall", "", "", 0]


def test_asking_for_no_level_by_hand_steps_down_from_root_or_runs_as_oneself(means):
    with begin(
        Program("import os\nprint(os.getuid())"), Policy(Limits(seconds=20)), Level.NONE, means
    ) as running:
        end = running.wait(60)
    assert end.level is Level.NONE
    assert int(end.stdout) > 0 or os.getuid() != 0
