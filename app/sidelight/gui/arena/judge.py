# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""From keys to votes: what a person says of the round that is on display."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QWidget

from sidelight.domain.battle import Choice
from sidelight.domain.errors import SidelightError
from sidelight.gui.arena.deeds import CHOICES
from sidelight.gui.arena.ranks import Ranks
from sidelight.gui.arena.vote_bar import VoteBar
from sidelight.gui.popover import Popover
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round


class Judge:
    """Tells the round, and the bar what went wrong."""

    def __init__(
        self, page: QWidget, bar: VoteBar, shown: Callable[[], Round | None], done: Callable[[], object]
    ) -> None:
        """Judge nothing yet.

        Args:
            page: in whose window the keys are pressed.
            bar: what else is said of a vote, and where errors are told.
            shown: the round that is on display.
            done: called after everything that was tried.
        """
        self.ranks = Ranks()
        self._page = page
        self._bar = bar
        self._shown = shown
        self._done = done

    @property
    def free(self) -> bool:
        """Whether single keys are meant for the round: not for a card, nor for a list beside the page."""
        widget: QWidget | None = self._page.window().focusWidget()
        if isinstance(widget, QAbstractItemView) and not self._page.isAncestorOf(widget):
            return False
        while widget is not None and not isinstance(widget, Popover):
            widget = widget.parentWidget()
        return widget is None

    @property
    def can_rank(self) -> bool:
        """Whether places can be given, or changed."""
        shown = self._shown()
        if shown is None or not shown.ranking or shown.void is not None:
            return False
        if shown.state is RoundState.SHOWING:
            return True
        # A skip is taken back before there is a vote.
        voted = shown.given is not None and shown.given.counts
        return voted and shown.state in (RoundState.VOTED, RoundState.REVEALED)

    def begin(self) -> None:
        """Another round is on display."""
        shown = self._round
        self.ranks.begin(len(shown.sides))
        self._bar.ballot.show_vote(shown.given)

    def vote(self, deed: str) -> None:
        """Vote, vote otherwise, or change the vote after the names are known."""
        self._say(self._bar.ballot.said(choice=Choice(CHOICES[deed])))

    def place(self, rank: int) -> None:
        """Give the marked answer a place; with the last one the vote is given."""
        self.ranks.give(rank)
        if self.ranks.complete:
            self._say(self._bar.ballot.said(ranks=self.ranks.normal))
        else:
            self._done()

    def step_mark(self, by: int) -> None:
        """The next answer is to get a place, or the one before."""
        self.ranks.step(by)
        self._done()

    def mark(self, at: int) -> None:
        """This answer is to get a place, counted from 0."""
        self.ranks.at = at
        self._done()

    def skip(self, reason: str) -> None:
        """There will be no vote."""
        self.attempt(lambda: self._round.skip(reason))

    def undo(self) -> None:
        """Take the vote back."""
        self.ranks.begin(len(self._round.sides))
        self.attempt(self._round.undo)

    def reveal(self) -> None:
        """Show the names as soon as the vote is kept; what else was said goes with it."""
        shown = self._round
        given = shown.given
        counts = shown.state is RoundState.VOTED and given is not None and given.counts
        if given is not None and counts:
            said = self._bar.ballot.said(given.choice, given.ranks)
            if said != Said.by(given):
                self._say(said)
        self.attempt(shown.reveal)
        # What had the keyboard, such as the field for a comment, may be gone by then.
        self._bar.setFocus()

    def attempt(self, do: Callable[[], object]) -> None:
        """Do something with the round; what goes wrong is told in the bar."""
        try:
            do()
        except SidelightError as error:
            self._done()
            self._bar.say_error(error.sentence)
        else:
            self._done()

    @property
    def _round(self) -> Round:
        shown = self._shown()
        assert shown is not None
        return shown

    def _say(self, said: Said) -> None:
        shown = self._round
        do = shown.change if shown.state is RoundState.REVEALED else shown.vote
        self.attempt(lambda: do(said))
