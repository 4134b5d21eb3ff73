# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Strokes that the engine does not know: as long as their element says, and as wide at every scale."""

from __future__ import annotations

import math
import re

from sidelight_svg import matrices, paths
from sidelight_svg.element import Element
from sidelight_svg.size import length, view_box

_SHAPES = ("path", "line", "polyline", "polygon", "rect", "circle", "ellipse")
_LENGTHS = ("stroke-width", "stroke-dasharray", "stroke-dashoffset")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_USUAL = {"stroke-width": "1"}


def measure(root: Element) -> None:
    """Dashes in shares of a ``pathLength`` become dashes of the length that the outline has."""
    for element in root.all():
        said = length(element.attributes.get("pathLength", "")) or 0.0
        if said <= 0 or element.name not in _SHAPES:
            continue
        made = paths.pieces_of(element)
        share = paths.length_of(made) / said if made else 0.0
        if share and math.isfinite(share):
            _multiply(element, share, _LENGTHS[1:])


def _multiply(element: Element, share: float, names: tuple[str, ...]) -> None:
    for name in names:
        value = element.given(name) or _USUAL.get(name, "")
        if value and value != "none" and "%" not in value:
            element.style[name] = _NUMBER.sub(
                lambda found: f"{float(found[0]) * share:.6g}", value.replace("px", "")
            )


def keep_widths(root: Element, shown: tuple[float, float]) -> bool:
    """Strokes with ``vector-effect: non-scaling-stroke`` as wide as they say; whether there were any.

    Args:
        root: with a view box.
        shown: width and height at which it is seen, in device-independent pixels.
    """
    if not any(_keeps(element) for element in root.all()):
        return False
    inherited: dict[str, str] = {}
    waiting = [(root, _fitted(root, *shown), inherited)]
    while waiting:
        element, around, inherited = waiting.pop()
        own = {name: element.given(name) for name in _LENGTHS if element.given(name)}
        inherited = {**inherited, **own} if own else inherited
        if element is not root:
            around = matrices.times(around, matrices.matrix_of(element.attributes.get("transform", "")))
            if element.name == "svg":
                sides = [length(element.attributes.get(side, "")) or 0.0 for side in ("width", "height")]
                place = [length(element.attributes.get(side, "")) or 0.0 for side in ("x", "y")]
                around = matrices.times(around, (1.0, 0.0, 0.0, 1.0, place[0], place[1]))
                if all(sides):
                    around = matrices.times(around, _fitted(element, sides[0], sides[1]))
        if _keeps(element) and element.name in _SHAPES:
            _keep(element, around, inherited)
        waiting += [(child, around, inherited) for child in element.elements]
    return True


def _keeps(element: Element) -> bool:
    return element.given("vector-effect") == "non-scaling-stroke"


def _fitted(element: Element, width: float, height: float) -> matrices.Matrix:
    """From the view box of an element to the room that it has."""
    box = view_box(element.attributes.get("viewBox", ""))
    if box is None:
        return matrices.SAME
    across, down = width / box[2], height / box[3]
    ratio = element.attributes.get("preserveAspectRatio", "")
    if "none" not in ratio:
        across = down = max(across, down) if "slice" in ratio else min(across, down)
    return (across, 0.0, 0.0, down, -box[0] * across, -box[1] * down)


def _keep(element: Element, around: matrices.Matrix, inherited: dict[str, str]) -> None:
    scale = matrices.size_of(around)
    if not math.isfinite(scale) or scale < 1e-9:
        return
    for name, value in inherited.items():
        if not element.given(name):
            element.style[name] = value
    a, b, c, d = around[:4]
    even = abs(math.hypot(a, b) - math.hypot(c, d)) < 0.02 * scale and abs(a * c + b * d) < 0.02 * scale**2
    filled = element.given("fill").startswith("url(") or element.given("stroke").startswith("url(")
    back = matrices.reverse((a, b, c, d, 0.0, 0.0))
    made = paths.pieces_of(element)
    if even or filled or back is None or not made:
        _multiply(element, 1 / scale, _LENGTHS)
        return
    # Drawn as it lies on the screen, and turned back by what turns it there.
    there: matrices.Matrix = (a, b, c, d, 0.0, 0.0)
    moved = [(kind, [matrices.moved(there, x, y) for x, y in points]) for kind, points in made]
    own = element.attributes.get("transform", "")
    element.name = "path"
    element.attributes = {
        name: value for name, value in element.attributes.items() if name not in ("points", "d", "transform")
    }
    element.attributes |= {
        "d": paths.written(moved),
        "transform": f"{own} {matrices.written(back)}".strip(),
    }
