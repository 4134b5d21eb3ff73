# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The votes behind a figure, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from sidelight.domain.battle import Ballot, Choice
from sidelight.gui.board import words
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LINE = 24
LEFT, RIGHT, CATEGORY, BY, MARKS = 1, 3, 4, 5, 6
WIDTHS = {0: 148, 2: 116, CATEGORY: 76, BY: 92, MARKS: 150}
LEAST_NAME = 140
LOOKED_AT = 2000
"""Of 100,000 votes the first few say well enough whether a column holds anything."""

_TEXT: tuple[Callable[[Ballot], str], ...] = (
    lambda one: words.moment(one.created_ms),
    lambda one: words.short(one.model_a),
    words.choice,
    lambda one: words.short(one.model_b),
    lambda one: one.category,
    lambda one: words.person(one.annotator),
    words.marks,
)


class VoteRows(QAbstractTableModel):
    """One row a vote; only what is in sight is made into words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.votes: Sequence[Ballot] = ()
        self._winner = QFont()

    def show_votes(self, votes: Sequence[Ballot], winner: QFont) -> None:
        """Show other votes; the name of the one preferred stands in the given type."""
        self.beginResetModel()
        self.votes, self._winner = votes, winner
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """One for each vote."""
        return 0 if parent.isValid() else len(self.votes)

    def columnCount(self, parent: Index = ROOT) -> int:
        """When, left, vote, right, category, who, marks."""
        return 0 if parent.isValid() else len(_TEXT)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words."""
        one = self.votes[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (LEFT, RIGHT):
            return one.model_a if index.column() == LEFT else one.model_b
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _TEXT[index.column()](one)
        if role == Qt.ItemDataRole.FontRole:
            preferred = (index.column(), one.choice) in ((LEFT, Choice.A), (RIGHT, Choice.B))
            return self._winner if preferred else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands in a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                tr("When"),
                tr("Left answer"),
                tr("Vote"),
                tr("Right answer"),
                tr("Category"),
                tr("By"),
                tr("To be known"),
            )[section]
        return None


class VotesTable(QTableView):
    """The table.

    Signals:
        opened: a vote's answers are to be shown (the ``Ballot``).
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows = VoteRows(self)
        self.setModel(self.rows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE)
        self.verticalHeader().setMinimumSectionSize(LINE)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("Votes behind the figures"))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setStretchLastSection(True)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def show_votes(self, votes: Sequence[Ballot]) -> None:
        """Show other votes, from the first on; the same ones stay as they are."""
        if list(votes) == list(self.rows.votes):
            return
        self.rows.show_votes(votes, self._theme.sans(13, bold=True))
        first = votes[:LOOKED_AT]
        self.setColumnHidden(CATEGORY, not any(one.category for one in first))
        self.setColumnHidden(BY, not any(one.annotator for one in first))
        self.setColumnHidden(MARKS, not any(map(words.marks, first)))
        self._fit()
        self.scrollToTop()
        if votes:
            self.setCurrentIndex(self.rows.index(0, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        """Type of the other theme."""
        self._theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names share the room that is left."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        taken = sum(width for column, width in WIDTHS.items() if not self.isColumnHidden(column))
        name = max(LEAST_NAME, (self.viewport().width() - taken) // 2)
        for column in (LEFT, RIGHT):
            self.setColumnWidth(column, name)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.rows.votes):
            self.opened.emit(self.rows.votes[row])
