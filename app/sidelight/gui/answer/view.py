# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The answer view: a scroll area over a list of blocks.

Text comes in through ``feed`` and is only kept; a frame clock calls ``show_pending``, which splits what is
new, updates the open block and paints from the first changed line on. Finished blocks are never touched
again, and what has not been seen has not been laid out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QTimer, Slot
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from sidelight.domain.artifact import Artifact
from sidelight.domain.review import Span
from sidelight.gui.answer.block_view import Shared
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.edges import bar_sheet, quiet_sheet
from sidelight.gui.answer.look import Look
from sidelight.gui.answer.menu import context_menu
from sidelight.gui.answer.notice import Severity
from sidelight.gui.answer.reading import Reading
from sidelight.gui.answer.reasoning import Reasoning
from sidelight.gui.answer.selection import Spot
from sidelight.gui.answer.speech import Speech, announce, silence
from sidelight.gui.answer.writing import Writing
from sidelight.gui.theme import Theme
from sidelight.text.artifacts import artifact
from sidelight.text.highlight import Lexers

_IDLE_BUDGET_MS = 5.0
_LEXER_POLL_MS = 30
_FIRST_BUDGET_MS = 25.0
_ZOOMS = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)


class AnswerView(Reading):
    """One answer as it is written, read, selected, searched and annotated.

    Signals:
        run_requested(Artifact): Run was pressed on a complete Python program.
        copied(): something went to the clipboard.
        selection_changed(): the selection is another one.
        link_clicked(str): a link was clicked; nothing has been opened.
        annotate_requested(Span): a note on the selection was asked for.
        zoomed(float): the reader made this answer larger or smaller, and may want the same of others.

    Attributes:
        following: whether the view stays at the end as text arrives.
    """

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        lexers: Lexers | None = None,
        clock: Callable[[], float] = time.perf_counter,
        quiet: bool = False,
    ) -> None:
        self._quiet = quiet
        self._theme = theme
        self._clock = clock
        self._zoom = 1.0
        super().__init__(Shared(Look(theme, quiet=quiet), lexers or Lexers(), {}), parent)
        self._writing = Writing(self.flow, self.shared, clock)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._work)
        self._reasoning: Reasoning | None = None
        self._mended = False
        self.speech = Speech(self, silence if quiet else announce)
        self.setAccessibleName(self.tr("Answer"))
        self._dress()

    # text

    def feed(self, text: str) -> None:
        """Take more of the answer. Nothing is shown before ``show_pending``."""
        self._writing.feed(text)

    def show_pending(self, budget_ms: float) -> bool:
        """Show what has come, for at most about ``budget_ms``.

        Returns:
            Whether something new was painted. There may be more: see ``waiting``.
        """
        if not self.isVisible():
            return False
        until = self._clock() + budget_ms / 1000
        thought = self._reasoning.show_pending(budget_ms / 2) if self._reasoning is not None else False
        change = self._writing.advance(budget_ms * 0.7)
        if change is None:
            return thought
        if len(self.flow):
            last = self.flow[len(self.flow) - 1]
            if isinstance(last, Code):
                lines = last.coloured[0]
                last.background(max(0.5, (until - self._clock()) * 1000))
                if last.coloured[0] != lines and change[0] == len(self.flow) - 1:
                    # Colours may come to lines that were shown without: the lexer was on its way.
                    change = (change[0], min(change[1], last.line_top(lines)))
        if not self._writing.finished:
            self.speech.begin()
        self.selection.clip()
        self.changed(*change)
        self._mend()
        return True

    @property
    def waiting(self) -> bool:
        """Whether there is text that is not shown yet."""
        return self._writing.waiting

    def finish(self) -> None:
        """No more text comes: close what is open."""
        self._writing.finished = True
        if self.isVisible():
            self.show_pending(_FIRST_BUDGET_MS)
            if self._writing.waiting:
                self._idle.start(0)
        self.speech.end(self.text())

    def set_text(self, text: str) -> None:
        """Show a finished answer, from its beginning."""
        self.restart(follow=False)
        self._writing.feed(text)
        self._writing.finished = True
        if self.isVisible():
            self._writing.advance(_FIRST_BUDGET_MS)
            self.page.y = 0.0
            self.relayout()
            self._mend()
            if self._writing.waiting:
                self._idle.start(0)
        self.speech.end(self.text())

    def restart(self, *, follow: bool = True) -> None:
        """Forget the answer; show the next one from its end on as it comes, or from its beginning."""
        self.embeds.clear()
        self.flow.cut(0)
        self.page.relax()
        self.page.y = 0.0
        self.following = follow
        self.chip.hide()
        self.focused = None
        self._mended = False
        self.speech.reset()
        self._writing = Writing(self.flow, self.shared, self._clock)
        self.selection.put(Spot(0, 0), Spot(0, 0))
        self.finding.search("")
        self.relayout()

    def text(self) -> str:
        """The raw text."""
        return self._writing.text()

    length = property(lambda self: self._writing.length, doc="Characters that it was given.")

    def artifacts(self) -> list[Artifact]:
        """The fenced blocks so far."""
        self.catch_up()
        found = (view for view in self.flow if view.artifact_index >= 0)
        return [artifact(view.block, view.artifact_index) for view in found]

    def catch_up(self) -> None:
        """Split everything that has come, however long it takes."""
        if self._writing.waiting:
            self._writing.advance(None)
            self.relayout()
            self._mend()

    def _mend(self) -> None:
        """The end may say what notes there are and where links lead: read again what uses them."""
        writing = self._writing
        if self._mended or not writing.finished or writing.waiting:
            return
        self._mended = True
        if not self.shared.definitions and not self.shared.notes:
            return
        for view in self.flow:
            if not isinstance(view, Code) and any("[" in line.text for line in view.block.lines):
                view.forget()
        self.relayout()

    # around the text

    def set_reasoning(self, text: str, *, live: bool) -> None:
        """Show reasoning above the answer, collapsed until someone opens it; empty text takes it away."""
        if self._reasoning is None:
            if not text:
                return
            self._reasoning = Reasoning(self.viewport(), self._reasoning_view)
            self._reasoning.resized.connect(self.relayout)
            self._reasoning.toggled.connect(self._stay)
            self._reasoning.set_look(self.shared.look)
        fresh = self._reasoning.isHidden() == bool(text)
        self._reasoning.setVisible(bool(text))
        before = self._reasoning.wanted_height(self.viewport().height())
        self._reasoning.say(text, live=live)
        if fresh or before != self._reasoning.wanted_height(self.viewport().height()):
            self.relayout()

    def _stay(self) -> None:
        """What was clicked keeps its place; the end is followed on only where it is in sight all the same."""
        followed, self.following = self.following, False
        self.relayout()
        self.following = followed and self.page.y >= self.page.maximum

    def _reasoning_view(self, parent: QWidget) -> AnswerView:
        view = AnswerView(self._theme, parent, lexers=self.shared.lexers, clock=self._clock, quiet=True)
        for signal, target in (
            (view.link_clicked, self.link_clicked),
            (view.copied, self.copied),
            (view.zoomed, self.zoom_to),
        ):
            signal.connect(target)
        return view

    @property
    def reasoning(self) -> Reasoning | None:
        """The block of reasoning, if there is any."""
        return self._reasoning

    def arrange_head(self) -> None:
        """Give the reasoning its place."""
        reasoning, page = self._reasoning, self.page
        if reasoning is None or reasoning.isHidden():
            page.head = 0.0
            return
        height = 0
        for _ in range(2):  # its height depends on how its text wraps in this width
            height = reasoning.wanted_height(page.height)
            reasoning.resize(int(page.column), height)
            reasoning.settle()
        page.head = float(height + self.shared.look.space.l)

    def place_children(self) -> None:
        """Move child widgets along."""
        super().place_children()
        if self._reasoning is not None and not self._reasoning.isHidden():
            self._reasoning.move(int(self.page.left), round(self.shared.look.space.m - self.page.y))

    def content_height(self) -> int:
        """How high the whole answer is."""
        return round(self.page.total)

    def set_notice(
        self, text: str, kind: Severity, actions: Sequence[tuple[str, Callable[[], None]]] = ()
    ) -> None:
        """Say something at the end of the answer, with buttons; empty text takes it away."""
        self.notice.setVisible(bool(text))
        if text:
            self.notice.say(text, kind, actions)
        self.relayout()

    def embed(self, artifact_index: int, widget: QWidget | None, height: int = 300) -> None:
        """Put a live view under an artifact's listing, or take it away.

        One that is given another height while all of it is in sight stays in sight.

        Raises:
            IndexError: there is no such artifact.
        """
        self.catch_up()
        stays = widget is not None and self.embeds.wholly_seen(artifact_index, widget)
        if not self.embeds.put(artifact_index, widget, height) and widget is not None:
            raise IndexError(f"the answer has no artifact {artifact_index}")
        if stays:
            self.reveal_embed(artifact_index)

    def set_marks(self, marks: Sequence[tuple[Span, str]]) -> None:
        """Draw these annotated spans; their labels are tooltips."""
        self.marks.put(marks)
        self.viewport().update()

    def menu_at(self, point: QPointF) -> QMenu:
        """The context menu for a point of the window."""
        return context_menu(self, point)

    # look

    def set_theme(self, theme: Theme) -> None:
        """Take another look; the place in the text stays."""
        self._theme = theme
        self._dress()

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller, as the reader asked for; tells of it."""
        nearest = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self._zoom))
        self.zoom_to(_ZOOMS[max(0, min(nearest + steps, len(_ZOOMS) - 1))])

    def zoom_to(self, zoom: float) -> None:
        """As ``set_zoom``, and tells of it: the reader asked for it here."""
        before = self._zoom
        self.set_zoom(zoom)
        if self._zoom != before:
            self.zoomed.emit(self._zoom)

    def set_zoom(self, zoom: float) -> None:
        """Draw everything larger or smaller, 0.6 to 2.5; 1.0 is the ordinary size."""
        zoom = max(_ZOOMS[0], min(zoom, _ZOOMS[-1]))
        if zoom != self._zoom:
            self._zoom = zoom
            self._dress()

    @property
    def zoom(self) -> float:
        """How large everything is drawn."""
        return self._zoom

    def _dress(self) -> None:
        page = self.page
        place = None
        if len(self.flow) and page.height:
            index = page.index_at(0)
            place = (index, page.top(index) / max(1.0, self.flow[index].height))
        look = Look(self._theme, self._zoom, quiet=self._quiet, formulas=self.formulas)
        self.shared.look = look
        page.look = look
        page.relax()
        self._writing.again()
        # On the bar alone: all that is drawn in the answer would be polished anew.
        self.verticalScrollBar().setStyleSheet(bar_sheet(self._theme))
        if self._quiet:
            self.setStyleSheet(quiet_sheet(self._theme))
        self.chip.set_look(look)
        self.notice.set_look(look)
        if self._reasoning is not None:
            self._reasoning.set_look(look)
        if place is not None and not self.following:
            view = self.flow[place[0]]
            view.arrange(page.width_for(view))
            self.flow.resized(place[0])
            page.y = 0.0
            page.y = max(0.0, page.top(place[0]) - place[1] * view.height)
        self.relayout()

    # idle work

    def come_into_sight(self) -> None:
        """Colour in idle time what is seen now."""
        self.in_sight.emit()
        if not self._idle.isActive():
            self._idle.start(0)

    @Slot()
    def _work(self) -> None:
        """Split and colour a little, as long as there is something to do."""
        if not self.isVisible():
            return
        more = False
        if self._writing.finished and self._writing.waiting:
            change = self._writing.advance(_IDLE_BUDGET_MS)
            if change is not None:
                self.page.settle(bottom=self.following)
                self.sync()
                self.viewport().update()
            more = self._writing.waiting
            self._mend()
        loading = False
        until = self._clock() + _IDLE_BUDGET_MS / 1000
        for index in self.page.visible():
            view = self.flow[index]
            if not isinstance(view, Code) or view.live:
                continue
            was = view.coloured
            left = view.background(max(0.5, (until - self._clock()) * 1000))
            if view.coloured != was:
                self.viewport().update(self.page.box(index).toAlignedRect())
            if left:
                ready = self.shared.lexers.ready(view.language)
                more, loading = more or ready, loading or not ready
        if more:
            self._idle.start(0)
        elif loading:
            self._idle.start(_LEXER_POLL_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came while hidden."""
        super().showEvent(event)
        if self._writing.waiting:
            self._writing.advance(_FIRST_BUDGET_MS)
            self.selection.clip()
            self._mend()
        self.relayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the exposed part."""
        if self._writing.waiting and not self.isVisible():
            # A picture is taken of a view that was never shown.
            self._writing.advance(None)
            self.relayout()
        super().paintEvent(event)
