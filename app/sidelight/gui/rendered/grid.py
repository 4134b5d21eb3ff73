# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A grid of characters: each in a cell of its own, as drawings made of text need, with a ruler."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollBar, QWidget

from sidelight.gui.rendered.body import Body, Saved, copy_words
from sidelight.gui.rendered.slices import Slices
from sidelight.gui.theme import Theme

_RULER_EVERY = 10
_MOST_MARKS = 8
_LONGEST = 20_000
"""Characters of a line that are given cells, where some of them are not plain."""
_MEASURED = 50_000
"""Characters of a text whose lines are measured exactly; of a longer one, those of plain letters are."""
_KEPT = 2_000
_PIECE = 50_000
"""Characters that are cut into lines in one step."""


def cells_of(line: str) -> list[tuple[int, str]]:
    """The characters of a line with their cells: combining marks stay with theirs, wide ones take two."""
    made: list[tuple[int, str]] = []
    cell = 0
    for character in line:
        if made and (unicodedata.combining(character) or character in "\u200d\ufe0e\ufe0f"):
            place, before = made[-1]
            if len(before) <= _MOST_MARKS:  # towers of thousands are no drawing
                made[-1] = (place, before + character)
            continue
        made.append((cell, character))
        cell += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return made


class GridBody(Body):
    """Text in a fixed grid, or plain text in the same face where no grid is asked for.

    Args:
        text: its lines.
        alt_text: what is to be seen, in words.
        theme: the look.
        parent: the widget around it.
        grid: every character has a cell.
    """

    zooms = True
    coloured = False

    def __init__(self, text: str, alt_text: str, theme: Theme, parent: QWidget, *, grid: bool) -> None:
        super().__init__(parent)
        self._text = text
        self._lines: list[str] = []
        self._widest = 1
        self._grid = grid
        self._cells: dict[int, list[tuple[int, str]]] = {}
        self._theme = theme
        self._zoom = 1.0
        self._own = 1.0
        self._place: tuple[int, int] | None = None
        self._bars = QScrollBar(Qt.Orientation.Horizontal, self), QScrollBar(Qt.Orientation.Vertical, self)
        for bar in self._bars:
            bar.valueChanged.connect(lambda _value: self.update())
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(alt_text)
        self._slices = Slices(self)
        self._measure()
        self._slices.begin(self._cut())

    def _cut(self) -> Iterator[None]:
        """Cut the text into lines, a little at a time: there may be a million of them."""
        text, begin, end = self._text, 0, -1
        while end < len(text):
            found = text.find("\n", begin + _PIECE)
            end = found if found >= 0 else len(text)
            first = len(self._lines)
            self._lines += text[begin:end].split("\n")
            self._widest = max(self._widest, self._width_of(first))
            begin = end + 1
            yield
        self._fit_bars()
        self.update()
        self.height_wanted.emit()

    def _width_of(self, first: int) -> int:
        """The cells of the widest line from this one on."""
        lines = self._lines[first:]
        longest = len(max(lines, key=len))
        if not self._grid or self._text.isascii():
            return longest + self._grid
        if len(self._text) > _MEASURED:
            return 2 * min(longest, _LONGEST)
        ends = (self._cells_in(row)[-1:] for row in range(first, len(self._lines)))
        return max((end[0][0] + 2 for end in ends if end), default=1)

    def _cells_in(self, row: int, left: int = 0, right: int = _LONGEST) -> list[tuple[int, str]]:
        """The characters of a line with their cells; of a plain one only those between two cells."""
        line = self._lines[row]
        if line.isascii():
            return list(enumerate(line[max(0, left) : max(0, right)], max(0, left)))
        if row not in self._cells:
            if len(self._cells) >= _KEPT:
                self._cells.clear()
            self._cells[row] = cells_of(line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")
        return self._cells[row]

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell."""
        return self._cell

    def _measure(self) -> None:
        self._font = self._theme.mono(max(4, round(13 * self._zoom * self._own)))
        metrics = QFontMetrics(self._font)
        # Boxes and strokes must meet the line below: no leading.
        self._cell = max(1, metrics.horizontalAdvance("0")), max(1, metrics.ascent() + metrics.descent())
        self._ascent = metrics.ascent()
        self._small = self._theme.sans(max(6, round(10 * self._zoom)))
        self._ruler = QFontMetrics(self._small).height() + self._theme.space.xs
        self._fit_bars()
        self.update()

    def _fit_bars(self) -> None:
        across, down = self._bars
        width, height = self._cell
        room = self.width() - 2 * self._theme.space.m, self.height() - self._ruler - self._theme.space.s
        thick = 10
        wide, high = self._widest * width, len(self._lines) * height
        across.setVisible(wide > room[0])
        down.setVisible(high > room[1])
        across.setRange(0, max(0, wide - room[0]))
        across.setPageStep(max(1, room[0]))
        across.setSingleStep(width * 4)
        down.setRange(0, max(0, high - room[1]))
        down.setPageStep(max(1, room[1]))
        down.setSingleStep(height)
        across.setGeometry(0, self.height() - thick, self.width(), thick)
        down.setGeometry(self.width() - thick, self._ruler, thick, self.height() - self._ruler)

    def wanted_height(self, width: int, most: int) -> int:
        """All lines, if they have room."""
        bar = 10 if self._widest * self._cell[0] > width - 2 * self._theme.space.m else 0
        return min(most, self._ruler + len(self._lines) * self._cell[1] + 2 * self._theme.space.s + bar)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._measure()

    def set_zoom(self, zoom: float) -> None:
        """As large as the text around it."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._measure()

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller."""
        self._own = 1.0 if not steps else max(0.4, min(self._own * 1.2**steps, 4.0))
        self._measure()
        self.height_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bars follow."""
        self._fit_bars()

    def _origin(self) -> QPoint:
        across, down = self._bars
        space = self._theme.space
        return QPoint(space.m - across.value(), self._ruler + space.s - down.value())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is exposed of the lines, below the ruler."""
        painter = QPainter(self)
        width, height = self._cell
        origin = self._origin()
        exposed = event.rect()
        painter.setFont(self._font)
        painter.setPen(self._theme.colour("text"))
        painter.save()
        painter.setClipRect(QRect(0, self._ruler, self.width(), self.height() - self._ruler))
        first = max(0, (exposed.top() - origin.y()) // height)
        last = min(len(self._lines), (exposed.bottom() - origin.y()) // height + 1)
        left, right = -origin.x() // width - 1, (self.width() - origin.x()) // width + 1
        for row in range(first, last):
            baseline = origin.y() + row * height + self._ascent
            if not self._grid:
                painter.drawText(origin.x(), baseline, self._lines[row][: right + 1])
                continue
            for cell, character in self._cells_in(row, left, right + 1):
                if left <= cell <= right and character != " ":
                    painter.drawText(origin.x() + cell * width, baseline, character)
        painter.restore()
        self._paint_ruler(painter, origin.x())
        painter.end()

    def _paint_ruler(self, painter: QPainter, origin: int) -> None:
        width = self._cell[0]
        painter.setFont(self._small)
        first = max(0, -origin // width // _RULER_EVERY * _RULER_EVERY)
        last = min(self._widest, (self.width() - origin) // width + 1)
        for cell in range(first, last + 1, _RULER_EVERY):
            x = origin + cell * width
            if not 0 <= x <= self.width():
                continue
            painter.setPen(self._theme.colour("line"))
            painter.drawLine(x, self._ruler - 4, x, self._ruler)
            painter.setPen(self._theme.colour("quiet"))
            painter.drawText(x + 3, self._ruler - 5, str(cell))
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(0, self._ruler, self.width(), self._ruler)
        if self._place is not None:
            words = self.tr("line {0}, column {1}").format(self._place[0] + 1, self._place[1] + 1)
            box = painter.fontMetrics().boundingRect(words)
            ground = QRect(self.width() - box.width() - 20, 0, box.width() + 20, self._ruler - 1)
            painter.fillRect(ground, self._theme.colour("page"))
            painter.setPen(self._theme.colour("quiet"))
            painter.drawText(ground.left() + 8, self._ruler - 5, words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The ruler says where the pointer is."""
        origin, (width, height) = self._origin(), self._cell
        column = (event.position().x() - origin.x()) // width
        row = (event.position().y() - origin.y()) // height
        inside = 0 <= row < len(self._lines) and 0 <= column <= self._widest
        self._place = (int(row), int(column)) if inside else None
        self.update(0, 0, self.width(), self._ruler)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """All of the text."""
        copy_words(self._text)

    def saved(self) -> Saved:
        """A text file."""
        return Saved(self._text.encode("utf-8", "replace") + b"\n", "txt", self.tr("Text"))
