# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The garbage collector's long walks, kept out of the way of whatever moves.

Looking at every object that there is takes tens of milliseconds in a window with long answers, and whichever
thread does it, the window stands still. While something moves only young objects are looked at; the others
have their turn once everything has been at rest for a moment.
"""

from __future__ import annotations

import gc
from weakref import WeakSet

_NEVER = 1_000_000_000


class Collecting:
    """Holds long walks back for as long as anyone wants it to. One process has one garbage collector."""

    def __init__(self) -> None:
        self._holders: WeakSet[object] = WeakSet()
        self._usual: tuple[int, int, int] | None = None

    @property
    def held(self) -> bool:
        """Whether long walks are held back."""
        return self._usual is not None

    def hold(self, who: object) -> None:
        """Something begins to move. Who is forgotten holds nothing back."""
        self._holders.add(who)
        if self._usual is None:
            self._usual = gc.get_threshold()
            gc.set_threshold(self._usual[0], self._usual[1], _NEVER)

    def release(self, who: object, *, walk: bool) -> None:
        """It has come to rest: Python decides again, after a long walk now if ``walk`` is wanted and due."""
        self._holders.discard(who)
        if self._usual is not None and not len(self._holders):
            due = gc.get_count()[2] > self._usual[2]
            gc.set_threshold(*self._usual)
            self._usual = None
            if walk and due:
                gc.collect()


COLLECTING = Collecting()
"""The garbage collector is the process's, and so is this."""
