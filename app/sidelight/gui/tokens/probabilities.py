# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How sure a model was of each token that it wrote, and what else it might have written there."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.logprob import TokenLogprob
from sidelight.gui.theme import Theme
from sidelight.gui.tokens.grid import TokenGrid
from sidelight.tokens.flow import lay_out, visible

UNSURE = 0.5
"""Below this probability a token was more likely to be another one."""

MOST_SHOWN = 50_000
SIZE = (760, 520)


def probability(token: TokenLogprob) -> float:
    """From 0 to 1."""
    return _share(token.logprob)


def _share(logprob: float) -> float:
    # Services round: a figure may lie a little above what is possible.
    return math.exp(min(0.0, logprob))


def _shown(token: str) -> str:
    return visible(token.encode("utf-8", "replace"))


def percent(share: float) -> str:
    """``73 %``; what is nearly nothing or nearly everything says so."""
    if share < 0.001:
        return "< 0.1 %"
    return f"{share * 100:.1f} %" if share < 0.1 or 0.99 < share < 1 else f"{share * 100:.0f} %"


class ProbabilityDialog(QDialog):
    """An answer's tokens, the less probable on the stronger ground."""

    def __init__(
        self, tokens: Sequence[TokenLogprob], title: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Show the tokens of one answer (at least one)."""
        super().__init__(parent)
        self._tokens = tuple(tokens[:MOST_SHOWN])
        self._left_out = len(tokens) - len(self._tokens)
        self._pieces = [token.data or token.token.encode("utf-8", "replace") for token in self._tokens]
        self._theme = theme
        self._at = 0
        self.setWindowTitle(self.tr("Probabilities: {0}").format(title))
        self.summary = QLabel(self._summed_up(), self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.grid = TokenGrid(theme, self)
        self.grid.colour_by(self._ground)
        self.grid.chosen.connect(self.choose)
        self.grid.columns_changed.connect(lambda _columns: self._lay_out_rows())
        self.detail = QLabel(self)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(3 * self.detail.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.next_button = QPushButton(self.tr("&Next unsure token"), self)
        self.next_button.setToolTip(self.tr("The next token below 50 % (F3)"))
        self.next_button.setEnabled(any(probability(token) < UNSURE for token in self._tokens))
        self.next_button.clicked.connect(self.go_on)
        QShortcut(QKeySequence("F3"), self, self.go_on)
        close = QPushButton(self.tr("Close"), self)
        close.setToolTip(self.tr("Close (Esc)"))
        close.clicked.connect(self.reject)
        for button in (self.next_button, close):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.l, theme.space.l, theme.space.l, theme.space.l)
        layout.setSpacing(theme.space.m)
        layout.addWidget(self.summary)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.detail)
        layout.addLayout(foot)
        self.resize(*SIZE)
        self.grid.setFocus()
        self.choose(0)

    def choose(self, number: int) -> None:
        """Tell of one token, counted from 0."""
        token = self._tokens[number]
        self._at = number
        self.grid.mark(number, number, reveal=True)
        told = self.tr("“{0}”: {1}").format(visible(self._pieces[number]), percent(probability(token)))
        others = [other for other in token.alternatives if other.token != token.token]
        if others:
            listed = ", ".join(
                f"“{_shown(other.token)}” {percent(_share(other.logprob))}" for other in others
            )
            told += "\n" + self.tr("Instead: {0}").format(listed)
        self.detail.setText(told)

    def go_on(self) -> None:
        """Go to the next token that was more likely to be another one; from the last to the first."""
        count, here = len(self._tokens), self.grid.current
        for step in range(1, count + 1):
            number = (here + step) % count
            if probability(self._tokens[number]) < UNSURE:
                self.choose(number)
                return

    def _summed_up(self) -> str:
        known = [token.logprob for token in self._tokens]
        mean = _share(sum(known) / len(known))
        unsure = sum(probability(token) < UNSURE for token in self._tokens)
        told = self.tr(
            "{0} tokens, {1} each on average; {2} below 50 %. The stronger the ground, the less probable."
        )
        told = told.format(f"{len(self._tokens):,}", percent(mean), f"{unsure:,}")
        if self._left_out:
            told += " " + self.tr("{0} more are not shown.").format(f"{self._left_out:,}")
        return told

    def _ground(self, number: int) -> QColor:
        share = probability(self._tokens[number])
        ground = QColor(self._theme.colour("bad" if share < 0.1 else "warn"))
        ground.setAlphaF(0.05 + 0.5 * (1.0 - share) if share < 0.9 else 0.04)
        return ground

    def _lay_out_rows(self) -> None:
        self.grid.show_flow(lay_out(self._pieces, self.grid.columns))
        self.grid.mark(self._at, self._at, reveal=True)
