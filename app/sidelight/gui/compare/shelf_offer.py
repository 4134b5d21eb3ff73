# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Offers to fetch the libraries that a live page asks the web for, beside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from sidelight.gui.rendered.engine import EngineFetching, Fetch
from sidelight.workbench import live_pages

if TYPE_CHECKING:
    from sidelight.gui.glview.stand import Deed, Stand
    from sidelight.gui.glview.view import LiveView

LOOK_EVERY_MS = 300


class ShelfOffer(QObject):
    """One offer at a time; what is fetched once is there for all pages that begin afterwards."""

    def __init__(self, fetch: Fetch, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[LiveView, Stand]] = []
        self._for: tuple[LiveView, Stand] | None = None
        self._fetching = EngineFetching(fetch, self)
        self._fetching.said.connect(lambda _id, words: self._say(words, (self.tr("Stop"), self.give_up)))
        self._fetching.ended.connect(lambda _id, failure: self._ended(failure))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def watch(self, live: LiveView, stand: Stand) -> None:
        """Look whether this page lacks libraries, as long as it runs."""
        self._waiting.append((live, stand))
        self._timer.start()

    def give_up(self) -> None:
        """Stop fetching at the next step."""
        self._fetching.give_up()

    def _look(self) -> None:
        for one in list(self._waiting):
            live, stand = one
            gone = stand.gone or not isValid(live)
            lacking = not gone and live_pages.lacks_shelf(live.run.notices)
            if lacking and not self._fetching.busy:
                self._for = one
                words = self.tr(
                    "The page loads libraries from the web. They can be fetched, once for all pages: "
                    "164 MB, of which 58 MB are kept."
                )
                self._say(words, (self.tr("Fetch the libraries"), self._begin))
            if gone or lacking or live.run.ended is not None:
                self._waiting.remove(one)
        if not self._waiting:
            self._timer.stop()

    def _begin(self) -> None:
        self._fetching.begin(live_pages.PLUGIN)

    def _say(self, words: str, *deeds: Deed) -> None:
        if self._for is not None and not self._for[1].gone:
            self._for[1].say(words, "info", deeds)

    def _ended(self, failure: str) -> None:
        if failure:
            self._say(failure, (self.tr("Try again"), self._begin))
            return
        self._say("")
        if self._for is not None and isValid(self._for[0]):
            self._for[0].restart()
