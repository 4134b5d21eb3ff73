# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One line of text that ends in an ellipsis where there is no room for all of it."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sidelight.gui.glview.plain import plain_tooltip

_LAST_WORD = re.compile(r"\W*\w*$")


def shortened(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text, or as many whole words of it as there is room for, and an ellipsis."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room).removesuffix("…")
    if cut and text[len(cut) : len(cut) + 1].isalnum():
        whole = _LAST_WORD.sub("", cut)
        # A single long word is cut in its middle: the better half of it says more than nothing.
        cut = whole if 2 * len(whole) >= len(cut) else cut
    return f"{cut.rstrip()}…" if cut.strip() else ""


class ElidedLabel(QLabel):
    """Plain text in one line; all of it is in the tooltip where it is cut."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = text
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as all of it."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 1, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return QSize(0, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = shortened(self._whole, self.fontMetrics(), self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tooltip(self._whole))
