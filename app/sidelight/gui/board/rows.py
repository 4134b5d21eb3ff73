# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A board's rows as a table asks for them, with a heading above each group of models that met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from sidelight.gui.board import words
from sidelight.gui.board.scale import Scale, lanes
from sidelight.gui.board.words import tr
from sidelight.workbench.board import USUAL, Board, Method, Row

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Column(IntEnum):
    """What stands where."""

    RANK = 0
    MODEL = 1
    SCORE = 2
    INTERVAL = 3
    LEVEL = 4
    BEST = 5
    BATTLES = 6
    WINS = 7
    LOSSES = 8
    TIES = 9
    BOTH_BAD = 10


def _heads() -> dict[Column, tuple[str, str]]:
    return {
        Column.RANK: (tr("Rank"), tr("One more than the number of models that are surely better")),
        Column.MODEL: (tr("Model"), tr("The model, with its colour in the plots of this page")),
        Column.SCORE: (
            tr("Score"),
            tr("Strength on the Elo scale; 1000 is the mean of the models that met"),
        ),
        Column.INTERVAL: (tr("95 % interval"), tr("Where the score might be, all models on one scale")),
        Column.LEVEL: (tr("Alike"), tr("A bracket holds models no two of which can be told apart")),
        Column.BEST: (tr("Best?"), tr("The chance that the model is the best of those it met")),
        Column.BATTLES: (tr("Votes"), tr("Votes on answers of this model")),
        Column.WINS: (tr("Won"), tr("Votes for this model's answer")),
        Column.LOSSES: (tr("Lost"), tr("Votes for the other answer")),
        Column.TIES: (tr("Ties"), tr("Votes that call both answers as good")),
        Column.BOTH_BAD: (tr("Both bad"), tr("Votes that call both answers bad; a tie for the score")),
    }


_FIGURE: dict[Column, Callable[[Row], str]] = {
    Column.RANK: lambda row: str(row.rank),
    Column.MODEL: lambda row: row.model,
    Column.SCORE: lambda row: f"{row.score:.0f}",
    Column.INTERVAL: lambda row: tr("{0} to {1}").format(f"{row.low:.0f}", f"{row.high:.0f}"),
    Column.BEST: lambda row: words.chance(row.p_best),
    Column.BATTLES: lambda row: f"{row.battles:,}",
    Column.WINS: lambda row: f"{row.wins:,}",
    Column.LOSSES: lambda row: f"{row.losses:,}",
    Column.TIES: lambda row: f"{row.ties:,}",
    Column.BOTH_BAD: lambda row: f"{row.both_bad:,}",
}

_MEANING: dict[Column, Callable[[Row], str]] = {
    Column.RANK: words.of_rank,
    Column.MODEL: lambda row: row.model,
    Column.SCORE: words.of_score,
    Column.INTERVAL: words.of_interval,
    Column.BEST: words.of_best,
}


class BoardRows(QAbstractTableModel):
    """The rows. A heading stands above each group if there are several, and in none of the other cases."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.board = Board(USUAL, Method.BAYES)
        self.rows: tuple[Row | str, ...] = ()
        self.scale = Scale.of(())
        self.brackets: list[tuple[int, int, int]] = []
        self.hues: Mapping[str, int] = {}
        self._heads = _heads()

    def show_board(self, board: Board, hues: Mapping[str, int]) -> None:
        """Show another board; ``hues`` are the models' places among all models."""
        self.beginResetModel()
        self.board, self.hues = board, hues
        self.scale = Scale.of(board.rows)
        rows: list[Row | str] = []
        several = len(board.components) > 1
        for row in board.rows:
            if several and (not rows or _component(rows[-1]) != row.component):
                rows.append(_heading(row.component, len(board.components[row.component])))
            rows.append(row)
        self.rows = tuple(rows)
        self.brackets = lanes(board.groups, [self.name(row) for row in range(len(rows))])
        self.endResetModel()

    def name(self, row: int) -> str:
        """The model in a row; empty for a heading."""
        there = self.rows[row] if 0 <= row < len(self.rows) else ""
        return "" if isinstance(there, str) else there.model

    def row_of(self, model: str) -> int:
        """The row of a model, -1 if it is not on the board."""
        return next((row for row in range(len(self.rows)) if model and self.name(row) == model), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Models and headings."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """As many as ``Column`` has."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not self.name(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Figures, what they mean, and how they are aligned."""
        there, column = self.rows[index.row()], Column(index.column())
        if isinstance(there, str):
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return there if shown and column is Column.RANK else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = column is Column.MODEL
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if column is Column.LEVEL:
            said = role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            return words.of_level(there.model, self.board) if said else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _FIGURE[column](there)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _MEANING.get(column, words.of_counts)(there)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands in a column, and what that is."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[Column(section)][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._heads[Column(section)][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = section in (Column.MODEL, Column.INTERVAL, Column.LEVEL)
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def _component(row: Row | str) -> int:
    return -1 if isinstance(row, str) else row.component


def _heading(number: int, many: int) -> str:
    group = tr("Group {0}").format(number + 1)
    if many == 1:
        return tr("{0} · 1 model that met none of the others").format(group)
    return tr("{0} · {1} models that met each other, and none of the others").format(group, many)
