# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A live view's body on an outing: in a window of its own, and back into the answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Signal
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

    def set_title(self, title: str) -> None:
        """The script has given its window another title."""
        if self.window is not None and self.window.windowTitle() != title:
            self.window.setWindowTitle(title)

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
