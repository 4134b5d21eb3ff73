# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A live view's body on an outing: in a window of its own, and back into the answer."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.gui.glview.frame import Elsewhere, FullSizeWindow
from sidelight.gui.theme import Theme


class FullSize(QObject):
    """Moves a body out of its column and back; ``elsewhere`` stands in for it meanwhile.

    Signals:
        moved: whether the body is in a window of its own now.
    """

    moved = Signal(bool)

    def __init__(self, body: QWidget, column: QVBoxLayout, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._body = body
        self._column = column
        self._owner = owner
        self.window: FullSizeWindow | None = None
        self._name = ("", b"")
        self.elsewhere = Elsewhere(theme)
        self.elsewhere.back_requested.connect(self.close)
        self.elsewhere.hide()

    def open(self, theme: Theme, title: str, shape: QSize, below: Callable[[int], int]) -> None:
        """Move it out.

        Args:
            theme: the look.
            title: the window's.
            shape: the picture's width and height.
            below: how high all the rest is, for a width.
        """
        window = FullSizeWindow(self._owner, theme, title)
        window.closing.connect(self._come_back)
        self.window = window
        self._name = ("", b"")
        self.elsewhere.show()
        if (place := self._owner.parentWidget()) is not None:
            place.installEventFilter(self)
        window.hold(self._body, shape, below)
        window.show()
        window.activateWindow()
        self.moved.emit(True)

    def close(self) -> None:
        """Bring it back, if it is out."""
        if self.window is not None:
            self.window.close()

    def show_name(self, title: str, icon: bytes) -> None:
        """The script's own title and icon, as it may have changed them."""
        if self.window is None or (title, icon) == self._name:
            return
        self._name = (title, icon)
        self.window.setWindowTitle(title)
        self.window.setWindowIcon(icon_of(icon) if icon else self.window.windowIcon())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever holds the view has left the screen: no window is left behind.

        Not the view's own hiding: it is hidden, and may stay in its window, when scrolled out of sight.
        """
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.close()
        return super().eventFilter(watched, event)

    def _come_back(self) -> None:
        window, self.window = self.window, None
        self.elsewhere.hide()
        self._column.insertWidget(0, self._body, 1)
        self._body.show()
        self.moved.emit(False)
        if window is not None:
            window.deleteLater()


def icon_of(pixels: bytes) -> QIcon:
    """A window's icon of two bytes a pixel: red, green, blue and opacity of four bits each, red first."""
    wide = bytearray()
    for byte in pixels:
        wide += bytes(((byte >> 4) * 17, (byte & 15) * 17))
    side = math.isqrt(len(pixels) // 2)
    picture = QImage(bytes(wide), side, side, 4 * side, QImage.Format.Format_RGBA8888)
    return QIcon(QPixmap.fromImage(picture.copy()))
