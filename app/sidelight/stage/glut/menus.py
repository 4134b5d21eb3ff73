# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's pop-up menus: what is in them, and the one that is open, painted over the window's picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sidelight.stage.glut.text import BitmapFont, bitmap_font

_BORDER = 2
_PADDING = 8
_PAPER, _MARKED, _INK, _EDGE = (
    bytes(colour)
    for colour in ((178, 178, 178, 255), (255, 255, 255, 255), (0, 0, 0, 255), (90, 90, 90, 255))
)
_SUBMENU_MARK = ">"


@dataclass(eq=False)
class Entry:
    """A line of a menu: a value for the callback, or another menu."""

    label: str
    value: int = 0
    submenu: int | None = None


@dataclass(eq=False)
class Menu:
    """``callback`` takes the chosen value."""

    number: int
    callback: Any
    entries: list[Entry] = field(default_factory=list)
    data: Any = None


@dataclass(eq=False)
class _Box:
    """One open menu at its place."""

    menu: Menu
    left: int
    top: int
    width: int
    marked: int = -1


class Popup:
    """An open menu with the submenus opened from it."""

    def __init__(self, menus: dict[int, Menu], menu: Menu, x: int, y: int, bounds: tuple[int, int]) -> None:
        self._menus = menus
        self._bounds = bounds
        self._font: BitmapFont = bitmap_font("BITMAP_8_BY_13")
        self._line = self._font.height + _BORDER
        self._boxes = [self._box(menu, x, y)]
        self.root = menu

    def _box(self, menu: Menu, x: int, y: int) -> _Box:
        longest = max(
            (len(entry.label) + 2 * (entry.submenu is not None) for entry in menu.entries), default=4
        )
        width = longest * 8 + 2 * _PADDING
        height = self._line * len(menu.entries) + 2 * _BORDER
        left = max(0, min(x, self._bounds[0] - width))
        top = max(0, min(y, self._bounds[1] - height))
        return _Box(menu, left, top, width)

    def point(self, x: int, y: int) -> Entry | None:
        """Marks the entry at a place, opens its submenu if it has one, and returns it; ``None`` outside."""
        for depth in range(len(self._boxes) - 1, -1, -1):
            box = self._boxes[depth]
            line = (y - box.top - _BORDER) // self._line
            if not (box.left <= x < box.left + box.width and 0 <= line < len(box.menu.entries)):
                continue
            entry = box.menu.entries[line]
            if line != box.marked:
                del self._boxes[depth + 1 :]
                box.marked = line
                submenu = self._menus.get(entry.submenu or 0)
                if submenu is not None and len(self._boxes) < 8:
                    top = box.top + line * self._line
                    self._boxes.append(self._box(submenu, box.left + box.width, top))
            return entry
        self._boxes[-1].marked = -1
        return None

    def menu_of(self, entry: Entry) -> Menu:
        """The open menu that an entry stands in."""
        return next(box.menu for box in self._boxes if entry in box.menu.entries)

    def paint(self, pixels: memoryview, width: int, height: int) -> None:
        """Paints all boxes over a picture (BGRA from the top)."""
        canvas = _Canvas(pixels, width, height)
        for box in self._boxes:
            tall = self._line * len(box.menu.entries) + 2 * _BORDER
            canvas.fill(box.left, box.top, box.width, tall, _EDGE)
            canvas.fill(box.left + 1, box.top + 1, box.width - 2, tall - 2, _PAPER)
            for index, entry in enumerate(box.menu.entries):
                top = box.top + _BORDER + index * self._line
                if index == box.marked:
                    canvas.fill(box.left + 1, top, box.width - 2, self._line, _MARKED)
                canvas.text(box.left + _PADDING, top + _BORDER // 2, entry.label, self._font)
                if entry.submenu is not None:
                    canvas.text(
                        box.left + box.width - 8 - _BORDER, top + _BORDER // 2, _SUBMENU_MARK, self._font
                    )


class _Canvas:
    """Rectangles and glyphs on BGRA bytes, cut off at the edges."""

    def __init__(self, pixels: memoryview, width: int, height: int) -> None:
        self._pixels = pixels
        self._width = width
        self._height = height

    def fill(self, left: int, top: int, width: int, height: int, colour: bytes) -> None:
        right, bottom = min(self._width, left + width), min(self._height, top + height)
        left, top = max(0, left), max(0, top)
        if left >= right:
            return
        row = colour * (right - left)
        for y in range(top, bottom):
            start = 4 * (y * self._width + left)
            self._pixels[start : start + len(row)] = row

    def text(self, left: int, top: int, text: str, font: BitmapFont) -> None:
        for character in text.encode("latin-1", "replace"):
            width, rows = font.glyphs.get(character, (0, b""))
            stride = (width + 7) // 8
            for index in range(font.height if stride else 0):
                y = top + font.height - 1 - index
                bits = int.from_bytes(rows[index * stride : (index + 1) * stride], "big")
                for column in range(width):
                    if bits >> (8 * stride - 1 - column) & 1:
                        self.fill(left + column, y, 1, 1, _INK)
            left += width
