# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Showing the open comparison as a contact sheet, in the panes' place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sidelight.gui.compare.deck import Deck
from sidelight.gui.compare.state import state_of
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.sheet.page import SheetPage
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class Sheeting(QObject):
    """Opens the contact sheet over the panes, and closes it again.

    Signals:
        changed: it was opened or closed.
        looked_at: an answer is looked at (it, or None where the panes decide again).
        judged: a verdict is another now.
    """

    changed = Signal()
    looked_at = Signal(object)
    judged = Signal()

    def __init__(
        self, live: LiveComparison, desk: Desk, deck: Deck, stack: QStackedWidget, theme: Theme
    ) -> None:
        super().__init__(stack)
        self._live = live
        self._desk = desk
        self._deck = deck
        self._stack = stack
        self._theme = theme
        self.page: SheetPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the sheet is shown instead of the panes."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def toggle(self) -> None:
        """Open the sheet, or go back to the panes."""
        if self.is_open:
            self._close()
            return
        if self.page is None:
            from sidelight.gui.sheet.page import SheetPage  # after first paint

            names = [pane.tab.name for pane in self._deck.panes]
            self.page = SheetPage(self._live, names, _word_of, self._desk, self._theme, self._stack)
            self.page.left.connect(self._close)
            self.page.opened.connect(self._show_answer)
            self.page.looked_at.connect(self.looked_at)
            self.page.judged.connect(self.judged)
            self._stack.addWidget(self.page)
        current = self._deck.current
        self.page.look_at(current.answer if current is not None else None)
        self._stack.setCurrentWidget(self.page)
        self.page.take_focus()
        self.changed.emit()

    def run_all(self) -> None:
        """Open the sheet, and run the script of every attempt."""
        if not self.is_open:
            self.toggle()
        if self.page is not None:
            self.page.run_all()

    def refresh(self) -> None:
        """A verdict may be another now."""
        if self.is_open and self.page is not None:
            self.page.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self.page is not None:
            self.page.set_theme(theme)

    def leave(self) -> None:
        """End what runs; the comparison goes."""
        if self.page is not None:
            self.page.rest()

    def _close(self) -> None:
        current = self._deck.current
        self._stack.setCurrentIndex(0)
        if current is not None:
            # Where the sheet goes, Qt gives the keyboard to the first pane, which nobody chose.
            self._deck.choose(self._deck.panes.index(current), focus=True)
        self.looked_at.emit(None)
        self.changed.emit()

    def _show_answer(self, answer: LiveAnswer) -> None:
        """Go to an answer in its pane."""
        self._deck.choose(answer.position)
        pane = self._deck.current
        if pane is not None:
            pane.show_attempt(pane.attempts.index(answer))
        self._close()


def _word_of(answer: LiveAnswer) -> str:
    """How an answer stands, in a word."""
    return state_of(answer).word
