# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One comparison as it stands on the page: its deck of panes, and the scripts that run in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from sidelight.domain.artifact import Artifact
from sidelight.domain.identity import GenerationId
from sidelight.domain.review import Span
from sidelight.gui.compare.composer import names_of
from sidelight.gui.compare.deck import Arrangement, Deck
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.runs import LiveRuns
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer, LiveComparison


class OpenComparison(QObject):
    """The widgets of one comparison; ``area`` holds them all.

    Signals:
        run_ended: a live view's run ended.
    """

    run_ended = Signal()

    def __init__(
        self, live: LiveComparison, desk: Desk, rooms: Rooms, clock: FrameClock, theme: Theme, parent: QWidget
    ) -> None:
        self.area = QScrollArea(parent)
        super().__init__(self.area)
        self.live = live
        self.deck = Deck(theme)
        self.area.setWidget(self.deck)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = desk
        self._runs = LiveRuns(desk, rooms, theme, self.area)
        self._runs.ended.connect(self.run_ended)
        for attempts, name in zip(live.panes, names_of(live.models), strict=True):
            pane = Pane(attempts, name, rooms, self._marks_of, clock, theme, self.deck)
            pane.run_requested.connect(lambda artifact, pane=pane: self._run(pane, artifact))
            self.deck.add(pane)

    def arrange(self, arrangement: Arrangement) -> None:
        """Tabs or tiles."""
        self.deck.arrange(arrangement)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self.deck.set_theme(theme)
        self._runs.set_theme(theme)

    def leave(self) -> None:
        """End what runs, and let go of the clock."""
        self._runs.shut()
        self.deck.leave()

    def show_marks(self, answer: LiveAnswer) -> None:
        """The notes on an answer are others now."""
        for pane in self.deck.panes:
            pane.show_marks(answer)

    def _marks_of(self, identity: GenerationId) -> list[tuple[Span, str]]:
        notes = self._desk.reviewing.annotations(identity)
        return [(note.span, note.label or note.note) for note in notes if note.span is not None]

    def _run(self, pane: Pane, artifact: Artifact) -> None:
        if pane.answer is not None and pane.view is not None:
            self._runs.start(pane.answer, pane.view, artifact)
