# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Work on many things in small slices, so that the window is never late for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

SLICE_MS = 5.0


class Slices(QObject):
    """Runs one generator at a time, a few milliseconds a turn of the event loop."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._work: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether there is more to do."""
        return self._work is not None

    def begin(self, work: Iterator[None]) -> None:
        """Do this instead of what is under way; what fits into one slice is done at once."""
        self._work = work
        self._timer.start()
        self._turn()

    def stop(self) -> None:
        """Leave it."""
        self._work = None
        self._timer.stop()

    def _turn(self) -> None:
        work = self._work
        until = self._clock() + SLICE_MS / 1000
        while work is not None and self._clock() < until:
            try:
                next(work)
            except StopIteration:
                if self._work is work:
                    self.stop()
                return
            if self._work is not work:
                return
