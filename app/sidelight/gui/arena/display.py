# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The middle of the arena: nothing yet, answers that are awaited, or the panes of the round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.arena.empty import EmptyArena
from sidelight.gui.arena.panes import Panes
from sidelight.gui.arena.runs import NamelessRuns
from sidelight.gui.frame import FrameClock
from sidelight.gui.rooms import Rooms
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk
    from sidelight.workbench.rounds import Round

SHOWN = 2000
MEASURE = 620


class AskedPage(QWidget):
    """The prompt, to be read once more while there is nothing else to read."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.prompt = QLabel(self)
        self.prompt.setProperty("kind", "quiet")
        self.prompt.setTextFormat(Qt.TextFormat.PlainText)
        self.prompt.setWordWrap(True)
        self.prompt.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.xl, theme.space.xl, theme.space.xl, theme.space.xl)
        self.prompt.setMaximumWidth(MEASURE)
        layout.addWidget(self.prompt, 1)
        # However long the prompt is, the bar below keeps its place.
        self.prompt.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_prompt(self, prompt: str) -> None:
        """Show its beginning."""
        self.prompt.setText(prompt if len(prompt) <= SHOWN else prompt[:SHOWN] + "…")


class Display(QStackedWidget):
    """The stack. It knows one round at a time; what runs in another's panes has ended.

    Signals:
        link_clicked: an address was clicked; nothing was opened.
        chosen: the pointer chose an answer (its place, 0 is leftmost).
        trouble: a sentence for the bar.
    """

    link_clicked = Signal(str)
    chosen = Signal(int)
    trouble = Signal(str)

    def __init__(
        self, desk: Desk, clock: FrameClock, rooms: Rooms, actions: Actions, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = clock
        self._rooms = rooms
        self._theme = theme
        self.empty = EmptyArena(actions, theme, self)
        self._asked = AskedPage(theme, self)
        self.panes: Panes | None = None
        self.runs: NamelessRuns | None = None
        self.addWidget(self.empty)
        self.addWidget(self._asked)

    def show_asked(self, prompt: str) -> None:
        """Show what was asked, until there are answers."""
        self._asked.show_prompt(prompt)

    def show_panes(self, shown: Round) -> Panes:
        """Make the panes of a round."""
        self.drop()
        panes = Panes(shown, self._clock, self._rooms, self._theme, self)
        self.runs = NamelessRuns(self._desk, self._rooms, self._theme, panes)
        panes.run_requested.connect(self.runs.run)
        panes.link_clicked.connect(self.link_clicked)
        panes.chosen.connect(self.chosen)
        panes.trouble.connect(self.trouble)
        self.addWidget(panes)
        self.panes = panes
        return panes

    def show_names(self, shown: Round) -> None:
        """Say whose answers they are; those of a void round are seen now for the first time."""
        panes = self.panes or self.show_panes(shown)
        panes.reveal()
        if shown.void is not None:
            panes.show_originals()

    def show_originals(self) -> None:
        """Show the answers as they came."""
        if self.panes is not None:
            self.panes.show_originals()

    def turn_pages(self, pages: float) -> None:
        """All answers down by so many pages, or up."""
        if self.panes is not None:
            self.panes.turn_pages(pages)

    def step_focus(self, by: int) -> None:
        """The keyboard goes to the next answer, or the one before."""
        if self.panes is not None:
            self.panes.step_focus(by)

    def show_current(self, *, empty: bool) -> None:
        """Bring to the front what is there."""
        self.setCurrentWidget(self.empty if empty else self.panes or self._asked)

    def drop(self) -> None:
        """Let go of the round, and end what runs in it."""
        self.rest()
        self.runs = None
        if self.panes is not None:
            self.removeWidget(self.panes)
            self.panes.hide()
            self.panes.deleteLater()
            self.panes = None

    def rest(self) -> None:
        """End what runs, and let go of the clock."""
        if self.runs is not None:
            self.runs.shut()
        if self.panes is not None:
            self.panes.leave()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.empty.set_theme(theme)
        if self.panes is not None:
            self.panes.set_theme(theme)
        if self.runs is not None:
            self.runs.set_theme(theme)
