# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A thin line below the picture: the last seconds of a run, along which one looks back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sidelight.gui.glview.words import ago
from sidelight.gui.theme import Theme

HEIGHT = 12
LEAP = 10
"""Kept frames that Page Up and Page Down go."""


class Timeline(QWidget):
    """A track with a knob. It stands still while the script runs, and is moved by hand alone.

    Signals:
        sought: a share of what is kept; 0 is the oldest frame, 1 the newest.
        stepped: kept frames to go, forward if above 0.
        live_wanted: back to the live picture.
    """

    sought = Signal(float)
    stepped = Signal(int)
    live_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._seconds = 0.0
        self._back: float | None = None
        self._held = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("The last seconds"))
        self.setAccessibleDescription(
            self.tr("Left and Right look back frame by frame while the script waits; End leads back to live.")
        )
        self.show_past(0.0, None)

    def show_past(self, seconds: float, back: float | None) -> None:
        """How many seconds are kept, and how far back is looked; ``None`` shows the live picture."""
        if (round(seconds, 1), back) != (round(self._seconds, 1), self._back):
            self._seconds, self._back = seconds, back
            self.setEnabled(seconds > 0)
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(120, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the moment under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton and self._seconds > 0:
            self._held = True
            self._seek(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow, or say which moment lies here."""
        if self._held:
            self._seek(event.position())
        elif self._seconds > 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._words(event.position()), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go frame by frame, Page Up and Page Down further, Home to the oldest, End back to live."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageUp: -LEAP,
            Qt.Key.Key_PageDown: LEAP,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
        elif key == Qt.Key.Key_Home:
            self.sought.emit(0.0)
        elif key == Qt.Key.Key_End:
            self.live_wanted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Recede."""
        super().focusOutEvent(event)
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be held."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Recede."""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track; up to the moment that is shown it has the accent; the knob only when it is wanted."""
        theme, middle = self._theme, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        wanted = self._seconds > 0 and (
            self._back is not None or self._held or self.hasFocus() or self.underMouse()
        )
        thick = 3.0 if wanted else 1.0
        track = self._track()
        line = QRectF(track.left(), middle - thick / 2, track.width(), thick)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(line, thick / 2, thick / 2)
        if not wanted:
            return
        place = self._place()
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(line.left(), line.top(), place - line.left(), thick), 1.5, 1.5)
        painter.drawEllipse(QPointF(place, middle), 4.5, 4.5)
        if self.hasFocus():
            painter.setBrush(theme.colour("page"))
            painter.drawEllipse(QPointF(place, middle), 2.0, 2.0)

    def _track(self) -> QRectF:
        room = self._theme.space.s
        return QRectF(room, 0, max(1, self.width() - 2 * room), self.height())

    def _place(self) -> float:
        share = 1.0 if self._back is None else 1 - min(1.0, self._back / max(self._seconds, 0.001))
        return self._track().left() + share * self._track().width()

    def _share_at(self, place: QPointF) -> float:
        return max(0.0, min(1.0, (place.x() - self._track().left()) / self._track().width()))

    def _seek(self, place: QPointF) -> None:
        self.sought.emit(self._share_at(place))

    def _words(self, place: QPointF) -> str:
        back = self._seconds * (1 - self._share_at(place))
        return ago(back) if back > 0.05 else self.tr("Live")
