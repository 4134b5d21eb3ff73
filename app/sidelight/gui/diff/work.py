# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The work of comparing two answers, on a thread of its own, so that no window waits for it."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal

from sidelight.text.diff import Cancelled, Diff, diff
from sidelight.text.words import Stretch, changed_words

LOOK_MS = 20

Wanted = tuple[int, str, str]
Marks = tuple[int, list[Stretch], list[Stretch]]


class DiffWork(QObject):
    """Compares two texts; then tells of single pairs of passages in which words they differ, when asked.

    Signals:
        done: the ``Diff``.
        marked: the number that was given with a pair, and the stretches of each side.
    """

    done = Signal(object)
    marked = Signal(int, list, list)

    def __init__(self, left: str, right: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: SimpleQueue[Wanted | None] = SimpleQueue()
        self._found: SimpleQueue[Diff | Marks] = SimpleQueue()
        self._ended = threading.Event()
        self._open = 1
        # Asked again and again only while there is something to come: a signal from another thread could
        # reach a window that is gone.
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._thread = threading.Thread(
            target=_work, args=(left, right, self._wanted, self._found, self._ended), name="diff", daemon=True
        )
        self._thread.start()
        self._timer.start()

    def mark(self, number: int, left: str, right: str) -> None:
        """Ask for the words in which two passages differ; ``marked`` tells."""
        self._open += 1
        self._wanted.put((number, left, right))
        self._timer.start()

    def stop(self) -> None:
        """Nobody waits any more; the thread ends by itself, soon."""
        self._timer.stop()
        self._ended.set()
        self._wanted.put(None)

    @property
    def working(self) -> bool:
        """Whether the thread is still there."""
        return self._thread.is_alive()

    def _look(self) -> None:
        while not self._ended.is_set():
            try:
                found = self._found.get_nowait()
            except Empty:
                return
            self._open -= 1
            if not self._open:
                self._timer.stop()
            if isinstance(found, Diff):
                self.done.emit(found)
            else:
                self.marked.emit(*found)


def _work(
    left: str,
    right: str,
    wanted: SimpleQueue[Wanted | None],
    found: SimpleQueue[Diff | Marks],
    ended: threading.Event,
) -> None:
    try:
        found.put(diff(left, right, ended.is_set))
    except Cancelled:
        return
    while (pair := wanted.get()) is not None and not ended.is_set():
        number, one, other = pair
        found.put((number, *changed_words(one, other)))
