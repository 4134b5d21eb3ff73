# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's windows: a surface each, callbacks, and what they look like together."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sidelight.stage.surface import Surface

Overlay = Callable[[memoryview, int, int], None]
"""Paints over a finished picture: BGRA bytes from the top, width, height."""


@dataclass(eq=False)
class GlutWindow:
    """One window, or one window within another. It is a picture that the screen can show.

    Attributes:
        x, y: place within the parent, in pixels from its top left corner.
        callbacks: by GLUT's name, ``"Display"``.
        swapped: whether the last display callback swapped.
        requested: a size that the script asked for and that has not been given yet.
        menus: menu attached to a button, both by GLUT's numbers.
    """

    number: int
    surface: Surface
    title: str
    double: bool
    parent: GlutWindow | None = None
    x: int = 0
    y: int = 0
    callbacks: dict[str, Any] = field(default_factory=dict)
    menus: dict[int, int] = field(default_factory=dict)
    children: list[GlutWindow] = field(default_factory=list)
    redisplay: bool = True
    reshape: bool = True
    announced: bool = False
    visible: bool = True
    swapped: bool = False
    requested: tuple[int, int] | None = None
    ignores_repeat: bool = False
    cursor: int = 100
    data: Any = None
    overlay: Overlay | None = None

    @property
    def width(self) -> int:
        """Pixels."""
        return self.surface.width

    @property
    def height(self) -> int:
        """Pixels."""
        return self.surface.height

    @property
    def root(self) -> GlutWindow:
        """The outermost window around this one."""
        return self if self.parent is None else self.parent.root

    def at(self, x: int, y: int) -> tuple[GlutWindow, int, int]:
        """The innermost window at a place, and the place within it."""
        for child in reversed(self.children):
            left, top = x - child.x, y - child.y
            if child.visible and 0 <= left < child.width and 0 <= top < child.height:
                return child.at(left, top)
        return self, x, y

    def place_in(self, x: int, y: int) -> tuple[int, int]:
        """A place of the root window, within this one."""
        if self.parent is None:
            return x, y
        x, y = self.parent.place_in(x, y)
        return x - self.x, y - self.y

    def read(self, address: int) -> None:
        """Copies the window, the windows in it, and what lies over it."""
        self.surface.read(address)
        if not self.children and self.overlay is None:
            return
        size = 4 * self.width * self.height
        pixels = memoryview((ctypes.c_ubyte * size).from_address(address)).cast("B")
        for child in self.children:
            if child.visible:
                self._paste(pixels, child)
        if self.overlay is not None:
            self.overlay(pixels, self.width, self.height)

    def _paste(self, pixels: memoryview, child: GlutWindow) -> None:
        inner = (ctypes.c_ubyte * (4 * child.width * child.height))()
        child.read(ctypes.addressof(inner))
        source = memoryview(inner).cast("B")
        left, right = max(0, child.x), min(self.width, child.x + child.width)
        if left >= right:
            return
        for y in range(max(0, child.y), min(self.height, child.y + child.height)):
            start = 4 * ((y - child.y) * child.width + left - child.x)
            row = source[start : start + 4 * (right - left)]
            pixels[4 * (y * self.width + left) : 4 * (y * self.width + right)] = row

    def flush(self) -> None:
        """Sends what was drawn on its way."""
        self.surface.flush()
