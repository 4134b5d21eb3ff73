# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The live view of an artifact in its cell: in the place of its drawing and of its lines."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from sidelight.domain.artifact import Artifact
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.notice import Notice, Severity
from sidelight.gui.artifacts.cell_parts import CellHead
from sidelight.gui.artifacts.resting_frame import RestingFrame
from sidelight.gui.rendered.seat import page_word
from sidelight.text.pages import is_page

if TYPE_CHECKING:
    from sidelight.gui.glview.stand import Deed
    from sidelight.gui.glview.view import LiveView
    from sidelight.gui.theme import Theme

MOST_HEIGHT = 1400
"""Pixels that a cell takes at most, its editor and what was printed included."""


class Holder(RestingFrame):
    """As much of a cell as what runs in it knows.

    Signals:
        sight_wanted: it is to be brought into sight.

    Attributes:
        artifact: what it shows.
        beside: all that the answer holds.
        head: its head, once it is built.
        stack: its drawing, its lines and what runs lie in it.
    """

    sight_wanted = Signal()
    artifact: Artifact
    beside: Sequence[Artifact]
    head: CellHead
    stack: QStackedWidget

    @property
    def theme(self) -> Theme:
        """The look."""
        raise NotImplementedError

    def show_live(self) -> None:
        """Show what was put here to run, or what stood there before."""
        raise NotImplementedError

    def show_line(self, line: int) -> None:
        """Go to a line of the source, counted from 1."""
        raise NotImplementedError


class InCell:
    """The place of an artifact in its cell; what it can do stands with ``Stand``.

    Attributes:
        shown: the live view, or the card that says why there is none.
    """

    def __init__(self, cell: Holder, least: int) -> None:
        """Nothing stands there yet; the cell is never less than so many pixels high."""
        self._cell = cell
        self._least = least
        self.shown: QWidget | None = None
        self._is_live = False
        self._notice: Notice | None = None
        self.key: Hashable = ("cell", cell.artifact.index)

    @property
    def live(self) -> LiveView | None:
        """The live view, if it is one that stands there."""
        there = self._is_live and self.shown is not None and isValid(self.shown)
        return cast("LiveView", self.shown) if there else None

    @property
    def word(self) -> str:
        """What the switch to it is called."""
        artifact = self._cell.artifact
        if is_page(artifact.language, artifact.text):
            return page_word()
        return QCoreApplication.translate("ArtifactCell", "Live view")

    @property
    def room(self) -> QWidget:
        """The cell's stack."""
        return self._cell.stack

    @property
    def gone(self) -> bool:
        """The page was filled anew."""
        return not isValid(self._cell)

    @property
    def beside(self) -> Sequence[Artifact]:
        """All that the answer holds."""
        return self._cell.beside

    @property
    def has_keyboard(self) -> bool:
        """Whether keys go to anything in the cell."""
        focus = self._cell.window().focusWidget()
        return focus is not None and self._cell.isAncestorOf(focus)

    def put(self, shown: QWidget, height: int, *, live: bool) -> None:
        """Instead of what stood there."""
        self._cell.wake()
        old, self.shown, self._is_live = self.shown, shown, live
        if old is not None and old is not shown and isValid(old):
            self._cell.stack.removeWidget(old)
        self._cell.stack.addWidget(shown)
        self.say("")
        self.fit(shown, height)
        self._cell.show_live()

    def fit(self, shown: QWidget, height: int) -> None:
        """Make the cell as high as it wants, so far as that goes."""
        if not self.gone and isValid(shown) and shown is self.shown:
            whole = self._cell.visibleRegion().boundingRect().height() >= self._cell.height()
            self._make_room(min(height, MOST_HEIGHT))
            if whole:  # what is all in sight stays so
                self._cell.sight_wanted.emit()

    def _make_room(self, height: int) -> None:
        head = self._cell.head.sizeHint().height() + 2
        self._cell.setFixedHeight(max(self._least, height + head))

    def take_away(self) -> None:
        """The drawing or the lines again."""
        if self.gone or self.shown is None:
            return
        if isValid(self.shown):
            self._cell.stack.removeWidget(self.shown)
            self.shown.hide()
        self.shown, self._is_live = None, False
        self._make_room(0)
        self._cell.show_live()

    def reveal(self) -> None:
        """Show it, and bring the cell into sight."""
        if not self.gone:
            self._cell.show_live()
            self._cell.sight_wanted.emit()

    def show_line(self, line: int) -> None:
        """Go to a line of the artifact."""
        if not self.gone:
            self._cell.show_line(line)

    def say(self, words: str, tone: Severity = "bad", deeds: Sequence[Deed] = ()) -> None:
        """Below it."""
        if self.gone or not (words or self._notice is not None):
            return
        if self._notice is None:
            self._notice = Notice(self._cell.room)
            layout = self._cell.room.layout()
            if layout is not None:
                layout.addWidget(self._notice)
        self._notice.setVisible(bool(words))
        if words:
            self._notice.say(words, tone, deeds)
            self._notice.set_look(Look(self._cell.theme))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours; a live view is told by whoever runs it."""
        if self._notice is not None:
            self._notice.set_look(Look(theme))

    def end(self) -> None:
        """The cell goes: nothing may run on unseen."""
        live = self.live
        if live is not None:
            live.shut()
