# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One model's pane: its attempts, each in a view of its own, fed from what has arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from sidelight.domain.identity import GenerationId
from sidelight.domain.message import Message
from sidelight.domain.review import Span
from sidelight.gui.compare.find import FindLine
from sidelight.gui.compare.head import PaneTab, PaneTools
from sidelight.gui.compare.held import HeldLine
from sidelight.gui.compare.raw import Found, RawText
from sidelight.gui.compare.shown import Shown
from sidelight.gui.compare.state import AnswerState, closing_of, state_of
from sidelight.gui.compare.turns import Turns
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.workbench.live import LiveAnswer

_FIRST_MS = 8.0
SLOW_MS = 10_000
"""After this long, the head shows for how many seconds an answer has been written."""


class Pane(QWidget):
    """The body of a pane; ``tab`` and ``tools`` are its head, set beside it by the deck.

    Signals:
        chosen: the user works here now.
        neighbour_wanted: -1 or +1, the keyboard goes to the pane at that side.
        answer_changed: another attempt is shown, or the one shown has changed its state.
        again_wanted, stop_wanted, pause_wanted, copy_wanted, menu_wanted: what the head's buttons say.
        run_requested: an artifact of the shown answer is to run.
        annotate_requested: a span of the shown answer is to be noted on.
        link_clicked: an address in the answer was clicked; nothing was opened.
        zoomed: the reader made the answer larger or smaller.
        scrolled: the reader went to another place of the answer.
        view_made: an attempt has a view of its own now (it).
    """

    chosen = Signal()
    neighbour_wanted = Signal(int)
    answer_changed = Signal()
    again_wanted = Signal()
    stop_wanted = Signal()
    pause_wanted = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal()
    run_requested = Signal(object)
    annotate_requested = Signal(object)
    link_clicked = Signal(str)
    zoomed = Signal(float)
    scrolled = Signal()
    view_made = Signal(object)

    def __init__(
        self,
        attempts: list[LiveAnswer],
        name: str,
        rooms: Rooms,
        marks_of: Callable[[GenerationId], Sequence[tuple[Span, str]]],
        clock: FrameClock,
        theme: Theme,
        deck: QWidget,
        earlier: Callable[[], Sequence[Message]] | None = None,
        authors: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        """Make a pane.

        Args:
            attempts: the live list.
            name: what the model is called.
            rooms: what makes answer views.
            marks_of: an answer's noted spans with their labels.
            clock: drives it.
            theme: the look.
            deck: its parent.
            earlier: what was said before, if anything was.
            authors: what the authors of the earlier answers are called, in their order.
        """
        super().__init__(deck)
        self._attempts = attempts
        self._rooms = rooms
        self._marks_of = marks_of
        self._clock = clock
        self._theme = theme
        self._shown: dict[str, Shown] = {}
        self._at = len(attempts) - 1
        self._raw = False
        self._zoom = 1.0
        self._state: AnswerState | None = None
        self.tab = PaneTab(name, theme, deck)
        self.tools = PaneTools(theme, deck)
        self.setAccessibleName(name)
        self.find_line = FindLine(self._find, theme, self)
        self.find_line.hide()
        self.find_line.left.connect(self._end_find)
        self.held_line = HeldLine(theme, self)
        self.held_line.hide()
        self.held_line.resumed.connect(self.pause_wanted)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.turns: Turns | None = None
        if earlier is not None:
            self.turns = Turns(earlier, name, rooms, theme, self, authors)
            layout.addWidget(self.turns)
        layout.addWidget(self.find_line)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.held_line)
        self.tab.chosen.connect(self.chosen)
        self.tab.neighbour_wanted.connect(self.neighbour_wanted)
        self.tools.pressed.connect(self.chosen)
        self.tools.attempt_wanted.connect(self._step)
        self.tools.again_wanted.connect(self.again_wanted)
        self.tools.stop_wanted.connect(self.stop_wanted)
        self.tools.pause_wanted.connect(self.pause_wanted)
        self.tools.copy_wanted.connect(self.copy_wanted)
        self.tools.menu_wanted.connect(self.menu_wanted)
        self.refresh_head()
        if attempts:
            self._show_current()
        clock.add(self)

    # what it shows

    @property
    def answer(self) -> LiveAnswer | None:
        """The attempt that is shown."""
        return self._attempts[self._at] if self._attempts else None

    @property
    def view(self) -> AnswerView | None:
        """The view of the attempt that is shown."""
        answer = self.answer
        return self._shown[answer.id].view if answer is not None and answer.id in self._shown else None

    @property
    def attempts(self) -> list[LiveAnswer]:
        """All attempts, in order."""
        return list(self._attempts)

    @property
    def state(self) -> AnswerState:
        """How the shown answer stands."""
        return state_of(self.answer)

    @property
    def raw(self) -> bool:
        """Whether the bare text is shown."""
        return self._raw

    def show_attempt(self, at: int) -> None:
        """Show another attempt, counted from 0; each keeps its view, its scroll and its selection."""
        at = max(0, min(len(self._attempts) - 1, at))
        if not self._attempts or (at == self._at and self.view is not None):
            return
        self.set_held(held=False)
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._at = at
        self._show_current()
        if had_focus:
            self.take_focus()
        self.answer_changed.emit()

    def show_newest(self) -> None:
        """Show the attempt that was added last."""
        self.show_attempt(len(self._attempts) - 1)

    def set_raw(self, raw: bool) -> None:
        """Show the bare text, or the answer as it is meant."""
        if raw != self._raw:
            self._raw = raw
            self._show_current()

    @property
    def held(self) -> bool:
        """Whether what arrives is held back."""
        shown = self._current
        return shown is not None and shown.held

    def set_held(self, *, held: bool) -> None:
        """Hold back what arrives, so that the text stands still; or show all that has come."""
        shown = self._current
        if shown is None or held == shown.held:
            return
        shown.hold(held)
        self.held_line.setVisible(held)
        self.held_line.show_words(0)
        self.refresh_head()
        self._clock.wake(self)

    def take_focus(self) -> None:
        """Give the keyboard to what is read."""
        widget = self._stack.currentWidget()
        if widget is not None:
            widget.setFocus()

    def show_marks(self, answer: LiveAnswer) -> None:
        """The notes on an attempt are others now."""
        shown = self._shown.get(answer.id)
        if shown is not None:
            shown.view.set_marks(self._marks_of(answer.id))

    def begin_find(self) -> None:
        """Open the search in this answer."""
        shown = self._current
        if shown is None:
            return
        raw = shown.raw if self._raw else None
        selected = shown.view.selected_text() if raw is None else raw.textCursor().selectedText()
        self.find_line.begin(selected)

    def set_zoom(self, zoom: float) -> None:
        """Draw every attempt larger or smaller; 1.0 is the ordinary size."""
        self._zoom = zoom
        for shown in self._shown.values():
            shown.view.set_zoom(zoom)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours."""
        self._theme = theme
        self.tab.set_theme(theme)
        self.tools.set_theme(theme)
        self.find_line.set_theme(theme)
        self.held_line.set_theme(theme)
        if self.turns is not None:
            self.turns.set_theme(theme)
        for shown in self._shown.values():
            shown.view.set_theme(theme)
            if shown.raw is not None:
                shown.raw.set_theme(theme)

    # how it keeps up

    def show_pending(self, budget_ms: float) -> bool:
        """The clock's turn: take over what has arrived, and let the view show it."""
        shown = self._current
        if shown is None:
            return False
        took = shown.fresh and not shown.held
        if took:
            self._take_over(shown)
        elif shown.held:
            self.held_line.show_words(shown.count_held())
        if self._raw and shown.raw is not None:
            return shown.raw.show_pending(budget_ms) or took
        return shown.view.show_pending(budget_ms) or took

    def refresh_head(self) -> None:
        """Show the state, the attempt, and the seconds so far."""
        answer = self.answer
        state = self.state
        figure = ""
        if answer is not None and answer.running and answer.elapsed_ms >= SLOW_MS:
            figure = self.tr("{0} s").format(int(answer.elapsed_ms / 1000))
        self.tab.show_state(state, figure)
        self.tools.show_attempt(
            self._at + 1,
            len(self._attempts),
            running=answer is not None and answer.running,
            held=self.held,
        )
        if state != self._state:
            self._state = state
            self.answer_changed.emit()

    def keep_up(self) -> None:
        """Show in the head that an answer has begun or ended, even while its text is not seen."""
        if self.state != self._state:
            self.refresh_head()

    def leave(self) -> None:
        """Let go of the clock; the pane is about to be deleted."""
        self._clock.remove(self)

    def showEvent(self, event: QShowEvent) -> None:
        """What arrived while it was hidden is shown now."""
        super().showEvent(event)
        if self.turns is not None:
            self.turns.begin()
        self._clock.wake(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was said before takes its share."""
        super().resizeEvent(event)
        if self.turns is not None:
            self.turns.fit()

    @property
    def _current(self) -> Shown | None:
        answer = self.answer
        return self._shown.get(answer.id) if answer is not None else None

    def _take_over(self, shown: Shown) -> None:
        if shown.take_over():
            self._close(shown)
        self.refresh_head()

    def _close(self, shown: Shown) -> None:
        shown.view.set_marks(self._marks_of(shown.answer.id))
        closing = closing_of(shown.answer)
        if closing is not None:
            actions = [(self.tr("Ask again"), self.again_wanted.emit)] if closing.again else []
            shown.view.set_notice(closing.text, closing.kind, actions)

    def _show_current(self) -> None:
        answer = self.answer
        if answer is None:
            return
        shown = self._shown.get(answer.id)
        if shown is None:
            view = self._rooms.answer_view(self._theme, self)
            view.setAccessibleName(self.tr("Answer of {0}").format(self.tab.name))
            view.setFrameShape(QFrame.Shape.NoFrame)
            view.run_requested.connect(self.run_requested)
            view.annotate_requested.connect(self.annotate_requested)
            view.link_clicked.connect(self.link_clicked)
            view.set_zoom(self._zoom)
            view.zoomed.connect(self.zoomed)
            view.scrolled.connect(self.scrolled)
            view.scrolled.connect(self._move)
            self._stack.addWidget(view)
            shown = self._shown[answer.id] = Shown(answer, view)
            self._take_over(shown)
            self.view_made.emit(view)
        widget: QWidget = shown.view
        if self._raw:
            widget = shown.raw or self._make_raw(shown)
        self._stack.setCurrentWidget(widget)
        self.refresh_head()
        self._clock.wake(self)

    def _move(self) -> None:
        self._clock.wake(self)  # nothing long begins while somebody scrolls

    def _make_raw(self, shown: Shown) -> RawText:
        raw = RawText(self._theme, self)
        raw.setAccessibleName(self.tr("Raw text of {0}").format(self.tab.name))
        shown.begin_raw(raw)
        raw.show_pending(_FIRST_MS)
        self._stack.addWidget(raw)
        return raw

    def _step(self, by: int) -> None:
        if not self.tools.isAncestorOf(self.window().focusWidget() or self.window()):
            self.chosen.emit()
        self.show_attempt(self._at + by)

    def find_words(self, words: str, *, backwards: bool = False, from_edge: bool = False) -> Found:
        """Mark all places of these words in what is shown, and select the next one."""
        shown = self._current
        if shown is None:
            return Found(0, 0)
        if shown.fresh and not shown.held:
            self._take_over(shown)  # what arrived while the pane was hidden
        return shown.find(words, backwards=backwards, in_raw=self._raw, from_edge=from_edge)

    def clear_find(self) -> None:
        """Take the marks of what was found away."""
        for shown in self._shown.values():
            shown.clear_find()

    def _end_find(self) -> None:
        self.clear_find()
        self.take_focus()

    def _find(self, words: str, backwards: bool) -> Found:
        return self.find_words(words, backwards=backwards)
