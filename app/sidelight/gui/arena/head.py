# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The arena's first line: the prompt's first words, the rounds voted on, and how models meet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from sidelight.domain.battle import MOST_RANKED
from sidelight.gui.actions import Actions
from sidelight.gui.arena.pool import LEAST_RANKED, Pool
from sidelight.gui.choice import Choice
from sidelight.gui.compare.header import HEIGHT, TitleButton
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

LONGEST = 200


class Head(QWidget):
    """The line.

    Signals:
        named_wanted: models are to be asked by their names (``direct`` or ``side``).
    """

    named_wanted = Signal(str)

    def __init__(self, pool: Pool, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pool = pool
        self.setFixedHeight(HEIGHT)
        self.title = TitleButton(theme, self)
        self.title.clicked.connect(actions["arena.prompt"].trigger)
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setToolTip(self.tr("Rounds voted on since this window was opened"))
        self.modes = Segments(self.tr("How models are asked"), theme, self)
        self.modes.add("direct", self.tr("Direct"), actions["arena.direct"])
        self.modes.add("side", self.tr("Side by side"), actions["arena.side"])
        self.modes.add("two", self.tr("Battle"), actions["arena.two"])
        self.modes.add("many", self.tr("Blind ranking"), actions["arena.many"])
        self.modes.chosen.connect(self._choose)
        self.ranked = Choice(self)
        self.ranked.setAccessibleName(self.tr("Answers in a ranking"))
        self.ranked.setToolTip(self.tr("How many answers are ranked"))
        for panes in range(LEAST_RANKED, MOST_RANKED + 1):
            self.ranked.addItem(self.tr("{0} answers").format(panes), panes)
        self.ranked.activated.connect(lambda _at: pool.set_ranked(self.ranked.currentData()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.l - 5, 0, theme.space.m, 1)
        layout.setSpacing(theme.space.m)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.count)
        layout.addWidget(self.ranked)
        layout.addWidget(self.modes)
        pool.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how models meet from the next round on."""
        self.modes.set_current("many" if self._pool.ranking else "two")
        self.ranked.setCurrentIndex(self.ranked.findData(self._pool.ranked))
        self.ranked.setVisible(self._pool.ranking)

    def show_prompt(self, prompt: str) -> None:
        """The first words of the prompt; a click shows all of it. Empty if there is none."""
        words = " ".join(prompt.split())[:LONGEST]
        self.title.show_title(words or self.tr("New round"), opens=bool(prompt))

    def show_count(self, rounds: int) -> None:
        """How many rounds were voted on, and who votes where that is said."""
        told = self.tr("1 round voted on") if rounds == 1 else self.tr("{0} rounds voted on").format(rounds)
        voter = self._pool.voter
        by = self.tr("Voter: {0}").format(voter) if voter else ""
        self.count.setText(" · ".join(part for part in (by, told if rounds else "") if part))
        self.count.setVisible(bool(self.count.text()))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.title.set_theme(theme)
        self.modes.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One hairline below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line"))

    def _choose(self, mode: str) -> None:
        if mode in ("direct", "side"):
            self.refresh()
            self.named_wanted.emit(mode)
        else:
            self._pool.set_ranking(mode == "many")
