# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The answers of a round beside each other: alike in width, neutral in colour, there at the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from sidelight.domain.errors import SidelightError
from sidelight.domain.message import Message
from sidelight.gui.arena.figures import told_of
from sidelight.gui.arena.pane import SidePane
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round

IN_A_ROW = 4


class Panes(QWidget):
    """The panes of one round. They take turns with the window's clock as one, so that none is ahead.

    Signals:
        run_requested: a script is to run (the pane, its artifact).
        link_clicked: an address was clicked; nothing was opened.
        chosen: the pointer chose an answer (its place, 0 is leftmost).
        trouble: a sentence for the bar.
    """

    run_requested = Signal(object, object)
    link_clicked = Signal(str)
    chosen = Signal(int)
    trouble = Signal(str)

    def __init__(self, shown: Round, clock: FrameClock, rooms: Rooms, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.round = shown
        self._clock = clock
        self._theme = theme
        self.panes: list[SidePane] = []
        self._lines: list[QFrame] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        count = len(shown.sides)
        columns = count if count <= IN_A_ROW else (count + 1) // 2
        for place, side in enumerate(shown.sides):
            earlier = partial(self._said_before, place) if shown.earlier else None
            pane = SidePane(side, rooms, theme, self, earlier)
            pane.run_requested.connect(partial(self.run_requested.emit, pane))
            pane.link_clicked.connect(self.link_clicked)
            pane.head.pressed.connect(partial(self.chosen.emit, place))
            self.panes.append(pane)
            row, column = divmod(place, columns)
            grid.addWidget(pane, 2 * row, 2 * column)
            grid.setColumnStretch(2 * column, 1)
            grid.setRowStretch(2 * row, 1)
            pane.setMinimumWidth(120)
            if column:
                grid.addWidget(self._line(across=False), 2 * row, 2 * column - 1)
            if row and not column:
                grid.addWidget(self._line(across=True), 1, 0, 1, 2 * columns - 1)
        clock.add(self)

    # the clock's

    def show_pending(self, budget_ms: float) -> bool:
        """Show what has come on display, in all panes."""
        took = [pane.take_over() for pane in self.panes]
        share = max(1.0, budget_ms / len(self.panes))
        painted = [pane.view.show_pending(share) for pane in self.panes]
        return any(took) or any(painted)

    def showEvent(self, event: QShowEvent) -> None:
        """On with it."""
        super().showEvent(event)
        self._clock.wake(self)

    def leave(self) -> None:
        """Let go of the clock; the panes are about to be deleted."""
        self._clock.remove(self)

    # what they show

    def show_vote(self) -> None:
        """Say at each answer what the vote says of it."""
        given = self.round.given
        for place, pane in enumerate(self.panes):
            words = ""
            if given is not None and given.ranks:
                words = self.tr("place {0}").format(given.ranks[place])
            elif given is not None and given.choice is not None:
                words = self._said_of(given.choice.value, place)
            pane.head.show_said(words)
            pane.head.set_marked(False)

    def show_ranks(self, ranks: Sequence[int], at: int | None) -> None:
        """Show the places given so far (0 is none), and for which answer one is asked for next."""
        for place, pane in enumerate(self.panes):
            rank = ranks[place]
            pane.head.show_said(self.tr("place {0}").format(rank) if rank else "")
            pane.head.set_marked(place == at)

    def reveal(self) -> None:
        """Show whose answers they are."""
        shown = self.round
        try:
            answers = shown.answers
        except SidelightError as error:
            answers = ()
            self.trouble.emit(error.sentence)
        for place, (pane, model) in enumerate(zip(self.panes, shown.models, strict=True)):
            short, full = told_of(answers[place]) if place < len(answers) else ("", "")
            pane.head.show_model(model.label, str(model.ref), short, full, place)
            pane.setAccessibleName(self.tr("Answer {0}, {1}").format(pane.side.label, model.label))

    def show_originals(self) -> None:
        """Show the answers as they came."""
        for pane, answer in zip(self.panes, self.round.answers, strict=False):
            pane.show_original(answer.text)

    def turn_pages(self, pages: float) -> None:
        """All of them down by so many pages, or up."""
        for pane in self.panes:
            bar = pane.view.verticalScrollBar()
            bar.setValue(bar.value() + round(pages * bar.pageStep()))

    def step_focus(self, by: int) -> None:
        """The keyboard goes to the next answer, or the one before."""
        focused = self.window().focusWidget()
        here = next(
            (at for at, pane in enumerate(self.panes) if focused and pane.isAncestorOf(focused)), None
        )
        at = (0 if by > 0 else len(self.panes) - 1) if here is None else (here + by) % len(self.panes)
        self.panes[at].view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for pane in self.panes:
            pane.set_theme(theme)

    def _said_before(self, place: int) -> list[Message]:
        said: list[Message] = []
        for turn in self.round.earlier:
            said.append(Message.of("user", turn.prompt))
            said.append(Message.of("assistant", turn.sides[place].text))
        return said

    def _said_of(self, choice: str, place: int) -> str:
        return {
            "a": self.tr("your choice") if place == 0 else "",
            "b": self.tr("your choice") if place == 1 else "",
            "tie": self.tr("as good as the other"),
            "both_bad": self.tr("not good enough"),
        }[choice]

    def _line(self, *, across: bool) -> QFrame:
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        if across:
            line.setFixedHeight(self._theme.space.hairline)
        else:
            line.setFixedWidth(self._theme.space.hairline)
        return line
