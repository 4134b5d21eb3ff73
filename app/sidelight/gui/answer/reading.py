# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a reader does with an answer: select, copy, search, follow links, run programs, write notes."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QKeyCombination, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from sidelight.domain.review import Span
from sidelight.gui.answer.block_view import BlockView, Shared
from sidelight.gui.answer.canvas import Canvas
from sidelight.gui.answer.code import Code
from sidelight.gui.answer.footnotes import ADDRESS, labels
from sidelight.gui.answer.pointer import Target
from sidelight.gui.answer.selection import Spot
from sidelight.text.artifacts import artifact

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Reading(Canvas):
    """Turns what was selected and pressed into signals and words on the clipboard."""

    run_requested = Signal(object)
    copied = Signal()
    selection_changed = Signal()
    link_clicked = Signal(str)
    annotate_requested = Signal(object)
    switch_wanted = Signal(int)
    source_wanted = Signal(int)
    zoomed = Signal(float)

    def __init__(self, shared: Shared, parent: QWidget | None = None) -> None:
        super().__init__(shared, parent)
        self._said = (Spot(0, 0), Spot(0, 0))

    # to be given by the view

    def text(self) -> str:
        """The raw text."""
        return ""

    def catch_up(self) -> None:
        """Split everything that has come, however long it takes."""

    def zoom_to(self, zoom: float) -> None:
        """Draw everything larger or smaller, and tell of it; 1.0 is the ordinary size."""

    def menu_at(self, point: QPointF) -> QMenu:
        """The context menu for a point of the window."""
        raise NotImplementedError

    # selection and search

    def selected_text(self) -> str:
        """What is selected, as it is read."""
        return self.selection.text()

    def selected_span(self) -> Span | None:
        """What is selected, as a span of the raw text in code points."""
        found = self.selection.span()
        if found is None:
            return None
        return Span(found[0], found[1], self.text()[found[0] : found[1]])

    def select_all(self) -> None:
        """Select the whole answer."""
        self.catch_up()
        self.selection.everything()
        self._after_selecting()

    def selection_moved(self) -> None:
        """Tell of another selection."""
        now = (self.selection.anchor, self.selection.caret)
        if now != self._said:
            self._said = now
            self.selection_changed.emit()

    def find(  # type: ignore[override]  # not QWidget.find
        self, words: str, *, backwards: bool = False, from_edge: bool = False
    ) -> int:
        """Mark all places of these words and select the next one; gives how many there are.

        ``from_edge`` selects the first one, or the last one where it goes backwards.
        """
        self.catch_up()
        again = words == self.finding.words
        count = self.finding.search(words)
        start = self.selection.last if again and not backwards else self.selection.first
        if from_edge:
            start = Spot(len(self.flow) if backwards else 0, 0)
        hit = self.finding.next(start, backwards=backwards)
        if hit is not None:
            self._unfold(self.flow[hit.index])
            self.selection.put(Spot(hit.index, hit.start), Spot(hit.index, hit.end))
            self.reveal(self.selection.caret)
        self._after_selecting()
        return count

    @property
    def found_at(self) -> int:
        """Which of the places found is selected, from 1; 0 if none is."""
        return self.finding.number(self.selection.first, self.selection.last)

    def clear_find(self) -> None:
        """Take the marks of what was found away; what is selected stays so."""
        self.finding.search("")
        self.viewport().update()

    def show_span(self, span: Span) -> None:
        """Scroll to a stretch of the raw text and select it; of what is not shown (marks) nothing is."""
        self.catch_up()
        if len(self.flow):
            self._show(self._spot_of(span.start), self._spot_of(span.end))

    def show_line(self, artifact_index: int, line: int) -> bool:
        """Scroll to a line of an artifact, counted from 1, and select it; ``False`` if there is none."""
        self.catch_up()
        for index, view in enumerate(self.flow):
            if view.artifact_index == artifact_index and isinstance(view, Code):
                self._unfold(view)
                found = view.source_line(line)
                if found is not None:
                    self._show(Spot(index, found[0]), Spot(index, found[1]))
                return found is not None
        return False

    def show_note(self, label: str) -> None:
        """Scroll to a footnote and select it; if it is selected already, go to its first mark."""
        self.catch_up()
        here = self.selection.first
        for index, view in enumerate(self.flow):
            if not view.is_prose or label not in labels(view.block.lines):
                continue
            starts = sorted(start for start, _, address in view.links() if address.startswith(ADDRESS))
            own = [start for start, _, address in view.links() if address == ADDRESS + label]
            if not own:
                continue
            end = next((start - 1 for start in starts if start > own[0]), len(view.text))
            if here != Spot(index, own[0]):
                self._show(Spot(index, own[0]), Spot(index, end))
                return
            break
        for index, view in enumerate(self.flow):
            for start, end, address in view.links():
                if address == ADDRESS + label:
                    self._show(Spot(index, start), Spot(index, end))
                    return

    def _unfold(self, view: BlockView) -> None:
        """What is to be seen of a listing is in its lines: have them shown instead of a drawing."""
        if isinstance(view, Code) and view.folded:
            self.source_wanted.emit(view.artifact_index)

    def _spot_of(self, source: int) -> Spot:
        """Where in the shown text an offset of the raw text is."""
        flow = self.flow
        index = max(0, bisect_right(range(len(flow)), source, key=lambda at: flow[at].block.start) - 1)
        return Spot(index, flow[index].shown(source))

    def _show(self, first: Spot, last: Spot) -> None:
        self.following = False
        for index in {first.index, last.index}:
            self._unfold(self.flow[index])
        self.selection.put(first, last)
        self.reveal(last)
        self.reveal(first)  # the beginning counts, where both do not fit
        self._after_selecting()

    def copy_words(self, words: str) -> None:
        """Put words on the clipboard."""
        if words:
            QGuiApplication.clipboard().setText(words)
            self.copied.emit()

    def copy_text(self) -> None:
        """Copy the selection as it is read."""
        self.copy_words(self.selected_text())

    def copy_markdown(self) -> None:
        """Copy the selection as it was written."""
        span = self.selected_span()
        self.copy_words(span.quote if span else "")

    def copy_code(self, index: int) -> None:
        """Copy one listing."""
        view = self.flow[index]
        self.copy_words(view.block.body)

    def run_code(self, index: int) -> None:
        """Ask for a listing to be run."""
        view = self.flow[index]
        if isinstance(view, Code) and view.runnable:
            self.run_requested.emit(artifact(view.block, view.artifact_index))

    def ask_for_note(self) -> None:
        """Ask for a note on the selection."""
        span = self.selected_span()
        if span is not None:
            self.annotate_requested.emit(span)

    def press(self, target: Target) -> None:
        """Do what was clicked."""
        if target.address.startswith(ADDRESS):
            self.show_note(target.address.removeprefix(ADDRESS))
        elif target.address:
            self.link_clicked.emit(target.address)
        elif target.name == "copy":
            self.copy_code(target.index)
        elif target.name == "run":
            self.run_code(target.index)
        elif target.name == "switch":
            self.switch_wanted.emit(self.flow[target.index].artifact_index)

    def open_menu(self, point: QPoint, place: QPoint) -> None:
        """Show the context menu."""
        self.menu_at(QPointF(point)).popup(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, select, copy or zoom."""
        standard = QKeySequence.StandardKey
        combination = event.keyCombination()
        if event.matches(standard.Copy):
            self.copy_text()
        elif event.matches(standard.SelectAll):
            self.select_all()
        elif event.matches(standard.ZoomIn) or combination == QKeyCombination(_CONTROL, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif event.matches(standard.ZoomOut):
            self.zoom_by(-1)
        elif combination == QKeyCombination(_CONTROL, Qt.Key.Key_0):
            self.zoom_to(1.0)
        elif combination == QKeyCombination(_CONTROL | _SHIFT, Qt.Key.Key_C):
            self.copy_markdown()
        elif combination == QKeyCombination(_CONTROL | _SHIFT, Qt.Key.Key_A):
            self.ask_for_note()
        else:
            super().keyPressEvent(event)
