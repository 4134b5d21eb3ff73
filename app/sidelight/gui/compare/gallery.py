# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Showing the artifacts of the open comparison side by side, in the panes' place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from sidelight.gui.compare.deck import Deck
from sidelight.gui.rendered.studio import Studio
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.artifacts.page import ArtifactsPage
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class Gallery(QObject):
    """Opens the page of artifacts over the panes, and closes it again.

    Signals:
        changed: it was opened or closed.
        link_clicked: an address in an artifact was clicked; nothing was opened.
    """

    changed = Signal()
    link_clicked = Signal(str)

    def __init__(
        self, live: LiveComparison, deck: Deck, studio: Studio, stack: QStackedWidget, theme: Theme
    ) -> None:
        super().__init__(stack)
        self._live = live
        self._deck = deck
        self._studio = studio
        self._stack = stack
        self._theme = theme
        self.page: ArtifactsPage | None = None

    @property
    def is_open(self) -> bool:
        """Whether artifacts are shown instead of the panes."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def toggle(self) -> None:
        """Open the page, or go back to the panes."""
        if self.is_open:
            self._close()
            return
        if self.page is None:
            from sidelight.gui.artifacts.page import ArtifactsPage  # after first paint

            names = [pane.tab.name for pane in self._deck.panes]
            studio = self._studio
            self.page = ArtifactsPage(
                self._live, names, studio.asking, self._theme, self._stack, studio.edits
            )
            self.page.left.connect(self._close)
            self.page.opened.connect(self._show_in_answer)
            self.page.link_clicked.connect(self.link_clicked)
            self._stack.addWidget(self.page)
        for pane in self._deck.panes:
            self.page.look_at(pane.answer)
        self.page.keep_up()
        self._stack.setCurrentWidget(self.page)
        self.page.setFocus()
        self.changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self.page is not None:
            self.page.set_theme(theme)

    def _close(self) -> None:
        current = self._deck.current
        self._stack.setCurrentIndex(0)
        if current is not None:
            self._deck.choose(self._deck.panes.index(current), focus=True)
        self.changed.emit()

    def _show_in_answer(self, answer: LiveAnswer, index: int) -> None:
        self._deck.choose(answer.position)
        pane = self._deck.current
        if pane is not None:
            pane.show_attempt(pane.attempts.index(answer))
            pane.set_raw(False)
        self._close()
        if pane is not None and pane.view is not None:
            pane.view.show_line(index, 1)
