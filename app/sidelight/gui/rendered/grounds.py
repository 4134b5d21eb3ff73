# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures decoded beside the window, and the ground that each can be seen on."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from sidelight.api import Image

_SAMPLE = 48
_MEGABYTES = 256
DARK_INK, LIGHT_INK = 0.38, 0.75
"""Mean lightness below which ink on a transparent ground cannot be seen on a dark page, and the reverse."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    ``ink`` is the mean lightness of what is drawn, 0 to 1, where part of the ground is transparent; ``None``
    where it has a ground of its own.
    """

    pixels: QImage
    width: float
    height: float
    baseline: float | None
    ink: float | None

    def needs_ground(self, *, dark: bool) -> bool:
        """Whether it could not be seen on a dark, or light, page."""
        if self.ink is None:
            return False
        return self.ink < DARK_INK if dark else self.ink > LIGHT_INK


def decode(image: Image) -> Picture | None:
    """Decode a PNG file; ``None`` if it is none. Takes milliseconds a megapixel; any thread."""
    pixels = QImage()
    QImageReader.setAllocationLimit(_MEGABYTES)
    if not pixels.loadFromData(image.data, "PNG") or pixels.isNull():
        return None
    ink = _ink(pixels) if pixels.hasAlphaChannel() else None
    pixels = pixels.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return Picture(pixels, image.width, image.height, image.baseline, ink)


def _ink(pixels: QImage) -> float | None:
    size = pixels.size().scaled(QSize(_SAMPLE, _SAMPLE), Qt.AspectRatioMode.KeepAspectRatio)
    small = pixels.scaled(
        size.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGBA8888)
    data = bytes(small.constBits())
    weight = light = 0.0
    clear = 0
    for at in range(0, len(data) - 3, 4):
        alpha = data[at + 3]
        clear += alpha < 128
        weight += alpha
        light += alpha * (0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]) / 255
    if not weight or clear * 20 < len(data) // 4:
        return None
    return light / weight


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
