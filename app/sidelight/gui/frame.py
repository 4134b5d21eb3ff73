# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The clock that everything moving in a window follows.

Every 8 ms it takes in what arrived and lets at most two views show something new, each at most 30 times a
second, for at most 6 ms together; so eight answers at once never make the window late. Views that cannot be
seen cost nothing, and a window in which nothing happens has no timer running. The garbage collector takes its
long walks only then.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sidelight.gui.collecting import COLLECTING

TICK_MS = 8
BUDGET_MS = 6.0
VIEWS_A_TICK = 2
VIEW_EVERY_MS = 1000 / 30
QUIET_MS = 1500
"""How long everything is at rest before the garbage collector may take its time."""


class PacedView(Protocol):
    """Something that shows a stream when it is its turn."""

    def isVisible(self) -> bool:  # noqa: N802 (Qt's name)
        """Whether it can be seen."""
        ...

    def show_pending(self, budget_ms: float) -> bool:
        """Show what is new within the budget; returns whether there was anything."""
        ...


class _Turn:
    """What the clock knows of one view."""

    __slots__ = ("pending", "shown_ms", "view")

    def __init__(self, view: PacedView) -> None:
        self.view = view
        self.pending = True
        self.shown_ms = float("-inf")


class FrameClock(QObject):
    """Drives the desk and the views.

    Signals:
        advanced: something arrived at this tick.
        rested: nothing is being written any more and everything visible is shown.
    """

    advanced = Signal()
    rested = Signal()

    def __init__(
        self,
        tick: Callable[[], bool],
        busy: Callable[[], bool],
        parent: QObject | None = None,
        *,
        now_ms: Callable[[], float] = lambda: time.monotonic_ns() / 1e6,
    ) -> None:
        """Make a clock at rest.

        Args:
            tick: takes in what arrived; returns whether anything changed.
            busy: whether more may arrive.
            parent: its owner.
            now_ms: a clock that only grows.
        """
        super().__init__(parent)
        self._take_in = tick
        self._busy = busy
        self._now_ms = now_ms
        self._turns: list[_Turn] = []
        self._next = 0
        self._halted = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.beat)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._at_rest)

    @property
    def running(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    def add(self, view: PacedView) -> None:
        """Let a view take part."""
        if all(turn.view is not view for turn in self._turns):
            self._turns.append(_Turn(view))
        self.wake(view)

    def remove(self, view: PacedView) -> None:
        """Let a view take part no longer."""
        self._turns = [turn for turn in self._turns if turn.view is not view]
        self._next = 0

    def wake(self, view: PacedView | None = None) -> None:
        """Begin ticking: something was started, or ``view`` has become visible or has something to show."""
        for turn in self._turns:
            if view is None or turn.view is view:
                turn.pending = True
        if not self._halted and not self._timer.isActive():
            self._timer.start()
            self._quiet.stop()
            COLLECTING.hold(self)

    def halt(self) -> None:
        """Stop for good; the window closes."""
        self._halted = True
        self._timer.stop()
        self._quiet.stop()
        COLLECTING.release(self, walk=False)
        self._turns.clear()

    def beat(self) -> None:
        """One tick."""
        changed = self._take_in()
        if changed:
            for turn in self._turns:
                turn.pending = True
        self._show(self._now_ms())
        if changed:
            self.advanced.emit()
        if not self._busy() and not any(turn.pending and turn.view.isVisible() for turn in self._turns):
            self._timer.stop()
            self._quiet.start()
            self.rested.emit()

    def _at_rest(self) -> None:
        COLLECTING.release(self, walk=True)

    def _show(self, begun_ms: float) -> None:
        shown = 0
        count = len(self._turns)
        for step in range(count):
            at = (self._next + step) % count
            turn = self._turns[at]
            now = self._now_ms()
            left = BUDGET_MS - (now - begun_ms)
            if shown == VIEWS_A_TICK or (shown and left <= 0):
                self._next = at
                return
            if not turn.pending or now - turn.shown_ms < VIEW_EVERY_MS or not turn.view.isVisible():
                continue
            turn.pending = turn.view.show_pending(max(1.0, left))
            if turn.pending:
                turn.shown_ms = now
                shown += 1
        self._next = 0 if not count else (self._next + 1) % count
