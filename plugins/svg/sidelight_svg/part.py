# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A part of a drawing alone, for whoever looks closely: as fine as the screen, however much the whole is."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sidelight_svg.element import Element
from sidelight_svg.size import LARGEST, MOST_PIXELS, Size


class Part(NamedTuple):
    """Where it begins and how large it is, in shares of the whole."""

    left: float
    top: float
    width: float
    height: float


def part_of(wish: Any) -> Part | None:
    """What is wished for; ``None`` if that is the whole, or makes no sense."""
    try:
        part = Part(*(float(side) for side in wish))
    except (TypeError, ValueError):
        return None
    inside = all(math.isfinite(side) and 0 <= side <= 1 for side in part)
    return part if inside and part.width > 0 and part.height > 0 else None


def cut(root: Element, whole: Size, part: Part, scale: float) -> tuple[Element, Size]:
    """A drawing that shows this part of ``root``, and its size.

    Args:
        root: the whole, with a view box of its own.
        whole: its size.
        part: which.
        scale: pixels for each device-independent one.
    """
    width, height = whole.width * part.width, whole.height * part.height
    fine = min(scale, LARGEST / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
    pixels = (max(1, round(width * fine)), max(1, round(height * fine)))
    # The whole stays as it is, so that lengths in shares of it stay too.
    root.attributes |= {"x": "0", "y": "0", "width": repr(whole.width), "height": repr(whole.height)}
    box = f"{whole.width * part.left!r} {whole.height * part.top!r} {width!r} {height!r}"
    sides = {"width": str(pixels[0]), "height": str(pixels[1]), "viewBox": box}
    seen = Element("svg", root.line, sides | {"preserveAspectRatio": "none"}, [root])
    return seen, Size(width, height, pixels, whole.notes)
