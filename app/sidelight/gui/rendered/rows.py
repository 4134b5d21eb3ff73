# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rows of a table in the order and the selection that someone asked for, worked out in slices."""

from __future__ import annotations

import csv
import heapq
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from sidelight.api import Table
from sidelight.gui.rendered.cells import Index, Words
from sidelight.gui.rendered.slices import Slices

_FIGURE = re.compile(
    r"[-+−]?\s?[$€£]?\s?(\d[\d,\u2009\u202f' ]*(?:\.\d+)?|\.\d+)"
    r"(?:[eE]([-+]?\d{1,3}))?\s?(?:%|[a-zA-Zµ]{1,4})?"
)
_LONGEST_FIGURE = 60
"""Characters; to see that a long text is no number could take long."""
_SAMPLE = 4_000
_CHUNK = 2_000
_LONGEST = 400
_AT_ONCE = 200_000
"""Characters that are looked through in one step."""
NOWHERE = QModelIndex()

Key = tuple[int, float, str]


def figure_of(cell: str) -> float | None:
    """The number that a cell holds, if it holds one and little else."""
    match = _FIGURE.fullmatch(cell.strip()) if len(cell) <= _LONGEST_FIGURE else None
    if match is None:
        return None
    digits = re.sub(r"[,\u2009\u202f' ]", "", match[1])
    try:
        value = float(f"{digits}e{match[2]}" if match[2] else digits)
    except ValueError:
        return None
    return -value if cell.strip()[0] in "-−" else value


def key_of(cell: str) -> Key:
    """Numbers first, by their size; then words; what is empty comes last."""
    if not cell.strip():
        return (2, 0.0, "")
    value = figure_of(cell)
    return (0, value, "") if value is not None else (1, 0.0, cell.casefold())


class Rows(QAbstractTableModel):
    """A table as Qt's views take it; sorting and filtering never hold the window up.

    Signals:
        arranged: the rows stand as asked for.
    """

    arranged = Signal()

    def __init__(self, table: Table, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._order: Sequence[int] = range(len(table.rows))
        self._slices = Slices(self)
        self._words = ""
        self._column = -1
        self._down = False
        self._sample = table.rows[: min(200, max(10, _SAMPLE // max(1, len(table.columns))))]
        self._figures: dict[int, bool] = {}

    def of_figures(self, column: int) -> bool:
        """Whether a column holds numbers; found out when it is first seen."""
        if column not in self._figures:
            cells = [row[column] for row in self._sample if column < len(row)]
            self._figures[column] = self._is_of_figures(
                [cell for cell in cells if not cell.isspace() and cell]
            )
        return self._figures[column]

    @staticmethod
    def _is_of_figures(cells: list[str]) -> bool:
        return bool(cells) and sum(figure_of(cell) is not None for cell in cells) * 10 >= len(cells) * 8

    @property
    def busy(self) -> bool:
        """Whether rows are still being arranged."""
        return self._slices.busy

    @property
    def whole(self) -> int:
        """How many rows there are without a filter."""
        return len(self._table.rows)

    # what views ask

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """The rows that are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self._table.columns)

    def cell(self, row: int, column: int) -> str:
        """A cell's text, by where it is shown."""
        cells = self._table.rows[self._order[row]]
        return cells[column] if column < len(cells) else ""

    def words(self, index: Index) -> Words:
        """What a cell says, in one line, and on which side it stands."""
        column = index.column()
        text = self.cell(index.row(), column)
        if len(text) > _LONGEST or "\n" in text:
            text = f"{text[:_LONGEST].replace(chr(10), ' ⏎ ')}{'…' if len(text) > _LONGEST else ''}"
        return Words(text, right=self.of_figures(column))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, and where it stands in its cell."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index).text
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.cell(index.row(), index.column())
            return text[:2000] if len(text) > 40 and "<" not in text else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self.of_figures(index.column()) else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns, numbers of rows as they were written."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole and section < len(self._order):
                return str(self._order[section] + 1)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            name = self._table.columns[section]
            return name if len(name) <= 60 else name[:59] + "…"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.of_figures(section) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    # arranging

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; -1 as they were written."""
        self._column, self._down = column, order == Qt.SortOrder.DescendingOrder
        self._slices.begin(self._arrange())

    def narrow(self, words: str) -> None:
        """Show only the rows that hold all of these words."""
        self._words = words
        self._slices.begin(self._arrange())

    def _arrange(self) -> Iterator[None]:
        rows = self._table.rows
        order: Sequence[int] = range(len(rows))
        wanted = set(self._words.casefold().split())
        if wanted:
            kept: list[int] = []
            looked = 0
            for at, cells in enumerate(rows):
                found: set[str] = set()
                for cell in cells:
                    text = cell.casefold()
                    found.update(word for word in wanted if word in text)
                    looked += 20 + len(text)
                    if looked > _AT_ONCE:
                        looked = 0
                        yield
                if len(found) == len(wanted):
                    kept.append(at)
            order = kept
        if self._column >= 0:
            runs: list[list[tuple[Key, int]]] = []
            for start in range(0, len(order), _CHUNK):
                run: list[tuple[Key, int]] = []
                for at in order[start : start + _CHUNK]:
                    cells = rows[at]
                    run.append((key_of(cells[self._column] if self._column < len(cells) else ""), at))
                    if len(run) % 200 == 0:
                        yield
                run.sort()
                runs.append(run)
                yield
            merged: list[int] = []
            for _key, at in heapq.merge(*runs):
                merged.append(at)
                if len(merged) % 200 == 0:
                    yield
            if self._down:
                merged.reverse()
            order = merged
        self.beginResetModel()
        self._order = order
        self.endResetModel()
        self.arranged.emit()

    def written(self) -> Iterator[str | None]:
        """The rows as they are shown, as CSV in parts; ``None`` between to breathe."""
        columns, order = len(self._table.columns), self._order
        part = io.StringIO()
        writer = csv.writer(part, lineterminator="\n")
        writer.writerow(self._table.columns)
        for number, at in enumerate(order):
            cells = self._table.rows[at][:columns]
            writer.writerow((*cells, *[""] * (columns - len(cells))))
            if part.tell() > _AT_ONCE or number % 200 == 0:
                yield part.getvalue()
                part.seek(0)
                part.truncate()
                yield None
        yield part.getvalue()
