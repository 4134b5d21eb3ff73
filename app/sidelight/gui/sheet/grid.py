# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The grid of a contact sheet: a line for each model, its attempts side by side below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sidelight.gui.glview.plain import plain_label
from sidelight.gui.sheet.cell import Cell
from sidelight.gui.sheet.words import estimate_meaning, estimate_words, success_words
from sidelight.gui.theme import Theme
from sidelight.probes.success import Success

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer

LEAST, MOST = 148, 232
"""Pixels that a cell is wide."""
HEADING = 40


class Row(QWidget):
    """A model's name, how often it succeeded, and the estimates with their n."""

    def __init__(self, name: str, place: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._place = place
        self.name = plain_label(name, selectable=False)
        self.name.setFont(theme.sans(13, bold=True))
        self.counts = plain_label("", selectable=False)
        self.estimates = plain_label("", "small", selectable=False)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.space.m, 0, 0, 0)
        line.setSpacing(theme.space.m)
        for label in (self.name, self.counts, self.estimates):
            label.setWordWrap(False)
            line.addWidget(label)
        line.addStretch(1)

    def show_success(self, success: Success) -> None:
        """Show how often it succeeded."""
        self.counts.setText(success_words(success))
        self.estimates.setText(estimate_words(success))
        meaning = estimate_meaning(success)
        for label in (self.counts, self.estimates):
            label.setToolTip(meaning)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The model's hue at the left."""
        height = 18
        top = (self.height() - height) // 2
        hue = self._theme.hue(self._place)
        QPainter(self).fillRect(0, top, self._theme.space.edge, height, hue)


class Grid(QWidget):
    """All attempts.

    Signals:
        looked_at: a cell got the keyboard (the ``Cell``).
    """

    looked_at = Signal(object)

    def __init__(
        self, ended_word: Callable[[LiveAnswer], str], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ended_word = ended_word
        self.rows: list[Row] = []
        self.cells: list[list[Cell]] = []
        self.current: Cell | None = None

    def every(self) -> list[Cell]:
        """All cells, model by model."""
        return [cell for row in self.cells for cell in row]

    def add_model(self, name: str) -> int:
        """One more model; returns its place."""
        place = len(self.rows)
        row = Row(name, place, self._theme, self)
        row.show()
        self.rows.append(row)
        self.cells.append([])
        return place

    def add_attempt(self, place: int, answer: LiveAnswer) -> Cell:
        """One more attempt of a model; ``arrange`` puts it into its place."""
        cell = Cell(answer, self._ended_word, self._theme, self)
        cell.step_wanted.connect(lambda key: self.step(cell, key))
        cell.looked_at.connect(lambda: self._look_at(cell))
        cell.show()
        self.cells[place].append(cell)
        return cell

    def arrange(self) -> None:
        """Put everything into its place; the height follows from the width."""
        space = self._theme.space
        inner = max(LEAST, self.width() - 2 * space.l)
        most = max((len(row) for row in self.cells), default=1)
        columns = max(1, (inner + space.m) // (LEAST + space.m))
        # The fewest lines, and in them as few cells side by side as will do: so they are as large as can be.
        lines = -(-most // columns)
        columns = -(-most // lines)
        width = min(MOST, (inner - (columns - 1) * space.m) // columns)
        height, top = Cell.height_for(width), space.s
        before: QWidget | None = None
        for row, cells in zip(self.rows, self.cells, strict=True):
            row.setGeometry(space.l, top, inner, HEADING)
            top += HEADING
            for at, cell in enumerate(cells):
                line, column = divmod(at, columns)
                left = space.l + column * (width + space.m)
                cell.setGeometry(QRect(left, top + line * (height + space.m), width, height))
                if before is not None:
                    QWidget.setTabOrder(before, cell)
                before = cell
            top += -(-len(cells) // columns) * (height + space.m) + space.s
        self.setMinimumHeight(top + space.s)

    def step(self, cell: Cell, key: Qt.Key) -> None:
        """Move the keyboard through the grid."""
        every = self.every()
        at = every.index(cell)
        target: Cell | None = None
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            target = every[max(0, min(len(every) - 1, at + (1 if key == Qt.Key.Key_Right else -1)))]
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            row = next(row for row in self.cells if cell in row)
            target = row[0 if key == Qt.Key.Key_Home else -1]
        else:
            target = self._beside(cell, every, down=key == Qt.Key.Key_Down)
        if target is not None and target is not cell:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _beside(self, cell: Cell, every: Sequence[Cell], *, down: bool) -> Cell | None:
        """The cell in the next line up or down that is nearest."""
        further = [one for one in every if (one.y() > cell.y() if down else one.y() < cell.y())]
        if not further:
            return None
        line = min(one.y() for one in further) if down else max(one.y() for one in further)
        return min((one for one in further if one.y() == line), key=lambda one: abs(one.x() - cell.x()))

    def _look_at(self, cell: Cell) -> None:
        self.current = cell
        self.looked_at.emit(cell)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for row in self.rows:
            row.set_theme(theme)
        for cell in self.every():
            cell.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()
