# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Laying two answers of the open comparison beside each other, in the panes' place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sidelight.gui.compare.deck import Deck
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.diff.page import Candidate, DiffPage
    from sidelight.workbench.live import LiveAnswer


class Diffing(QObject):
    """Opens the page of differences over the panes, and closes it again.

    Signals:
        changed: it was opened or closed.
    """

    changed = Signal()

    def __init__(self, deck: Deck, stack: QStackedWidget, theme: Theme) -> None:
        super().__init__(stack)
        self._deck = deck
        self._stack = stack
        self._theme = theme
        self.page: DiffPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the differences are shown instead of the panes."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def toggle(self) -> None:
        """Compare the answer that is read with the one that stands beside it; or go back to the panes."""
        if self.is_open and self.page is not None:
            self.page.leave()
            return
        pair = self._pair()
        if pair is not None:
            self.open(*pair)

    def open(self, first: LiveAnswer, second: LiveAnswer) -> None:
        """Compare two answers; each keeps the side at which its pane stands."""
        if self.page is None:
            from sidelight.gui.diff.page import DiffPage  # after first paint

            self.page = DiffPage(self._theme, self._stack)
            self.page.left.connect(self._close)
            self._stack.addWidget(self.page)
        pair = sorted((first, second), key=lambda answer: (answer.position, answer.attempt))
        self._stack.setCurrentWidget(self.page)
        self.page.open(self._candidates(), pair[0], pair[1])
        self.changed.emit()

    def step(self, by: int) -> None:
        """The next difference, or the one before."""
        if self.is_open and self.page is not None:
            self.page.view.step(by)

    def keep_up(self) -> None:
        """An answer may have ended meanwhile."""
        if self.is_open and self.page is not None:
            self.page.keep_up()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self.page is not None:
            self.page.set_theme(theme)

    def leave(self) -> None:
        """End what is under way; the comparison goes."""
        if self.page is not None:
            self.page.rest()

    def others(self) -> list[Candidate]:
        """What the current answer can be compared with."""
        current = self._deck.current
        answer = current.answer if current is not None else None
        return [candidate for candidate in self._candidates() if candidate.answer is not answer]

    def _close(self) -> None:
        self._stack.setCurrentIndex(0)
        if self._deck.current is not None:
            self._deck.current.take_focus()
        self.changed.emit()

    def _candidates(self) -> list[Candidate]:
        from sidelight.gui.diff.page import Candidate  # after first paint

        found = []
        for place, pane in enumerate(self._deck.panes):
            several = len(pane.attempts) > 1
            for answer in pane.attempts:
                name = self.tr("{0}, attempt {1}").format(pane.tab.name, answer.attempt)
                found.append(Candidate(answer, name if several else pane.tab.name, place))
        return found

    def _pair(self) -> tuple[LiveAnswer, LiveAnswer] | None:
        """The answer that is read, and what stands beside it: the next pane, or another attempt."""
        panes, current = self._deck.panes, self._deck.current
        if current is None or current.answer is None:
            return None
        place = panes.index(current)
        beside = [panes[at].answer for at in (place + 1, place - 1) if 0 <= at < len(panes)]
        before = [answer for answer in reversed(current.attempts) if answer is not current.answer]
        found = next((answer for answer in (*beside, *before) if answer is not None), None)
        return (current.answer, found) if found is not None else None
