# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a page is taken: what lies on it by itself, and boxes that were scaled or turned."""

from __future__ import annotations

from math import cos, inf, radians, sin

Matrix = tuple[float, float, float, float, float, float]
"""As in SVG: the new first coordinate is ``a x + c y + e``, the second ``b x + d y + f``."""

_ASCENT, _DESCENT = 0.75, 0.25
"""How far a character may reach above and below its baseline, in units of its size."""


def turned(across: float, down: float, degrees: float, x: float, y: float) -> Matrix:
    """To scale by two factors, then turn against the clock, around a point; the second axis points down."""
    a, b = across * cos(radians(degrees)), -across * sin(radians(degrees))
    c, d = down * sin(radians(degrees)), down * cos(radians(degrees))
    return a, b, c, d, x - a * x - c * y, y - b * x - d * y


class Extent:
    """The smallest rectangle around all that was added."""

    def __init__(self) -> None:
        self._turns: list[Matrix] = []
        self.left = self.top = inf
        self.right = self.bottom = -inf

    def turn(self, matrix: Matrix) -> None:
        """What comes next is moved by ``matrix``."""
        self._turns.append(matrix)

    def back(self) -> bool:
        """The latest ``turn`` is over; whether there was one."""
        if self._turns:
            self._turns.pop()
            return True
        return False

    def add(self, x: float, y: float, width: float, height: float) -> None:
        """A box with its lower left corner at ``x``, ``y``."""
        for point in ((x, y), (x + width, y), (x, y - height), (x + width, y - height)):
            for a, b, c, d, e, f in reversed(self._turns):
                point = (a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f)
            self.left, self.right = min(self.left, point[0]), max(self.right, point[0])
            self.top, self.bottom = min(self.top, point[1]), max(self.bottom, point[1])

    def letter(self, x: float, y: float, width: float, size: float) -> None:
        """A character of a font of ``size`` with its baseline at ``x``, ``y``."""
        self.add(x, y + _DESCENT * size, width, (_ASCENT + _DESCENT) * size)
