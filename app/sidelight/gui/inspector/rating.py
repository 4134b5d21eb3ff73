# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Saying how good an answer is: five stars, a thumb, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sidelight.gui.glview.buttons import QuietButton
from sidelight.gui.icons import paint_icon
from sidelight.gui.theme import Theme

MOST = 5


class Stars(QWidget):
    """Five stars. The pointer shows what a click would give; the same star again takes the rating back.

    Keys 1 to 5 rate, 0, Backspace and Delete take back, the arrows go one up or down.

    Signals:
        chosen: 1 to 5, or ``None`` to withdraw.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._value: int | None = None
        self._hover: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Rate this answer (1 to 5; 0 takes it back)"))
        self._name()

    def value(self) -> int | None:
        """The rating shown."""
        return self._value

    def preview(self) -> int | None:
        """The star under the pointer."""
        return self._hover

    def set_value(self, value: int | None) -> None:
        """Show a rating."""
        if value != self._value:
            self._value = value
            self._name()
            self.update()

    def press(self, star: int | None) -> None:
        """Choose a star as a click does: the one that stands already is taken back."""
        self.chosen.emit(None if star == self._value else star)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    def star_rect(self, star: int) -> QRectF:
        """Where a star lies, counted from 1."""
        side = self._theme.space.xl
        return QRectF((star - 1) * side, 0, side, side)

    def sizeHint(self) -> QSize:
        """Five squares."""
        side = self._theme.space.xl
        return QSize(MOST * side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled up to the rating, or to the pointer."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._hover if self._hover is not None else self._value or 0
        if self._hover is not None and self._hover != self._value:
            painter.setOpacity(0.6)
        inset = (theme.space.xl - 18) / 2
        for star in range(1, MOST + 1):
            place = self.star_rect(star).adjusted(inset, inset, -inset, -inset)
            if star <= shown:
                paint_icon(painter, "star-filled", theme.colour("accent"), place)
            else:
                paint_icon(painter, "star", theme.colour("disabled"), place)
        if self.hasFocus():
            painter.setOpacity(1)
            painter.setPen(QPen(theme.colour("accent"), theme.space.hairline))
            radius = theme.space.chip_radius
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview."""
        self._set_hover(self._star_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Back to the rating."""
        self._set_hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Rate."""
        star = self._star_at(event.position())
        if star is not None and event.button() == Qt.MouseButton.LeftButton:
            self.press(star)
            self._set_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the class's description."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Rate by a key; returns whether it was one of ours."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key, value = event.key(), self._value
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.press(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if value is not None:
                self.chosen.emit(None)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up) and self.hasFocus():
            if (value or 0) < MOST:
                self.chosen.emit((value or 0) + 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down) and self.hasFocus():
            if value is not None:
                self.chosen.emit(value - 1 or None)
        else:
            return False
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def _star_at(self, place: QPointF) -> int | None:
        return next((s for s in range(1, MOST + 1) if self.star_rect(s).contains(place)), None)

    def _set_hover(self, star: int | None) -> None:
        if star != self._hover:
            self._hover = star
            self.update()

    def _name(self) -> None:
        if self._value is None:
            self.setAccessibleName(self.tr("Stars: not rated"))
        else:
            self.setAccessibleName(self.tr("Stars: {n} of 5").format(n=self._value))


class RatingRow(QWidget):
    """Stars, thumbs and undo, with a quiet line that says what was taken back.

    Signals:
        stars_chosen: 1 to 5 or ``None``.
        thumbs_chosen: -1, 1 or ``None``.
        undo_wanted: take back what was done last.
    """

    stars_chosen = Signal(object)
    thumbs_chosen = Signal(object)
    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumb: int | None = None
        self.stars = Stars(theme)
        self.stars.chosen.connect(self.stars_chosen)
        self.up = QuietButton("thumb-up", self.tr("Thumb up"), theme, keys="+")
        self.down = QuietButton("thumb-down", self.tr("Thumb down"), theme, keys="−")
        for button, value in ((self.up, 1), (self.down, -1)):
            button.setCheckable(True)
            button.clicked.connect(lambda _on, value=value: self.press_thumb(value))
        self.undo = QuietButton("undo", self.tr("Undo"), theme, keys="Ctrl+Z")
        self.undo.clicked.connect(self.undo_wanted)
        self._words = QLabel()
        self._words.setProperty("kind", "small")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setContentsMargins(theme.space.xs, 0, 0, 0)
        self._words.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.space.xs)
        row.addWidget(self.stars)
        row.addSpacing(theme.space.s)
        row.addWidget(self.up)
        row.addWidget(self.down)
        row.addStretch(1)
        row.addWidget(self.undo)
        column = QVBoxLayout(self)
        # The first star's outline, not its square, stands in line with the text below.
        column.setContentsMargins(theme.space.xs, 0, theme.space.xs, 0)
        column.setSpacing(theme.space.xs)
        column.addLayout(row)
        column.addWidget(self._words)

    def show_rating(self, stars: int | None, thumbs: int | None, *, can_undo: bool) -> None:
        """Show what stands."""
        self.stars.set_value(stars)
        self._thumb = thumbs
        self.up.setChecked(thumbs == 1)
        self.down.setChecked(thumbs == -1)
        self.undo.setEnabled(can_undo)

    def press_thumb(self, value: int) -> None:
        """Choose a thumb as a click does: the one that stands already is taken back."""
        # The button has toggled itself; only the review says what stands.
        self.up.setChecked(self._thumb == 1)
        self.down.setChecked(self._thumb == -1)
        self.thumbs_chosen.emit(None if value == self._thumb else value)

    def say(self, words: str) -> None:
        """A quiet line below; nothing with an empty text."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """The quiet line."""
        return self._words.text()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        for part in (self.stars, self.up, self.down, self.undo):
            part.set_theme(theme)
