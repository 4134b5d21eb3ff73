# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures decoded beside the window, and the ground that each can be seen on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from sidelight.api import Image

_SAMPLE = 96
_MEGABYTES = 256
_SMALL = 1_500_000
_DARK, _LIGHT = 0.35, 0.75
"""Lightness below which ink is dark, and above which it is light."""
_SOME, _ALL, _HARDLY = 0.3, 0.9, 0.02
_CLEAR = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    ``dark`` and ``light`` say how much of the ink that borders on a transparent ground is dark or light, 0 to
    1; 0 where the picture has a ground of its own. ``small`` is a large one in fewer pixels: to make one of
    the size of an answer of all of them would hold the window up.
    """

    pixels: QImage
    width: float
    height: float
    baseline: float | None
    dark: float = 0.0
    light: float = 0.0
    small: QImage | None = None

    def needs_ground(self, *, dark: bool) -> bool:
        """Whether too much of it could not be seen on a dark page, or on a light one."""
        # What has light ink as well was drawn for a dark page.
        return (self.dark >= _SOME and self.light <= _HARDLY) if dark else self.light >= _ALL


def decode(image: Image) -> Picture | None:
    """Decode a PNG file; ``None`` if it is none. Takes milliseconds a megapixel; any thread."""
    pixels = QImage()
    QImageReader.setAllocationLimit(_MEGABYTES)
    if not pixels.loadFromData(image.data, "PNG") or pixels.isNull():
        return None
    shares = _shares(pixels) if pixels.hasAlphaChannel() else (0.0, 0.0)
    # As the screen has it: a window has nothing left to look through or to convert.
    solid, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
    pixels = pixels.convertToFormat(clear if pixels.hasAlphaChannel() else solid)
    return Picture(pixels, image.width, image.height, image.baseline, *shares, small=_small(pixels))


def _small(pixels: QImage) -> QImage | None:
    share = (_SMALL / max(1, pixels.width() * pixels.height())) ** 0.5
    if share > 0.7:
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

    def begin(self, image: Image) -> Future[Picture | None]:
        """Decode this."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="decoding")
        return self._thread.submit(decode, image)

    def close(self) -> None:
        """No more."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None
