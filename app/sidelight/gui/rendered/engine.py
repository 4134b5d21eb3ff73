# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fetching what a renderer cannot carry along, beside the window, which says how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

from sidelight.domain.errors import SidelightError

LOOK_EVERY_MS = 100
Fetch = Callable[[str, Callable[[str], None]], object]


class _GivenUp(Exception):
    """Nobody wants it any more."""


class EngineFetching(QObject):
    """One engine at a time, on a thread of its own.

    Signals:
        said: how it goes (the renderer's id, a sentence).
        ended: it is over (the renderer's id, why it failed; empty if it is there now).
    """

    said = Signal(str, str)
    ended = Signal(str, str)

    def __init__(self, fetch: Fetch, parent: QObject) -> None:
        """Fetch nothing yet.

        Args:
            fetch: does it and blocks meanwhile; given the renderer's id and what hears sentences. Raises a
                ``SidelightError`` if it fails.
            parent: its end ends this.
        """
        super().__init__(parent)
        self._fetch = fetch
        self._identifier = ""
        self._under_way: Future[object] | None = None
        self._given_up = False
        self._sentence = self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return self._under_way is not None

    def begin(self, identifier: str) -> None:
        """Begin, if nothing is under way; else say again how that goes."""
        if self._under_way is not None:
            self.said.emit(self._identifier, self._sentence)
            return
        self._identifier, self._given_up = identifier, False
        self._sentence = self.tr("Fetching it…")
        self._told = ""
        thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._under_way = thread.submit(self._fetch, identifier, self._hear)
        thread.shutdown(wait=False)
        self._timer.start()
        self._look()

    def give_up(self) -> None:
        """Stop at the next step."""
        self._given_up = True

    def _hear(self, sentence: str) -> None:
        # On the thread that fetches.
        if self._given_up:
            raise _GivenUp(self.tr("It was stopped."))
        self._sentence = sentence

    def _look(self) -> None:
        future = self._under_way
        if future is None:
            return
        if not future.done():
            words = self.tr("Stopping after this step…") if self._given_up else self._sentence
            if words != self._told:
                self._told = words
                self.said.emit(self._identifier, words)
            return
        self._under_way = None
        self._timer.stop()
        error = future.exception()
        if error is None:
            self.ended.emit(self._identifier, "")
        elif self._given_up or isinstance(error, _GivenUp):
            self.ended.emit(self._identifier, self.tr("It was stopped."))
        elif isinstance(error, SidelightError):
            self.ended.emit(self._identifier, error.sentence)
        else:
            raise error
