# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a comparison comes onto the page: read once, its panes made, and what they say passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QStackedWidget

from sidelight.domain.identity import ComparisonId
from sidelight.gui.actions import Actions
from sidelight.gui.compare.deck import Arrangement
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.overlay import Overlay
from sidelight.gui.compare.shelf import Shelf
from sidelight.gui.compare.together import Together
from sidelight.gui.dressing import HandsOn, Themed
from sidelight.gui.frame import FrameClock
from sidelight.gui.rendered.studio import Studio
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveComparison


_SETTING = "compare/arrangement"


class Opening(QObject, HandsOn):
    """Brings comparisons to the front of a stack, and passes on what the user does in them.

    Signals:
        chosen: another pane is worked in.
        changed: something else can be done now.
        pane_changed: a pane shows another attempt, or one in another state (its ``Pane``).
        looked_at: an answer is looked at (it, or ``None`` where the panes decide).
        run_ended: a run ended, in a live view or on the contact sheet.
        judged: a person gave a verdict on what a live view shows.
        annotate_requested: a span of an answer is to be noted on.
        link_clicked: an address in an answer was clicked; nothing was opened.
        again_wanted: one more attempt is wanted in a pane, counted from 0.
    """

    chosen = Signal()
    changed = Signal()
    pane_changed = Signal(object)
    looked_at = Signal(object)
    run_ended = Signal()
    judged = Signal()
    annotate_requested = Signal(object)
    link_clicked = Signal(str)
    again_wanted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        clock: FrameClock,
        actions: Actions,
        rooms: Rooms,
        theme: Theme,
        settings: QSettings,
        stack: QStackedWidget,
        overlays: Sequence[type[Overlay[Any]]],
    ) -> None:
        """Begin with nothing open.

        Args:
            desk: the open project.
            clock: drives the panes.
            actions: what the buttons of a pane's head do.
            rooms: what makes answers and live views.
            theme: the look.
            settings: where it is remembered how panes are set, and whether they scroll together.
            stack: where comparisons are shown, and what this ends with.
            overlays: the kinds of pages that can lie over their panes.
        """
        super().__init__(stack)
        self._desk = desk
        self._clock = clock
        self._actions = actions
        self._rooms = rooms
        self._theme = theme
        self._stack = stack
        self._overlays = overlays
        self._settings = settings
        self.arrangement: Arrangement = "tabs" if settings.value(_SETTING) == "tabs" else "tiles"
        self._together = Together(settings, self)
        self.studio = Studio(lambda: desk.rendering, theme, self, desk.fetch_engine)
        self.studio.plugins_wanted.connect(lambda: actions["plugin.page"].trigger())
        if rooms.answers is not None:
            rooms.answers.studio = self.studio
        self._shelf = Shelf(stack, self._make)

    def read(self, identity: ComparisonId) -> LiveComparison:
        """A comparison of the project.

        Raises:
            SidelightError: it is not there, or cannot be read.
        """
        kept = self._shelf.live(identity)
        if kept is not None:
            return kept
        live = self._desk.comparing.open(identity)
        self._desk.arena.named.given(live, [pane[-1] for pane in live.panes if pane])
        # Read all at once what people said of it: later, a read might wait for a rating to reach the disk.
        for answer in live.answers():
            self._desk.reviewing.stars(answer.id)
            self._desk.reviewing.annotations(answer.id)
            self._desk.has_record(answer.id)
            self._desk.judging.standing(answer)
        return live

    def show(self, live: LiveComparison) -> OpenComparison:
        """Bring a comparison to the front."""
        self._desk.judging.learn(live)
        known = self._shelf.show(live)
        known.arrange(self.arrangement)
        return known

    def arrange(self, arrangement: Arrangement, known: OpenComparison | None) -> None:
        """Set panes as tabs or as tiles, from now on."""
        self.arrangement = arrangement
        self._settings.setValue(_SETTING, arrangement)
        if known is not None:
            known.arrange(arrangement)

    def hand_on(self, theme: Theme) -> Iterator[Themed]:
        """Take other colours, and give what takes them part by part."""
        self._theme = theme
        yield self.studio
        yield from self._shelf.every()

    def leave(self) -> None:
        """End live views and let go of the clock."""
        self._shelf.leave()
        self.studio.close()

    def _make(self, live: LiveComparison) -> OpenComparison:
        known = OpenComparison(
            live,
            self._desk,
            self._rooms,
            self._clock,
            self._theme,
            self._together,
            self._stack,
            self.studio,
            self._overlays,
        )
        known.deck.current_changed.connect(self.chosen)
        known.run_ended.connect(self.run_ended)
        known.changed.connect(self.changed)
        known.looked_at.connect(self.looked_at)
        known.judged.connect(self.judged)
        known.link_clicked.connect(self.link_clicked)
        for place, pane in enumerate(known.deck.panes):
            pane.answer_changed.connect(partial(self.pane_changed.emit, pane))
            pane.annotate_requested.connect(self.annotate_requested)
            pane.link_clicked.connect(self.link_clicked)
            pane.again_wanted.connect(partial(self.again_wanted.emit, place))
            pane.stop_wanted.connect(self._in_pane(known, place, "answer.stop"))
            pane.pause_wanted.connect(self._in_pane(known, place, "answer.pause"))
            pane.copy_wanted.connect(self._in_pane(known, place, "answer.copy"))
            pane.menu_wanted.connect(self._in_pane(known, place, "pane.menu"))
        return known

    def _in_pane(self, known: OpenComparison, place: int, deed: str) -> Callable[[], None]:
        """What a button of a pane's head does: the action of that name, in that pane."""

        def do() -> None:
            known.deck.choose(place)
            # Choosing may have changed nothing, yet what the pane can do may be another thing by now.
            self.changed.emit()
            self._actions[deed].trigger()

        return do
