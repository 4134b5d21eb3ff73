# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.gui.frame import VIEW_EVERY_MS, FrameClock


class View:
    def __init__(self, now, cost_ms=1.0, pieces=10**6):
        self.now, self.cost_ms, self.pieces = now, cost_ms, pieces
        self.visible = True
        self.shown = []

    def isVisible(self):  # noqa: N802
        return self.visible

    def show_pending(self, budget_ms):
        if not self.pieces:
            return False
        self.pieces -= 1
        self.shown.append(self.now[0])
        self.now[0] += self.cost_ms
        return True


@pytest.fixture
def now():
    return [0.0]


def clock_of(now, qapp, *, changed=lambda: True, busy=lambda: True):
    return FrameClock(changed, busy, now_ms=lambda: now[0])


def test_at_most_two_views_a_tick_and_all_get_their_turn(now, qapp):
    clock = clock_of(now, qapp)
    views = [View(now) for _ in range(8)]
    for view in views:
        clock.add(view)
    for _ in range(4):
        before = sum(len(view.shown) for view in views)
        clock.beat()
        assert sum(len(view.shown) for view in views) - before <= 2
        now[0] += 8
    assert all(len(view.shown) == 1 for view in views)
    clock.halt()


def test_no_view_is_shown_more_than_thirty_times_a_second(now, qapp):
    clock = clock_of(now, qapp)
    views = [View(now, cost_ms=0.1) for _ in range(2)]
    for view in views:
        clock.add(view)
    while now[0] < 1000:
        clock.beat()
        now[0] += 8
    for view in views:
        gaps = [b - a for a, b in zip(view.shown, view.shown[1:], strict=False)]
        assert min(gaps) >= VIEW_EVERY_MS - 1e-6
        assert len(view.shown) >= 20
    clock.halt()


def test_a_slow_view_ends_the_tick(now, qapp):
    clock = clock_of(now, qapp)
    slow, other = View(now, cost_ms=7), View(now, cost_ms=7)
    clock.add(slow)
    clock.add(other)
    clock.beat()
    assert len(slow.shown) + len(other.shown) == 1
    now[0] += 8
    clock.beat()
    assert len(slow.shown) == len(other.shown) == 1
    clock.halt()


def test_a_hidden_view_costs_nothing_and_catches_up_when_seen(now, qapp):
    clock = clock_of(now, qapp, busy=lambda: False)
    hidden = View(now)
    hidden.visible = False
    clock.add(hidden)
    clock.beat()
    assert hidden.shown == []
    assert not clock.running
    hidden.visible = True
    clock.wake(hidden)
    assert clock.running
    clock.beat()
    assert len(hidden.shown) == 1
    clock.halt()


def test_it_rests_when_nothing_is_written_and_everything_is_shown(now, qapp, qtbot):
    arriving = [True, True, False]
    clock = clock_of(
        now, qapp, changed=lambda: arriving.pop(0) if arriving else False, busy=lambda: bool(arriving)
    )
    view = View(now, pieces=3)
    clock.add(view)
    with qtbot.waitSignal(clock.rested):
        while clock.running:
            clock.beat()
            now[0] += 40
    assert view.pieces == 0
    assert not clock.running


def test_advanced_is_told_once_a_tick_however_much_arrived(now, qapp):
    told = []
    clock = clock_of(now, qapp)
    clock.advanced.connect(lambda: told.append(1))
    clock.beat()
    clock.beat()
    assert len(told) == 2
    clock.halt()


def test_nothing_wakes_a_clock_that_was_halted(now, qapp):
    clock = clock_of(now, qapp)
    view = View(now)
    clock.add(view)
    clock.halt()
    clock.wake()
    clock.wake(view)
    clock.add(view)
    assert not clock.running
