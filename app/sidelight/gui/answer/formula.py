# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A formula as it is set in a line of text: its picture, and where the text's baseline is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

_PAIRS = (("$$", "$$", True), ("\\[", "\\]", True), ("\\(", "\\)", False), ("$", "$", False))


@dataclass(frozen=True, slots=True)
class Formula:
    """A drawn formula; sizes in device-independent pixels, ``baseline`` from its upper edge."""

    picture: QPixmap
    width: float
    height: float
    baseline: float

    def fitted(self, width: float) -> Formula:
        """The same, made smaller if it is wider than this."""
        if self.width <= width or width <= 0:
            return self
        share = width / self.width
        return Formula(self.picture, width, self.height * share, self.baseline * share)

    def paint(self, painter: QPainter, left: float, baseline: float) -> None:
        """Draw it so that text's line goes through it at ``baseline``."""
        ratio = painter.device().devicePixelRatioF()
        # On whole pixels of the device, so that its strokes are as sharp as they were drawn.
        x, y = round(left * ratio) / ratio, round((baseline - self.baseline) * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRectF(x, y, self.width, self.height), self.picture, QRectF(self.picture.rect()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)


class Formulas(Protocol):
    """Where formulas come from."""

    def find(self, tex: str, *, display: bool, size: float, ink: str) -> Formula | bool:
        """A formula in text of ``size`` pixels and the colour ``ink``.

        Returns:
            It; ``True`` if it is on its way; ``False`` if it cannot be drawn, so that its source is shown.
        """

    def why(self, tex: str, *, display: bool) -> str:
        """Why a formula cannot be drawn, as its renderer says; empty if nothing was said."""


def bare(source: str) -> tuple[str, bool]:
    """A formula without the signs around it, and whether it is set on a line of its own."""
    text = source.strip().rstrip(".,;:")
    behind = source.strip()[len(text) :]
    for first, last, display in _PAIRS:
        if text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last):
            return text[len(first) : len(text) - len(last)].strip() + behind, display
    return text + behind, True
