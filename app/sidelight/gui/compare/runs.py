# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Live views in answers: starting an artifact puts its picture under its code, in the answer's flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SidelightError
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.gui.glview.view import LiveView
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.live import LiveAnswer


class LiveRuns(QObject):
    """The runs of one comparison.

    Signals:
        ended: a run ended; its record is kept with the answer.
    """

    ended = Signal()

    def __init__(self, desk: Desk, rooms: Rooms, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rooms = rooms
        self._theme = theme
        self._views: dict[tuple[str, int], LiveView] = {}

    def start(self, answer: LiveAnswer, view: AnswerView, artifact: Artifact) -> None:
        """Run an artifact of an answer; if it runs already, from the beginning."""
        key = (answer.id, artifact.index)
        known = self._views.get(key)
        if known is not None and isValid(known):
            known.restart()
            view.reveal_embed(artifact.index)
            return
        try:
            run = self._desk.running.start(answer.id, artifact)
        except SidelightError as error:
            view.set_notice(error.sentence, "bad")
            return
        live = self._rooms.live_view(run, self._theme, view.viewport())
        live.setAccessibleName(
            QCoreApplication.translate("LiveRuns", "Live view of {0}").format(answer.model.label)
        )
        live.ended.connect(lambda _end: self.ended.emit())
        live.height_wanted.connect(lambda height: _fit(view, artifact.index, live, height))
        live.line_requested.connect(lambda line: _show_line(view, artifact.index, line))
        self._views[key] = live
        view.embed(artifact.index, live, live.sizeHint().height())
        view.reveal_embed(artifact.index)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._theme = theme
        for live in self._views.values():
            if isValid(live):
                live.set_theme(theme)

    def shut(self) -> None:
        """End every run."""
        for live in self._views.values():
            if isValid(live):
                live.shut()
        self._views.clear()


def _fit(view: AnswerView, artifact_index: int, live: LiveView, height: int) -> None:
    """Give a live view the height it wants, if both are still there."""
    if isValid(view) and isValid(live):
        view.embed(artifact_index, live, height)


def _show_line(view: AnswerView, artifact_index: int, line: int) -> None:
    """Go to a line of an artifact, counted from 1."""
    if isValid(view):
        view.show_line(artifact_index, line)
