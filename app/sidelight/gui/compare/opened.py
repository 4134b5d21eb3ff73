# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One comparison as it stands on the page: its deck of panes, and the scripts that run in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from sidelight.domain.identity import GenerationId
from sidelight.domain.message import Message
from sidelight.domain.review import Span
from sidelight.gui.compare.composer import names_of
from sidelight.gui.compare.deck import Arrangement, Deck
from sidelight.gui.compare.find_all import FindAll
from sidelight.gui.compare.overlay import Ground, Overlay
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.scripts import Scripts
from sidelight.gui.compare.together import Together
from sidelight.gui.compare.turns import Turns
from sidelight.gui.dressing import HandsOn, Themed
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.rendered.studio import Studio
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison

OverlayT = TypeVar("OverlayT", bound="Overlay[Any]")


class OpenComparison(QObject, HandsOn):
    """The widgets of one comparison; ``area`` holds them all.

    Signals:
        run_ended: a live view's run ended.
        judged: a person gave a verdict on what a live view shows.
        changed: something else can be done now.
        looked_at: an answer is looked at (it, or ``None`` where the panes decide).
        link_clicked: an address over the panes was clicked; nothing was opened.
    """

    run_ended = Signal()
    judged = Signal()
    changed = Signal()
    looked_at = Signal(object)
    link_clicked = Signal(str)

    def __init__(
        self,
        live: LiveComparison,
        desk: Desk,
        rooms: Rooms,
        clock: FrameClock,
        theme: Theme,
        together: Together,
        parent: QWidget,
        studio: Studio | None,
        overlays: Sequence[type[Overlay[Any]]],
    ) -> None:
        self.area = QStackedWidget(parent)
        super().__init__(self.area)
        self.live = live
        self.together = together
        together.changed.connect(self.changed)
        self.deck = Deck(theme)
        scroll = QScrollArea(self.area)
        scroll.setWidget(self.deck)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self.area)
        self.find_all = FindAll(self.deck, theme, page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.find_all.line)
        layout.addWidget(scroll, 1)
        self.area.addWidget(page)
        self.scripts = Scripts(desk, rooms, studio, self.deck, theme, self.area)
        ground = Ground(live, self.deck, self.area, desk, studio, self.scripts)
        self._overlays = {kind: self._prepared(kind(ground, theme)) for kind in overlays}
        self._desk = desk
        self._studio = studio
        self.scripts.ended.connect(self.run_ended)
        self.scripts.judged.connect(self.judged)
        self.scripts.changed.connect(self.changed)
        for attempts, name in zip(live.panes, names_of(live.models), strict=True):
            earlier = partial(self._said_before, len(self.deck.panes)) if live.comparison.follows else None
            authors = partial(self._speakers, len(self.deck.panes), name)
            pane = Pane(attempts, name, rooms, self._marks_of, clock, theme, self.deck, earlier, authors)
            self.scripts.serve(pane)
            pane.zoomed.connect(self._zoom)
            pane.scrolled.connect(lambda pane=pane: together.lead(pane, self.deck.panes))
            for overlay in self._overlays.values():
                pane.answer_changed.connect(overlay.keep_up)
            pane.answer_changed.connect(partial(self.find_all.keep_up, pane))
            self.deck.add(pane)
        self.scripts.expect()

    @property
    def pane(self) -> Pane | None:
        """The pane that is worked in."""
        return self.deck.current

    @property
    def answer(self) -> LiveAnswer | None:
        """The answer that is worked with."""
        return self.pane.answer if self.pane is not None else None

    def overlay(self, kind: type[OverlayT]) -> OverlayT:
        """The overlay of a kind."""
        return cast("OverlayT", self._overlays[kind])

    @property
    def covered(self) -> bool:
        """Whether anything lies over the panes."""
        return any(overlay.is_open for overlay in self._overlays.values())

    def _prepared(self, overlay: Overlay[Any]) -> Overlay[Any]:
        overlay.changed.connect(self.changed)
        overlay.looked_at.connect(self.looked_at)
        overlay.link_clicked.connect(self.link_clicked)
        # What is judged over the panes may have been run there, too.
        overlay.judged.connect(self.run_ended)
        return overlay

    def arrange(self, arrangement: Arrangement) -> None:
        """Tabs or tiles."""
        self.deck.arrange(arrangement)

    def hand_on(self, theme: Theme) -> Iterator[Themed]:
        """Give what takes other colours part by part."""
        yield self.deck
        yield self.scripts
        yield from self._overlays.values()
        yield self.find_all

    def leave(self) -> None:
        """End what runs, and let go of the clock."""
        for overlay in self._overlays.values():
            overlay.leave()
        self.scripts.leave()
        self.deck.leave()

    def toggle_raw(self) -> None:
        """Show the current answer's bare text, or the answer as it is meant."""
        pane = self.pane
        if pane is not None:
            pane.set_raw(not pane.raw)
            pane.take_focus()

    def toggle_drawings(self) -> None:
        """Show the sources in the current answer, or what they mean."""
        pane = self.pane
        drawings = self._studio.drawings(pane.view) if self._studio and pane and pane.view else None
        if pane is not None and drawings is not None:
            pane.set_raw(False)
            drawings.switch_all()

    @property
    def all_raw(self) -> bool:
        """Whether every pane shows its bare text."""
        return bool(self.deck.panes) and all(pane.raw for pane in self.deck.panes)

    def toggle_all_raw(self) -> None:
        """Show the bare text in every pane, or every answer as it is meant."""
        raw = not self.all_raw
        for pane in self.deck.panes:
            pane.set_raw(raw)
        if self.deck.current is not None:
            self.deck.current.take_focus()

    def toggle_held(self) -> None:
        """Let the current answer's text stand still while more comes, or show what has come."""
        pane = self.pane
        if pane is not None:
            pane.set_held(held=not pane.held)

    def step_attempt(self, by: int) -> None:
        """Show another attempt of the current pane."""
        pane = self.pane
        if pane is not None and pane.answer is not None:
            pane.show_attempt(pane.attempts.index(pane.answer) + by)

    def step_pane(self, by: int) -> None:
        """Go to another pane."""
        panes = self.deck.panes
        if self.deck.current is not None:
            self.deck.choose((panes.index(self.deck.current) + by) % len(panes), focus=True)

    def selected_span(self) -> Span | None:
        """What is selected in the current answer, as it is meant to be read."""
        pane = self.pane
        view = pane.view if pane is not None and not pane.raw else None
        return view.selected_span() if view is not None else None

    def show_span(self, span: Span) -> None:
        """Go to a passage of the current answer."""
        pane = self.pane
        if pane is not None and pane.view is not None:
            pane.set_raw(False)
            pane.view.show_span(span)
            pane.take_focus()

    def show_marks(self, answer: LiveAnswer) -> None:
        """The notes on an answer are others now."""
        for pane in self.deck.panes:
            pane.show_marks(answer)
        for overlay in self._overlays.values():
            overlay.refresh()

    def _marks_of(self, identity: GenerationId) -> list[tuple[Span, str]]:
        notes = self._desk.reviewing.annotations(identity)
        return [(note.span, note.label or note.note) for note in notes if note.span is not None]

    def _said_before(self, place: int) -> tuple[Message, ...]:
        """What was said in a pane before this comparison's own question."""
        whole = self._desk.comparing.conversation(self.live, place).messages
        return whole[: len(whole) - len(self.live.comparison.conversation.messages)]

    def _speakers(self, place: int, name: str) -> list[str]:
        """Who gave the earlier answers of a pane; its own model has the name that it has there."""
        own = self.live.models[place].ref
        models = self._desk.comparing.speakers(self.live, place)
        return [name if model.ref == own else model.label for model in models]

    @property
    def turns(self) -> list[Turns]:
        """What was said before, in the panes where anything was."""
        return [pane.turns for pane in self.deck.panes if pane.turns is not None]

    def toggle_turns(self) -> None:
        """Show what was said before in every pane, or only how much it is."""
        turns = self.turns
        on = not any(one.is_open for one in turns)
        for one in turns:
            one.set_open(on)

    def _zoom(self, zoom: float) -> None:
        """What is read side by side is read in one size."""
        for pane in self.deck.panes:
            pane.set_zoom(zoom)
