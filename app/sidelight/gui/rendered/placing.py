# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the drawings of an answer stand: in the place of their lines, below them, or put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sidelight.gui.answer.code import Code
from sidelight.gui.rendered.failure import FailureCard
from sidelight.gui.rendered.own_widgets import OwnBody
from sidelight.gui.rendered.seat import Seat, page_word, source_word
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.resting import rests

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView

_NEAR = 1.0
"""How far beyond what is seen drawings stay in the window, in heights of what is seen."""
_CALM_MS, _EACH_MS = 250, 25


LATE_S = 0.3
"""How long a drawing may take before it is said that it is being made."""


class Placing(QObject):
    """Puts drawings into an answer, and takes them out."""

    def __init__(self, view: AnswerView) -> None:
        super().__init__(view)
        self._view = view
        self._seats: dict[int, Seat] = {}
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._rest_one)

    @property
    def view(self) -> AnswerView:
        """The answer that is drawn in."""
        return self._view

    def drawing(self, index: int) -> RenderedView | None:
        """The drawing of an artifact, if there is one."""
        seat = self._seats.get(index)
        return seat.drawing if seat is not None else None

    def seat(self, index: int) -> Seat | None:
        """How an artifact stands."""
        return self._seats.get(index)

    @property
    def any_drawn(self) -> bool:
        """Whether any artifact is shown as its drawing now."""
        return any(seat.drawing is not None and not seat.as_source for seat in self._seats.values())

    def live_view(self, index: int) -> QWidget | None:
        """What stands in the place of an artifact's drawing and is none: a live view."""
        seat = self._seats.get(index)
        found = self._view.embeds.at(index)
        return found if found is not None and (seat is None or found is not seat.widget) else None

    def switch(self, index: int) -> None:
        """Show the source of an artifact, or its drawing again."""
        live = self.live_view(index)
        if live is not None:
            folded = self._view.embeds.folded(index)
            word = page_word() if folded else source_word()
            self._view.put_drawing(index, live, live.height(), folded=not folded, switch=word)
            return
        seat = self._seats.get(index)
        if seat is None or seat.drawing is None:
            return
        if seat.as_source:
            seat.as_source = False
            self._put(seat)
            seat.drawing.setFocus()
        else:
            self.show_source(index)

    def show_source(self, index: int) -> None:
        """Show the lines of an artifact."""
        seat = self._seats.get(index)
        if seat is None or seat.as_source or seat.drawing is None:
            return
        had = seat.drawing.isAncestorOf(self._view.window().focusWidget() or self._view)
        seat.as_source = True
        self._view.put_drawing(index, None, 0, folded=False, switch=seat.word)
        if had:
            self._view.setFocus()

    def switch_all(self) -> None:
        """Show every artifact as its source, or every one as its drawing."""
        to_source = self.any_drawn
        for index, seat in list(self._seats.items()):
            if seat.drawing is not None and seat.as_source != to_source:
                self.switch(index)

    def _say_what_takes_long(self, now: float) -> None:
        """Say in the heads of blocks that their drawing is on its way, once that takes a while."""
        for seat in self._seats.values():
            code = self._code(seat)
            on_its_way = seat.ask is not None and seat.whole and seat.widget is None
            late = on_its_way and now >= seat.asked_at + LATE_S
            if code is not None and code.making != late:
                code.making = late
                self._view.viewport().update()

    def _put(self, seat: Seat) -> None:
        drawing = seat.drawing
        if drawing is None:
            return
        code = self._code(seat)
        if code is None:
            return
        if drawing.parentWidget() is not self._view.viewport():
            drawing.setParent(self._view.viewport())  # it has its height where it is dressed
        seat.is_folded = seat.whole
        width = int(code.width if code.width > 0 else self._view.page.width_for(code)) - int(code.indent) - 2
        height = drawing.wanted_height(width)
        switch = seat.source_word if seat.whole else ""
        self._view.put_drawing(seat.index, drawing, height, folded=seat.whole, switch=switch)

    def _code(self, seat: Seat) -> Code | None:
        at = self._view.embeds.index_of(seat.index)
        found = self._view.flow[at] if at >= 0 else None
        return found if isinstance(found, Code) else None

    def _fit(self, seat: Seat) -> None:
        """The drawing wants another height."""
        if seat.widget is not None and isValid(seat.widget) and not seat.as_source:
            if seat.drawing is not None:
                self._put(seat)
            elif isinstance(seat.widget, FailureCard):
                height = seat.widget.wanted_height(seat.widget.width())
                self._view.put_drawing(seat.index, seat.widget, height, folded=False, switch="")

    # far from sight

    def _near(self) -> set[int]:
        view, height = self._view, self._view.page.height
        around = view.page.between(-height * _NEAR, height * (1 + _NEAR))
        return {view.flow[at].artifact_index for at, _ in around}

    def leave_what_was_passed(self) -> None:
        """Wait no more for what is far from sight: it is asked for again when it comes near."""
        waiting = [seat for seat in self._seats.values() if seat.ask is not None]
        near = self._near() if waiting else set()
        for seat in waiting:
            if seat.index not in near and seat.ask is not None:
                seat.ask.drop()
                seat.ask = None

    def rest_soon(self) -> None:
        """Once the reader stays, take what is far from sight out of the window, one drawing at a time."""
        if not self._calm.isActive():
            self._calm.start(_CALM_MS)

    def _rest_one(self) -> None:
        view = self._view
        if not isValid(view):
            return
        near = self._near()
        focus = view.window().focusWidget()
        for index, seat in self._seats.items():
            drawing = seat.drawing
            if drawing is None or index in near or drawing.isVisible() or rests(drawing):
                continue
            # What a plugin made for itself need not bear another window.
            if isinstance(drawing.body, OwnBody) or (focus is not None and drawing.isAncestorOf(focus)):
                continue
            if view.embeds.at(index) is not drawing:
                continue  # its lines are shown
            view.embeds.rest(index)
            self._calm.start(_EACH_MS)
            return

    def _take_away(self, seat: Seat) -> None:
        if seat.widget is not None:
            self._view.put_drawing(seat.index, None, 0, folded=False, switch="")
            seat.take(None, None)
