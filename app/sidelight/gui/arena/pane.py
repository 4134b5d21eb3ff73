# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One answer of a round: a letter and a text, and its model's name when that may be known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sidelight.domain.message import Message
from sidelight.gui.compare.turns import Turns
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView
    from sidelight.workbench.sides import Side

HEAD = 36


class PaneHead(QWidget):
    """The letter, what was said of the answer, and later the name with its figures.

    Signals:
        pressed: the pointer chose this answer.
    """

    pressed = Signal()

    def __init__(self, label: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hue: int | None = None
        self._figures = ""
        self._marked = False
        self.setFixedHeight(HEAD)
        self.letter = self._words("heading", label)
        self.name = self._words("", "")
        self.said = self._words("good", "")
        self.figures = self._words("small", "")
        self.figures.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.l, 0, theme.space.m, 0)
        layout.setSpacing(theme.space.s)
        layout.addWidget(self.letter)
        layout.addWidget(self.name)
        layout.addWidget(self.said)
        layout.addWidget(self.figures, 1)

    def show_said(self, words: str) -> None:
        """What the vote says of this answer; empty while it says nothing."""
        self.said.setText(words)
        self._fit()

    def show_model(self, name: str, about: str, figures: str, all_figures: str, hue: int) -> None:
        """The names are known."""
        self._hue = hue
        self.name.setText(name)
        self.name.setToolTip(about)
        self._figures = figures
        self.figures.setToolTip(all_figures)
        self._fit()
        self.update()

    def set_marked(self, marked: bool) -> None:
        """A place for this one is asked for next."""
        self._marked = marked
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this answer."""
        super().mousePressEvent(event)
        self.pressed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Figures take the room that is left."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        space = self._theme.space
        before = (self.letter, self.name, self.said)
        taken = sum(label.sizeHint().width() for label in before if label.text())
        room = self.width() - taken - space.l - space.m - space.s * (len(before) + 2)
        metrics = self.figures.fontMetrics()
        self.figures.setText(metrics.elidedText(self._figures, Qt.TextElideMode.ElideRight, max(0, room)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline below; the model's colour at the edge once it is known."""
        painter = QPainter(self)
        theme = self._theme
        if self._marked:
            painter.fillRect(self.rect(), theme.colour("accent_quiet"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        if self._hue is not None:
            painter.fillRect(0, 0, theme.space.edge, self.height(), theme.hue(self._hue))

    def _words(self, kind: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            label.setProperty("kind", kind)
        return label


class SidePane(QWidget):
    """The pane. Until the round is opened it knows a side and nothing else.

    Signals:
        run_requested: a script of the answer is to run (its artifact).
        link_clicked: an address was clicked; nothing was opened.
    """

    run_requested = Signal(object)
    link_clicked = Signal(str)

    def __init__(
        self,
        side: Side,
        rooms: Rooms,
        theme: Theme,
        parent: QWidget,
        earlier: Callable[[], Sequence[Message]] | None = None,
    ) -> None:
        """``earlier`` gives what was said before, if anything was."""
        super().__init__(parent)
        self.side = side
        name = self.tr("Answer {0}").format(side.label)
        self.setAccessibleName(name)
        self.head = PaneHead(side.label, theme, self)
        self.view: AnswerView = rooms.answer_view(theme, self)
        self.view.setAccessibleName(name)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.run_requested.connect(self.run_requested)
        self.view.link_clicked.connect(self.link_clicked)
        self._length = 0
        self._finished = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        self.turns: Turns | None = None
        if earlier is not None:
            self.turns = Turns(earlier, side.label, rooms, theme, self)
            layout.addWidget(self.turns)
            self.turns.begin()
        layout.addWidget(self.view, 1)
        self.take_over()

    def take_over(self) -> bool:
        """Hand on what has come on display; returns whether there was anything."""
        side = self.side
        if self._finished:
            return False
        length = side.text_length
        if side.done and not self._length:
            self.view.set_text(side.text)
        elif length > self._length:
            self.view.feed(side.text_from(self._length))
            if side.done:
                self.view.finish()
        changed = length != self._length
        self._length = length
        self._finished = side.done
        return changed

    def show_original(self, text: str) -> None:
        """The answer as it came, now that nothing needs to be hidden."""
        if text != self.side.text:
            self.view.set_text(text)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.head.set_theme(theme)
        self.view.set_theme(theme)
        if self.turns is not None:
            self.turns.set_theme(theme)
