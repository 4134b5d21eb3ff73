# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Started by root, a program is run by somebody else, wherever the interpreter lies."""

from __future__ import annotations

import os
import subprocess
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import privileges, run
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root steps down")

APP = Path(run.__file__).resolve().parents[2]

WHO = """
import os
print(os.getresuid(), os.getresgid(), os.getgroups())
status = dict(line.split(":\\t") for line in open("/proc/self/status") if line.startswith(("Cap", "NoNew")))
print({name: int(value, 16) for name, value in status.items() if name != "CapBnd"})
"""


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that only root may enter, as root's home is."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="sidelight-closed-") as folder:
        assert Path(folder).stat().st_mode & 0o777 == 0o700
        Path(folder, "secret.txt").write_text("root's own")
        yield Path(folder)


def test_nothing_of_root_is_left(finish):
    end = finish(WHO)
    users, rights = end.stdout.splitlines()
    assert "0" not in users.replace("[]", "").replace("(", "").replace(")", "").split(", ")
    assert users.endswith("[]")
    assert eval(rights) == {"CapInh": 0, "CapPrm": 0, "CapEff": 0, "CapAmb": 0, "NoNewPrivs": 1}


def test_two_runs_are_two_users(finish):
    assert finish(WHO).stdout.splitlines()[0] != finish(WHO).stdout.splitlines()[0]


def test_the_limit_of_tasks_binds(finish):
    end = finish(
        """
import os, signal
started = 0
try:
    while started < 200:
        if os.fork() == 0:
            signal.pause()
        started += 1
finally:
    print(started, flush=True)
""",
        processes=20,
    )
    assert (end.limit, end.outcome) == ("processes", "killed") or int(end.stdout) < 20


def test_an_interpreter_in_a_folder_of_roots_own_is_shown_alone(means, level, closed):
    place = closed / "inner" / "environment"
    venv.create(place, with_pip=False, symlinks=True)
    interpreter = replace(
        means.interpreter,
        executable=str(place / "bin" / "python"),
        roots=(str(place), *means.interpreter.roots),
    )
    source = f"""
import os, sys, subprocess
print(sys.executable)
print(sorted(os.listdir({str(place)!r}))[:1])
for attempt in (
    lambda: open({str(closed / "secret.txt")!r}).read(),
    lambda: open({str(place / "new.txt")!r}, "w"),
):
    try:
        print(attempt())
    except OSError:
        print("held")
print(subprocess.run([sys.executable, "-c", "print(5)"], capture_output=True, text=True).stdout)
"""
    with begin(
        Program(source), Policy(Limits(seconds=30)), level, replace(means, interpreter=interpreter)
    ) as it:
        end = it.wait(40)
    assert end.stderr == ""
    assert end.stdout.splitlines() == [str(place / "bin" / "python"), "['bin']", "held", "held", "5", ""]
    # The cover was the child's alone.
    assert (closed / "secret.txt").read_text() == "root's own"


def test_an_interpreter_that_root_alone_may_read_is_refused_in_words(means, level, closed):
    place = closed / "environment"
    venv.create(place, with_pip=False, symlinks=True)
    place.chmod(0o700)
    interpreter = replace(
        means.interpreter,
        executable=str(place / "bin" / "python"),
        roots=(str(place), *means.interpreter.roots),
    )
    program = Program("print('I ran')")
    with begin(program, Policy(Limits(seconds=30)), level, replace(means, interpreter=interpreter)) as it:
        end = it.wait(40)
    assert (end.outcome, end.exit_code, end.stdout) == ("refused", 126, "")
    assert "may be read by root alone" in end.stderr


def test_scratch_is_made_where_the_other_user_can_reach_it(means, level, closed, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(closed))
    with begin(Program("open('x', 'w').write('x')\nprint('written')"), Policy(), level, means) as it:
        end = it.wait(40)
    assert end.stdout == "written\n", end.stderr


def test_an_interpreter_under_roots_home_works():
    """The usual case of it: a Python that root installed for itself."""
    found = sorted(Path("/root").glob(".pyenv/versions/3.1[1-9]*/bin/python3"))
    if not found or Path("/root").stat().st_mode & 0o001:
        pytest.skip("there is no Python under a closed home of root's here")
    code = """
from sidelight.domain.running import Limits, Policy
from sidelight.sandbox import run
print(run.probe().level, run.probe().missing)
with run.start(run.Program("import os, json; print(os.getuid() > 0)"), Policy(Limits(seconds=30))) as it:
    end = it.wait(40)
print(end.stdout, end.stderr)
"""
    done = subprocess.run(
        [str(found[0]), "-c", code],
        env={"PYTHONPATH": str(APP), "HOME": "/root", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    level, printed = done.stdout.splitlines()[:2]
    assert level == f"{run.probe().level} {run.probe().missing}"
    assert printed == "True"


def test_covers_are_found_at_the_first_closed_folder(closed):
    inner = closed / "a" / "b"
    inner.mkdir(parents=True)
    assert privileges.covers([str(inner), "/usr", str(closed / "c")]) == {
        str(closed): [str(inner), str(closed / "c")]
    }
    assert privileges.covers([str(closed)]) == {}


def test_an_id_is_nobodys():
    first, second = privileges.unprivileged_id(1), privileges.unprivileged_id(2)
    assert first != second
    assert first > 0
    assert second > 0
