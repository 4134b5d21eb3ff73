# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures decoded beside the window, and the ground that each can be seen on."""

from __future__ import annotations

import math
import os
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from sidelight.api import Image

_SAMPLE = 96
_MEGABYTES = 256
_AT_ONCE = 200_000
"""Pixels that are worked on in one step."""
HARDLY = 0.7
"""The share of its sides from which on a smaller picture is not worth while."""
_DARK, _LIGHT = 0.35, 0.75
"""Lightness below which ink is dark, and above which it is light."""
_SOME, _ALL, _HARDLY = 0.3, 0.9, 0.02
_CLEAR = 24


@dataclass(frozen=True, slots=True)
class Room:
    """What a picture is shown in: no more than so many pixels, or sides of so many."""

    most: int = 0
    width: int = 0
    height: int = 0

    def share(self, width: int, height: int) -> float:
        """How much smaller the sides of a picture may be for it."""
        if self.most:
            return math.sqrt(self.most / max(1, width * height))
        return max(self.width / max(1, width), self.height / max(1, height))


SMALL = Room(1_500_000)
"""That of a large picture before it is known how large it is shown."""
_THUMB = Room(30_000)


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    ``dark`` and ``light`` say how much of the ink that borders on a transparent ground is dark or light, 0 to
    1; 0 where the picture has a ground of its own. ``small`` is a large one in fewer pixels: to make one of
    the size of an answer of all of them would hold the window up. ``thumb`` is what can always be kept.
    ``whole`` says how many pixels the file holds; ``pixels`` may be fewer, as many as are shown.
    """

    pixels: QImage
    width: float
    height: float
    baseline: float | None
    dark: float = 0.0
    light: float = 0.0
    small: QImage | None = None
    thumb: QImage | None = None
    whole: tuple[int, int] = (0, 0)

    @property
    def is_whole(self) -> bool:
        """Whether all pixels of the file are there."""
        return self.pixels.width() >= self.whole[0]

    @property
    def weight(self) -> int:
        """The bytes that its pixels take in memory."""
        return self.pixels.sizeInBytes() + (self.small.sizeInBytes() if self.small is not None else 0)

    def at_rest(self) -> Picture:
        """The same with its thumb alone."""
        return self if self.thumb is None else replace(self, pixels=self.thumb, small=None)

    def needs_ground(self, *, dark: bool) -> bool:
        """Whether too much of it could not be seen on a dark page, or on a light one."""
        # What has light ink as well was drawn for a dark page.
        return (self.dark >= _SOME and self.light <= _HARDLY) if dark else self.light >= _ALL


def decode(image: Image, room: Room | None = None) -> Picture | None:
    """Decode a PNG file; ``None`` if it is none. Takes tens of milliseconds a megapixel; any thread.

    Args:
        image: the file.
        room: what it is to be shown in; all pixels are kept without.
    """
    QImageReader.setAllocationLimit(_MEGABYTES)
    pixels = _read(image.data)
    if pixels.isNull():
        return None
    whole = (pixels.width(), pixels.height())
    shares = _shares(pixels) if pixels.hasAlphaChannel() else (0.0, 0.0)
    fewer = None if room is None else _scaled(pixels, room.share(*whole))
    shown = _as_on_screen(pixels if fewer is None else fewer)
    small = _scaled(shown, SMALL.share(*whole)) if fewer is None else None
    # From what is there in fewer pixels already, which is quicker.
    made = fewer or small or shown
    thumb = _scaled(made, _THUMB.share(made.width(), made.height()))
    size = (image.width, image.height, image.baseline)
    return Picture(shown, *size, *shares, small=small, thumb=thumb, whole=whole)


def _read(data: bytes) -> QImage:
    """All pixels of a PNG file; the window goes on meanwhile, which ``QImage.loadFromData`` would not let it.

    By a file's name, not by a buffer: Qt reads a buffer of Python's while it holds a lock of its own, and the
    window's thread may be waiting for that lock with Python's in its hands.
    """
    if not hasattr(os, "memfd_create"):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "picture.png")
            file.write_bytes(data)
            return QImageReader(str(file), b"png").read()
    with os.fdopen(os.memfd_create("picture"), "wb") as opened:
        opened.write(data)
        opened.flush()
        return QImageReader(f"/proc/self/fd/{opened.fileno()}", b"png").read()


def _as_on_screen(pixels: QImage) -> QImage:
    """As the screen has it: a window has nothing left to look through or to convert."""
    solid, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
    wanted = clear if pixels.hasAlphaChannel() else solid
    if pixels.format() == wanted:
        return pixels
    made = QImage(pixels.size(), wanted)
    rows = max(1, _AT_ONCE // max(1, pixels.width()))
    # A little at a time: no other thread has its turn within one step.
    for top in range(0, pixels.height(), rows):
        painter = QPainter(made)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(0, top, pixels, 0, top, pixels.width(), rows)
        painter.end()
    return made


def _scaled(pixels: QImage, share: float) -> QImage | None:
    """The picture in fewer pixels; ``None`` where that is hardly fewer."""
    if share > HARDLY:
        return None
    return pixels.scaled(
        max(1, round(pixels.width() * share)),
        max(1, round(pixels.height() * share)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _shares(pixels: QImage) -> tuple[float, float]:
    size = pixels.size().scaled(QSize(_SAMPLE, _SAMPLE), Qt.AspectRatioMode.KeepAspectRatio)
    small = pixels.scaled(
        size.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGBA8888)
    data = bytes(small.constBits())
    width, height = small.width(), small.height()
    opacity = data[3::4]
    whole = dark = light = 0
    for y in range(1, height - 1):
        row = y * width
        for at in range(row + 1, row + width - 1):
            alpha = opacity[at]
            if alpha < _CLEAR:
                continue
            around = min(opacity[at - 1], opacity[at + 1], opacity[at - width], opacity[at + width])
            if around >= _CLEAR:
                continue
            red, green, blue = data[4 * at : 4 * at + 3]
            lightness = (0.299 * red + 0.587 * green + 0.114 * blue) / 255
            whole += alpha
            dark += alpha if lightness < _DARK else 0
            light += alpha if lightness > _LIGHT else 0
    return (dark / whole, light / whole) if whole else (0.0, 0.0)


class Decoding:
    """One thread that decodes; pictures come as futures."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    def begin(self, image: Image, room: Room | None = None) -> Future[Picture | None]:
        """Decode this; see ``decode``."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="decoding")
        return self._thread.submit(decode, image, room)

    def close(self) -> None:
        """No more."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None
