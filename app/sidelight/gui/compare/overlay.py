# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What can lie over the panes of an open comparison: a page made when it is first wanted, and the way back.

A kind of overlay says how its page is made and what is done when it opens; ``every_tool.py`` lists the kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sidelight.gui.compare.deck import Deck
from sidelight.gui.compare.pane import Pane
from sidelight.gui.dressing import HandsOn
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.compare.scripts import Scripts
    from sidelight.gui.rendered.studio import Studio
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class OverlayPage(Protocol):
    """What an overlay shows: a widget that can also do this."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""


PageT = TypeVar("PageT", bound=OverlayPage)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an overlay lies on and may use.

    Attributes:
        live: the comparison.
        deck: its panes.
        stack: holds the panes first, and every overlay's page behind them.
        desk: the open project.
        studio: draws artifacts; ``None`` where nothing is drawn.
        scripts: runs what answers hold.
    """

    live: LiveComparison
    deck: Deck
    stack: QStackedWidget
    desk: Desk
    studio: Studio | None
    scripts: Scripts

    @property
    def names(self) -> list[str]:
        """What the panes are called, leftmost first."""
        return [pane.tab.name for pane in self.deck.panes]


class Overlay(QObject, HandsOn, Generic[PageT]):
    """One page over the panes. A kind has a ``make``, and more where its page wants more.

    Signals:
        changed: it was opened or closed.
        looked_at: an answer is looked at (it, or ``None`` where the panes decide again).
        judged: a verdict is another now.
        link_clicked: an address was clicked; nothing was opened.
    """

    changed = Signal()
    looked_at = Signal(object)
    judged = Signal()
    link_clicked = Signal(str)

    def __init__(self, ground: Ground, theme: Theme) -> None:
        super().__init__(ground.stack)
        self._ground = ground
        self._theme = theme
        self.page: PageT | None = None

    # what a kind says of itself

    def make(self, theme: Theme, parent: QWidget) -> PageT:
        """The page, what it says connected; its modules are imported here, after the first paint."""
        raise NotImplementedError

    def get_ready(self, page: PageT) -> None:
        """The page is about to be shown."""

    def enter(self, page: PageT) -> None:
        """The page is shown: give it the keyboard."""

    def rest(self, page: PageT) -> None:
        """End what is under way in the page."""

    def keep_up(self) -> None:
        """A pane may show another answer, or one that has ended meanwhile."""

    def refresh(self) -> None:
        """What people or probes say of an answer may be another now."""

    # what can be done with each

    @property
    def possible(self) -> bool:
        """Whether it could be opened over these panes."""
        return bool(self._ground.deck.panes)

    @property
    def shown(self) -> PageT | None:
        """The page, while it is seen instead of the panes."""
        return self.page if self._ground.stack.currentWidget() is cast("QWidget", self.page) else None

    @property
    def is_open(self) -> bool:
        """Whether it is seen instead of the panes."""
        return self.shown is not None

    def toggle(self) -> None:
        """Open it, or go back to the panes."""
        if self.is_open:
            self.close()
        elif self.possible:
            self.open()

    def open(self) -> None:
        """Show the page."""
        if self.page is None:
            self.page = self.make(self._theme, self._ground.stack)
            self._ground.stack.addWidget(cast("QWidget", self.page))
        self.get_ready(self.page)
        self._ground.stack.setCurrentWidget(cast("QWidget", self.page))
        self.enter(self.page)
        self.changed.emit()

    def close(self) -> None:
        """Go back to the panes."""
        deck, current = self._ground.deck, self._ground.deck.current
        self._ground.stack.setCurrentIndex(0)
        if current is not None:
            # Where the page goes, Qt gives the keyboard to the first pane, which nobody chose.
            deck.choose(deck.panes.index(current), focus=True)
        self.looked_at.emit(None)
        self.changed.emit()

    def hand_on(self, theme: Theme) -> tuple[PageT, ...]:
        """Take other colours, and give the page, which may not be seen."""
        self._theme = theme
        return (self.page,) if self.page is not None else ()

    def leave(self) -> None:
        """The comparison goes."""
        if self.page is not None:
            self.rest(self.page)

    def _pane_of(self, answer: LiveAnswer) -> Pane | None:
        """The pane of an answer, worked in from now on and showing it."""
        self._ground.deck.choose(answer.position)
        pane = self._ground.deck.current
        if pane is not None:
            pane.show_attempt(pane.attempts.index(answer))
        return pane
