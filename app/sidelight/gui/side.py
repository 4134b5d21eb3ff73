# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The right edge of the window: the inspector of the answer that is worked with.

It opens when the user asks, and never by itself. It is made when there is first something to inspect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sidelight.gui.keys import asks_for_escape
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.domain.review import Span
    from sidelight.gui.inspector.panel import Inspector
    from sidelight.workbench.live import LiveAnswer

WIDTH = 300


class SidePanel(QWidget):
    """The inspector's place.

    Signals:
        opened: the user opened (True) or closed it.
        notes_changed: the answer whose notes are others now.
        span_requested: a noted span of the answer is to be shown.
    """

    opened = Signal(bool)
    notes_changed = Signal(object)
    span_requested = Signal(object)

    def __init__(
        self,
        make: Callable[[QWidget], Inspector],
        selected_span: Callable[[], Span | None],
        settings: QSettings,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Make room for what ``make`` gives; ``selected_span`` tells what is selected in the answer."""
        super().__init__(parent)
        self._make = make
        self._selected_span = selected_span
        self._settings = settings
        self._theme = theme
        self._answer: LiveAnswer | None = None
        self._version = -1
        self._runs_version = 0
        self._inspector: Inspector | None = None
        self._open = settings.value("window/inspector", "true") in (True, "true")
        self._floats = False
        self._unfolded = False
        self._at_left = False
        self._here = True
        self.setFixedWidth(WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.space.hairline, 0, 0, 0)
        self._row.setSpacing(0)
        self._fit()

    @property
    def is_open(self) -> bool:
        """Whether the user wants to see it; it still takes no room while there is nothing to inspect."""
        return self._unfolded if self._floats else self._open

    @property
    def floats(self) -> bool:
        """Whether it lies above the answers, because the window has no room for it beside them."""
        return self._floats

    def set_floats(self, floats: bool) -> None:
        """Fold away and lie above the answers when asked for; or stand beside them again, as before."""
        self._floats = floats
        self._unfolded = False
        self._fit()
        self.update()
        self.opened.emit(self.is_open)

    def set_at_left(self, at_left: bool) -> None:
        """Which side of the answers it lies at, and so which of its edges is drawn."""
        if at_left != self._at_left:
            self._at_left = at_left
            line = self._theme.space.hairline
            self._row.setContentsMargins(0 if at_left else line, 0, line if at_left else 0, 0)
            self.update()

    @property
    def inspector(self) -> Inspector | None:
        """The inspector, once made."""
        return self._inspector

    def set_open(self, open_: bool) -> None:
        """Open or close; remembered, unless it floats."""
        if self._floats:
            self._unfolded = open_
        else:
            self._open = open_
            self._settings.setValue("window/inspector", open_)
        self._fit()
        self.opened.emit(open_)

    def set_wanted_here(self, here: bool) -> None:
        """Whether the place that is shown has answers to inspect."""
        self._here = here
        self._fit()

    def show_answer(self, answer: LiveAnswer | None) -> None:
        """Inspect an answer, or nothing."""
        same = answer is self._answer
        self._answer = answer
        self._fit()
        if self._inspector is None:
            return
        if same:
            self._inspector.refresh()
        else:
            self._inspector.show_answer(answer)
        self._version = answer.version if answer is not None else -1

    def advance(self) -> None:
        """Something arrived, perhaps for the answer that is inspected."""
        answer, inspector = self._answer, self._inspector
        if (
            answer is not None
            and inspector is not None
            and self.isVisible()
            and answer.version != self._version
        ):
            self._version = answer.version
            inspector.refresh()

    def refresh(self) -> None:
        """A verdict may be another now; nothing is read."""
        if self._inspector is not None:
            self._inspector.refresh()

    def look_for_runs(self, version: int) -> None:
        """Read the runs anew if their ``version`` is another: some end unseen, as one that is begun anew."""
        if version != self._runs_version:
            self._runs_version = version
            self.show_runs()

    def show_runs(self) -> None:
        """A run ended, perhaps of the answer that is inspected."""
        if self._inspector is not None:
            self._inspector.show_runs()

    def annotate(self, span: object) -> None:
        """Open, and begin a note on a span of the answer."""
        self.set_open(True)
        if self._inspector is not None:
            self._inspector.annotate(span)

    def add_note(self) -> None:
        """Open, and begin a note on what is selected in the answer, or on the whole of it."""
        self.set_open(True)
        if self._inspector is not None:
            self._inspector.add_note()

    def rate(self) -> None:
        """Open, and go to the stars; there, the figures 1 to 5 rate."""
        self.set_open(True)
        if self._inspector is not None:
            self._inspector.rating.stars.setFocus()

    def judge(self, word: str) -> None:
        """Say of the answer that it passes, ``pass``, or fails, ``fail``; again takes it back."""
        self.set_open(True)
        if self._inspector is not None:
            self._inspector.judge(word)

    def undo(self) -> None:
        """Take back the last rating or note."""
        if self._inspector is not None:
            self._inspector.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._inspector is not None:
            self._inspector.redo()

    def show_record(self) -> None:
        """Open, and show the exact record."""
        self.set_open(True)
        if self._inspector is not None:
            self._inspector.show_record()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        if self._inspector is not None:
            self._inspector.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline towards the answers; a stronger one where it lies above them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("page"))
        edge = self._theme.colour("edge_of_popup" if self._floats else "line")
        line = self._theme.space.hairline
        painter.fillRect(self.width() - line if self._at_left else 0, 0, line, self.height(), edge)

    def event(self, event: QEvent) -> bool:
        """Where it lies above answers, Esc is for closing it."""
        if self._floats and asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc folds it away where it lies above answers."""
        if self._floats and event.key() == Qt.Key.Key_Escape:
            self.set_open(False)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        seen = self.is_open and self._here and self._answer is not None
        if seen and self._inspector is None:
            self._inspector = self._make(self)
            self._inspector.selected_span = self._selected_span
            self._row.addWidget(self._inspector)
            self._inspector.notes_changed.connect(self.notes_changed)
            self._inspector.span_requested.connect(self.span_requested)
            self._inspector.show_answer(self._answer)
        self.setVisible(seen)
