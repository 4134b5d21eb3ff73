# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sidelight.gui import frame
from sidelight.gui.collecting import Collecting


class Somebody:
    pass


@pytest.fixture
def walks() -> Iterator[list[int]]:
    """The generations of every walk that the collector takes."""
    seen: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            seen.append(info["generation"])

    usual = gc.get_threshold()
    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)
    assert gc.get_threshold() == usual


def litter() -> None:
    """Enough lasting objects that Python wants to look at everything."""
    kept = []
    for number in range(300_000):
        kept.append([number])


def test_python_walks_far_when_nothing_holds_it(walks: list[int]) -> None:
    litter()
    assert 2 in walks


def test_no_long_walk_while_something_moves(walks: list[int]) -> None:
    collecting = Collecting()
    one, other = Somebody(), Somebody()
    collecting.hold(one)
    collecting.hold(other)
    litter()
    assert 1 in walks
    assert 2 not in walks
    collecting.release(one, walk=True)
    assert collecting.held
    assert 2 not in walks
    collecting.release(other, walk=True)
    assert not collecting.held
    assert 2 in walks


def test_whoever_is_gone_holds_nothing_back(walks: list[int]) -> None:
    collecting = Collecting()
    gone, there = Somebody(), Somebody()
    collecting.hold(gone)
    collecting.hold(there)
    del gone
    collecting.release(there, walk=False)
    assert not collecting.held


def test_a_clock_lets_the_collector_walk_once_it_has_rested(
    walks: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "QUIET_MS", 40)
    monkeypatch.setattr(frame, "COLLECTING", collecting := Collecting())
    busy = [True]
    clock = frame.FrameClock(lambda: False, lambda: busy[0])
    clock.wake()
    assert collecting.held
    litter()
    assert 2 not in walks
    busy[0] = False
    with qtbot.waitSignal(clock.rested):
        pass
    assert collecting.held
    clock.wake()
    assert collecting.held
    qtbot.waitUntil(lambda: not collecting.held)
    assert 2 in walks
    clock.wake()
    clock.halt()
    assert not collecting.held


def test_no_walk_is_taken_for_little(walks: list[int]) -> None:
    collecting, one = Collecting(), Somebody()
    gc.collect()
    walks.clear()
    collecting.hold(one)
    collecting.release(one, walk=True)
    assert 2 not in walks
