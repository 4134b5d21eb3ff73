# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How large a drawing is meant to be seen, and how many pixels it gets."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from sidelight.api import Context, Note, RenderError, Severity
from sidelight_svg.element import Element

LARGEST = 8192
MOST_PIXELS = 24_000_000
FINEST = 64.0
"""Pixels for each device-independent one at most: somebody may look closely at a small drawing."""

# What a drawing without any size gets in a browser.
_USUAL = (300.0, 150.0)
# One that has proportions only is shown at least so large.
_AT_LEAST = 200.0

_LENGTH = re.compile(
    r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|rem|q|%)?\s*", re.I
)
_PIXELS = {
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96,
    "em": 16,
    "ex": 8,
    "rem": 16,
}
_PIXELS |= {"": 1, "q": 96 / 101.6}


@dataclass(frozen=True, slots=True)
class Size:
    """``width`` and ``height`` to be seen at, in device-independent pixels; ``pixels`` to be drawn in."""

    width: float
    height: float
    pixels: tuple[int, int]
    notes: tuple[Note, ...] = ()


def length(text: str) -> float | None:
    """A length in pixels; ``None`` for a percentage, ``auto`` or whatever says nothing by itself."""
    found = _LENGTH.fullmatch(text[:60])
    if not found or found[2] == "%":
        return None
    value = float(found[1]) * _PIXELS[(found[2] or "").lower()]
    return value if math.isfinite(value) else None


def fit(root: Element, context: Context) -> Size:
    """Decide the size, and give ``root`` a view box and its size in pixels.

    Raises:
        RenderError: a width or a height that is zero or negative.
    """
    given = root.attributes
    box = view_box(given.get("viewBox", ""))
    width, height = length(given.get("width", "")), length(given.get("height", ""))
    for name, value in (("width", width), ("height", height)):
        if value is not None and value <= 0:
            raise RenderError(
                f"The drawing has no size: its {name} is {given[name].strip()[:20]}.", root.line
            )
    notes: list[Note] = []
    if box is not None:
        ratio = box[2] / box[3]
        if width is None and height is None:
            larger = max(1.0, _AT_LEAST / max(box[2], box[3]))
            width, height = box[2] * larger, box[3] * larger
        elif width is None and height is not None:
            width = height * ratio
        elif height is None and width is not None:
            height = width / ratio
    elif width is None or height is None:
        notes.append(Note("The drawing gives no size and gets 300 × 150.", Severity.INFO, root.line))
        width, height = width or _USUAL[0], height or _USUAL[1]
    assert width is not None
    assert height is not None
    if box is None:
        given["viewBox"] = f"0 0 {width!r} {height!r}"
    seen, pixels = _bounded(width, height, context)
    if max(width, height) > LARGEST:
        notes.append(
            Note(f"The drawing is {width:,.0f} × {height:,.0f} pixels; it is shown smaller.", Severity.INFO)
        )
    given["width"], given["height"] = str(pixels[0]), str(pixels[1])
    return Size(*seen, pixels, tuple(notes))


def _bounded(width: float, height: float, context: Context) -> tuple[tuple[float, float], tuple[int, int]]:
    """No wider than there is room, and no more pixels than are drawn."""
    scale = min(max(context.scale, 0.25), FINEST) if math.isfinite(context.scale) else 1.0
    room = context.width if math.isfinite(context.width) and context.width >= 16 else 640.0
    factor = min(1.0, room / width, LARGEST / height)
    width, height = max(width * factor, 1e-3), max(height * factor, 1e-3)
    fine = min(scale, LARGEST / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
    pixels = (max(1, round(width * fine)), max(1, round(height * fine)))
    return (max(width, 1.0), max(height, 1.0)), pixels


def view_box(text: str) -> tuple[float, float, float, float] | None:
    """A ``viewBox``: its corner, its width and its height; ``None`` if it is none."""
    parts = text[:200].replace(",", " ").split()
    try:
        values = [float(part) for part in parts]
    except ValueError:
        return None
    if len(values) != 4 or not all(map(math.isfinite, values)) or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]
