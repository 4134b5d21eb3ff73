# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A thematic break."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from sidelight.gui.answer.block_view import BlockView, Wash
from sidelight.text.inline import Inline, plain


class Rule(BlockView):
    """A hairline across the column."""

    def arrange(self, width: float) -> None:
        """Lay out for this width."""
        self.width = width
        self.height = self.estimate(width)

    def estimate(self, width: float) -> float:
        """A quick guess at the height."""
        return float(self.look.space.l)

    @property
    def inline(self) -> Inline:
        """The shown text and where it comes from."""
        return plain("")

    def source_end(self, position: int) -> int:
        """Where the raw text before a position ends."""
        return self.block.end

    def paint(self, painter: QPainter, clip: QRectF, washes: Sequence[Wash], *, hover: str = "") -> None:
        """Draw what lies within ``clip``."""
        self.paint_containers(painter, self.height, self.height / 2)
        left = self.indent
        painter.fillRect(
            QRectF(left, round(self.height / 2), self.width - left, self.look.space.hairline),
            self.look.colour("line"),
        )
