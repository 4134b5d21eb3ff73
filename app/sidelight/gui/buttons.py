# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A button that sets an icon and words on the grid: Qt's own leaves no say in the distance between them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionToolButton, QToolButton, QWidget

from sidelight.gui.icons import icon
from sidelight.gui.theme import Theme


class LabelledButton(QToolButton):
    """An icon at the left, words beside it, cut with an ellipsis where there is no room.

    ``kind`` is ``place`` (a row of the rail), ``chip`` or ``example``; the style sheet draws the frame.
    """

    def __init__(self, kind: str, text: str, icon_name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self._theme = theme
        self._icon_name = icon_name
        self._token = "quiet"
        self._narrow = False
        chip = kind == "chip"
        self._height = {"chip": 26, "place": 32, "example": 36}[kind]
        self._pad = theme.space.s if chip or kind == "place" else theme.space.m
        self._gap = 5 if chip else theme.space.s
        self._size = 14 if chip else theme.space.icon
        self._pixels = 12 if chip else 13
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        horizontal = QSizePolicy.Policy.Fixed if chip else QSizePolicy.Policy.Ignored
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self.setAccessibleName(text)
        self._tint()

    def set_drawing(self, icon_name: str, token: str = "quiet") -> None:
        """Take another icon, in a colour of the theme."""
        self._icon_name, self._token = icon_name, token
        self._tint()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone; the words become the tooltip's business."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Tint anew."""
        self._theme = theme
        self._tint()

    def full_width(self) -> int:
        """Pixels that icon and words take together."""
        icon_room = self._size + self._gap if self._icon_name else 0
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.text())
        return 2 * self._pad + icon_room + words + 2

    def sizeHint(self) -> QSize:
        """Icon, gap and words between the paddings; the icon alone where it is narrow."""
        return QSize(self._height if self._narrow else self.full_width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint() if self.property("kind") == "chip" else QSize(self._height, self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame by the style, icon and words by hand."""
        painter = QPainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        left = (self.width() - self._size) // 2 if self._narrow else self._pad
        if self._icon_name:
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            state = QIcon.State.On if self.isChecked() else QIcon.State.Off
            place = QRect(left, (self.height() - self._size) // 2, self._size, self._size)
            self.icon().paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode, state)
            left += self._size + self._gap
        if self._narrow:
            return
        words = QRect(left, 0, self.width() - left - self._pad + 2, self.height())
        painter.setFont(self._theme.sans(self._pixels))
        painter.setPen(self._ink(option))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _ink(self, option: QStyleOptionToolButton) -> Qt.GlobalColor | object:
        if not self.isEnabled():
            return self._theme.colour("disabled")
        lit = self.property("kind") != "chip" or self.property("set") == "true"
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        return self._theme.colour("text" if lit or hovered else "quiet")

    def _tint(self) -> None:
        self.setIcon(
            icon(self._icon_name, self._theme, self._size, self._token) if self._icon_name else QIcon()
        )
        self.update()
