# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the arena while no round does: one sentence, the first step, and rounds left unfinished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.buttons import LabelledButton
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round

WIDTH = 600
MOST = 5
"""So many unfinished rounds are offered at once."""


class EmptyArena(QWidget):
    """The sentence and the steps.

    Signals:
        round_wanted: an unfinished round is to be shown.
    """

    round_wanted = Signal(object)

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = WIDTH
        self._sentence = QLabel(self.tr("Judge answers before you know whose they are."), self)
        self._sentence.setProperty("kind", "heading")
        self.hint = QLabel(self)
        self.hint.setProperty("kind", "quiet")
        self.hint.setWordWrap(True)
        self.choose = LabelledButton("example", self.tr("Choose models to draw from…"), "model", theme, self)
        self.choose.setToolTip(actions["arena.pool"].toolTip())
        self.choose.clicked.connect(actions["arena.pool"].trigger)
        self._waiting = QLabel(self.tr("Still without a vote or without names:"), self)
        self._waiting.setProperty("kind", "quiet")
        self.rounds: list[LabelledButton] = []
        self._shown: tuple[Round, ...] = ()
        self._middle = QWidget(self)
        self._inner = QVBoxLayout(self._middle)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(theme.space.s)
        for widget in (self._sentence, self.hint, self.choose, self._waiting):
            self._inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._middle, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.show_rounds(())

    def show_pool(self, models: int, panes: int) -> None:
        """Say the next step."""
        if models < panes:
            self.hint.setText(
                self.tr(
                    "A round needs {0} models, and {1} can be drawn now. Choose more, or add one."
                ).format(panes, models)
            )
        elif panes == 2:
            self.hint.setText(
                self.tr(
                    "Write a prompt below. Two models, drawn by lot, answer it; "
                    "you say which answer is better; then the names are shown."
                )
            )
        else:
            self.hint.setText(
                self.tr(
                    "Write a prompt below. {0} models, drawn by lot, answer it; "
                    "you give each answer its place; then the names are shown."
                ).format(panes)
            )
        self.choose.setVisible(models < panes)
        self._fit()

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Offer rounds of an earlier sitting."""
        shown = tuple(rounds[:MOST])
        if shown != self._shown or not shown:
            for gone in self.rounds:
                gone.hide()
                gone.deleteLater()
            self.rounds = []
            for one in shown:
                words = " ".join(one.prompt.split())
                button = LabelledButton("example", words, "history", self._theme, self)
                button.setToolTip(self.tr("Go on with this round"))
                button.clicked.connect(lambda _on=False, one=one: self.round_wanted.emit(one))
                self._inner.addWidget(button)
                self.rounds.append(button)
            self._shown = shown
        self._waiting.setVisible(bool(shown))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for button in (self.choose, *self.rounds):
            button.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words keep to a column in the middle."""
        super().resizeEvent(event)
        self._column = max(240, min(WIDTH, self.width() - 48))
        self._middle.setFixedWidth(self._column)
        self._fit()

    def _fit(self) -> None:
        """The layout in the middle gives a wrapped sentence too little height by itself."""
        self.hint.setFixedHeight(self.hint.heightForWidth(self._column))
