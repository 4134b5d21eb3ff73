# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The loop that all figures share: input, timers, and drawing what has changed."""

from __future__ import annotations

import time
from typing import Any

from sidelight.stage.events import Event
from sidelight.stage.screen import Screen

_WAIT_S = 0.05


class Figures:
    """One for a process. Figures in it are canvases of the backend, in the order in which they were shown."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.canvases: list[Any] = []
        self._timers: list[Any] = []

    def show(self, canvas: Any) -> None:
        """Shows a figure, or draws it once more."""
        if canvas not in self.canvases:
            self.canvases.append(canvas)
            self.screen.title(canvas.manager.get_window_title())
            self.screen.window(canvas.width, canvas.height, resizable=True)

    def close(self, canvas: Any) -> None:
        """Takes a figure away."""
        if canvas in self.canvases:
            self.canvases.remove(canvas)
            self.screen.show_unseen()
            self.screen.forget(canvas)

    def start(self, timer: Any) -> None:
        """A timer runs from now on."""
        timer.due = time.perf_counter() + timer.interval / 1000
        if timer not in self._timers:
            self._timers.append(timer)

    def stop(self, timer: Any) -> None:
        """A timer runs no longer."""
        if timer in self._timers:
            self._timers.remove(timer)

    def turn(self, wait_s: float) -> None:
        """One round, after waiting at most ``wait_s`` seconds for something to happen."""
        for canvas in self.canvases:
            canvas.draw_changes()
        now = time.perf_counter()
        for timer in self._timers:
            wait_s = min(wait_s, timer.due - now)
        for event in self.screen.take(max(0.0, wait_s)):
            self._deliver(event)
        now = time.perf_counter()
        for timer in [timer for timer in self._timers if timer.due <= now]:
            if timer in self._timers:
                timer.run(now)
        for canvas in self.canvases:
            canvas.draw_changes()

    def turn_until_closed(self) -> None:
        """What ``plt.show()`` does: goes on until the last figure is closed."""
        while self.canvases:
            self.turn(_WAIT_S)

    def turn_for(self, seconds: float, running: Any) -> None:
        """Goes on for so long, or for as long as ``running()`` says; ``seconds`` <= 0 is without an end."""
        until = time.perf_counter() + seconds if seconds > 0 else None
        while running():
            wait_s = _WAIT_S if until is None else min(_WAIT_S, until - time.perf_counter())
            if wait_s <= 0:
                break
            self.turn(wait_s)

    def _deliver(self, event: Event) -> None:
        target = getattr(event, "target", None)
        if target not in self.canvases:
            target = self.canvases[-1] if self.canvases else None
        if target is not None:
            target.receive(event)
