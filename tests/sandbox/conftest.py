# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running a program at one level, as root and as an ordinary user."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sidelight.domain.running import Level, Limits, Policy, RunEnd
from sidelight.sandbox import bubblewrap
from sidelight.sandbox.child import landlock
from sidelight.sandbox.held import SupervisedRun, begin
from sidelight.sandbox.launch import Means
from sidelight.sandbox.program import Program

PATIENCE_S = 120.0

HAS_BWRAP = bubblewrap.find(os.environ) is not None

LEVELS = [
    pytest.param(Level.A, marks=pytest.mark.skipif(not HAS_BWRAP, reason="bubblewrap is not installed")),
    Level.B,
]

if landlock.version() == 0:
    pytest.skip("this kernel has no Landlock: nothing is run here at all", allow_module_level=True)


@pytest.fixture(scope="session")
def means() -> Means:
    """What this machine has."""
    return Means.find(os.environ)


@pytest.fixture(params=LEVELS)
def level(request: pytest.FixtureRequest) -> Level:
    """Both levels in turn, as far as they can be had."""
    return request.param


@pytest.fixture
def finish(means: Means, level: Level) -> Callable[..., RunEnd]:
    """Run a program to its end; whatever it was, nothing may be left of it."""

    def run(source: str, *, readable: tuple[str, ...] = (), args: tuple[str, ...] = (), **limits) -> RunEnd:
        policy = Policy(Limits(**{"seconds": 30.0, **limits}), readable)
        with begin(Program(source, args=args), policy, level, means) as running:
            scratch = running._scratch
            end = running.wait(PATIENCE_S)
        assert end.survivors == 0
        assert end.level is level
        assert not os.path.lexists(scratch)
        return end

    return run


@pytest.fixture
def full(means: Means, level: Level) -> Callable[[RunEnd], bool]:
    """Whether a run came to the end of what it may write.

    A folder in memory takes no more: who did not wait to be ended was told so, or lost a mapping.
    """
    sized = level is Level.A and means.sizes

    def was(end: RunEnd) -> bool:
        refused = "No space left on device" in end.stderr or end.exit_code == 128 + signal.SIGBUS
        return (end.outcome, end.limit) == ("killed", "disk") or (sized and refused)

    return was


@pytest.fixture
def at_work(means: Means, level: Level) -> Callable[..., SupervisedRun]:
    """Start a program and wait until it has said its first words."""

    @contextmanager
    def run(source: str, **limits) -> Iterator[tuple[SupervisedRun, str]]:
        policy = Policy(Limits(**{"seconds": 60.0, **limits}))
        with begin(Program(source), policy, level, means) as running:
            until = time.monotonic() + PATIENCE_S
            while not running._texts["stdout"]:
                assert time.monotonic() < until
                assert running._end is None, running._end
                select.select([running], [], [], 1)
                running._pump()
            yield running, "".join(running._texts["stdout"])

    return run
