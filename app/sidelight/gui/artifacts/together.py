# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which artifacts beside each other are run together: a row, a column, or what can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sidelight.gui.artifacts.cell import ArtifactCell
from sidelight.gui.artifacts.column_head import MOST_TOGETHER


class Together(QObject):
    """Knows the columns of the page.

    Signals:
        wanted: these cells are to be run, all from their first frames on at once (a list).
    """

    wanted = Signal(list)

    def __init__(
        self,
        columns: Callable[[], Sequence[Sequence[ArtifactCell]]],
        seen: Callable[[QWidget], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self._seen = seen

    def run(self, cells: Iterable[ArtifactCell]) -> None:
        """Run what can be run of these, those first that can be seen; not all, where they are many."""
        able = sorted((cell for cell in cells if cell.runs), key=lambda cell: not self._seen(cell))
        for cell in able[:MOST_TOGETHER]:
            cell.build()
        self.wanted.emit(able[:MOST_TOGETHER])

    def run_column(self, at: int) -> None:
        """Run a column; they are counted from 0."""
        self.run(self._columns()[at])

    def run_row_of(self, cell: ArtifactCell) -> None:
        """Run a cell and those beside it."""
        at = next((column.index(cell) for column in self._columns() if cell in column), -1)
        self.run(column[at] for column in self._columns() if 0 <= at < len(column))

    def run_seen(self) -> None:
        """Run all that can be seen."""
        self.run(cell for column in self._columns() for cell in column if self._seen(cell))

    def offer_rows(self) -> None:
        """Have cells say whether others beside them can be run, too."""
        for row in zip_longest(*self._columns()):
            able = [cell for cell in row if cell is not None and cell.runs]
            for cell in able:
                cell.offer_row(len(able) > 1)
