# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One model, or two against each other: the figures, and the votes behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sidelight.domain.battle import Ballot
from sidelight.gui.board import words
from sidelight.gui.board.table import tabular
from sidelight.gui.board.votes import VotesTable
from sidelight.gui.board.words import tr
from sidelight.gui.choice import Choice
from sidelight.gui.theme import Theme
from sidelight.workbench.board import USUAL, Board, Method

FACTS_WIDTH = 360
MOST_FACTS = 7

Fact = tuple[str, str, str]
"""What it is, how much, and what that means."""


class Detail(QWidget):
    """The lower part of the page.

    Signals:
        chosen: another model or pair is shown; ``first`` and ``second`` say which.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._board = Board(USUAL, Method.BAYES)
        self._names: dict[str, str] = {}
        self.first_box, self.second_box = Choice(self), Choice(self)
        self.first_box.setAccessibleName(tr("Model"))
        self.first_box.setToolTip(tr("The model whose figures and votes are shown"))
        self.second_box.setAccessibleName(tr("Against"))
        self.second_box.setToolTip(tr("The model against which it is shown, or all"))
        for box in (self.first_box, self.second_box):
            box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)
        self.facts = [(self._label("quiet"), self._label("")) for _ in range(MOST_FACTS)]
        self.votes = VotesTable(theme, self)
        self.line = self._label("small")
        self._lay_out(theme)
        self.set_theme(theme)
        self.first_box.activated.connect(lambda _at: self._choose())
        self.second_box.activated.connect(lambda _at: self._choose())

    @property
    def first(self) -> str:
        """The model; empty while there is none."""
        return str(self.first_box.currentData() or "")

    @property
    def second(self) -> str:
        """The one against which it is shown; empty for all."""
        return str(self.second_box.currentData() or "")

    def show_board(self, board: Board) -> None:
        """Offer the models of another board; the pair that was shown stays if it can."""
        pair = self.first, self.second
        self._board = board
        self.first_box.clear()
        shortened = Counter(words.short(row.model) for row in board.rows)
        self._names = {
            row.model: words.short(row.model) if shortened[words.short(row.model)] == 1 else row.model
            for row in board.rows
        }
        for model, name in self._names.items():
            self.first_box.addItem(name, model)
        self.show_pair(*pair)

    def show_pair(self, first: str, second: str = "") -> None:
        """Show a model, against another or against all."""
        names = [row.model for row in self._board.rows]
        first = first if first in names else names[0] if names else ""
        second = second if second in names and second != first else ""
        self.first_box.setCurrentIndex(names.index(first) if first else -1)
        self.second_box.clear()
        self.second_box.addItem(tr("against all"), "")
        for name in names:
            if name != first:
                self.second_box.addItem(tr("against {0}").format(self._names[name]), name)
        self.second_box.setCurrentIndex(max(0, self.second_box.findData(second)))
        self._say_facts()

    def show_votes(self, votes: Sequence[Ballot]) -> None:
        """Show the votes behind the figures."""
        self.votes.show_votes(votes)
        row = next((row for row in self._board.rows if row.model == self.first), None)
        pair = self._board.pair(self.first, self.second) if self.second else None
        there = pair.battles if pair else row.battles if row and not self.second else len(votes)
        told = words.votes(len(votes))
        if there > len(votes):
            told = tr("The newest {0} of {1} votes. Enter opens the answers.").format(
                f"{len(votes):,}", f"{there:,}"
            )
        elif votes:
            told = tr("{0}, the newest first. Enter opens the answers.").format(told)
        self.line.setText(told)

    def say(self, sentence: str) -> None:
        """Say something about a vote."""
        self.line.setText(sentence)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for _, figure in self.facts:
            figure.setFont(tabular(theme.sans()))
        self.votes.set_theme(theme)

    def _choose(self) -> None:
        self.show_pair(self.first, self.second)
        self.chosen.emit()

    def _say_facts(self) -> None:
        found = self._of_pair() if self.second else self._of_model()
        for number, (name, figure) in enumerate(self.facts):
            there = number < len(found)
            name.setVisible(there)
            figure.setVisible(there)
            if there:
                what, much, meaning = found[number]
                name.setText(what)
                figure.setText(much)
                name.setToolTip(meaning)
                figure.setToolTip(meaning)
                figure.setAccessibleName(f"{what}: {much}")
                figure.setAccessibleDescription(meaning)

    def _of_model(self) -> list[Fact]:
        row = next((row for row in self._board.rows if row.model == self.first), None)
        if row is None:
            return []
        spread = tr("{0} to {1}").format(f"{row.low:.0f}", f"{row.high:.0f}")
        found = [
            (tr("Score"), f"{row.score:.0f}  ({spread})", words.of_interval(row)),
            (tr("Rank"), str(row.rank), words.of_rank(row)),
            (tr("Chance to be the best"), words.chance(row.p_best), words.of_best(row)),
            (tr("Votes"), f"{row.battles:,}", words.of_counts(row)),
        ]
        found += [
            (tr("Leads by") if flip.shared else tr("First by"), words.votes(flip.fewer), flip.sentence)
            for flip in self._board.flips
            if flip.first == row.model
        ]
        return found

    def _of_pair(self) -> list[Fact]:
        pair = self._board.pair(self.first, self.second)
        if pair is None:
            unmet = tr("The two have not met; where others link them, the board still compares them.")
            return [(tr("Votes"), tr("none between the two"), unmet)]
        ahead = next(row.model for row in self._board.rows if row.model in (pair.first, pair.second))
        once = tr("{0} to {1}").format(words.share(pair.low), words.share(pair.high))
        always = tr("{0} to {1}").format(*map(words.share, pair.always))
        counts = tr("{0} won, {1} lost, {2} as good, {3} both bad").format(
            *(f"{n:,}" for n in (pair.wins, pair.losses, pair.ties, pair.both_bad))
        )
        return [
            (tr("Votes"), f"{pair.battles:,}", words.of_meeting(pair)),
            (tr("Of these"), counts, words.of_meeting(pair)),
            (
                tr("Share of wins"),
                f"{words.share(pair.rate)}  ({once})",
                tr("Ties count half. In brackets Wilson's 95 % interval, which holds for one look."),
            ),
            (
                tr("However often you look"),
                always,
                tr(
                    "The chance that the first wins a vote that decides. This interval holds at 95 % even "
                    "if you look after every vote, and so it is wider."
                ),
            ),
            (tr("Evidence"), tr("{0} of 20").format(words.evidence(pair)), words.of_evidence(pair)),
            (
                tr("Verdict"),
                words.settled(pair, ahead),
                tr("About how many more votes it takes, with four chances in five: a guess from a guess."),
            ),
        ]

    def _label(self, kind: str) -> QLabel:
        label = QLabel(self)
        if kind:
            label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        boxes = QHBoxLayout()
        boxes.setSpacing(space.xs)
        boxes.addWidget(self.first_box, 1)
        boxes.addWidget(self.second_box, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space.m)
        grid.setVerticalSpacing(space.xs)
        grid.setColumnStretch(1, 1)
        for row, (name, figure) in enumerate(self.facts):
            grid.addWidget(name, row, 0)
            grid.addWidget(figure, row, 1)
            figure.setWordWrap(True)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        facts = QWidget(self)
        left = QVBoxLayout(facts)
        left.setContentsMargins(space.m, space.s, space.m, space.s)
        left.setSpacing(space.s)
        left.addLayout(boxes)
        left.addLayout(grid)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(0, space.xs, 0, space.xs)
        right.setSpacing(space.xs)
        right.addWidget(self.votes, 1)
        right.addWidget(self.line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        scrolled = QScrollArea(self)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFixedWidth(FACTS_WIDTH)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(facts)
        layout.addWidget(scrolled)
        layout.addLayout(right, 1)
