# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetching the demo model beside the window, which says how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from sidelight.domain.errors import SidelightError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from sidelight.gui.banner import Banner, Kind

LOOK_EVERY_MS = 100
_MB = 1_000_000

Progress = Callable[[int, "int | None"], None]
Fetch = Callable[[Progress, Callable[[], bool]], object]


class Fetching(QObject):
    """One download at a time, on a thread of its own; it outlives the project that it was begun in.

    Signals:
        fetched: the model is there.
    """

    fetched = Signal()

    def __init__(self, fetch: Fetch, banner: Callable[[], Banner | None], parent: QObject) -> None:
        """Fetch nothing yet.

        Args:
            fetch: does it and blocks meanwhile; given what takes bytes come and expected, and what says
                whether to give up. Raises a ``SidelightError`` if it fails.
            banner: where to say how it goes; ``None`` while there is no window.
            parent: its end ends this.
        """
        super().__init__(parent)
        self._fetch = fetch
        self._banner = banner
        self._under_way: Future[object] | None = None
        self._given_up = False
        self._come: tuple[int, int | None] = (0, None)
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether the model is on its way."""
        return self._under_way is not None

    def begin(self) -> None:
        """Begin, or, if it is under way, say again how far it is."""
        if self._under_way is None:
            from concurrent.futures import ThreadPoolExecutor

            self._given_up, self._come = False, (0, None)
            thread = ThreadPoolExecutor(1, thread_name_prefix="fetching")
            self._under_way = thread.submit(self._fetch, self._take, lambda: self._given_up)
            thread.shutdown(wait=False)
            self._timer.start()
        self._say(self._how_far(), "info")

    def close(self) -> None:
        """Give up what is under way, and wait for its end with the windows alive."""
        self._given_up = True
        events = QEventLoop()
        while self._under_way is not None:
            # The timer wakes this.
            events.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _take(self, come: int, expected: int | None) -> None:
        # On the thread that fetches: what it says is looked at from the windows' thread.
        self._come = (come, expected)

    def _look(self) -> None:
        future = self._under_way
        if future is None:
            return
        if not future.done():
            banner = self._banner()
            # Another sentence, or none because the user closed this one, is left alone.
            if banner is not None and banner.sentence == self._said:
                self._say(self._how_far(), "info")
            return
        self._under_way = None
        self._timer.stop()
        error = future.exception()
        if self._given_up:
            return
        if error is None:
            self._say(self.tr("The demo model is here and can be chosen like any other."), "info")
            self.fetched.emit()
        elif isinstance(error, SidelightError):
            self._say(error.sentence, "warn")
        else:
            raise error

    def _how_far(self) -> str:
        come, expected = self._come
        if expected is None:
            return self.tr("Fetching the demo model…")
        told = self.tr("Fetching the demo model: {0} of {1} MB")
        return told.format(round(come / _MB), round(expected / _MB))

    def _say(self, sentence: str, kind: Kind) -> None:
        banner = self._banner()
        if banner is not None and banner.sentence != sentence:
            banner.say(sentence, kind)
        self._said = sentence
