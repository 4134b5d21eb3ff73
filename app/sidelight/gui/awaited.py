# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What another thread has promised, taken in on the thread of the windows once it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from concurrent.futures import Future

LOOK_EVERY_MS = 50

Result = TypeVar("Result")


class _Promise(NamedTuple):
    kept: Callable[[], bool]
    then: Callable[[], object]


class Awaited(QObject):
    """Futures that are not done yet, and what is to be done with each then.

    They are looked at from here instead of being told of from there: a call from another thread could reach
    a window that is gone. While nothing is awaited, no timer runs.
    """

    def __init__(self, parent: QObject) -> None:
        """Await nothing yet; ``parent``'s end ends the waiting."""
        super().__init__(parent)
        self._waiting: list[_Promise] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def waiting(self) -> bool:
        """Whether anything is awaited."""
        return bool(self._waiting)

    def add(self, future: Future[Result], then: Callable[[Future[Result]], object]) -> None:
        """Hand ``future`` to ``then`` when it is done, never at once; it may hold an error."""
        self._waiting.append(_Promise(future.done, partial(then, future)))
        self._timer.start()

    def stop(self) -> None:
        """Await nothing any more."""
        self._waiting.clear()
        self._timer.stop()

    def _look(self) -> None:
        for one in [one for one in self._waiting if one.kept()]:
            if one not in self._waiting:
                return  # what was done with the one before has ended the waiting
            # Out of the list first: should this one's turn fail, the next look has the others'.
            self._waiting.remove(one)
            if not self._waiting:
                self._timer.stop()
            one.then()
