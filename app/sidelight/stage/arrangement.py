# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Several windows in one picture: side by side, in rows, as on a small desk.

With one window there is nothing to arrange, and none of this costs anything.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Protocol

from sidelight.stage import ring

_GAP = 8
"""Pixels between two windows."""

_ROW_WIDTH = 1920
"""A row is full beyond this, in pixels."""

_GROUND = 0x50
"""The grey between the windows, the same for red, green and blue."""


class Picture(Protocol):
    """Something that can be shown."""

    @property
    def width(self) -> int:
        """Pixels."""

    @property
    def height(self) -> int:
        """Pixels."""

    def read(self, address: int) -> None:
        """Copies itself to ``address``: BGRA, rows from the top."""

    def flush(self) -> None:
        """Sends what was drawn on its way, when it is not read."""


@dataclass(eq=False)
class _Placed:
    picture: Picture
    size: tuple[int, int] = (0, 0)
    pixels: ctypes.Array[ctypes.c_char] = field(default_factory=lambda: (ctypes.c_char * 0)())
    left: int = 0
    top: int = 0
    fits: bool = True
    kept: bool = False


class Arrangement:
    """The windows that have shown something, oldest first, and where each lies.

    Attributes:
        width, height: the whole in pixels.
    """

    def __init__(self) -> None:
        self.width = self.height = 0
        self._placed: list[_Placed] = []

    @property
    def several(self) -> bool:
        """Whether there is anything to arrange."""
        return len(self._placed) > 1

    def add(self, picture: Picture) -> bool:
        """Makes room for a picture, also when its size has changed; ``True`` if the whole changed."""
        known = self._find(picture)
        size = (picture.width, picture.height)
        if known is not None and known.size == size:
            return False
        if known is None:
            known = _Placed(picture)
            self._placed.append(known)
        known.size = size
        # Read only from the second window on; memory that is never touched costs nothing.
        known.kept = False
        known.pixels = (ctypes.c_char * (4 * size[0] * size[1]))()
        self._arrange()
        return True

    def remove(self, picture: Picture) -> bool:
        """Takes a picture away; ``True`` if the whole changed."""
        known = self._find(picture)
        if known is None:
            return False
        self._placed.remove(known)
        self._arrange()
        return True

    def _find(self, picture: Picture) -> _Placed | None:
        return next((placed for placed in self._placed if placed.picture is picture), None)

    def _arrange(self) -> None:
        left = top = row_height = 0
        self.width = self.height = 0
        for placed in self._placed:
            width, height = placed.size
            if left and left + width > _ROW_WIDTH:
                left, top, row_height = 0, top + row_height + _GAP, 0
            placed.left, placed.top = left, top
            placed.fits = left + width <= ring.MAX_WIDTH and top + height <= ring.MAX_HEIGHT
            if placed.fits:
                self.width, self.height = max(self.width, left + width), max(self.height, top + height)
            left += width + _GAP
            row_height = max(row_height, height)

    def at(self, x: int, y: int) -> tuple[Picture, int, int] | None:
        """The picture at a place of the whole, and the place within it."""
        for placed in self._placed:
            inner_x, inner_y = x - placed.left, y - placed.top
            if placed.fits and 0 <= inner_x < placed.size[0] and 0 <= inner_y < placed.size[1]:
                return placed.picture, inner_x, inner_y
        return None

    def within(self, picture: Picture, x: int, y: int) -> tuple[int, int]:
        """A place of the whole, as seen from a picture; it may lie outside."""
        placed = self._find(picture)
        return (x - placed.left, y - placed.top) if placed is not None else (x, y)

    def read(self, newest: Picture, address: int) -> None:
        """Copies the whole to ``address``: the newest picture as it is now, the others as they were kept."""
        ctypes.memset(address, _GROUND, 4 * self.width * self.height)
        for placed in self._placed:
            if not placed.fits:
                continue
            base = ctypes.addressof(placed.pixels)
            if placed.picture is newest or not placed.kept:
                placed.picture.read(base)
                placed.kept = True
            stride = 4 * placed.size[0]
            target = address + 4 * (placed.top * self.width + placed.left)
            for row in range(placed.size[1]):
                ctypes.memmove(target + 4 * self.width * row, base + stride * row, stride)
