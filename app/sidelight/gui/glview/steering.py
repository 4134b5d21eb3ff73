# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Listening to a run and steering it: when to take in, how fast it may go, pausing and stepping."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from sidelight.gui.glview.pace import SPEEDS, USUAL_SPEED, FrameRate, FrameTimes
from sidelight.gui.glview.pixels import Pixels

if TYPE_CHECKING:
    from sidelight.workbench.live_run import LiveRun

HIDDEN_FPS = 5.0
STEP_FPS = 1.0
STEP_MS = 100
"""A step lets the script out of its pause into a long wait, and pauses it again before that wait ends: so
it stands still at its very next frame, and no second one slips through."""
FIGURES_EVERY_S = 0.1
"""Frames alone change nothing but figures, and nobody reads sixty of them a second."""
WATCH_EVERY_MS = 250
WATCH_HIDDEN_EVERY_MS = 1000


class Steering(QObject):
    """Holds a run by the hand. No thread and no polling of frames: the run's descriptor wakes it.

    Signals:
        changed: state, output or figures may be others now.
        ended: the run ended (its ``RunEnd``); nothing more is listened to.
        watched: a quarter of a second has passed, or a whole one while nobody sees it; never in a pause.
    """

    changed = Signal()
    ended = Signal(object)
    watched = Signal()

    def __init__(
        self,
        run: LiveRun,
        show_frame: Callable[[Pixels | None], bool],
        clock_s: Callable[[], float],
        parent: QObject,
    ) -> None:
        """Take a run.

        Args:
            run: a script that was started.
            show_frame: shows a frame whose pixels are shared; says whether it was another one than before.
            clock_s: seconds, only growing.
            parent: the owner.
        """
        super().__init__(parent)
        self.run = run
        self.asked_to_stop = False
        self._show_frame = show_frame
        self._clock_s = clock_s
        self._seen = False
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(STEP_MS)
        self._step.timeout.connect(self._end_step)
        self._figures_due_s = 0.0
        self._notifier: QSocketNotifier | None = None
        self._rate = FrameRate()
        self.times = FrameTimes()
        self.speed = USUAL_SPEED
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_EVERY_MS)
        self._watch.timeout.connect(self._look)

    def attach(self) -> None:
        """Begin to listen."""
        self.asked_to_stop = False
        self._figures_due_s = 0.0
        self._rate.clear()
        self.times.clear()
        self._notifier = QSocketNotifier(self.run.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self.take)
        self._pace()
        self.take()

    def detach(self) -> None:
        """Stop listening: the descriptor is about to go."""
        self._watch.stop()
        self._step.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None

    def take(self) -> None:
        """Take in what arrived."""
        if self._notifier is None:
            return
        changed = self.run.pump()
        frame = self.run.latest_frame()
        fresh = self._show_frame(frame)
        if fresh and frame is not None:
            self.times.feed(frame.seq, frame.at_ns)
        if self.run.ended is not None:
            self.detach()
            self.ended.emit(self.run.ended)
        elif changed or (fresh and self._clock_s() >= self._figures_due_s):
            self._figures_due_s = self._clock_s() + FIGURES_EVERY_S
            self.changed.emit()

    @property
    def running(self) -> bool:
        """Whether the script is there."""
        return self.run.ended is None

    @property
    def held(self) -> bool:
        """Whether it is paused, or about to be again before its next frame is over."""
        return self.run.paused or self._step.isActive()

    @property
    def fps(self) -> float | None:
        """The script's frames a second, if it is known."""
        return self._rate.fps() if self.running and not self.held else None

    def toggle_pause(self) -> None:
        """Hold the script at its next frame, or let it go on."""
        self.set_held(not self.held)

    def set_held(self, held: bool) -> None:
        """Hold the script at its next frame, or let it go on."""
        if self.running and held != self.held:
            self._step.stop()
            self.times.cut()
            self.run.set_paused(held)
            if not held:
                self._rate.clear()
            self._pace()
            self.changed.emit()

    def set_speed(self, fps: float) -> None:
        """Let the script draw so many frames a second at most; 0 is as many as it can."""
        self.speed = fps
        self._rate.clear()
        self._pace()
        self.changed.emit()

    def change_speed(self, by: int) -> None:
        """Go so many steps up or down in the list of speeds."""
        at = max(0, min(SPEEDS.index(self.speed) + by, len(SPEEDS) - 1))
        if SPEEDS[at] != self.speed:
            self.set_speed(SPEEDS[at])

    def step(self) -> None:
        """Let a paused script show one more frame; a running one is paused first."""
        if not self.running or self._step.isActive():
            return
        self.times.cut()
        if self.run.paused:
            self.run.set_rate(STEP_FPS)
            self.run.set_paused(False)
            self._step.start()
        else:
            self.run.set_paused(True)
            self._pace()
        self.changed.emit()

    def stop(self) -> None:
        """End the script."""
        if self.running:
            self.asked_to_stop = True
            self.run.stop()

    def set_seen(self, seen: bool) -> None:
        """A picture that nobody sees turns slowly."""
        self._seen = seen
        self.times.cut()
        self._rate.clear()
        self._pace()

    def _pace(self) -> None:
        if self.running and not self._step.isActive():
            self.run.set_rate(self.speed if self._seen else HIDDEN_FPS)
        # In a pause nothing changes by itself, so nothing is looked after.
        self._watch.setInterval(WATCH_EVERY_MS if self._seen else WATCH_HIDDEN_EVERY_MS)
        if self.running and self._notifier is not None and not self.run.paused:
            self._watch.start()
        else:
            self._watch.stop()

    def _end_step(self) -> None:
        if self.running:
            self.run.set_paused(True)
            self._pace()
            self._wake()
            self.changed.emit()

    def _wake(self) -> None:
        """Any message ends a waiting script's wait; this one says nothing else."""
        self.run.send({"t": "step"})

    def _look(self) -> None:
        self._rate.feed(self._clock_s(), self.run.swaps)
        self.watched.emit()
