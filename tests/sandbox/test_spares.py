# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Sandboxes that wait for a program: as strong, as fresh and as bounded as those made for one."""

from __future__ import annotations

import os
import select
import threading
import time
from pathlib import Path

import pytest

from sidelight.domain.running import Level, Limits, Policy
from sidelight.sandbox import run as sandbox
from sidelight.sandbox import tree
from sidelight.sandbox.events import Ended, Output, StageMessage
from sidelight.sandbox.held import begin
from sidelight.sandbox.program import Program
from sidelight.sandbox.spare import Spare, suits
from sidelight.sandbox.spares import Spares

UNTIL_STOPPED = Policy(Limits(seconds=None, cpu_seconds=None))
PATIENCE_S = 100.0

CUBE = """
import pygame
from OpenGL.GL import *
pygame.init()
pygame.display.set_mode((64, 48), pygame.DOUBLEBUF | pygame.OPENGL)
pygame.display.set_caption("cube")
while True:
    pygame.event.get()
    glClearColor(0, 0, 1, 1); glClear(GL_COLOR_BUFFER_BIT)
    pygame.display.flip()
"""


def wait_until(condition, *watched):
    until = time.monotonic() + PATIENCE_S
    while not (found := condition()):
        assert time.monotonic() < until
        select.select(watched, [], [], 0.05)
    return found


def made_ready(level, means, policy=UNTIL_STOPPED):
    spare = Spare(policy, level, means)
    wait_until(spare.ready, spare)
    return spare


def own_mb(pid):
    """Memory that a process shares with nobody."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def end_of(spare, source, **more):
    with spare.take(Program(source, stage=True, **more)) as run:
        return run.wait(PATIENCE_S)


def test_a_program_finds_what_it_would_find_by_itself(level, means):
    end = end_of(
        made_ready(level, means),
        """
import os, sys, __main__, threading
print(__name__, __file__ == sys.argv[0], sys.argv[1:], os.path.basename(__file__), os.getcwd() == sys.path[0])
print(sorted(set(sys.modules) & {"pygame", "glfw"}), threading.active_count(), sorted(os.listdir()))
print(sorted(int(n) for n in os.listdir("/proc/self/fd"))[:-1])
import pygame.display, glfw, numpy, importlib
print(pygame.__spec__.name, glfw.__spec__.loader is not None, pygame.display.get_init())
raise ValueError("seen")
""",
        name="cube.py",
        args=("a", "ü b"),
    )
    lines = end.stdout.splitlines()
    assert lines[0] == "__main__ True ['a', 'ü b'] cube.py True"
    assert lines[1] == "[] 1 ['cube.py', 'tmp']"
    descriptors = 'import os\nprint(sorted(int(n) for n in os.listdir("/proc/self/fd"))[:-1])'
    with begin(Program(descriptors, stage=True), UNTIL_STOPPED, level, means) as cold:
        assert lines[2] == cold.wait(PATIENCE_S).stdout.strip()
    assert lines[3] == "pygame True False"
    assert end.stderr.startswith("Traceback (most recent call last):\n  File")
    assert "sidelight" not in end.stderr.replace("sidelight-run", "")
    assert (end.outcome, end.exit_code, end.level, end.survivors) == ("exited", 1, level, 0)


def test_what_waits_is_small(level, means):
    """Beside another at work, as it is when there is more than one; what they share is in memory once."""
    other, spare = made_ready(level, means), made_ready(level, means)
    waiting = max(tree.descendants(spare._run._process.pid), key=own_mb)
    maps = Path(f"/proc/{waiting}/maps").read_text("utf-8")
    assert "libSDL2" in maps, "pygame is there"
    assert "libLLVM" not in maps, "the renderer waits for a script that draws"
    assert own_mb(waiting) <= 30
    spare.close()
    other.close()


def test_it_draws_and_says_only_what_the_program_did(level, means):
    spare = made_ready(level, means)
    with spare.take(Program(CUBE, stage=True)) as run:
        heard = []

        def shown():
            heard.extend(run.events())
            assert not [one for one in heard if isinstance(one, Output | Ended)], heard
            return run.latest_frame()

        frame = wait_until(shown, run)
        assert (frame.width, frame.height) == (64, 48)
        assert bytes(frame.pixels[:3]) == b"\xff\x00\x00"
        run.stop()
        assert run.wait(PATIENCE_S).survivors == 0
    told = [one.content["t"] for one in heard if isinstance(one, StageMessage)]
    assert "ready" not in told
    names = [
        one.content["name"]
        for one in heard
        if isinstance(one, StageMessage) and one.content["t"] == "toolkit"
    ]
    assert names == ["pygame"]


def test_a_plain_program_is_of_no_toolkit(level, means):
    with made_ready(level, means).take(Program("print(1)", stage=True)) as run:
        run.wait(PATIENCE_S)
        told = [one.content for one in run.events() if isinstance(one, StageMessage)]
    assert not [content for content in told if content["t"] == "toolkit"]


@pytest.mark.parametrize(
    ("limits", "source", "limit"),
    [
        ({"seconds": 1.0}, "import time\ntime.sleep(60)", "wall"),
        ({"seconds": 30.0, "cpu_seconds": 1}, "while True: pass", "cpu"),
        (
            {"seconds": 30.0, "memory_mb": 400},
            "kept = []\nwhile True: kept.append(b'x' * (4 << 20))",
            "memory",
        ),
    ],
)
def test_limits_count_from_the_program_on(level, means, limits, source, limit):
    spare = made_ready(level, means, Policy(Limits(**limits)))
    process = spare._run._process
    # The wait is longer than the time that the program will have.
    with pytest.raises(TimeoutError):
        spare._run.wait(1.5)
    assert process.poll() is None
    began = time.monotonic()
    end = end_of(spare, source)
    took_ms = (time.monotonic() - began) * 1000
    assert (end.outcome, end.limit, end.survivors) == ("killed", limit, 0)
    assert limit != "wall" or 1000 <= end.duration_ms <= took_ms


def test_as_many_processes_are_allowed_as_when_the_program_begins(means):
    """The user's own tasks, which are counted with it at this level, are others by then."""
    spare = made_ready(Level.B, means)
    over = threading.Event()
    others = [threading.Thread(target=over.wait) for _ in range(30)]
    before = tree.tasks_of_user(os.getuid())
    for other in others:
        other.start()
    source = "import resource\nprint(*resource.getrlimit(resource.RLIMIT_NPROC))"
    soft, hard = map(int, end_of(spare, source).stdout.split())
    counted = 0 if os.getuid() == 0 else before
    assert soft == hard
    assert 64 + counted <= hard <= 64 + counted + (0 if os.getuid() == 0 else 400)
    over.set()
    for other in others:
        other.join()


def test_each_is_used_once(level, means):
    spare = made_ready(level, means)
    with spare.take(Program("print(1)", stage=True)) as run:
        assert spare.take(Program("print(2)", stage=True)) is None
        assert run.wait(PATIENCE_S).stdout == "1\n"
    spare.close()


def test_one_that_died_is_no_longer_good(level, means):
    spare = made_ready(level, means)
    tree.kill(spare._run._supervisor)
    spare._run._process.wait()
    assert spare.take(Program("print(1)", stage=True)) is None
    spare.close()


def test_closing_leaves_nothing(level, means):
    spare = made_ready(level, means)
    session = spare._run._session
    assert tree.in_session(session)
    spare.close()
    spare.close()
    assert not tree.in_session(session)


def test_a_hostile_program_finds_nothing_of_another(level, means):
    """Two that were made alike share neither memory, nor folder, nor signals."""
    first, second = made_ready(level, means), made_ready(level, means)
    other = second._run._session
    end = end_of(
        first,
        f"""
import os, signal
for work in (lambda: os.kill({other}, signal.SIGKILL), lambda: os.listdir({second._run._scratch!r}),
             lambda: open("/proc/{other}/environ").read(), lambda: os.read(7, 10)):
    try:
        work()
        print("reached")
    except OSError as error:
        print("held", error.errno)
""",
    )
    assert end.stdout.count("held") == 4, end.stdout
    assert end_of(second, "print('alive')").stdout == "alive\n"


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        (CUBE, True),
        ("import OpenGL\nOpenGL.ERROR_CHECKING = False\nfrom OpenGL.GL import *", False),
        ("import OpenGL as gl\ngl.FULL_LOGGING = True", False),
        ("import os\nos.environ['MESA_GL_VERSION_OVERRIDE'] = '3.3'", False),
        ("import sys\nprint(sys.modules)", False),
        ("from OpenGL.GL import *\nprint('a window')", True),
    ],
)
def test_what_a_program_decides_before_it_imports_is_left_to_it(source, fits):
    assert suits(Program(source, stage=True)) is fits
    assert not suits(Program(source))
    assert not suits(Program(source, stage=True, keep_files=True))


# -- many
# --------------------------------------------------------------------------------------------------


class Made:
    """Counts what is prepared, and prepares it."""

    def __init__(self, level, means):
        self.level, self.means = level, means
        self.all = []

    def __call__(self, policy):
        self.all.append(Spare(policy, self.level, self.means))
        return self.all[-1]


@pytest.fixture
def made(means):
    return Made(Level.B, means)


@pytest.fixture
def spares(made):
    kept = Spares(UNTIL_STOPPED, delay_s=0, prepare=made)
    yield kept
    kept.close()
    assert not [one for one in made.all if one._run is not None]
    assert not [thread for thread in threading.enumerate() if thread.name == "sandbox-spares"]


def test_none_is_made_before_one_is_expected(spares, made):
    spares.expect(0)
    with spares.start(Program("print(1)", stage=True)) as run:
        assert run.wait(PATIENCE_S).stdout == "1\n"
    assert made.all == []


def test_one_is_used_and_replaced(spares, made):
    spares.expect(1)
    wait_until(spares.ready)
    first = made.all[0]._run
    with spares.start(Program(CUBE, stage=True)) as run:
        assert run is first
        wait_until(lambda: run.events() and run.latest_frame(), run)
        wait_until(spares.ready)
    assert len(made.all) == 2


def test_the_first_waits_until_the_window_stands(made):
    kept = Spares(UNTIL_STOPPED, prepare=made, delay_s=0.3)
    began = time.monotonic()
    kept.expect(1)
    kept.expect(1)
    wait_until(kept.ready)
    assert time.monotonic() - began > 0.3
    kept.close()


def test_there_are_never_more_than_a_few(spares, made):
    spares.expect(50)
    wait_until(spares.ready)
    assert len(made.all) == 1
    with spares.start(Program("print(1)", stage=True)) as run:
        assert run.wait(PATIENCE_S).stdout == "1\n"
    wait_until(lambda: spares.ready() == 2)
    spares.expect(50)
    assert len(made.all) == 3


def test_a_program_that_does_not_fit_starts_by_itself(spares, made):
    spares.expect(1)
    wait_until(spares.ready)
    with spares.start(Program("import os\nprint(len(os.environ) > 3)", stage=True)) as run:
        assert run.wait(PATIENCE_S).stdout == "True\n"
    assert len(made.all) == 1
    assert made.all[0]._run is not None


def test_one_that_died_is_passed_over(spares, made):
    spares.expect(1)
    wait_until(spares.ready)
    dead = made.all[0]
    tree.kill(dead._run._supervisor)
    dead._run._process.wait()
    with spares.start(Program("print(1)", stage=True)) as run:
        assert run.wait(PATIENCE_S).stdout == "1\n"
    wait_until(lambda: dead._run is None)


def test_those_that_nobody_wants_are_dropped(made):
    kept = Spares(UNTIL_STOPPED, delay_s=0, prepare=made, idle_s=0.5)
    kept.expect(1)
    wait_until(lambda: made.all and made.all[0]._run is None)
    kept.close()


def test_where_memory_is_short_none_waits(made):
    free = {"mb": 100_000}
    kept = Spares(UNTIL_STOPPED, delay_s=0, prepare=made, memory_mb=lambda: free["mb"])
    kept.expect(1)
    wait_until(kept.ready)
    free["mb"] = 100
    kept.expect(1)
    wait_until(lambda: made.all[0]._run is None)
    kept.close()
    assert len(made.all) == 1


def test_another_policy_gets_none(made):
    kept = Spares(UNTIL_STOPPED, delay_s=0, prepare=lambda _policy: made(Policy(Limits(memory_mb=300))))
    kept.expect(1)
    wait_until(kept.ready)
    assert kept._pop(Program(CUBE, stage=True)) is None
    kept.close()


def test_where_nothing_holds_nothing_waits(monkeypatch):
    from sidelight.domain.running import SandboxReport

    monkeypatch.setattr(
        sandbox, "_examined", lambda *, refresh: (SandboxReport(Level.NONE, (), (), ()), None)
    )
    assert sandbox.prepare(UNTIL_STOPPED) is None


def test_closing_twice_and_before_anything(made):
    kept = Spares(UNTIL_STOPPED, delay_s=0, prepare=made)
    kept.close()
    kept.close()
    kept.expect(1)
    assert made.all == []
