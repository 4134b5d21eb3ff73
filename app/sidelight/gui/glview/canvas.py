# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The surface that a script's frames are painted on, and where pointer and keys are taken for it.

It is a plain widget: a ``QImage`` laid over the shared pixels is painted straight into the window. A GL
widget would have to upload each frame first, several times the work where the processor draws GL.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from sidelight.gui.glview.pixels import Pixels
from sidelight.gui.glview.shrinking import Shrinker
from sidelight.gui.glview.spoken import Said, Spoken
from sidelight.gui.glview.surface import InputSurface
from sidelight.gui.theme import Theme

MOST_BARS = 4
"""Device pixels of bars around a picture that are not worth another size of the script's window."""
MOST_SCALE = 1.25
"""A picture that is enlarged more than this is drawn anew in the larger size, if its script can."""
RESIZE_AFTER_MS = 120
"""A script is told of a new size once the edge stands still."""
LARGEST = (3840, 2160)
SMALLEST = (16, 16)


class Shaped(Protocol):
    """As much of a run as its picture's place is told from."""

    resizable: bool
    flows: bool
    """Its picture is laid out for the room that there is, as a page's is."""
    grabs_pointer: bool
    shows_pointer: bool
    title: str

    @property
    def words(self) -> Said:
        """What a page says in words."""
        ...


class Canvas(InputSurface):
    """Shows frames, and hands on what a person does with them.

    Signals:
        seen_changed: whether any part of it can be seen.
    """

    seen_changed = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self._pixels: memoryview | None = None
        self._seq = -1
        self._still: QImage | None = None
        self._shrinker = Shrinker()
        self._caption = ""
        self._words = ""
        self._resizable = False
        self._seen = False
        self._round = True
        self._told: QSize | None = None
        self._following = self._flows = False
        self._ratio_told = 1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(RESIZE_AFTER_MS)
        self._settle.timeout.connect(self._tell_size)
        self.frames_painted = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._spoken = Spoken(self)

    # frames

    def show_frame(self, frame: Pixels | None) -> bool:
        """Lay the picture over a frame's pixels; returns whether it is another frame than before.

        The pixels are not copied: they must stay as they are until the next call, ``keep`` or ``forget``.
        """
        if frame is None:
            return False
        fresh = frame.seq != self._seq
        if frame.pixels is not self._pixels:
            stride = 4 * frame.width
            image = QImage(frame.pixels, frame.width, frame.height, stride, QImage.Format.Format_RGB32)
            resized = image.size() != self._image.size()
            self._image, self._pixels = image, frame.pixels
            if resized:
                self._told = QSize(image.size())
            if self._seq < 0 and self._resizable:
                self._settle.start()  # its place may be about to take the picture's shape
        self._seq = frame.seq
        if fresh:
            self.update()
        return fresh

    def show_still(self, picture: QImage | None, caption: str = "") -> None:
        """Show another picture, with a few words on it; ``None`` shows the newest frame again."""
        self._still, self._caption = picture, caption
        self.update()

    def keep(self) -> None:
        """Copy the picture, since its pixels are about to go."""
        if self._pixels is not None:
            self._image = self._image.copy()
            self._pixels = None

    def forget(self) -> None:
        """Show no picture; the next frame is a new script's first."""
        self._image, self._pixels, self._seq, self._told = QImage(), None, -1, None
        self._still, self._caption = None, ""
        self._following = False
        self._ratio_told = 1.0
        self.update()

    def picture(self) -> QImage:
        """A copy of what is shown, in the script's pixels; null if nothing is."""
        return self._shown.copy()

    @property
    def _shown(self) -> QImage:
        return self._image if self._still is None else self._still

    def picture_size(self) -> QSize:
        """How large what is shown is, in the script's pixels."""
        return self._image.size()

    def has_picture(self) -> bool:
        """Whether a frame has come."""
        return not self._image.isNull()

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget: as large as fits, its aspect kept, on whole device pixels."""
        if self._shown.isNull():
            return QRectF(self.rect())
        ratio = self.devicePixelRatioF()
        room = QSizeF(self.size()) * ratio
        fitted = QSizeF(self._shown.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        # A picture that misses its natural size by less than a pixel is shown as it is, not blurred.
        wide, high = max(1, round(fitted.width())), max(1, round(fitted.height()))
        left, top = int((room.width() - wide) / 2), int((room.height() - high) / 2)
        return QRectF(left / ratio, top / ratio, wide / ratio, high / ratio)

    def to_script(self, position: QPointF) -> tuple[int, int] | None:
        """A place in the widget as a pixel of the script's window; ``None`` without a picture."""
        if self._image.isNull():
            return None
        area = self.picture_rect()
        x = int((position.x() - area.left()) * self._image.width() / area.width() // 1)
        y = int((position.y() - area.top()) * self._image.height() / area.height() // 1)
        return max(0, min(x, self._image.width() - 1)), max(0, min(y, self._image.height() - 1))

    # state

    def follow(self, run: Shaped) -> None:
        """Take over what the script says of its window and its pointer, and tell it of the screen."""
        self.set_resizable(run.resizable)
        self._flows = run.flows
        self.set_pointer(grabs=run.grabs_pointer, shows=run.shows_pointer)
        self._spoken.follow(run)
        ratio = self.devicePixelRatioF()
        if ratio != self._ratio_told:
            self._ratio_told = ratio
            self.message.emit({"t": "scale", "scale": ratio})

    def set_resizable(self, resizable: bool) -> None:
        """Whether the script's window follows the widget's size; else the picture is scaled.

        It begins at the size that the script asked for as long as its picture fills the place well, and
        follows every change from the first one on that it does not.
        """
        self._resizable = resizable

    def set_words(self, words: str) -> None:
        """What stands where no picture is yet."""
        if words != self._words:
            self._words = words
            self.update()

    def set_round(self, rounded: bool) -> None:
        """Whether the upper corners follow the card's."""
        self._round = rounded
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.update()

    @property
    def seen(self) -> bool:
        """Whether any part of it can be seen."""
        return self._seen

    def look(self) -> bool:
        """Find out again whether it can be seen; scrolling away sends no event."""
        window = self.window()
        seen = self.isVisible() and not window.isMinimized() and not self.visibleRegion().isEmpty()
        if seen != self._seen:
            self._seen = seen
            self.seen_changed.emit(seen)
        return seen

    def sizeHint(self) -> QSize:
        """4:3."""
        return QSize(480, 360)

    def minimumSizeHint(self) -> QSize:
        """Small enough for eight panes."""
        return QSize(120, 90)

    def hasHeightForWidth(self) -> bool:
        """A wider picture is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """4:3."""
        return width * 3 // 4

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, picture or words, corners, and the frame that shows who has the keyboard."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("live"))
        if self._shown.isNull():
            painter.setFont(self._theme.sans(13))
            # The ground is dark in both looks, so the light look's pale line is its legible quiet text.
            painter.setPen(self._theme.colour("quiet" if self._theme.dark else "line"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
        else:
            self._shrinker.paint(painter, self.picture_rect(), self._shown, self._seq)
            self.frames_painted += 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._caption:
            self._paint_caption(painter)
        if self._round:
            self._round_corners(painter)
        if self.hasFocus() and self._live:
            self._paint_keyboard_frame(painter)
        if not self._seen:
            # Coming back into view by scrolling announces itself by nothing but this.
            QTimer.singleShot(0, self, self.look)

    def _paint_caption(self, painter: QPainter) -> None:
        """Words on a ground of their own, since any picture may lie below them."""
        space = self._theme.space
        painter.setFont(self._theme.sans(11))
        words = painter.fontMetrics().boundingRect(self._caption)
        ground = QRectF(0, 0, words.width() + 2 * space.s, words.height() + space.xs)
        ground.moveBottomLeft(QPointF(space.s, self.height() - space.s))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("raised"))
        painter.drawRoundedRect(ground, space.chip_radius, space.chip_radius)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self._caption)

    def _round_corners(self, painter: QPainter) -> None:
        radius = self._theme.space.card_radius - 1
        whole = QRectF(self.rect())
        round_one = QPainterPath()
        round_one.addRoundedRect(whole.adjusted(0, 0, 0, 2 * radius), radius, radius)
        corners = QPainterPath()
        corners.addRect(whole)
        painter.fillPath(corners.subtracted(round_one), self._theme.colour("page"))

    def _paint_keyboard_frame(self, painter: QPainter) -> None:
        radius = self._theme.space.card_radius - 2 if self._round else 0
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)

    # size and sight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A resizable script follows, once the size stands still."""
        if self._resizable and self.has_picture():
            self._settle.start()

    def event(self, event: QEvent) -> bool:
        """On a screen with other pixels the picture wants another size."""
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._resizable and self.has_picture():
            self._settle.start()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """It may be seen from now on."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.look)

    def hideEvent(self, event: QHideEvent) -> None:
        """It can no longer be seen."""
        super().hideEvent(event)
        self.look()

    def _tell_size(self) -> None:
        if not (self._resizable and self._live and self.has_picture()):
            return
        ratio = self.devicePixelRatioF()
        width = max(SMALLEST[0], min(round(self.width() * ratio), LARGEST[0]))
        height = max(SMALLEST[1], min(round(self.height() * ratio), LARGEST[1]))
        if not (self._following or self._flows or self._fills_badly()):
            return
        self._following = True
        if self._told != QSize(width, height):
            self._told = QSize(width, height)
            self.message.emit({"t": "resize", "w": width, "h": height})

    def _fills_badly(self) -> bool:
        """Whether bars stand around the picture, or it is enlarged until it is coarse."""
        area, ratio = self.picture_rect(), self.devicePixelRatioF()
        bars = max(self.width() - area.width(), self.height() - area.height()) * ratio
        return bars > MOST_BARS or area.width() * ratio > MOST_SCALE * self._image.width()
