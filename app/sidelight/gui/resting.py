# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where widgets wait that nobody can see: outside the window, whose style sheet dresses all that is in it.

Other colours are a tenth of a millisecond for each widget of a window, seen or not; of hundreds of drawings
that is a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid


class Resting(QWidget):
    """Holds widgets, never shown itself; goes with its owner, and what is left in it too."""

    def __init__(self, owner: QObject) -> None:
        super().__init__()
        owner.destroyed.connect(partial(_end, self))

    def take(self, widget: QWidget) -> None:
        """Have a widget wait here; whoever gives it takes it back by giving it a parent."""
        widget.hide()
        widget.setParent(self)


class Waking:
    """How much may be taken back at a time: each widget is dressed anew by it, and many together are late.

    One is always let through where none was for a moment, however long it takes.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._since, self._spent = float("-inf"), 0.0

    def wake(self, widget: QWidget, parent: QWidget) -> bool:
        """Take a widget back; ``False`` if that has to wait for a moment."""
        begun = self._clock()
        if begun - self._since > MOMENT_S:
            self._since, self._spent = begun, 0.0
        if self._spent >= AT_ONCE_S:
            return False
        widget.setParent(parent)
        self._spent += self._clock() - begun
        return True


AT_ONCE_S, MOMENT_S = 0.008, 0.03
"""Seconds that taking back may take together, and until it may again."""
WAKING = Waking()
"""There is one thread that widgets live in, and so one of this."""


def rests(widget: QWidget) -> bool:
    """Whether a widget waits outside the window."""
    return isinstance(widget.parentWidget(), Resting)


def _end(resting: Resting) -> None:
    if isValid(resting):
        delete(resting)
