# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Who won against whom: a field for each two models, with the share of wins and the number of votes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sidelight.gui.board import words
from sidelight.gui.board.picture import captioned, drawn
from sidelight.gui.board.table import tabular
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme
from sidelight.workbench.board import USUAL, Board, Method, Pair

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
FIELD = QSize(64, 44)
STRONGEST = 0.5
"""How strong the ground of a field is where one model won everything."""
NAME_WIDTH = 240
LEAST_PICTURE = 480
"""Pixels that a saved picture is wide at least, so that what was counted can be read below it."""


class Meetings(QAbstractTableModel):
    """The fields: rows against columns, both in the order of the board."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.board = Board(USUAL, Method.BAYES)
        self.names: tuple[str, ...] = ()
        self._pairs: dict[tuple[str, str], Pair] = {}

    def show_board(self, board: Board) -> None:
        """Show another board."""
        self.beginResetModel()
        self.board = board
        self.names = tuple(row.model for row in board.rows)
        self._pairs = {}
        for pair in board.pairs:
            self._pairs[pair.first, pair.second] = pair
            self._pairs[pair.second, pair.first] = pair.turned()
        self.endResetModel()

    def pair(self, row: int, column: int) -> Pair | None:
        """How two models met, seen from the row's."""
        return self._pairs.get((self.names[row], self.names[column]))

    def rowCount(self, parent: Index = ROOT) -> int:
        """One for each model."""
        return 0 if parent.isValid() else len(self.names)

    def columnCount(self, parent: Index = ROOT) -> int:
        """One for each model."""
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The share of wins, and what it means."""
        row, column = index.row(), index.column()
        pair = self.pair(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if row == column else "–" if pair is None else words.share(pair.rate)
        if role not in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if row == column:
            return ""
        if pair is None:
            return tr("{0} and {1} have not met").format(self.names[row], self.names[column])
        return words.of_meeting(pair)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Numbered names at the left, their numbers above."""
        name = self.names[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if orientation is Qt.Orientation.Horizontal else f"{section + 1}  {name}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return name
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation is Qt.Orientation.Vertical:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class _Paint(QStyledItemDelegate):
    def __init__(self, fields: Meetings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = fields
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A ground, the share, and the number of votes below it."""
        theme = self.theme
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        pair = self._fields.pair(index.row(), index.column())
        painter.save()
        if index.row() == index.column():
            painter.fillRect(area, theme.colour("rail"))
        elif pair is not None:
            painter.fillRect(area, self._ground(pair.rate))
        figure, upper, lower = str(index.data() or ""), QRectF(area), QRectF(area)
        painter.setFont(tabular(theme.sans(13)))
        painter.setPen(theme.colour("quiet" if pair is None else "text"))
        if pair is not None:
            upper.setBottom(area.center().y() + 4)
            lower.setTop(area.center().y())
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, figure)
        if pair is not None:
            painter.setFont(tabular(theme.sans(11)))
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, f"n {pair.battles:,}")
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def _ground(self, rate: float) -> QColor:
        """Blue above one half, orange below it: told apart by those who do not see red and green alike."""
        ground = QColor(self.theme.hue(0 if rate >= 0.5 else 1))
        ground.setAlphaF(STRONGEST * abs(2 * rate - 1))
        return ground


class WinMatrix(QTableView):
    """The matrix.

    Signals:
        pair_chosen: another field was gone to (the names of its row and its column).
        votes_wanted: the votes behind it are to be shown (the same).
    """

    pair_chosen = Signal(str, str)
    votes_wanted = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.fields = Meetings(self)
        self.setModel(self.fields)
        self._paint = _Paint(self.fields, theme, self)
        self.setItemDelegate(self._paint)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Wins of each model against each other"))
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setHighlightSections(False)
            head.setSectionsClickable(False)
        self.horizontalHeader().setDefaultSectionSize(FIELD.width())
        self.verticalHeader().setDefaultSectionSize(FIELD.height())
        self.verticalHeader().setMaximumWidth(NAME_WIDTH)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        self.doubleClicked.connect(self._want)

    def show_board(self, board: Board) -> None:
        """Show another board; the field that was gone to stays so if both models are still there."""
        now = self.currentIndex()
        names = self.fields.names
        before = (names[now.row()], names[now.column()]) if now.isValid() else ("", "")
        self.fields.show_board(board)
        self.choose(*before)

    def choose(self, first: str, second: str) -> None:
        """Go to the field of two models."""
        names = self.fields.names
        if first in names and second in names:
            self.setCurrentIndex(self.fields.index(names.index(first), names.index(second)))

    def picture(self) -> QImage:
        """All fields, at twice the size of the screen's pixels, with what was counted below."""
        host = QWidget()
        theme = self._paint.theme
        copy = WinMatrix(theme, host)
        copy.setPalette(self.palette())
        copy.setStyleSheet(self.window().styleSheet())
        copy.show_board(self.fields.board)
        # As wide as the names want to be, so that all of them can be read.
        names = copy.verticalHeader().sizeHint().width() + theme.space.m
        above = copy.horizontalHeader().sizeHint().height()
        wide = names + FIELD.width() * len(self.fields.names) + 1
        size = QSize(max(wide, LEAST_PICTURE), above + FIELD.height() * len(self.fields.names) + 1)
        made = captioned(drawn(copy, size, theme), self.fields.board, theme)
        host.deleteLater()
        return made

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._paint.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the votes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _names(self, index: QModelIndex) -> tuple[str, str] | None:
        if not index.isValid() or index.row() == index.column():
            return None
        return self.fields.names[index.row()], self.fields.names[index.column()]

    def _tell(self, index: QModelIndex) -> None:
        if names := self._names(index):
            self.pair_chosen.emit(*names)

    def _want(self, index: QModelIndex) -> None:
        if names := self._names(index):
            self.votes_wanted.emit(*names)
