# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Searching all panes at once: how often each answer has the words, and from place to place through all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.deck import Deck
from sidelight.gui.compare.find import FindLine
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.raw import Found
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer


class FindAll(QObject):
    """One line above the panes; each head tells how often its answer has the words."""

    def __init__(self, deck: Deck, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._deck = deck
        self._words = ""
        self._counts: list[int] = []
        self._counted: list[LiveAnswer | None] = []
        self._at = 0
        self._here = 0
        self.line = FindLine(self._find, theme, parent, name=self.tr("Find in all panes"))
        self.line.hide()
        self.line.left.connect(self._end)

    def begin(self) -> None:
        """Open the line."""
        pane = self._deck.current
        view = pane.view if pane is not None else None
        for one in self._deck.panes:
            if one.find_line.isVisible():
                one.find_line.leave()
        self._words = ""
        self.line.begin(view.selected_text() if view is not None else "")

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.line.set_theme(theme)

    def _find(self, words: str, backwards: bool) -> Found:
        panes = self._deck.panes
        if words != self._words or len(self._counts) != len(panes):
            self._words = words
            self._counts = [0] * len(panes)
            self._counted = [None] * len(panes)
            found = [self._count(place) for place in range(len(panes))]
            self._at = next((at for at, count in enumerate(self._counts) if count), 0)
            self._here = found[self._at].at
        else:
            self._here = self._step(backwards).at
        if sum(self._counts):
            self._deck.choose(self._at)
        return self._found

    def keep_up(self, pane: Pane) -> None:
        """A pane may show another attempt, which has the words at other places."""
        place = self._deck.panes.index(pane)
        if self._words and pane.answer is not self._counted[place]:
            found = self._count(place)
            if place == self._at:
                self._here = found.at
            self.line.show_found(self._found)

    @property
    def _found(self) -> Found:
        """The place that is selected, among those of all panes."""
        total = sum(self._counts)
        return Found(total, sum(self._counts[: self._at]) + self._here if self._here else 0)

    def _count(self, place: int) -> Found:
        """Look through a pane from its answer's beginning."""
        pane = self._deck.panes[place]
        found = pane.find_words(self._words, from_edge=True)
        self._counts[place], self._counted[place] = found.total, pane.answer
        pane.tab.show_found(self.tr("{0} found").format(found.total) if self._words else "")
        return found

    def _step(self, backwards: bool) -> Found:
        """The next place in this pane, or the first one of the next pane that has any."""
        panes = self._deck.panes
        before = panes[self._at].find_words(self._words, backwards=backwards)
        self._counts[self._at] = before.total  # more may have been written since
        turned = before.at == (before.total if backwards else min(1, before.total))
        others = [at for at, count in enumerate(self._counts) if count]
        if not turned or not others:
            return before
        # It went round in this pane: go on in the next one instead.
        way = -1 if backwards else 1
        self._at = next(
            at % len(panes)
            for at in range(self._at + way, self._at + way * (len(panes) + 1), way)
            if at % len(panes) in others
        )
        return panes[self._at].find_words(self._words, backwards=backwards, from_edge=True)

    def _end(self) -> None:
        self._words = ""
        self._counts = []
        for pane in self._deck.panes:
            pane.clear_find()
            pane.tab.show_found("")
        if self._deck.current is not None:
            self._deck.current.take_focus()
