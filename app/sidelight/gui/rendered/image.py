# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A picture: larger and smaller by Ctrl and the wheel, dragged where it is larger than its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from sidelight.gui.rendered.beyond import paint_beyond
from sidelight.gui.rendered.body import Body, Made, Saved
from sidelight.gui.rendered.grounds import Picture
from sidelight.gui.theme import Theme

LIGHT_GROUND, DARK_GROUND = QColor("#ffffff"), QColor("#15181c")
_STEP = 1.25
_LEAST, _MOST = 0.1, 20.0
_NUDGE = 40.0
_TOLERABLE, _SETTLED_MS = 1.15, 150
_AS_IT_IS = Qt.ImageConversionFlag.NoOpaqueDetection


def _shown(picture: Picture) -> tuple[QPixmap, QPixmap]:
    """All of the pixels, and fewer if there are many; none is looked at for that."""
    whole = QPixmap.fromImage(picture.pixels, _AS_IT_IS)
    return whole, whole if picture.small is None else QPixmap.fromImage(picture.small, _AS_IT_IS)


class ImageBody(Body):
    """A picture that is looked at.

    Args:
        picture: what is shown.
        alt_text: what is to be seen, in words.
        theme: the look.
        parent: the widget around it.
        svg: the drawing that the picture was made of, if it was.

    Signals:
        finer_wanted: it is drawn larger than it was made for (pixels of the device for each of its own, and
            what of it can be seen, in shares of it).
        pixels_wanted: it is drawn in so many pixels, and has fewer now than its file (it, width, height).
        copy_wanted: all of its pixels are to go to the clipboard, and are not there (it).
    """

    finer_wanted = Signal(float, QRectF)
    pixels_wanted = Signal(object, int, int)
    copy_wanted = Signal(object)
    zooms = True

    def __init__(
        self, picture: Picture, alt_text: str, theme: Theme, parent: QWidget, svg: bytes | None = None
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._pixels, self._small = _shown(picture)
        self._theme = theme
        self._svg = svg
        self.svg_later: Callable[[Made], None] | None = None  # makes a drawing of it, where that can be had
        self.encoded: bytes | None = None  # the file that the pixels are of
        self.resting = False  # there are few pixels of it now
        self.shown = (0, 0)  # the pixels that it was last drawn in
        self._room = 1.0
        self.least = 0.0  # the scale below which it is moved sideways rather than made smaller
        self.at_ease = 0.0  # the scale of one that is moved
        self.fills = False  # all the room there is, where it has a window of its own
        self.factor = 1.0
        self._offset = QPointF()
        self._at_start = True
        self._from: QPointF | None = None
        self._scaled: tuple[int, int, QPixmap] | None = None
        self._part: tuple[QRectF, QPixmap] | None = None
        self._coarse = QTimer(self)
        self._coarse.setSingleShot(True)
        self._coarse.setInterval(_SETTLED_MS)
        self._coarse.timeout.connect(self._ask_for_finer)
        self.setAccessibleName(alt_text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def replace(self, picture: Picture, svg: bytes | None) -> None:
        """Show a finer or newer picture at the same place and size."""
        same = (picture.width, picture.height) == (self._picture.width, self._picture.height)
        self._svg = svg
        self._part = None
        self.show_pixels(picture)
        if not same:
            self._offset = QPointF()

    def show_pixels(self, picture: Picture) -> None:
        """The same picture in more pixels, or in fewer."""
        self._picture, self.resting = picture, False
        self._pixels, self._small = _shown(picture)
        self._scaled = None
        self.update()

    def rest(self) -> None:
        """Keep no more than a thumb: it is out of sight."""
        if self._picture.thumb is not None:
            self.show_pixels(self._picture.at_rest())
            self.resting = True

    @property
    def weight(self) -> int:
        """The bytes that its pixels take in memory."""
        scaled = self._scaled
        own = scaled is not None and scaled[2].cacheKey() not in (
            self._pixels.cacheKey(),
            self._small.cacheKey(),
        )
        return self._picture.weight + (4 * scaled[0] * scaled[1] if own and scaled is not None else 0)

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    def _ask_for_finer(self) -> None:
        box = self._box()
        seen = QRectF(self.rect()).intersected(box)
        if box.isEmpty() or seen.isEmpty():
            return
        share = QRectF(
            (seen.left() - box.left()) / box.width(),
            (seen.top() - box.top()) / box.height(),
            seen.width() / box.width(),
            seen.height() / box.height(),
        )
        self.finer_wanted.emit(self.scale * self.devicePixelRatioF(), share)

    def show_part(self, picture: Picture | None, share: QRectF) -> None:
        """Show a part of the picture in more pixels than all of it has; ``None`` shows none any more."""
        known = None if picture is None else QPixmap.fromImage(picture.pixels, _AS_IT_IS)
        self._part = (share, known) if known is not None else None
        self.update()

    # size

    @property
    def margin(self) -> int:
        """Room around the picture, in pixels."""
        return self._theme.space.s

    def set_zoom(self, zoom: float) -> None:
        """As large as the text around it."""
        if zoom != self._room:
            self._room = zoom
            self.update()

    def fit(self, width: float, height: float) -> float:
        """The scale at which all of it can be seen in this room; never larger than it is meant to be."""
        width, height = max(1.0, width - 2 * self.margin), max(1.0, height - 2 * self.margin)
        across = width / self._picture.width
        if across < self.least * self._room:
            across = max(self.least, self.at_ease) * self._room
        return min(_MOST if self.fills else self._room, across, height / self._picture.height)

    def wanted_height(self, width: int, most: int) -> int:
        """As high as it is where all of it is seen."""
        return round(self._picture.height * self.fit(width, most)) + 2 * self.margin

    @property
    def scale(self) -> float:
        """How large it is drawn: 1.0 is the size that it is meant to be seen at."""
        return self.fit(self.width(), self.height()) * self.factor

    def _box(self) -> QRectF:
        size = QSizeF(self._picture.width, self._picture.height) * self.scale
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        if self._at_start and left < 0:
            self._offset.setX(self.margin - left)  # one reads from where it begins
        spare_x = max(0.0, -left + self.margin)
        spare_y = max(0.0, -top + self.margin)
        x = max(-spare_x, min(self._offset.x(), spare_x))
        y = max(-spare_y, min(self._offset.y(), spare_y))
        self._offset = QPointF(x, y)
        return QRectF(left + x, top + y, size.width(), size.height())

    @property
    def larger(self) -> bool:
        """Whether it is larger than its place."""
        box = self._box()
        return box.width() > self.width() + 1 or box.height() > self.height() + 1

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller around the middle; 0 is the size that fits."""
        self.zoom_at(QPointF(self.rect().center()), steps)

    def scale_to(self, scale: float | None) -> None:
        """Draw it at this scale, 1.0 being the size that it is meant to be seen at; ``None`` is what fits."""
        self._offset = QPointF()
        self.factor = 1.0
        if scale is not None and self.width() > 0:
            self.factor = max(_LEAST, min(scale / self.scale, _MOST))
        self.setCursor(Qt.CursorShape.OpenHandCursor if self.larger else Qt.CursorShape.ArrowCursor)
        self.update()

    def zoom_at(self, point: QPointF, steps: int) -> None:
        """One step larger or smaller; what is under ``point`` stays there."""
        self._at_start = False
        if not steps:
            self.factor, self._offset = 1.0, QPointF()
            if self.least:
                self.least = 0.0
                self.height_wanted.emit()
        else:
            before = self.factor
            self.factor = max(_LEAST, min(before * _STEP**steps, _MOST))
            middle = QPointF(self.width() / 2, self.height() / 2)
            away = point - middle - self._offset
            self._offset += away - away * (self.factor / before)
        self.setCursor(Qt.CursorShape.OpenHandCursor if self.larger else Qt.CursorShape.ArrowCursor)
        self.update()

    def move_by(self, way: QPointF) -> None:
        """Push it about, where it is larger than its place."""
        self._at_start = False
        self._offset += way
        self.update()

    # drawing

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, on a ground that it can be seen on."""
        painter = QPainter(self)
        if self._picture.needs_ground(dark=self._theme.dark):
            painter.fillRect(self.rect(), LIGHT_GROUND if self._theme.dark else DARK_GROUND)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self._box()
        ratio = self.devicePixelRatioF()
        size = (round(box.width() * ratio), round(box.height() * ratio))
        self._look_at_pixels(*size)
        if size[0] * size[1] <= 2 * self.width() * self.height() * ratio * ratio:
            painter.drawPixmap(QRectF(box.topLeft(), box.size()), self._at(size), QRectF(0, 0, *size))
        else:
            # Much of it is out of sight: draw straight from the whole.
            painter.drawPixmap(box, self._pixels, QRectF(self._pixels.rect()))
        self._paint_part(painter, box, ratio)
        if self.least and box.width() > self.width():
            paint_beyond(painter, box, self.rect(), self._theme)
        painter.end()

    def _paint_part(self, painter: QPainter, box: QRectF, ratio: float) -> None:
        """The part that is there in more pixels, where it is drawn larger than the whole is fine."""
        if self._part is None or box.width() * ratio <= self._picture.whole[0] * _TOLERABLE:
            return
        share, pixels = self._part
        place = QRectF(
            box.left() + share.left() * box.width(),
            box.top() + share.top() * box.height(),
            share.width() * box.width(),
            share.height() * box.height(),
        )
        if pixels.hasAlphaChannel():
            # It is seen through: what is below it must not shine beside its sharper edges.
            dark = self._picture.needs_ground(dark=self._theme.dark)
            ground = (
                (LIGHT_GROUND if self._theme.dark else DARK_GROUND) if dark else self._theme.colour("page")
            )
            painter.fillRect(place, ground)
        painter.drawPixmap(place, pixels, QRectF(pixels.rect()))

    def _look_at_pixels(self, width: int, height: int) -> None:
        """Ask for more pixels where it is drawn in so many."""
        self.shown = (width, height)
        if width > self._picture.whole[0] * _TOLERABLE and not self._coarse.isActive():
            self._coarse.start()
        if not self._picture.is_whole and (self.resting or width > self._pixels.width() * _TOLERABLE):
            self.pixels_wanted.emit(self, width, height)

    def _at(self, size: tuple[int, int]) -> QPixmap:
        """The picture in so many pixels; made once for a size."""
        known = self._scaled
        if known is None or known[:2] != size:
            enough = self._small.width() >= size[0] and self._small.height() >= size[1]
            made = self._small if enough else self._pixels
            if made.size().toTuple() != size:
                made = made.scaled(
                    max(1, size[0]),
                    max(1, size[1]),
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            known = self._scaled = (*size, made)
        return known[2]

    # hands

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms, Shift or a wheel for it moves sideways; without them the answer scrolls."""
        sideways = event.angleDelta().x()
        if not sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = event.angleDelta().y()
        if sideways and self.larger:
            self.move_by(QPointF(sideways * _NUDGE / 120, 0))
            event.accept()
            return
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        delta = event.angleDelta().y()
        if delta:
            self.zoom_at(event.position(), 1 if delta > 0 else -1)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() is Qt.MouseButton.LeftButton and self.larger:
            self._from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._from is not None:
            self.move_by(event.position() - self._from)
            self._from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._from is not None:
            self._from = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Larger, smaller, and about where it is larger than its place."""
        key = event.key()
        ways = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_by(0)
        elif key in ways and self.larger:
            self.move_by(QPointF(*ways[Qt.Key(key)]) * _NUDGE)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size to fit into."""
        self._scaled = None

    def copy(self) -> None:
        """The picture goes to the clipboard."""
        if self._picture.is_whole:
            QGuiApplication.clipboard().setImage(self._picture.pixels)
        else:
            self.copy_wanted.emit(self)

    def saved(self) -> Saved:
        """The drawing where there is one, else the picture."""
        best = self.forms()[0]
        return best if best.later is None else self.forms()[1]

    def forms(self) -> tuple[Saved, ...]:
        """The drawing, where there is one, and the picture."""
        picture = Saved(self._png(), "png", self.tr("PNG picture"))
        if self._svg is None and self.svg_later is None:
            return (picture,)
        drawing = Saved(
            self._svg or b"", "svg", self.tr("SVG drawing"), None if self._svg else self.svg_later
        )
        return (drawing, picture)

    def _png(self) -> bytes:
        if self.encoded is not None:
            return self.encoded
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture.pixels.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
        return bytes(buffer.data().data())
