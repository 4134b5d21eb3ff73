# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A small card above the window's content: it takes the keyboard, and Esc or a click beside it closes it.

It is a child of the window rather than a window of its own, so that input methods, screen readers and every
display server treat it like the rest.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget
from shiboken6 import isValid

from sidelight.gui.keys import asks_for_escape

GAP = 4
MARGIN = 8


class Popover(QFrame):
    """The card. Fill it like any frame, then ``open_beside`` or ``open_on_top``.

    Signals:
        closed: it has gone, for whatever reason.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 60))
        self.setGraphicsEffect(shadow)
        self._back_to: QWidget | None = None
        self._anchor: QWidget | None = None
        self.hide()

    def open_beside(self, anchor: QWidget, focus: QWidget) -> None:
        """Show the card above ``anchor``, or below where there is more room; ``focus`` gets the keyboard."""
        window = self._window
        self.adjustSize()
        place = QRect(anchor.mapTo(window, QPoint(0, 0)), anchor.size())
        above, below = place.top(), window.height() - place.bottom()
        height = min(self.sizeHint().height(), max(above, below) - GAP - MARGIN)
        top = place.top() - GAP - height if above >= below else place.bottom() + 1 + GAP
        width = min(self.sizeHint().width(), window.width() - 2 * MARGIN)
        left = max(MARGIN, min(place.left(), window.width() - width - MARGIN))
        self._open(QRect(left, top, width, height), focus, anchor)

    def open_on_top(self, focus: QWidget, width: int, top: int = 48) -> None:
        """Show the card in the upper middle of the window."""
        window = self._window
        width = min(width, window.width() - 2 * MARGIN)
        height = min(self.sizeHint().height(), window.height() - top - MARGIN)
        self._open(QRect((window.width() - width) // 2, top, width, height), focus, None)

    def dismiss(self) -> None:
        """Close the card and give the keyboard back to who had it."""
        if not self.isVisible():
            return
        held_keyboard = self.isAncestorOf(QApplication.focusWidget() or self) or self.hasFocus()
        self.hide()
        back_to = self._back_to
        if held_keyboard and back_to is not None and isValid(back_to) and back_to.isVisible():
            back_to.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the application's events be."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        super().hideEvent(event)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own use of it."""
        if asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a click beside the card, or when the window changes under it."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            outside = (
                watched.window() is self.window() and watched is not self and not self.isAncestorOf(watched)
            )
            if outside:
                self.dismiss()
                # The button that opened the card closes it again, instead of opening it anew.
                return watched is self._anchor
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.dismiss()
        return super().eventFilter(watched, event)

    def _open(self, place: QRect, focus: QWidget, anchor: QWidget | None) -> None:
        self._back_to = QApplication.focusWidget()
        self._anchor = anchor
        self.setGeometry(place)
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
