# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A text's tokens in rows, each on a ground of its own; only the rows in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from sidelight.gui.theme import Theme
from sidelight.tokens.flow import Flow, cells

LINE = 1.6
"""Height of a row, in heights of a letter."""

GROUND = 0.16
"""How strong the ground of a token is; neighbours differ in hue."""

CHOSEN = 0.55


class TokenGrid(QAbstractScrollArea):
    """The rows.

    Signals:
        chosen: the token that was pointed at or gone to with the keys (its number, from 0).
        columns_changed: so many cells fit in a row now.
    """

    chosen = Signal(int)
    columns_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow: Flow | None = None
        self._first, self._last = -1, -1
        self._warned: frozenset[int] = frozenset()
        self._ground_of: Callable[[int], QColor] | None = None
        self._said_columns = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        metrics = QFontMetricsF(theme.mono())
        self._advance = metrics.horizontalAdvance("0")
        self._line = round(metrics.height() * LINE / 1.2)
        self._ascent = (self._line - metrics.height()) / 2 + metrics.ascent()
        self._fit()
        self.viewport().update()

    def colour_by(self, ground_of: Callable[[int], QColor]) -> None:
        """Give each token a ground by its number, instead of one that tells neighbours apart."""
        self._ground_of = ground_of
        self.viewport().update()

    @property
    def columns(self) -> int:
        """Cells that fit in a row."""
        room = self.viewport().width() - 2 * self._theme.space.m
        return max(8, int(room / self._advance))

    def show_flow(self, flow: Flow | None, warned: frozenset[int] = frozenset()) -> None:
        """Show these rows, with the tokens of ``warned`` on a ground that warns.

        Rows of another text take away what was chosen; the same text in other rows keeps it.
        """
        self._warned = warned
        keep = self._flow is not None and flow is not None and self._flow.pieces == flow.pieces
        top = self._top_piece() if keep else None
        self._flow = flow
        if not keep:
            self._first = self._last = -1
        self._fit()
        if flow is not None and top is not None:
            self.verticalScrollBar().setValue(flow.row_of(top))
        self.viewport().update()

    @property
    def current(self) -> int:
        """The chosen token, or -1."""
        return self._first

    def mark(self, first: int, last: int, *, reveal: bool) -> None:
        """Choose the tokens from ``first`` to ``last``; ``reveal`` brings the first into sight."""
        self._first, self._last = first, last
        if reveal and self._flow is not None and first >= 0:
            bar, row = self.verticalScrollBar(), self._flow.row_of(first)
            if not bar.value() <= row < bar.value() + bar.pageStep():
                bar.setValue(max(0, row - bar.pageStep() // 2))
        self.viewport().update()

    def piece_at(self, point: QPoint) -> int:
        """The token at a point of the viewport; -1 if none is there."""
        flow = self._flow
        row = self.verticalScrollBar().value() + (point.y() - self._theme.space.s) // self._line
        if flow is None or not 0 <= row < flow.rows:
            return -1
        column = (point.x() - self._theme.space.m) / self._advance
        for run in flow.row(row):
            if run.column <= column < run.column + cells(run.text):
                return run.piece
        return -1

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("page"))
        flow = self._flow
        if flow is None:
            return
        painter.setFont(self._theme.mono())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grounds = [self._tinted(hue, GROUND) for hue in self._theme.hues[:5]]
        strong = self._tinted(self._theme.colour("accent"), CHOSEN)
        warn = self._tinted(self._theme.colour("warn"), CHOSEN)
        left, top = self._theme.space.m, self._theme.space.s
        first = self.verticalScrollBar().value()
        for row in range(first, min(flow.rows, first + self.viewport().height() // self._line + 2)):
            y = top + (row - first) * self._line
            for run in flow.row(row):
                place = QRectF(
                    left + run.column * self._advance + 0.5,
                    y + 1,
                    max(cells(run.text), 0.3) * self._advance - 1,
                    self._line - 2,
                )
                chosen = self._first <= run.piece <= self._last
                painter.setPen(Qt.PenStyle.NoPen)
                if self._ground_of is not None:
                    usual = self._ground_of(run.piece)
                else:
                    usual = warn if run.piece in self._warned else grounds[run.piece % len(grounds)]
                painter.setBrush(strong if chosen else usual)
                painter.drawRoundedRect(place, 2, 2)
                self._write(painter, run.text, left + run.column * self._advance, y + self._ascent)

    def _write(self, painter: QPainter, text: str, x: float, y: float) -> None:
        ink, quiet = self._theme.colour("text"), self._theme.colour("quiet")
        if text.isascii() and text.isprintable():
            painter.setPen(ink)
            painter.drawText(int(x), int(y), text)
            return
        at = x
        for character in text:
            painter.setPen(quiet if character in "·→↵␍" else ink)
            painter.drawText(int(at), int(y), character)
            at += cells(character) * self._advance

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the token that is pointed at."""
        piece = self.piece_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and piece >= 0:
            self.chosen.emit(piece)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go from token to token, Home and End to the first and last."""
        last = len(self._flow.pieces) - 1 if self._flow is not None else -1
        wanted = {
            Qt.Key.Key_Right: self._last + 1,
            Qt.Key.Key_Left: self._first - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None or last < 0:
            super().keyPressEvent(event)
            return
        self.chosen.emit(max(0, min(wanted, last)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of cells fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        seen = max(1, (self.viewport().height() - self._theme.space.s) // self._line)
        bar.setPageStep(seen)
        bar.setSingleStep(1)
        bar.setRange(0, max(0, (self._flow.rows if self._flow else 0) - seen))
        if self.columns != self._said_columns:
            self._said_columns = self.columns
            self.columns_changed.emit(self.columns)

    def _top_piece(self) -> int | None:
        flow = self._flow
        row = self.verticalScrollBar().value()
        return flow.firsts[row] if flow is not None and 0 < row < flow.rows else None

    def _tinted(self, colour: QColor, strength: float) -> QColor:
        tinted = QColor(colour)
        tinted.setAlphaF(strength)
        return tinted
