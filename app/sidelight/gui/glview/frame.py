# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What holds a live view's parts: the body that moves between answer and window, that window, the grip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.style import style_sheet
from sidelight.gui.theme import Theme

KEY_STEP = 16
"""Pixels that an arrow key moves the lower edge."""


class Body(QWidget):
    """Picture, toolbar, card and output as one thing that can be focused and moved.

    Signals:
        entered: Enter was pressed on it.
        focus_changed: it got or lost the keyboard itself.
    """

    entered = Signal()
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter leads into the picture."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hasFocus():
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show it."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has gone."""
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class FullSizeWindow(QWidget):
    """A window for one body.

    Signals:
        closing: the window is being closed; take the body back now.
    """

    closing = Signal()

    def __init__(self, owner: QWidget, theme: Theme, title: str) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.setStyleSheet(style_sheet(theme))
        self.setPalette(theme.palette())
        self.setAutoFillBackground(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def hold(self, body: QWidget, shape: QSize, below: Callable[[int], int]) -> None:
        """Show a body, as large as the screen allows with no bars around its picture.

        Args:
            body: what to hold.
            shape: the picture's width and height, in any unit.
            below: how high all the rest is, for a width.
        """
        self._column.addWidget(body)
        body.show()
        available = self.screen().availableSize()
        most = QSize(int(available.width() * 0.9), int(available.height() * 0.8))
        rest = below(most.width())
        picture = shape.scaled(QSize(most.width(), most.height() - rest), Qt.AspectRatioMode.KeepAspectRatio)
        self.resize(picture + QSize(0, below(picture.width())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it; while the script has the keyboard, Esc comes here only the second time."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the body back first."""
        self.closing.emit()
        super().closeEvent(event)


class Elsewhere(QWidget):
    """Stands where the body was while it is in a window of its own.

    Signals:
        back_requested: bring it back.
    """

    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel(self.tr("The view is in a window of its own."))
        words.setProperty("kind", "quiet")
        back = WordButton(self.tr("Bring it back"))
        back.clicked.connect(self.back_requested)
        column = QVBoxLayout(self)
        column.setSpacing(theme.space.s)
        column.addStretch(1)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class Grip(QWidget):
    """The lower edge by which a view is made higher or lower.

    Signals:
        dragged: pixels downwards since the last report.
    """

    dragged = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._held: QPointF | None = None
        self.setFixedHeight(theme.space.s)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("Drag to make the view higher or lower (+ and −; Up and Down on the bar)"))
        self.setAccessibleName(self.tr("Height of the live view"))

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.globalPosition()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow."""
        if self._held is not None:
            down = int(event.globalPosition().y() - self._held.y())
            if down:
                self._held += QPointF(0, down)
                self.dragged.emit(down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down do what dragging does."""
        step = {Qt.Key.Key_Up: -KEY_STEP, Qt.Key.Key_Down: KEY_STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.dragged.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Recede."""
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be held."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Recede."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A short bar, stronger under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.underMouse() or self._held is not None
        painter.setPen(Qt.PenStyle.NoPen)
        ground = "accent" if self.hasFocus() else "disabled" if strong else "line"
        painter.setBrush(self._theme.colour(ground))
        painter.drawRoundedRect(QRectF(self.width() / 2 - 12, 2, 24, 3), 1.5, 1.5)


def paint_card(widget: QWidget, theme: Theme, *, focused: bool) -> None:
    """Ground and hairline of a card; the hairline takes the accent where the keyboard is."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent" if focused else "line"), theme.space.hairline))
    painter.setBrush(theme.colour("page"))
    radius = theme.space.card_radius
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
