# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The one set of icons, drawn on a 16 pixel grid and tinted with the theme's colours.

``icon("copy", theme)`` reads ``resources/icons/copy.svg``; the drawings use ``currentColor`` alone.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sidelight import resources
from sidelight.gui.theme import Theme

SCALES = (1.0, 1.5, 2.0, 3.0)
"""Device pixel ratios that an icon is drawn for."""


def icon(name: str, theme: Theme, size: int = 16, token: str = "quiet") -> QIcon:
    """An icon of the set in a colour of the theme.

    Args:
        name: the drawing, without its suffix.
        theme: whose colours to take.
        size: width and height in device-independent pixels.
        token: the colour; a disabled icon takes the theme's ``disabled``, a checked one its ``accent``.

    Raises:
        FileNotFoundError: there is no such drawing.
    """
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, theme.css(token), size, scale))
        made.addPixmap(pixmap(name, theme.css("disabled"), size, scale), QIcon.Mode.Disabled, QIcon.State.Off)
        made.addPixmap(pixmap(name, theme.css("accent"), size, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, colour: str, size: int = 16, scale: float = 1.0) -> QPixmap:
    """One drawing in one colour, for ``size`` device-independent pixels at a device pixel ratio."""
    pixels = round(size * scale)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(b"currentColor", colour.encode())))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def paint_icon(painter: QPainter, name: str, colour: QColor, place: QRectF) -> None:
    """Draw an icon where a widget paints itself."""
    drawing = _drawing(name).replace(b"currentColor", colour.name().encode())
    QSvgRenderer(QByteArray(drawing)).render(painter, place)


@lru_cache(maxsize=128)
def _drawing(name: str) -> bytes:
    return resources.path("icons", f"{name}.svg").read_bytes()
