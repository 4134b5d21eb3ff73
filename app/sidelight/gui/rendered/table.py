# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A table: sorted by a click on a column's name, narrowed by words, copied and saved as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from sidelight.api import Table
from sidelight.gui.rendered.body import Body, Made, Saved, copy_words
from sidelight.gui.rendered.cells import WIDEST_EMS, Cells
from sidelight.gui.rendered.rows import Rows
from sidelight.gui.rendered.slices import Slices
from sidelight.gui.theme import Theme

ROW = 24
_INSET = 11
MANY = 8
"""Rows from which there is a line to narrow them by."""
SHOWN = 12
_SAMPLE, _CELLS = 60, 1_500
_WIDEST = 320
_BAR = 14
_LONGEST = 240
_MEASURED, _FAR = 60, 1200
"""Columns that are measured, and pixels beyond which it does not matter how much wider one is."""
_PADDING = 26
"""Pixels beside a cell's words: what the style sheet leaves on both sides, and Qt's own margin."""


class _View(QTableView):
    """Copies what is selected as CSV."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        body = self.parentWidget()
        if event.matches(QKeySequence.StandardKey.Copy) and isinstance(body, TableBody):
            body.copy()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()  # on to the next widget, not to the next of a million cells
        else:
            super().keyPressEvent(event)


class TableBody(Body):
    """Rows and columns to look through."""

    coloured = False

    def __init__(self, table: Table, alt_text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._theme = theme
        self.model = Rows(table, self)
        self.view = _View(self)
        self.view.setAccessibleName(alt_text)
        self.view.setModel(self.model)
        self._cells = Cells(self.model, theme, self.view, inset=_INSET, lined=True)
        self.view.setItemDelegate(self._cells)
        self.view.setSortingEnabled(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        down = self.view.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        down.setMinimumSectionSize(ROW)
        across = self.view.horizontalHeader()
        across.setFixedHeight(ROW + 2)
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.sectionClicked.connect(self._sort)
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Narrow the rows"))
        self.filter.setAccessibleName(self.tr("Narrow the rows"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.model.narrow)
        self._count = QLabel(self)
        self._count.setProperty("kind", "small")
        self._top = QWidget(self)
        row = QHBoxLayout(self._top)
        row.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, theme.space.xs)
        row.setSpacing(theme.space.s)
        row.addWidget(self.filter, 1)
        row.addWidget(self._count)
        self._top.setVisible(len(table.rows) >= MANY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top)
        layout.addWidget(self.view, 1)
        self._making = Slices(self)
        self.model.arranged.connect(self._say_count)
        self.setFocusProxy(self.view)
        self.set_theme(theme)
        self._asked: list[int] = []  # what each column wants, and what it was given
        self._given: list[int] = []
        self._size_columns()
        self._say_count()

    def _size_columns(self) -> None:
        metrics = QFontMetrics(self._theme.sans(13))
        bold = QFontMetrics(self._theme.sans(13, bold=True))
        widest = WIDEST_EMS * metrics.height()
        sample = self._table.rows[: min(_SAMPLE, max(4, _CELLS // len(self._table.columns)))]
        for at, name in enumerate(self._table.columns[:_MEASURED]):
            width = bold.horizontalAdvance(name[:60]) + 30
            for row in sample:
                words = row[at][:_LONGEST].partition("\n")[0] if at < len(row) else ""
                if width < _FAR and len(words) * widest + _PADDING > width:
                    width = max(width, metrics.horizontalAdvance(words) + _PADDING)
            self._asked.append(width)
            self._given.append(min(width, _WIDEST))
            self.view.setColumnWidth(at, self._given[at])

    def _spread(self) -> None:
        """Give long columns the room that is left over; what somebody made wider or narrower stays."""
        across = self.view.horizontalHeader()
        columns = range(self.model.columnCount())
        wide = sum(min(self._asked[at], _WIDEST) if at < len(self._asked) else 100 for at in columns)
        spare = self.width() - self.view.verticalHeader().sizeHint().width() - _BAR - wide
        for at, asked in enumerate(self._asked):
            if asked <= _WIDEST or across.sectionSize(at) != self._given[at]:
                continue
            more = max(0, min(spare, asked - _WIDEST))
            spare -= more
            self._given[at] = _WIDEST + more
            self.view.setColumnWidth(at, self._given[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._spread()

    @property
    def place(self) -> int:
        """The first row in sight."""
        return self.view.verticalScrollBar().value()

    def go_to(self, place: int) -> None:
        """Have a row first in sight."""
        self.view.verticalScrollBar().setValue(place)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.view.setFont(theme.sans(13))
        self._cells.set_theme(theme)

    def wanted_height(self, width: int, most: int) -> int:
        """A dozen rows at most; the rest is scrolled to."""
        top = self._top.sizeHint().height() if not self._top.isHidden() else 0
        columns = sum(self.view.columnWidth(at) for at in range(self.model.columnCount()))
        bar = 10 if columns + self.view.verticalHeader().sizeHint().width() > width else 0
        rows = min(len(self._table.rows), SHOWN) * ROW
        return min(most, top + ROW + 4 + max(rows, ROW) + bar)

    def _sort(self, column: int) -> None:
        """A column up, then down, then the rows as they were written."""
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        ways = {(column, up): (column, down), (column, down): (-1, up)}
        self._sorted = ways.get(self._sorted, (column, up))
        header = self.view.horizontalHeader()
        header.setSortIndicatorShown(self._sorted[0] >= 0)
        if self._sorted[0] >= 0:
            header.setSortIndicator(*self._sorted)
        self.model.sort(*self._sorted)

    def _say_count(self) -> None:
        shown, whole = self.model.rowCount(), self.model.whole
        words = self.tr("{0} rows").format(f"{whole:,}")
        if shown != whole:
            words = self.tr("{0} of {1} rows").format(f"{shown:,}", f"{whole:,}")
        self._count.setText(words)

    # taking it along

    def copy(self) -> None:
        """The selected cells as CSV; all rows that are shown if no more than one is selected."""
        selection = self.view.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        cells = sum(one.width() * one.height() for one in ranges)
        if cells == 1:
            index = self.view.selectionModel().currentIndex()
            copy_words(self.model.cell(index.row(), index.column()))
        elif cells and len(ranges) == 1:
            one = ranges[0]
            rows = range(one.top(), one.bottom() + 1)
            columns = range(one.left(), one.right() + 1)
            copy_words(_csv([[self.model.cell(row, column) for column in columns] for row in rows]))
        elif cells:
            chosen = sorted({(index.row(), index.column()) for index in selection.indexes()})
            by_row: dict[int, list[str]] = {}
            for row, column in chosen:
                by_row.setdefault(row, []).append(self.model.cell(row, column))
            copy_words(_csv(list(by_row.values())))
        else:
            self._making.begin(self._make(copy_words))

    def select(self, row: int, column: int) -> None:
        """Select one cell, by where it is shown."""
        index = self.model.index(row, column, QModelIndex())
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _make(self, then: Callable[[str], object]) -> Iterator[None]:
        """All rows as CSV, a little at a time: there may be hundreds of thousands."""
        parts: list[str] = []
        for part in self.model.written():
            if part is None:
                yield
            else:
                parts.append(part)
        text = "".join(parts)
        yield
        then(text)

    def saved(self) -> Saved:
        """A CSV file of the rows as they are shown."""
        text = "".join(part for part in self.model.written() if part is not None)
        return Saved(text.encode("utf-8", "replace"), "csv", self.tr("CSV table"))

    def forms(self) -> tuple[Saved, ...]:
        """The same, made when it is wanted."""

        def later(made: Made) -> None:
            self._making.begin(self._make(lambda text: made(text.encode("utf-8", "replace"), "")))

        return (Saved(b"", "csv", self.tr("CSV table"), later),)


def _csv(rows: list[list[str]]) -> str:
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue()
