# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What runs in the panes of an open comparison: which answers hold something to run, and running it there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.gui.compare.deck import Deck
from sidelight.gui.compare.pane import Pane
from sidelight.gui.compare.runs import LiveRuns
from sidelight.gui.glview.chorus import Chorus
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.artifacts.cell import ArtifactCell
    from sidelight.gui.artifacts.page import ArtifactsPage
    from sidelight.gui.rendered.studio import Studio
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer


class Scripts(QObject):
    """Runs what answers hold.

    Signals:
        ended: a live view's run ended.
        judged: a person gave a verdict on what a live view shows.
        changed: something else can be done now.
    """

    ended = Signal()
    judged = Signal()
    changed = Signal()

    def __init__(
        self, desk: Desk, rooms: Rooms, studio: Studio | None, deck: Deck, theme: Theme, area: QWidget
    ) -> None:
        super().__init__(area)
        self._desk = desk
        self._studio = studio
        self._deck = deck
        self._page: ArtifactsPage | None = None
        self._longest: dict[str, tuple[tuple[int, int], Artifact | None]] = {}
        self._runs = LiveRuns(desk, rooms, theme, area)
        self._runs.ended.connect(self.ended)
        self._runs.judged.connect(self.judged)
        self._runs.chorus.changed.connect(self.changed)

    def serve(self, pane: Pane) -> None:
        """Run what is asked for in a pane."""
        pane.run_requested.connect(partial(self._run, pane))
        pane.view_made.connect(partial(self._draw_in, pane))
        if pane.view is not None:
            self._draw_in(pane, pane.view)
        pane.answer_changed.connect(self.expect)

    @property
    def chorus(self) -> Chorus:
        """All live views as one."""
        return self._runs.chorus

    @property
    def runnable(self) -> list[Pane]:
        """The panes whose shown answer is finished and holds a whole script."""
        done = [pane for pane in self._deck.panes if pane.answer is not None and not pane.answer.running]
        return [pane for pane in done if self._script_of(pane) is not None]

    @property
    def running(self) -> bool:
        """Whether any script is running."""
        return self._runs.running

    def run_one(self) -> bool:
        """Run the longest script of the current answer; ``False`` if it holds none that is whole."""
        pane = self._deck.current
        script = self._script_of(pane)
        if pane is not None and script is not None:
            pane.set_raw(False)
            self._run(pane, script)
        return script is not None

    def serve_page(self, page: ArtifactsPage) -> None:
        """Run what is asked for on the page of all artifacts."""
        self._page = page
        page.run_wanted.connect(
            lambda cell, text: self._runs.when_known(partial(self._run_cell, cell, source=text))
        )
        page.together.wanted.connect(lambda cells: self._runs.when_known(partial(self._run_cells, cells)))

    def run_all(self) -> None:
        """Run the longest script of every pane: each waits at its first frame, then all go on at once.

        Where all artifacts are seen instead of the panes, run those in sight.
        """
        if self._page is not None and isValid(self._page) and self._page.isVisible():
            self._page.together.run_seen()
        else:
            self._runs.when_known(self._run_all)

    def stop(self) -> None:
        """End every script that is running; what it drew last stays."""
        self._runs.stop()

    def expect(self) -> None:
        """What the panes show now may be run soon."""
        self._runs.expect(pane.answer for pane in self._deck.panes)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._runs.set_theme(theme)

    def leave(self) -> None:
        """End every run; the comparison goes."""
        self._runs.shut()

    def _script_of(self, pane: Pane | None) -> Artifact | None:
        """The longest whole script or page of the answer that a pane shows.

        Looked for once as long as the answer stays as it is: what can be done is asked for all the time.
        """
        if pane is None or pane.view is None or pane.answer is None:
            return None
        # What the view has of it counts, which is a little behind.
        state = (pane.answer.version, pane.view.length)
        known = self._longest.get(pane.answer.id)
        if known is None or known[0] != state:
            found = [one for one in pane.view.artifacts() if self._desk.running.can_run(one)]
            known = (state, max(found, key=lambda one: len(one.text), default=None))
            self._longest[pane.answer.id] = known
        return known[1]

    def _run_all(self) -> None:
        for pane in self.runnable:
            script = self._script_of(pane)
            if script is not None and pane.answer is not None and pane.view is not None:
                pane.set_raw(False)
                self._start(pane.answer, pane.view, script, held=True)
        self.chorus.begin()

    def _start(self, answer: LiveAnswer, view: AnswerView, artifact: Artifact, *, held: bool = False) -> None:
        from sidelight.gui.rendered.over_lines import InAnswer  # after first paint

        self._runs.start(answer, InAnswer(view, artifact), artifact, held=held)

    def _run_cell(self, cell: ArtifactCell, *, held: bool = False, source: str | None = None) -> None:
        # The page may have been filled anew meanwhile.
        if isValid(cell) and cell.answer is not None:
            text = cell.edited if source is None else source
            self._runs.start(cell.answer, cell.stand, cell.artifact, held=held, source=text)
            self.changed.emit()

    def _run_cells(self, cells: list[ArtifactCell]) -> None:
        for cell in cells:
            self._run_cell(cell, held=True)
        if cells and not cells[0].stand.gone:
            cells[0].stand.reveal()  # each has brought itself into sight
        self.chorus.begin()

    def _draw_in(self, pane: Pane, view: AnswerView) -> None:
        """A script that is chosen to be shown is run."""
        drawings = self._studio.drawings(view) if self._studio is not None else None
        if drawings is not None:
            drawings.run_wanted.connect(partial(self._run, pane))

    def _run(self, pane: Pane, artifact: Artifact) -> None:
        self._runs.when_known(partial(self._run_now, pane, pane.answer, artifact))

    def _run_now(self, pane: Pane, answer: LiveAnswer | None, artifact: Artifact) -> None:
        # Another attempt may have come into the pane meanwhile.
        if pane.answer is not None and pane.answer is answer and pane.view is not None:
            self._start(pane.answer, pane.view, artifact)
            self.changed.emit()
