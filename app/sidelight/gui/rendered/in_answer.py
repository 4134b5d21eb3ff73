# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Fenced blocks of an answer drawn as what they mean, in the place of their lines, once they are seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from shiboken6 import isValid

from sidelight.api import Context, Kind
from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import PluginError
from sidelight.gui.answer.code import Code
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.context import context_for
from sidelight.gui.rendered.failure import FailureCard, card_aside, card_of
from sidelight.gui.rendered.finer import keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.own_widgets import OwnBody
from sidelight.gui.rendered.placing import Placing
from sidelight.gui.rendered.seat import Seat
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.theme import Theme
from sidelight.text.artifacts import artifact

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.workbench.render_job import RenderJob
    from sidelight.workbench.rendering import PluginInfo

_LOOK_MS = 40
_LIVE_MS, _LATE_MS = 350, 100
_BEYOND = 0.75
_MOMENT_MS = 6
_DIAGRAMS, _LEGIBLE, _AT_EASE = frozenset({"mermaid"}), 0.5, 0.75
"""What is full of words, the scale below which these cannot be read, and that of one moved sideways."""
_STEP = 120
"""Pixels by which a column's width changes before a picture is drawn anew for it."""


class Drawings(Placing):
    """What stands in the place of an answer's fenced blocks.

    Signals:
        run_wanted: an artifact is shown by running it (it).
        engine_wanted: a renderer lacks what it has to fetch first (its id).
        stop_wanted: what is being fetched is not wanted any more.
        plugins_wanted: the page of plugins is to be opened.
    """

    run_wanted = Signal(object)
    engine_wanted = Signal(str)
    stop_wanted = Signal()
    plugins_wanted = Signal()

    def __init__(
        self,
        view: AnswerView,
        asking: Asking,
        theme: Theme,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(view)
        self._asking = asking
        self._theme = theme
        self._clock = clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._late = QTimer(self)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._look_who_is_late)
        view.in_sight.connect(self._look_soon)
        view.switch_wanted.connect(self.switch)
        view.source_wanted.connect(self.show_source)
        asking.changed.connect(self._reconsider)
        self._look_soon()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours; what has colours of its own is drawn anew."""
        self._theme = theme
        for seat in self._seats.values():
            if seat.ask is not None:
                # What is on its way has the colours of before.
                seat.ask.drop()
                seat.ask = None
            if seat.widget is not None and isValid(seat.widget) and seat.widget.isVisible():
                seat.widget.set_theme(theme)  # the others before they come into sight
        self._look_soon()

    # looking

    def _look_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def look(self) -> None:
        """Ask for what can be seen and is not drawn yet."""
        view = self._view
        if not view.isVisible():
            return
        # A little beyond what is seen, so that nothing changes under the eyes of who scrolls on.
        height, woken = view.page.height, False
        for index, _top in list(view.page.between(-height * _BEYOND, height * (1 + _BEYOND))):
            code = view.flow[index]
            if isinstance(code, Code) and code.artifact_index >= 0:
                if not woken:
                    # One at a time, since each has to be dressed; what is seen is back already.
                    woken = view.embeds.wake(code.artifact_index)
                self._look_at(code)
        self.leave_what_was_passed()
        self.rest_soon()
        if woken:
            self._look_soon()

    def _look_at(self, code: Code) -> None:
        seat = self._seats.get(code.artifact_index)
        if seat is not None and seat.widget is not None and isValid(seat.widget):
            seat.widget.set_theme(self._theme)
        if seat is not None and seat.drawing is not None:
            seat.drawing.set_zoom(self._view.zoom)
            seat.drawing.wake()
            if isinstance(seat.drawing.body, ImageBody):
                self._asking.pixels.near(seat.drawing.body)
        code.run_off, code.pages_on = self._asking.scripts_off, self._asking.pages_on
        if self.live_view(code.artifact_index) is not None:
            if seat is not None:
                self._drop(self._seats.pop(code.artifact_index))
            return
        if seat is None or seat.start != code.block.start or (seat.whole and code.live):
            if seat is not None:
                self._drop(seat)
            seat = self._seats[code.artifact_index] = Seat(code.artifact_index, code.block.start)
        whole = not code.live
        if (whole and code.is_script) or (seat.declined and seat.whole == whole):
            return  # it is run where somebody asks for that, or nobody takes it for theirs
        if seat.ask is not None and (seat.whole or not whole):
            return
        if not whole:
            if self._clock() < seat.next_at or len(code.block.lines) == seat.lines:
                self._timer.start(_LIVE_MS)
                return
            seat.next_at = self._clock() + _LIVE_MS / 1000
        place = self._place_of(code, seat)
        if seat.shown_for == (whole, place) or (seat.failed and seat.whole):
            return
        self._ask(code, seat, whole, place)

    def _place_of(self, code: Code, seat: Seat) -> tuple[object, ...]:
        """What a drawing depends on: its colours if it has some, the room only where it is a picture."""
        view = self._view
        place: tuple[object, ...] = (seat.renderer,)
        body = seat.drawing.body if seat.drawing is not None else None
        if body is None or body.coloured:
            place += (self._theme.name,)
        if isinstance(body, ImageBody):
            place += (view.zoom, view.devicePixelRatioF(), int(code.width // _STEP))
        return place

    def _ask(self, code: Code, seat: Seat, whole: bool, place: tuple[object, ...]) -> None:
        what = artifact(code.block, code.artifact_index)
        if whole and not what.complete:
            what = Artifact(what.index, what.language, what.text, False)
        choices = self._asking.choices(what)
        seat.lines = len(code.block.lines)
        if not choices:
            aside = self._asking.rendering.aside(what) if whole and seat.drawing is None else None
            if aside is not None:
                seat.whole, seat.failed_by = True, aside.id
                self._seat_card(seat, card_aside(aside, self._theme, self._view.viewport()))
            return
        if not whole and not any(info.streaming == "incremental" for info in choices):
            return
        width = code.width if code.width > 0 else self._view.page.width_for(code)
        context = context_for(self._theme, width - 2, self._view.devicePixelRatioF(), self._view.zoom)
        seat.whole = whole
        seat.choices = tuple((info.id, info.name) for info in choices)
        first = next((info for info in choices if info.id == seat.renderer), choices[0])
        if first.isolation == "inprocess":
            seat.shown_for = (whole, place)
            self._show_own(seat, first, what, context)
            return
        if seat.ask is not None:
            seat.ask.drop()
        seat.asked_for, seat.asked_at = (whole, place), self._clock()
        self._late.start()
        seat.ask = self._asking.ask(
            what,
            context,
            partial(self._done, seat),
            renderer=seat.renderer,
            place=(id(self), seat.index),
            seen=partial(self._is_seen, seat.index),
        )

    def _look_who_is_late(self) -> None:
        self._say_what_takes_long(self._clock())
        if all(seat.ask is None for seat in self._seats.values()):
            self._late.stop()

    def _is_seen(self, artifact_index: int) -> bool:
        view = self._view
        if not isValid(view) or not view.isVisible():
            return False
        at = view.embeds.index_of(artifact_index)
        return at in view.page.visible()

    # what came of it

    def _done(self, seat: Seat, ask: Ask) -> None:
        job = ask.job
        seat.ask = None
        if not isValid(self) or not isValid(self._view):
            return  # the comparison was put away meanwhile
        self._look_who_is_late()
        if self._seats.get(seat.index) is not seat or job is None or self.live_view(seat.index) is not None:
            return
        if job.superseded or job.unchanged:
            self._look_soon()
            return
        seat.shown_for = seat.asked_for
        if job.declined and not seat.whole:
            return  # too little of it is written to tell
        if job.declined or (job.rendered is not None and job.rendered.kind is Kind.LIVE):
            seat.declined = True
            if job.rendered is not None and seat.renderer is not None:
                # The choice was for this once: whoever takes the live view away finds the drawing again.
                seat.renderer, seat.declined, seat.shown_for = None, False, None
                self.run_wanted.emit(job.artifact)
            self._take_away(seat)
        elif job.rendered is None:
            if seat.whole:
                self._show_failure(seat, job)
        else:
            self._show(seat, ask)

    def _show(self, seat: Seat, ask: Ask) -> None:
        job = ask.job
        assert job is not None
        rendered, old = job.rendered, seat.drawing
        assert rendered is not None
        before = seat.result.job.rendered if seat.result is not None and seat.result.job is not None else None
        seat.failed, seat.declined, seat.result = False, False, ask
        if old is not None and rendered is before and seat.is_folded == seat.whole:
            return  # the very same
        name = job.info.name if job.info is not None else ""
        if old is not None and isinstance(old.body, ImageBody) and ask.picture is not None:
            old.body.replace(ask.picture, svg_behind(job))
            keep_fine(old.body, ask, self._asking)
            old.show_notes(rendered.notes)
            old.ask_height()
            if seat.is_folded != seat.whole:
                self._put(seat)
            return
        order = sorted(seat.choices, key=lambda one: job.info is None or one[0] != job.info.id)
        made = make_body(job, ask.picture, self._theme, self._view.viewport())
        if isinstance(made, ImageBody) and job.artifact.language in _DIAGRAMS:
            made.least, made.at_ease = _LEGIBLE, _AT_EASE
        if made is None:
            seat.failed = True
            return
        if old is not None and not seat.as_source and type(old.body) is type(made) and old.isVisible():
            made.set_zoom(self._view.zoom)
            old.exchange(made, rendered.notes)
            self._put(seat)
            return
        keep_fine(made, ask, self._asking)
        drawing = RenderedView(made, name, order, rendered.notes, self._theme, self._view.viewport())
        self._begin_seating(seat, drawing, rendered.kind)

    def _show_own(self, seat: Seat, info: PluginInfo, what: Artifact, context: Context) -> None:
        """By a plugin whose widgets may run in this window."""
        place = self._view.viewport()
        try:
            body = OwnBody(self._asking.rendering, info, what, context, place)
        except PluginError as error:
            self._seat_card(seat, FailureCard(info.name, error.sentence, None, self._theme, place))
            return
        drawing = RenderedView(body, info.name, seat.choices, (), self._theme, place, larger=True)
        self._begin_seating(seat, drawing, Kind.PNG)

    def _begin_seating(self, seat: Seat, drawing: RenderedView, kind: Kind) -> None:
        drawing.set_zoom(self._view.zoom)
        drawing.source_wanted.connect(lambda: self.show_source(seat.index))
        drawing.line_requested.connect(partial(self._view.show_line, seat.index))
        drawing.larger_wanted.connect(lambda: self._open_larger(seat))
        drawing.renderer_chosen.connect(partial(self._choose, seat))
        drawing.link_clicked.connect(self._view.link_clicked)
        drawing.height_wanted.connect(lambda _height: self._fit(seat))
        drawing.hide()
        # Made now, laid out and painted a moment later: both together would hold the window up.
        QTimer.singleShot(_MOMENT_MS, drawing, lambda: self._seat_it(seat, drawing, kind))

    def _seat_it(self, seat: Seat, drawing: RenderedView, kind: Kind) -> None:
        if self._seats.get(seat.index) is not seat:
            drawing.deleteLater()
            return
        seat.take(drawing, kind)
        drawing.set_theme(self._theme)  # which may be another one since it was made
        code = self._code(seat)
        if code is not None and seat.asked_for is not None:
            # Only now is it known what it is, and so what it depends on.
            place = self._place_of(code, seat)
            known = (seat.renderer, self._theme.name)
            if seat.asked_for[1] in (known, known[:1]):
                seat.asked_for = seat.shown_for = (seat.whole, place)
        if seat.as_source:
            self._view.put_drawing(seat.index, None, 0, folded=False, switch=seat.word)
        else:
            self._put(seat)

    def _show_failure(self, seat: Seat, job: RenderJob) -> None:
        card = card_of(job, self._theme, self._view.viewport())
        if job.info is not None:
            seat.failed_by = job.info.id
        self._seat_card(seat, card)

    def _seat_card(self, seat: Seat, card: FailureCard) -> None:
        seat.failed = True
        card.line_requested.connect(partial(self._view.show_line, seat.index))
        card.again_wanted.connect(lambda: self.again(seat.index))
        card.dismissed.connect(lambda: self._take_away(seat))
        card.engine_wanted.connect(lambda: self.engine_wanted.emit(seat.failed_by))
        card.stop_wanted.connect(self.stop_wanted)
        card.allow_wanted.connect(lambda: self._asking.rendering.forgive(seat.failed_by))
        card.plugins_wanted.connect(self.plugins_wanted)
        card.height_wanted.connect(lambda _height: self._fit(seat))
        seat.take(card, None)
        code = self._code(seat)
        width = int(code.width - code.indent) if code is not None and code.width > 0 else 400
        self._view.put_drawing(seat.index, card, card.wanted_height(width), folded=False, switch="")

    def again(self, index: int) -> None:
        """Try once more."""
        seat = self._seats.get(index)
        if seat is not None:
            self._take_away(seat)
            seat.failed = seat.declined = False
            seat.shown_for = None
            self._look_soon()

    def engine_said(self, renderer: str, sentence: str, *, under_way: bool) -> None:
        """How it goes with what a renderer lacks."""
        for seat in self._seats.values():
            card = seat.widget
            if isinstance(card, FailureCard) and isValid(card) and seat.failed_by == renderer:
                card.say(sentence, under_way=under_way)

    def _drop(self, seat: Seat) -> None:
        """What it was about is no longer there."""
        if seat.ask is not None:
            seat.ask.drop()
        seat.take(None, None)

    def _choose(self, seat: Seat, renderer: str) -> None:
        """Another renderer, from now on for this language."""
        code = self._code(seat)
        if code is None:
            return
        others = [identifier for identifier, _name in seat.choices if identifier != renderer]
        seat.renderer = renderer
        seat.shown_for = None
        if not self._asking.runs(renderer):
            self._asking.rendering.set_order(code.language, (renderer, *others))
        self._take_away(seat)
        self._look_soon()

    def _reconsider(self) -> None:
        """Other renderers, another order, or new code: everything is asked for again, which is cheap."""
        for seat in self._seats.values():
            if seat.ask is not None:
                # What is on its way is of before.
                seat.ask.drop()
                seat.ask = None
            seat.declined = seat.failed = False
            seat.shown_for = None
            code = self._code(seat)
            what = artifact(code.block, seat.index) if code is not None else None
            choices = self._asking.choices(what) if what is not None else ()
            aside = self._asking.rendering.aside(what) if what is not None and not choices else None
            if not choices and (aside is None or seat.drawing is None):
                self._take_away(seat)  # what a renderer drew before it was put aside stays
            if all(info.id != seat.renderer for info in choices):
                seat.renderer = None
        self._look_soon()

    def _open_larger(self, seat: Seat) -> None:
        from sidelight.gui.rendered.larger import open_larger

        shown = seat.drawing.body if seat.drawing is not None else None
        larger = open_larger(seat.result, shown, seat.choices, self._asking, self._theme, self._view.window())
        if larger is not None:
            larger.link_clicked.connect(self._view.link_clicked)
