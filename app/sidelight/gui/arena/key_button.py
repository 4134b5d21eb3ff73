# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A button that shows its key: who judges a hundred answers does so without looking for the pointer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from sidelight.gui.theme import Theme

HEIGHT = 30
CAP = 18


class KeyButton(QToolButton):
    """Words, and behind them the key in a small frame."""

    def __init__(self, text: str, key: str, action: QAction, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self.setProperty("kind", "example")
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(action.toolTip())
        self.setAccessibleName(f"{text} ({key})")
        self.clicked.connect(action.trigger)
        action.changed.connect(lambda: self.setEnabled(action.isEnabled()))
        self.setEnabled(action.isEnabled())

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.setText(text)
        self.setAccessibleName(f"{text} ({self._key})")
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Words and key between the paddings."""
        self.ensurePolished()
        space = self._theme.space
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + self._cap_width() + 2 * space.m + space.s, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame by the style; words and key by hand."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        theme, space = self._theme, self._theme.space
        if self.isChecked():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(theme.colour("accent_quiet"))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, space.card_radius, space.card_radius)
        painter.setFont(theme.sans())
        words = painter.fontMetrics().horizontalAdvance(self.text())
        cap = self._cap_width()
        left = (self.width() - words - space.s - cap) / 2
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        place = QRectF(left, 0, words + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        frame = QRectF(left + words + space.s, (self.height() - CAP) / 2, cap, CAP).adjusted(
            0.5, 0.5, -0.5, -0.5
        )
        painter.setPen(theme.colour("edge_of_popup"))
        painter.setBrush(theme.colour("rail"))
        painter.drawRoundedRect(frame, space.chip_radius, space.chip_radius)
        painter.setFont(theme.sans(11))
        painter.setPen(theme.colour("quiet" if self.isEnabled() else "disabled"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._key)

    def _cap_width(self) -> int:
        return max(CAP, QFontMetrics(self._theme.sans(11)).horizontalAdvance(self._key) + 10)
