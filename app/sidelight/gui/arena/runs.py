# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scripts of answers that nobody has a name for yet, run in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.domain.errors import SidelightError
from sidelight.gui.awaited import Awaited
from sidelight.gui.rendered.over_lines import put_live, show_line
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.domain.artifact import Artifact
    from sidelight.gui.arena.pane import SidePane
    from sidelight.gui.glview.view import LiveView
    from sidelight.workbench.desk import Desk


class NamelessRuns(QObject):
    """The runs of one round. Their records are kept with the answers, and tell of nobody before the vote."""

    def __init__(self, desk: Desk, rooms: Rooms, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rooms = rooms
        self._theme = theme
        self._views: dict[tuple[int, int], LiveView] = {}
        self._awaited = Awaited(self)

    def run(self, pane: SidePane, artifact: Artifact) -> None:
        """Run an artifact as soon as it is known what holds a script here; one that runs begins anew."""
        awaited = self._desk.running.awaited()
        if awaited is None:
            self._begin(pane, artifact)
        else:
            self._awaited.add(awaited, lambda _future: self._begin(pane, artifact))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for live in self._views.values():
            if isValid(live):
                live.set_theme(theme)

    def shut(self) -> None:
        """End every run."""
        self._awaited.stop()
        for live in self._views.values():
            if isValid(live):
                live.shut()
        self._views.clear()

    def _begin(self, pane: SidePane, artifact: Artifact) -> None:
        key = (pane.side.position, artifact.index)
        view = pane.view
        known = self._views.get(key)
        if known is not None and isValid(known):
            known.restart()
            view.reveal_embed(artifact.index)
            return
        try:
            run = self._desk.running.start(pane.side.answer_id, artifact, beside=view.artifacts())
        except SidelightError as error:
            view.set_notice(error.sentence, "bad")
            return
        live = self._rooms.live_view(run, self._theme, view.viewport())
        live.setAccessibleName(self.tr("Live view of answer {0}").format(pane.side.label))
        # The live view is the answer view's child: while the one speaks, the other is there.
        live.height_wanted.connect(lambda height: view.embed(artifact.index, live, height))
        live.sight_wanted.connect(lambda: view.reveal_embed(artifact.index))
        live.line_requested.connect(lambda line: show_line(view, artifact.index, line))
        self._views[key] = live
        put_live(view, artifact, live, live.sizeHint().height())
        view.reveal_embed(artifact.index)
        if view.hasFocus():
            live.body.setFocus(Qt.FocusReason.OtherFocusReason)
