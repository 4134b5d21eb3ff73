# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The board as a table: intervals on one scale, and brackets round what cannot be told apart."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import (
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sidelight.gui.board.picture import captioned, drawn
from sidelight.gui.board.rows import BoardRows, Column
from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme
from sidelight.workbench.board import Board, Row

LINE = 30
HEAD = 34
LANE = 8
TICK_ROOM = 34
MOST_LANES = 12
WIDTHS = {
    Column.RANK: 52,
    Column.SCORE: 60,
    Column.BEST: 78,
    Column.BATTLES: 68,
    Column.WINS: 60,
    Column.LOSSES: 60,
    Column.TIES: 60,
    Column.BOTH_BAD: 76,
}
LEAST_INTERVAL = 160


def tabular(font: QFont) -> QFont:
    """The same with figures of one width, so that they stand below each other."""
    made = QFont(font)
    if hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


class _ScaleHeader(QHeaderView):
    """Above the intervals it shows the scale."""

    def __init__(self, rows: BoardRows, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = rows
        self.theme = theme
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFixedHeight(HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 (Qt's)
        """Qt's own, or the scale's figures."""
        if logicalIndex != Column.INTERVAL or not self._rows.rows:
            super().paintSection(painter, rect, logicalIndex)
            return
        painter.save()
        painter.fillRect(rect, self.theme.colour("page"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.theme.colour("line"))
        painter.setFont(tabular(self.theme.sans(11)))
        painter.setPen(self.theme.colour("quiet"))
        left, width = _plot(QRectF(rect))
        scale = self._rows.scale
        ticks = scale.ticks()
        # Where there is little room only some are named: figures must not run into each other.
        every = math.ceil(TICK_ROOM * max(1, len(ticks) - 1) / width)
        for tick in ticks[::every]:
            x = scale.across(tick, left, width)
            place = QRectF(x - 30, rect.top(), 60, rect.height() - 3)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, f"{tick:.0f}"
            )
        painter.restore()


class _Paint(QStyledItemDelegate):
    """Cells: figures by Qt, the rest by hand."""

    def __init__(self, rows: BoardRows, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours. Type is made once: every font with features of its own is slow to make."""
        self.theme = theme
        self._figures = tabular(theme.sans())
        self._heading = theme.sans(12, bold=True)

    def initStyleOption(  # noqa: N802 (Qt's name)
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Figures of one width; no frame round one cell of a chosen row."""
        super().initStyleOption(option, index)
        option.font = self._figures
        if not self._rows.name(index.row()):
            option.font = self._heading
            option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        if index.column() == Column.INTERVAL:
            option.text = ""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The cell, then what is drawn in it."""
        super().paint(painter, option, index)
        row = self._rows.rows[index.row()]
        if isinstance(row, str):
            return
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == Column.MODEL:
            edge = QRectF(area.left(), area.top() + 5, self.theme.space.edge, area.height() - 10)
            painter.fillRect(edge, self._hue(row))
        elif index.column() == Column.INTERVAL:
            self._interval(painter, area, row)
        elif index.column() == Column.LEVEL:
            self._brackets(painter, area, index.row())
        painter.restore()

    def _hue(self, row: Row) -> QColor:
        return QColor(self.theme.hue(self._rows.hues.get(row.model, 0)))

    def _interval(self, painter: QPainter, area: QRectF, row: Row) -> None:
        scale = self._rows.scale
        left, width = _plot(area)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        for tick in scale.ticks():
            x = round(scale.across(tick, left, width)) + 0.5
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        middle = area.center().y()
        low, high = scale.across(row.low, left, width), scale.across(row.high, left, width)
        bar = self._hue(row)
        bar.setAlphaF(0.28)
        painter.fillRect(QRectF(low, middle - 4, high - low, 8), bar)
        painter.setPen(QPen(self._hue(row), 1.5))
        painter.drawLines(
            [QLineF(low, middle - 6, low, middle + 6), QLineF(high, middle - 6, high, middle + 6)]
        )
        painter.setBrush(self._hue(row))
        painter.setPen(QPen(self.theme.colour("page"), 1.5))
        painter.drawEllipse(QPointF(scale.across(row.score, left, width), middle), 5, 5)

    def _brackets(self, painter: QPainter, area: QRectF, row: int) -> None:
        painter.setPen(QPen(self.theme.colour("quiet"), 1.5))
        for first, last, lane in self._rows.brackets:
            if not first <= row <= last or lane >= MOST_LANES:
                continue
            x = area.left() + 10 + lane * LANE
            middle = area.center().y()
            top = middle - 8 if row == first else area.top()
            bottom = middle + 8 if row == last else area.bottom()
            painter.drawLine(QLineF(x, top, x, bottom))
            for end, at in ((first, top), (last, bottom)):
                if row == end:
                    painter.drawLine(QLineF(x - 4, at, x, at))


def _plot(area: QRectF) -> tuple[float, float]:
    return area.left() + 24, max(10.0, area.width() - 48)


class BoardTable(QTableView):
    """The table.

    Signals:
        model_chosen: another row was gone to (the model's name).
        votes_wanted: the votes behind it are to be shown (the model's name).
    """

    model_chosen = Signal(str)
    votes_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = BoardRows(self)
        self.setModel(self.rows)
        self._theme = theme
        self._paint = _Paint(self.rows, theme, self)
        self.setItemDelegate(self._paint)
        self._head = _ScaleHeader(self.rows, theme, self)
        self.setHorizontalHeader(self._head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(LINE)
        self.verticalHeader().setMinimumSectionSize(LINE)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Leaderboard"))
        for column in Column:
            self._head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        self._head.setMinimumSectionSize(20)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.doubleClicked.connect(lambda index: self._want(index.row()))

    def show_board(self, board: Board, hues: Mapping[str, int]) -> None:
        """Show another board; the row that was chosen stays so if its model is still there."""
        chosen = self.chosen
        self.setCurrentIndex(QModelIndex())
        self.clearSpans()
        self.rows.show_board(board, hues)
        for row in range(len(self.rows.rows)):
            if not self.rows.name(row):
                self.setSpan(row, 0, 1, len(Column))
        self._fit()
        row = self.rows.row_of(chosen)
        first = next((row for row in range(len(self.rows.rows)) if self.rows.name(row)), -1)
        if row >= 0 or first >= 0:
            self.setCurrentIndex(self.rows.index(row if row >= 0 else first, Column.MODEL))

    @property
    def chosen(self) -> str:
        """The model whose row is chosen; empty if none is."""
        return self.rows.name(self.currentIndex().row())

    def choose(self, model: str) -> None:
        """Go to a model's row."""
        row = self.rows.row_of(model)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, Column.MODEL))

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = self._head.theme = theme
        self._paint.set_theme(theme)
        self.viewport().update()
        self._head.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the votes, whatever the style makes of it; rows are passed over that are headings."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self.currentIndex().row())
            return
        super().keyPressEvent(event)
        row = self.currentIndex().row()
        if row >= 0 and not self.rows.name(row):
            up = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageUp)
            step = -1 if up and row > 0 else 1
            self.setCurrentIndex(self.rows.index(row + step, Column.MODEL))

    def resizeEvent(self, event: object) -> None:
        """Intervals take the room that is left."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def picture(self) -> QImage:
        """All rows, at twice the size of the screen's pixels, with what was counted below."""
        host = QWidget()
        copy = BoardTable(self._theme, host)
        copy.setPalette(self.palette())
        copy.setStyleSheet(self.window().styleSheet())
        size = QSize(self.viewport().width(), HEAD + self.verticalHeader().length() + 1)
        copy.resize(size)
        copy.show_board(self.rows.board, self.rows.hues)
        made = captioned(drawn(copy, size, self._theme), self.rows.board, self._theme)
        host.deleteLater()
        return made

    def _fit(self) -> None:
        used = max((lane for *_, lane in self.rows.brackets), default=0) + 1
        level = max(56, 20 + LANE * min(used, MOST_LANES))
        self.setColumnWidth(Column.LEVEL, level)
        room = self.viewport().width() - sum(WIDTHS.values()) - level
        names = (
            self.fontMetrics().horizontalAdvance(self.rows.name(row)) for row in range(len(self.rows.rows))
        )
        model = min(max(max(names, default=0) + 28, 120), max(140, min(360, room - LEAST_INTERVAL)))
        self.setColumnWidth(Column.MODEL, model)
        self.setColumnWidth(Column.INTERVAL, max(LEAST_INTERVAL, room - model))

    def _tell(self, row: int) -> None:
        if self.rows.name(row):
            self.model_chosen.emit(self.rows.name(row))

    def _want(self, row: int) -> None:
        if self.rows.name(row):
            self.votes_wanted.emit(self.rows.name(row))
