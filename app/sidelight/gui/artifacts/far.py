# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is in cells far from sight waits outside the window, and is back before it is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from sidelight.gui.artifacts.cell import ArtifactCell
from sidelight.gui.resting import Resting

_NEAR = 1.0
"""How far beyond what is seen the insides of cells stay in the window, in heights of what is seen."""
_CALM_MS, _EACH_MS = 250, 12


class Far:
    """Which cells are awake, and which rest."""

    def __init__(self, page: QWidget, seen: Callable[[QWidget, float], bool]) -> None:
        """Know no cell yet.

        Args:
            page: where they stand.
            seen: whether a cell is within so many heights of what is seen.
        """
        self._page = page
        self._seen = seen
        self._resting: Resting | None = None
        self._awake: set[ArtifactCell] = set()
        self._asleep: set[ArtifactCell] = set()
        self._timer = QTimer(page)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._rest_one)

    def clear(self) -> None:
        """Forget all cells."""
        self._timer.stop()
        self._awake.clear()
        self._asleep.clear()

    def wake(self, cell: ArtifactCell) -> None:
        """Have a cell in the window that is near."""
        self._asleep.discard(cell)
        self._awake.add(cell)
        cell.wake()

    def wake_seen(self) -> None:
        """Have those in the window that are seen."""
        for cell in tuple(self._asleep):
            if self._seen(cell, 0.0):
                self.wake(cell)

    def rest_soon(self) -> None:
        """Have the others rest, one at a time, since each takes a moment."""
        if not self._timer.isActive():
            self._timer.start(_CALM_MS)

    def _rest_one(self) -> None:
        if not self._page.isVisible():
            return
        if self._resting is None:
            self._resting = Resting(self._page)
        for cell in tuple(self._awake):
            if isValid(cell) and not self._seen(cell, _NEAR) and cell.rest(self._resting):
                self._awake.discard(cell)
                self._asleep.add(cell)
                self._timer.start(_EACH_MS)
                return


def bring_into_sight(area: QScrollArea, cell: ArtifactCell, margin: int) -> None:
    """Scroll so that all of a cell is seen, or its beginning where it is higher than what is seen."""

    def scroll() -> None:
        bar, high = area.verticalScrollBar(), area.viewport().height()
        bar.setValue(max(bar.value(), cell.y() + cell.height() + margin - high))
        bar.setValue(min(bar.value(), max(0, cell.y() - margin)))

    # Its height may have changed just now, and what holds it is as high as that asks for in two turns.
    QTimer.singleShot(0, cell, lambda: QTimer.singleShot(0, cell, scroll))
