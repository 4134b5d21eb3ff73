# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the nodes of a tree stand.

Lengths are in points. A tree grows along one axis (l) and spreads along the other (s), as in forest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import cos, radians, sin

from sidelight_tikz.brackets import Node

Box = tuple[float, float, float, float]
"""Left, lower, right and upper end of a node, seen from its anchor."""

_L_SEP, _L, _S_SEP = 11.8, 27.8, 6.67
FOLDER = 15.0
_DIRECTIONS = {
    "east": 0.0,
    "north east": 45.0,
    "north": 90.0,
    "north west": 135.0,
    "west": 180.0,
    "south west": 225.0,
    "south": 270.0,
    "south east": 315.0,
    "right": 0.0,
    "up": 90.0,
    "left": 180.0,
    "down": 270.0,
}
_LENGTH = re.compile(r"\s*([+-]?[\d.]+)\s*\*?\s*(pt|mm|cm|em|ex|in|bp|)\s*")
_UNITS = {"pt": 1.0, "mm": 2.845, "cm": 28.45, "in": 72.27, "bp": 1.00375, "ex": 4.31, "em": 10.0, "": 1.0}


def length(text: str | None, otherwise: float) -> float:
    """A length that is written as a number with a unit; ``otherwise`` for what is more than that."""
    found = _LENGTH.fullmatch(text or "")
    try:
        return float(found[1]) * _UNITS[found[2]] if found else otherwise
    except ValueError:
        return otherwise


@dataclass(slots=True)
class Spot:
    """A node with its place. ``l`` and ``s`` are seen from the parent, ``x`` and ``y`` from the root."""

    node: Node
    box: Box
    place: int
    parent: Spot | None = None
    children: list[Spot] = field(default_factory=list)
    l: float = 0.0  # noqa: E741
    s: float = 0.0
    x: float = 0.0
    y: float = 0.0

    def has(self, key: str) -> bool:
        """Whether the node has a key."""
        return any(name == key for name, _ in self.node.keys)

    def last(self, *keys: str) -> str | None:
        """The last value of some keys."""
        return next((value or "" for name, value in reversed(self.node.keys) if name in keys), None)

    @property
    def way(self) -> tuple[float, bool]:
        """Where it grows to, in degrees, and whether its children go round the other way."""
        for key, value in reversed(self.node.keys):
            if key in ("grow", "grow'") and value is not None:
                angle = _DIRECTIONS.get(value.strip())
                return (length(value, 270.0) if angle is None else angle), key == "grow'"
            if key in ("folder", "forked edges") and key == "folder":
                return 0.0, True
        return 270.0, self.has("reversed")

    def along(self, box: Box, angle: float) -> tuple[float, float]:
        """Between what lengths a box lies in a direction."""
        c, s = cos(radians(angle)), sin(radians(angle))
        ends = [x * c + y * s for x in (box[0], box[2]) for y in (box[1], box[3])]
        return min(ends), max(ends)

    def axes(self, angle: float, *, back: bool) -> tuple[float, float]:
        """The directions of l and s."""
        return angle, angle - 90.0 if back else angle + 90.0

    def length(self, key: str, otherwise: float) -> float:
        """A length with all that is added to it."""
        made = length(self.last(key, key + "'"), otherwise)
        for name, value in self.node.keys:
            if name == key + "+":
                made += length(value, 0.0)
        return made


Part = tuple[float, float, float, float]
"""The rectangle of a node within a tree: from and to along l, from and to along s."""


def grow(root: Spot) -> None:
    """Give each node its ``l`` and ``s``."""
    tiers: dict[str, list[tuple[Spot, float]]] = {}
    _deepen(root, 0.0, tiers)
    if tiers:
        depths = {name: max(depth for _, depth in row) for name, row in tiers.items()}
        for name, row in tiers.items():
            for spot, depth in row:
                spot.l += depths[name] - depth
    _spread(root)


def _deepen(spot: Spot, depth: float, tiers: dict[str, list[tuple[Spot, float]]]) -> None:
    """Distances along l, from the sizes of parents and children."""
    angle, _ = spot.way
    if spot.children and not spot.has("folder"):
        ends = [child.along(child.box, angle) for child in spot.children]
        _, own = spot.along(spot.box, angle)
        least = min(child.length("l", _L) + low for child, (low, _) in zip(spot.children, ends, strict=True))
        more = max(0.0, own - least + spot.length("l sep", _L_SEP))
        for child in spot.children:
            child.l = child.length("l", _L) + more
    for child in spot.children:
        if (tier := child.last("tier")) is not None:
            tiers.setdefault(tier, []).append((child, depth + child.l))
        _deepen(child, depth + child.l, tiers)


def _spread(spot: Spot) -> list[Part]:
    """Distances along s, so that trees side by side do not meet; what all of this one takes up."""
    angle, back = spot.way
    l_axis, s_axis = spot.axes(angle, back=back)
    own = (*spot.along(spot.box, l_axis), *spot.along(spot.box, s_axis))
    parts: list[Part] = [] if spot.has("phantom") and not spot.children else [own]
    if not spot.children:
        return parts
    if spot.has("folder"):
        return _listed(spot, own)
    gap = spot.length("s sep", _S_SEP)
    whole: list[Part] = []
    for child in spot.children:
        under = [(a + child.l, b + child.l, c, d) for a, b, c, d in _turned(child, spot)]
        clear = [
            right + gap - left
            for near, far, _, right in whole
            for start, end, left, _ in under
            if start < far and near < end
        ]
        child.s = max(clear) if clear else max((right + gap for *_, right in whole), default=0.0)
        whole += [(a, b, c + child.s, d + child.s) for a, b, c, d in under]
    first, last = spot.children[0].s, spot.children[-1].s
    middle = {"first": first, "last": last}.get(spot.last("calign") or "", (first + last) / 2)
    if spot.last("calign") == "child" or spot.has("calign primary child"):
        index = int(length(spot.last("calign child", "calign primary child"), 1.0))
        middle = spot.children[min(max(index, 1), len(spot.children)) - 1].s
    for child in spot.children:
        child.s -= middle
    return parts + [(a, b, c - middle, d - middle) for a, b, c, d in whole]


def _turned(child: Spot, spot: Spot) -> list[Part]:
    """What a child's tree takes up, along the axes of its parent."""
    parts = _spread(child)
    if child.way == spot.way or not child.children:
        if not child.children and not child.has("phantom"):
            angle, back = spot.way
            l_axis, s_axis = spot.axes(angle, back=back)
            return [(*child.along(child.box, l_axis), *child.along(child.box, s_axis))]
        return parts
    (angle, back), (other, turned) = child.way, spot.way
    own, whose = child.axes(angle, back=back), spot.axes(other, back=turned)
    made: list[Part] = []
    for low, high, left, right in parts:
        points = [(low, left), (low, right), (high, left), (high, right)]
        seen = [
            tuple(deep * cos(radians(own[0] - axis)) + wide * cos(radians(own[1] - axis)) for axis in whose)
            for deep, wide in points
        ]
        made.append(
            (
                min(p[0] for p in seen),
                max(p[0] for p in seen),
                min(p[1] for p in seen),
                max(p[1] for p in seen),
            )
        )
    return made


def _listed(spot: Spot, own: Part) -> list[Part]:
    """Children below each other and farther to the right, as folders are shown."""
    gap, indent = spot.length("s sep", _S_SEP), spot.length("folder indent", FOLDER)
    parts = [own]
    low = own[3]
    for child in spot.children:
        under = _turned(child, spot)
        above = min((part[2] for part in under), default=0.0)
        child.s = low + gap - above
        child.l = own[0] - min((part[0] for part in under[:1]), default=0.0) + indent
        moved = [(a + child.l, b + child.l, c + child.s, d + child.s) for a, b, c, d in under]
        low = max((part[3] for part in moved), default=low)
        parts += moved
    return parts


def place(spot: Spot, x: float, y: float) -> None:
    """Put the root there, and all others where they belong."""
    spot.x, spot.y = x, y
    angle, back = spot.way
    l_axis, s_axis = spot.axes(angle, back=back)
    for child in spot.children:
        dx = child.l * cos(radians(l_axis)) + child.s * cos(radians(s_axis))
        dy = child.l * sin(radians(l_axis)) + child.s * sin(radians(s_axis))
        place(child, x + dx, y + dy)
