# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a canvas holds, and drawing it: lines, polygons, words and pictures, the last one on top."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sidelight.stage.toolkits.turtle.colours import colour

_SETTLE = 64
"""So many items that no longer change are drawn once for all."""

_MOVING = 16
"""The last items, which a turtle still works on, are drawn each time."""

_PIXELS_A_POINT = 96 / 72
_ANCHORS = {"sw": "ld", "s": "md", "se": "rd", "nw": "la", "n": "ma", "ne": "ra", "center": "mm"}
_ANCHORS |= {"w": "lm", "e": "rm"}


@dataclass(eq=False)
class Item:
    """One thing on the canvas. ``settled``: it is part of what was drawn once for all."""

    kind: str
    places: list[float]
    options: dict[str, Any] = field(default_factory=dict)
    settled: bool = False


@functools.lru_cache(maxsize=64)
def _font(size: int) -> Any:
    return ImageFont.load_default(max(4, size))


def font(described: Any) -> Any:
    """Pillow's own font in the size that was asked for, in points, or in pixels if it is negative."""
    size = 8.0
    if isinstance(described, tuple | list) and len(described) > 1:
        size = float(described[1])
    elif isinstance(described, str):
        size = next((float(word) for word in described.split() if word.lstrip("-").isdigit()), size)
    return _font(round(-size if size < 0 else size * _PIXELS_A_POINT))


class Drawing:
    """All items of a canvas. ``changed`` says that the picture is older than the items."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}
        self.background = "white"
        self.changed = True
        self._numbers = itertools.count(1)
        self._settled: Image.Image | None = None
        self._settled_as: tuple[Any, ...] = ()
        self._settled_count = 0

    def add(self, kind: str, places: Iterable[float], options: dict[str, Any]) -> int:
        """Puts something on top, and gives its number."""
        number = next(self._numbers)
        self.items[number] = Item(kind, [float(place) for place in places], options)
        self.changed = True
        return number

    def touch(self, number: int) -> Item | None:
        """An item that is about to change."""
        item = self.items.get(number)
        if item is not None:
            self.changed = True
            if item.settled:
                self.unsettle()
        return item

    def unsettle(self) -> None:
        """Everything is drawn anew."""
        self._settled, self._settled_count, self.changed = None, 0, True
        for item in self.items.values():
            item.settled = False

    def remove(self, number: int) -> None:
        """Takes an item away."""
        if self.touch(number) is not None:
            del self.items[number]

    def clear(self) -> None:
        """Takes everything away."""
        self.items.clear()
        self.unsettle()

    def move_to_top(self, number: int) -> None:
        """Draws an item after all others."""
        if self.items and next(reversed(self.items)) == number:
            return
        item = self.touch(number)
        if item is not None:
            self.items[number] = self.items.pop(number)

    def move_to_bottom(self, number: int) -> None:
        """Draws an item before all others."""
        if number in self.items:
            item = self.items.pop(number)
            self.items = {number: item, **self.items}
            self.unsettle()

    def box(self, number: int) -> tuple[int, int, int, int]:
        """The smallest rectangle around an item: left, top, right, bottom."""
        item = self.items[number]
        if item.kind == "text":
            words = ImageDraw.Draw(Image.new("RGB", (1, 1)))
            box = words.multiline_textbbox((item.places[0], item.places[1]), **self._words(item))
            return int(box[0]), int(box[1]), int(box[2]) + 1, int(box[3]) + 1
        xs, ys = item.places[0::2] or [0.0], item.places[1::2] or [0.0]
        return int(min(xs)) - 1, int(min(ys)) - 1, int(max(xs)) + 1, int(max(ys)) + 1

    def at(self, x: float, y: float) -> int | None:
        """The topmost item whose rectangle holds a place."""
        for number in reversed(self.items):
            left, top, right, bottom = self.box(number)
            if left <= x <= right and top <= y <= bottom and self.items[number].options.get("fill"):
                return number
        return None

    # Drawing

    def picture(self, width: int, height: int, left: float, top: float) -> Image.Image:
        """The part of the canvas whose corner is at ``left``, ``top``."""
        view = (width, height, left, top, self.background)
        if self._settled is None or self._settled_as != view:
            self.unsettle()
            self._settled = Image.new("RGB", (width, height), colour(self.background) or (255, 255, 255))
            self._settled_as = view
        waiting = list(itertools.islice(self.items.values(), self._settled_count, None))
        if len(waiting) > _SETTLE + _MOVING:
            pen = ImageDraw.Draw(self._settled)
            for item in waiting[:-_MOVING]:
                self._draw(pen, self._settled, item, left, top)
                item.settled = True
            self._settled_count += len(waiting) - _MOVING
            waiting = waiting[-_MOVING:]
        image = self._settled.copy()
        pen = ImageDraw.Draw(image)
        for item in waiting:
            self._draw(pen, image, item, left, top)
        self.changed = False
        return image

    def _draw(
        self, pen: ImageDraw.ImageDraw, image: Image.Image, item: Item, left: float, top: float
    ) -> None:
        places = [
            (item.places[n] - left, item.places[n + 1] - top) for n in range(0, len(item.places) - 1, 2)
        ]
        fill = colour(item.options.get("fill") or "") if item.options.get("fill") else None
        width = max(1, round(float(item.options.get("width") or 1)))
        if item.kind == "line" and fill is not None and len(places) > 1:
            self._draw_line(pen, places, fill, width)
        elif item.kind == "polygon" and len(places) > 2:
            outline = item.options.get("outline")
            if fill is not None:
                pen.polygon(places, fill=fill)
            if outline:
                self._draw_line(pen, [*places, places[0]], colour(outline) or (0, 0, 0), width)
        elif item.kind == "text" and fill is not None:
            pen.multiline_text(places[0], fill=fill, **self._words(item))
        elif item.kind == "image":
            shown = getattr(item.options.get("image"), "picture", None)
            if shown is not None:
                x, y = places[0]
                image.paste(shown, (round(x - shown.width / 2), round(y - shown.height / 2)), shown)

    def _draw_line(
        self, pen: ImageDraw.ImageDraw, places: list[tuple[float, float]], fill: Any, width: int
    ) -> None:
        if all(place == places[0] for place in places):
            # A dot: a line without a length, but with round ends.
            places = places[:1]
        else:
            pen.line(places, fill=fill, width=width, joint="curve" if width > 2 else None)
        if width > 2:
            for x, y in (places[0], places[-1]):
                half = width / 2
                pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def _words(self, item: Item) -> dict[str, Any]:
        text = str(item.options.get("text", ""))
        anchor = _ANCHORS.get(str(item.options.get("anchor", "center")), "mm")
        return {"text": text, "font": font(item.options.get("font")), "anchor": anchor}
