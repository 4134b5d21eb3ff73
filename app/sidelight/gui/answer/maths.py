# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Mathematics on lines of its own: drawn, or as it was written where it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from sidelight.gui.answer.block_view import Wash
from sidelight.gui.answer.formula import Formula, bare
from sidelight.gui.answer.verbatim import Verbatim


class Maths(Verbatim):
    """A displayed formula. Selecting and copying gives its source."""

    _formula: Formula | None = None
    _why = ""

    def _find(self, width: float) -> Formula | None:
        formulas, look = self.look.formulas, self.look
        if formulas is None or self.live or not self.block.closed:
            return None
        tex, _display = bare(self.block.body)
        if not tex:
            return None
        self._why = ""
        found = formulas.find(tex, display=True, size=look.body.formula, ink=look.ink.name())
        if found is True:
            self.shared.awaiting.add(self)
        elif not found:
            self._why = formulas.why(tex, display=True)
        return found.fitted(width - self.indent) if isinstance(found, Formula) else None

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        super().arrange(width)
        self._formula = self._find(width)
        if self._formula is not None:
            self.height = self._formula.height + 2 * self.look.space.xs

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""
        formula = self._formula
        if formula is None:
            super().paint(painter, clip, washes, hover=hover)
            if self._why:
                at = self.left - self.look.space.s
                painter.fillRect(QRectF(at, 0, 2, self.height), self.look.colour("warn"))
            return
        if self.block.containers:
            self.paint_containers(painter, self.look.body.line, self.look.body.baseline)
        for wash in washes:
            if wash.end > wash.start:
                painter.fillRect(self._box, wash.colour)
        formula.paint(painter, self.left, self.look.space.xs + formula.baseline)

    @property
    def _box(self) -> QRectF:
        width = self._formula.width if self._formula is not None else 0.0
        return QRectF(self.left, 0, width, self.height)

    def hit(self, point: QPointF) -> int:
        """The formula is selected as a whole."""
        if self._formula is None:
            return super().hit(point)
        return 0 if point.x() < self._box.center().x() else len(self.text)

    def remark_at(self, point: QPointF) -> str:
        """Why it is not drawn."""
        return self._why if self._formula is None else ""

    def rects(self, start: int, end: int) -> list[QRectF]:
        """Where a stretch stands."""
        if self._formula is None:
            return super().rects(start, end)
        return [self._box] if end > start else []

    def caret(self, position: int) -> QRectF:
        """Where a caret stands."""
        if self._formula is None:
            return super().caret(position)
        box = self._box
        return QRectF(box.right() if position else box.left(), 0, 1, self.height)

    def line_range(self, position: int) -> tuple[int, int]:
        """All of it is one line."""
        return super().line_range(position) if self._formula is None else (0, len(self.text))
