# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Compare: one prompt, its panes, and the box from which the next prompt goes out.

The page shows a ``LiveComparison`` and forwards intentions to the desk; it decides nothing about answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.generation import estimated_tokens
from sidelight.domain.identity import ComparisonId
from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking, Mode
from sidelight.gui.compare.deck import Arrangement
from sidelight.gui.compare.every_tool import OVERLAYS, TOOLS
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.opening import Opening
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.parts import PageParts
from sidelight.gui.compare.seconds import Seconds
from sidelight.gui.compare.tool import Page, Tool, Tools
from sidelight.gui.dressing import HandsOn, Themed
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class ComparePage(QWidget, HandsOn):
    """The page.

    Signals:
        answer_changed: another answer is worked with, or this one's state is another (it, or None).
        comparison_begun: a prompt went out (its ``Comparison``).
        comparison_changed: another comparison is open, or a new one was begun (its id, or None).
        record_wanted: the record of the current answer is to be shown.
        tokens_wanted: a text's tokens are to be shown (it).
        trouble: a sentence for a banner.
        trouble_here: a sentence for a banner, for as long as the current answer is (it).
    """

    answer_changed = Signal(object)
    comparison_begun = Signal(object)
    comparison_changed = Signal(object)
    record_wanted = Signal()
    tokens_wanted = Signal(str)
    trouble = Signal(str)
    trouble_here = Signal(str)

    def __init__(
        self,
        desk: Desk,
        clock: FrameClock,
        actions: Actions,
        rooms: Rooms,
        theme: Theme,
        settings: QSettings,
        window: QWidget,
        more_tools: Iterable[Callable[[Page], Iterable[Tool]]] = (),
    ) -> None:
        """Begin with nothing open.

        Args:
            desk: the open project.
            clock: drives what moves.
            actions: where the tools are made known.
            rooms: what makes answers and live views.
            theme: the look.
            settings: where choices are remembered.
            window: where cards open.
            more_tools: what gives tools besides the place's own.
        """
        super().__init__(window)
        self.desk = desk
        self.actions_ = actions
        self._clock = clock
        self.known: OpenComparison | None = None
        self.asking = Asking(desk.models, desk.model, settings, self)
        self._tools = Tools(actions)
        for tools in (*TOOLS, *more_tools):
            self._tools.add(tools(self))
        self._parts = parts = PageParts(
            self, window, desk, self.asking, actions, theme, settings, lambda: self.known
        )
        self.header, self.composer, self.empty = parts.header, parts.composer, parts.empty
        self.cards, self.prompt_card, self.link_card = parts.cards, parts.prompt_card, parts.link_card
        self.rounds, self.before, self.votes = parts.rounds, parts.before, parts.votes
        self.header.mode_chosen.connect(self.set_mode)
        self.header.arrangement_chosen.connect(self.arrange)
        self.rounds.begun.connect(lambda live: self.comparison_begun.emit(live.comparison))
        self.rounds.begun.connect(self._show)
        self.rounds.grown.connect(clock.wake)
        self.rounds.grown.connect(self.refresh)
        self.rounds.changed.connect(self.refresh)
        for changed in (self.asking.changed, self.rounds.changed, self.rounds.begun, clock.rested):
            changed.connect(self.before.refresh)
        self.prompt_card.reuse_requested.connect(self.offer_prompt)
        self.empty.prompt_offered.connect(self.offer_prompt)
        self.opening = Opening(desk, clock, actions, rooms, theme, settings, parts.stack, OVERLAYS)
        self._listen(self.opening)
        self._seconds = Seconds(lambda: self.panes, self)
        self.asking.changed.connect(self.refresh)
        clock.advanced.connect(self._advance)
        clock.rested.connect(self.refresh)
        self.refresh_models()
        self.refresh()

    # what is open

    def enter(self) -> None:
        """The place is shown: on with the prompt."""
        self.focus_prompt()

    @property
    def live(self) -> LiveComparison | None:
        """The open comparison."""
        return self.known.live if self.known else None

    @property
    def answers(self) -> QWidget:
        """Where the answers are read: everything between the header and the prompt box."""
        return self._parts.stack

    @property
    def panes(self) -> list[Pane]:
        """The panes of the open comparison, leftmost first."""
        return self.known.deck.panes if self.known else []

    @property
    def pane(self) -> Pane | None:
        """The pane that is worked in."""
        return self.known.pane if self.known else None

    @property
    def answer(self) -> LiveAnswer | None:
        """The answer that is worked with."""
        return self.pane.answer if self.pane else None

    def open(self, identity: ComparisonId) -> None:
        """Show a comparison of the project."""
        if self.known is not None and self.known.live.comparison.id == identity:
            return
        try:
            live = self.opening.read(identity)
        except SidelightError as error:
            self.trouble.emit(error.sentence)
            return
        self.rounds.follow(False)
        self.composer.clear_error()
        self.asking.lend(live.models)
        self._show(live)

    def begin_new(self) -> None:
        """An empty page; what is being written goes on."""
        self.known = None
        self.asking.end_loan()
        self.composer.clear_error()
        self.rounds.follow(False)
        self._parts.stack.setCurrentWidget(self.empty)
        self.refresh()
        self.focus_prompt()
        self.comparison_changed.emit(None)
        self.answer_changed.emit(None)

    def refresh_models(self) -> None:
        """Models came or went."""
        self.asking.leave_out_what_is_gone()
        self.asking.fill_if_empty()
        self.empty.show_models(any_model=bool(self.desk.models()))

    # asking

    def choose_pace(self) -> None:
        """Ask at which pace the answers that are shown are to come once more."""
        longest = max((pane.answer.text_length for pane in self.panes if pane.answer is not None), default=0)
        self._parts.pace_card.ask(estimated_tokens(longest))

    def set_mode(self, mode: Mode) -> None:
        """Ask one model, or several."""
        self.asking.set_mode(mode)
        self.rounds.follow(False)

    def focus_prompt(self) -> None:
        """Go to the prompt box."""
        self.composer.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def offer_prompt(self, text: str) -> None:
        """Put a text into the prompt box."""
        self.composer.box.set_exact_text(text)
        self.focus_prompt()

    def choose_models(self) -> None:
        """Open the list of models."""
        self._parts.choose_models()

    # reading

    def show_prompt(self) -> None:
        """Show the whole prompt of the open comparison."""
        if self.known is not None:
            self._parts.show_prompt(self.known.live)

    def choose_pane(self, place: int) -> None:
        """Go to a pane, counted from 0."""
        if self.known is not None:
            self.known.deck.choose(place, focus=True)

    def arrange(self, arrangement: Arrangement) -> None:
        """Tabs or tiles."""
        self.opening.arrange(arrangement, self.known)
        self.refresh()

    # keeping up

    def notes_changed(self, answer: LiveAnswer | None) -> None:
        """The notes on an answer are others now."""
        if self.known is not None and answer is not None:
            self.known.show_marks(answer)
            self.refresh()

    def hand_on(self, theme: Theme) -> Iterator[Themed]:
        """Give what takes other colours part by part."""
        yield from self._parts.themed()
        yield self.opening

    def leave(self) -> None:
        """End live views and let go of the clock; the window closes."""
        self._parts.leave()
        self._seconds.leave()
        self.opening.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The prompt box may grow to a part of this."""
        super().resizeEvent(event)
        self.composer.fit()

    def _show(self, live: LiveComparison) -> None:
        self.known = self.opening.show(live)
        self.refresh()
        self._clock.wake()
        self.comparison_changed.emit(live.comparison.id)
        self.answer_changed.emit(self.answer)

    def _listen(self, opening: Opening) -> None:
        """What the user does in a comparison is passed on, or changes what can be done."""
        opening.chosen.connect(lambda: self.answer_changed.emit(self.answer))
        opening.chosen.connect(self.refresh)
        opening.changed.connect(self.refresh)
        opening.pane_changed.connect(self._pane_changed)
        opening.looked_at.connect(lambda answer: self.answer_changed.emit(answer or self.answer))
        opening.run_ended.connect(self.refresh)
        opening.link_clicked.connect(self.link_card.ask)
        opening.again_wanted.connect(self.rounds.again)

    def _pane_changed(self, pane: Pane) -> None:
        if pane is self.pane:
            self.answer_changed.emit(pane.answer)
        self.refresh()

    def _advance(self) -> None:
        for pane in self.panes:
            pane.keep_up()
        live = self.live
        if live is not None and not live.running and self._seconds.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Show what can be done now."""
        running = self.live is not None and self.live.running
        self.header.show_open(self.known, self.asking.mode, self.opening.arrangement)
        self.rounds.offer()
        self.votes.show_open(self.known)
        self._tools.refresh()
        self.composer.set_running(running=running)
        self._seconds.keep(running=running)
