# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The one set of icons, drawn on a 16 pixel grid and tinted with the theme's colours.

``icon("copy", theme)`` reads ``resources/icons/copy.svg``; the drawings use ``currentColor`` alone. One is
drawn when it is first seen, in the colours and at the scale that are asked for then: most of a window's icons
stand in menus that nobody has opened.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sidelight import resources
from sidelight.gui.theme import Theme

_COPIES: list[QIconEngine] = []
"""What Qt copied belongs to Qt, which the binding does not know: Python must never let go of it."""


class _Drawn(QIconEngine):
    """Draws one icon in the colours of its states.

    Args:
        name: the drawing.
        size: the largest width and height, in device-independent pixels.
        colours: ordinary, disabled and checked, as ``#rrggbb``.
    """

    def __init__(self, name: str, size: int, colours: tuple[str, str, str]) -> None:
        super().__init__()
        self._name = name
        self._size = size
        self._colours = colours
        self._made: dict[tuple[str, int, float], QPixmap] = {}

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802 (Qt's)
        """No larger than it was made for."""
        return size.boundedTo(QSize(self._size, self._size))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A picture of one state."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        """The same for a device pixel ratio; ``size`` is in device-independent pixels."""
        ordinary, disabled, checked = self._colours
        colour = ordinary
        if mode is QIcon.Mode.Disabled:
            colour = disabled
        elif state is QIcon.State.On:
            colour = checked
        side = min(self._size, size.width(), size.height())
        key = (colour, side, scale)
        if key not in self._made:
            self._made[key] = pixmap(self._name, colour, side, scale)
        return self._made[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it in the middle of ``rect``."""
        picture = self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatioF())
        place = QRectF(0, 0, *(picture.deviceIndependentSize().toTuple()))
        place.moveCenter(QRectF(rect).center())
        painter.drawPixmap(place.topLeft(), picture)

    def clone(self) -> QIconEngine:
        """The same again, for an icon that is to be changed."""
        copy = _Drawn(self._name, self._size, self._colours)
        _COPIES.append(copy)
        return copy


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
    _drawing(name)
    return QIcon(_Drawn(name, size, (theme.css(token), theme.css("disabled"), theme.css("accent"))))


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
