# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Compare: one prompt, its panes, and the box from which the next prompt goes out.

The page shows a ``LiveComparison`` and forwards intentions to the desk; it decides nothing about answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.generation import estimated_tokens
from sidelight.domain.identity import ComparisonId
from sidelight.domain.review import Span
from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking, Mode
from sidelight.gui.compare.beforehand import Beforehand
from sidelight.gui.compare.deck import Arrangement
from sidelight.gui.compare.every_tool import OVERLAYS, TOOLS
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.opening import Opening
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.parts import PageParts
from sidelight.gui.compare.rounds import Rounds
from sidelight.gui.compare.seconds import Seconds
from sidelight.gui.compare.tool import Page, Tool, Tools
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class ComparePage(QWidget):
    """The page.

    Signals:
        answer_changed: another answer is worked with, or this one's state is another (it, or None).
        comparison_begun: a prompt went out (its ``Comparison``).
        comparison_changed: another comparison is open, or a new one was begun (its id, or None).
        annotate_requested: a span of the current answer is to be noted on.
        record_wanted: the record of the current answer is to be shown.
        run_ended: a live view's run ended.
        judged: a person gave a verdict on what a live view shows.
        tokens_wanted: a text's tokens are to be shown (it).
        trouble: a sentence for a banner.
    """

    answer_changed = Signal(object)
    comparison_begun = Signal(object)
    comparison_changed = Signal(object)
    annotate_requested = Signal(object)
    record_wanted = Signal()
    run_ended = Signal()
    judged = Signal()
    tokens_wanted = Signal(str)
    trouble = Signal(str)

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
        self._settings = settings
        self._open: OpenComparison | None = None
        self._arrangement: Arrangement = (
            "tabs" if settings.value("compare/arrangement") == "tabs" else "tiles"
        )
        self.asking = Asking(desk.models, desk.model, settings, self)
        self._tools = Tools(actions)
        for tools in (*TOOLS, *more_tools):
            self._tools.add(tools(self))
        self._parts = parts = PageParts(self, window, desk, self.asking, actions, theme, settings)
        self.header, self.composer, self.empty = parts.header, parts.composer, parts.empty
        self.cards, self.prompt_card, self.link_card = parts.cards, parts.prompt_card, parts.link_card
        self.header.mode_chosen.connect(self.set_mode)
        self.header.arrangement_chosen.connect(self.arrange)
        self.rounds = Rounds(desk, self.asking, self.composer, lambda: self._open, self)
        self.rounds.begun.connect(lambda live: self.comparison_begun.emit(live.comparison))
        self.rounds.begun.connect(self._show)
        self.rounds.grown.connect(clock.wake)
        self.rounds.grown.connect(self.refresh)
        self.rounds.changed.connect(self.refresh)
        self.before = Beforehand(desk, self.asking, self.composer, self.rounds, self, window)
        for changed in (self.asking.changed, self.rounds.changed, self.rounds.begun, clock.rested):
            changed.connect(self.before.refresh)
        self.composer.send_requested.connect(self.rounds.send)
        self.composer.follow_chosen.connect(self.rounds.follow_as)
        self.prompt_card.reuse_requested.connect(self.offer_prompt)
        parts.pace_card.chosen.connect(self.rounds.replay)
        self.empty.prompt_offered.connect(self.offer_prompt)
        self._opening = Opening(desk, clock, actions, rooms, theme, settings, parts.stack, OVERLAYS)
        self._listen(self._opening)
        self._seconds = Seconds(lambda: self.panes, self)
        self.asking.changed.connect(self.refresh)
        clock.advanced.connect(self._advance)
        clock.rested.connect(self.refresh)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self.refresh_models()
        self.refresh()

    # what is open

    def enter(self) -> None:
        """The place is shown: on with the prompt."""
        self.focus_prompt()

    @property
    def known(self) -> OpenComparison | None:
        """What is open."""
        return self._open

    @property
    def live(self) -> LiveComparison | None:
        """The open comparison."""
        return self._open.live if self._open else None

    @property
    def answers(self) -> QWidget:
        """Where the answers are read: everything between the header and the prompt box."""
        return self._parts.stack

    @property
    def panes(self) -> list[Pane]:
        """The panes of the open comparison, leftmost first."""
        return self._open.deck.panes if self._open else []

    @property
    def pane(self) -> Pane | None:
        """The pane that is worked in."""
        return self._open.pane if self._open else None

    @property
    def answer(self) -> LiveAnswer | None:
        """The answer that is worked with."""
        return self.pane.answer if self.pane else None

    def open(self, identity: ComparisonId) -> None:
        """Show a comparison of the project."""
        if self._open is not None and self._open.live.comparison.id == identity:
            return
        try:
            live = self._opening.read(identity)
        except SidelightError as error:
            self.trouble.emit(error.sentence)
            return
        self.rounds.follow(False)
        self.composer.clear_error()
        self._show(live)

    def begin_new(self) -> None:
        """An empty page; what is being written goes on."""
        self._open = None
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
        self.rounds.follow(False)
        self.cards.choose_models(
            self.composer.add_chip if self.composer.add_chip.isVisible() else self.composer
        )

    # reading

    def show_prompt(self) -> None:
        """Show the whole prompt of the open comparison."""
        live = self.live
        if live is not None:
            system = live.comparison.conversation.system
            self.prompt_card.show_prompt(self.header.title, live.prompt, system, live.attachments)

    def choose_pane(self, place: int) -> None:
        """Go to a pane, counted from 0."""
        if self._open is not None:
            self._open.deck.choose(place, focus=True)

    def arrange(self, arrangement: Arrangement) -> None:
        """Tabs or tiles."""
        self._arrangement = arrangement
        self._settings.setValue("compare/arrangement", arrangement)
        if self._open is not None:
            self._open.arrange(arrangement)
        self.refresh()

    def selected_span(self) -> Span | None:
        """What is selected in the current answer, as it is meant to be read."""
        pane = self.pane
        view = pane.view if pane is not None and not pane.raw else None
        return view.selected_span() if view is not None else None

    # what tools ask for

    def say(self, sentence: str) -> None:
        """Tell something that concerns the whole window."""
        self.trouble.emit(sentence)

    def show_tokens(self, text: str) -> None:
        """Show how a text is cut into tokens."""
        self.tokens_wanted.emit(text)

    def show_record(self) -> None:
        """Show the exact record of the answer that is worked with."""
        self.record_wanted.emit()

    # keeping up

    def notes_changed(self, answer: LiveAnswer | None) -> None:
        """The notes on an answer are others now."""
        if self._open is not None and answer is not None:
            self._open.show_marks(answer)
            self._open.refresh_overlays()

    def show_span(self, span: Span) -> None:
        """Go to a noted passage of the current answer."""
        pane = self.pane
        if pane is not None and pane.view is not None:
            pane.set_raw(False)
            pane.view.show_span(span)
            pane.take_focus()

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._parts.set_theme(theme)
        self._opening.set_theme(theme)

    def leave(self) -> None:
        """End live views and let go of the clock; the window closes."""
        self._parts.draft.keep()
        self.before.leave()
        self._seconds.leave()
        self._opening.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The prompt box may grow to a part of this."""
        super().resizeEvent(event)
        self.composer.fit()

    def _show(self, live: LiveComparison) -> None:
        self._open = self._opening.show(live)
        self._open.arrange(self._arrangement)
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
        opening.run_ended.connect(self.run_ended)
        opening.run_ended.connect(self.refresh)
        opening.judged.connect(self.judged)
        opening.annotate_requested.connect(self.annotate_requested)
        opening.link_clicked.connect(self.link_card.ask)
        opening.again_wanted.connect(self.rounds.again)

    def _pane_changed(self, pane: Pane) -> None:
        if pane is self.pane:
            self.answer_changed.emit(pane.answer)
        self.refresh()

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        composer = self.composer
        if old and new and composer.isAncestorOf(old) and not composer.isAncestorOf(new):
            composer.clear_error()  # who works elsewhere has read it
        if self._open is not None:
            place = self._open.deck.place_of(new)
            if place is not None:
                self._open.deck.choose(place)

    def _advance(self) -> None:
        for pane in self.panes:
            pane.keep_up()
        live = self.live
        if live is not None and not live.running and self._seconds.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Show what can be done now."""
        running = self.live is not None and self.live.running
        self.header.show_open(self._open, self.asking.mode, self._arrangement)
        self.rounds.offer()
        self._tools.refresh()
        self.composer.set_running(running=running)
        self._seconds.keep(running=running)
