# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Outlines as points: the ``d`` of a path and the shapes, in lines and curves alone."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from sidelight_svg.element import Element
from sidelight_svg.size import length

Point = tuple[float, float]
Piece = tuple[str, list[Point]]
"""``M`` or ``L`` with a point, ``C`` with two handles and an end, or ``Z`` with none."""

_FLAG = re.compile(r"[\s,]*([01])")
_FIGURE = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COMMAND = re.compile(r"[\s,]*([MmLlHhVvCcSsQqTtAaZz])")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_STEPS = 16
_ROUND = 0.5522847498
_LONGEST = 100_000


def pieces_of(element: Element) -> list[Piece] | None:
    """The outline of a shape; ``None`` of what is none."""

    def side(name: str) -> float:
        return length(element.given(name)) or 0.0

    name = element.name
    if name == "path":
        return pieces(element.given("d"))
    if name == "line":
        return [("M", [(side("x1"), side("y1"))]), ("L", [(side("x2"), side("y2"))])]
    if name in ("polyline", "polygon"):
        figures = [float(found) for found in _FIGURE.findall(element.attributes.get("points", "")[:_LONGEST])]
        points = list(zip(figures[::2], figures[1::2], strict=False))
        made: list[Piece] = [("L" if place else "M", [point]) for place, point in enumerate(points)]
        return [*made, ("Z", [])] if name == "polygon" and made else made
    if name in ("circle", "ellipse"):
        rx, ry = side("r") or side("rx"), side("r") or side("ry")
        return _rounded(side("cx") - rx, side("cy") - ry, 2 * rx, 2 * ry, rx, ry)
    if name == "rect":
        w, h = side("width"), side("height")
        given_x, given_y = length(element.given("rx")), length(element.given("ry"))
        rx = (given_y if given_x is None else given_x) or 0.0
        ry = (given_x if given_y is None else given_y) or 0.0
        return _rounded(side("x"), side("y"), w, h, min(rx, w / 2), min(ry, h / 2))
    return None


def pieces(d: str) -> list[Piece]:
    """The pieces of a path, as far as it can be read."""
    d = d[:_LONGEST]
    made: list[Piece] = []
    x = y = begin_x = begin_y = 0.0
    handle: Point | None = None
    at, command = 0, ""
    while found := _COMMAND.match(d, at) or (command and _FIGURE.match(d, at)):
        if found[1].isalpha():
            command, at = found[1], found.end()
        elif command in "Zz":
            break
        given, at = _given(d, at, command.upper())
        if given is None:
            break
        by_x, by_y = (x, y) if command.islower() else (0.0, 0.0)
        kind = command.upper()
        last, handle = handle, None
        points = [(a + by_x, b + by_y) for a, b in zip(given[::2], given[1::2], strict=False)]
        if kind == "Z":
            made.append(("Z", []))
            x, y = begin_x, begin_y
            continue
        if kind == "M":
            made.append(("M", points))
            begin_x, begin_y = points[0]
            command = "l" if command == "m" else "L"
        elif kind in "LHV":
            end = points[0] if kind == "L" else (given[0] + by_x, y) if kind == "H" else (x, given[0] + by_y)
            points = [end]
            made.append(("L", points))
        elif kind in "CS":
            first = [(2 * x - last[0], 2 * y - last[1]) if last else (x, y)] if kind == "S" else []
            points = [*first, *points]
            handle = points[1]
            made.append(("C", points))
        elif kind in "QT":
            middle = points[0] if kind == "Q" else (2 * x - last[0], 2 * y - last[1]) if last else (x, y)
            end = points[-1]
            curve = [(x + (middle[0] - x) * 2 / 3, y + (middle[1] - y) * 2 / 3)]
            curve.append((end[0] + (middle[0] - end[0]) * 2 / 3, end[1] + (middle[1] - end[1]) * 2 / 3))
            made.append(("C", [*curve, end]))
            handle = middle
        else:
            points = [(given[5] + by_x, given[6] + by_y)]
            made += _arc((x, y), points[0], given)
        x, y = points[-1]
    return made


def _given(d: str, at: int, kind: str) -> tuple[list[float] | None, int]:
    """The figures that a command takes; the two flags of an arc may stand without anything between."""
    figures: list[float] = []
    for place in range(_TAKES[kind]):
        found = (_FLAG if kind == "A" and place in (3, 4) else _FIGURE).match(d, at)
        if found is None:
            return None, at
        figures.append(float(found[1]))
        at = found.end()
    return figures, at


def _arc(begin: Point, end: Point, given: list[float]) -> list[Piece]:
    """An arc as curves, by the notes on implementation in the SVG specification (F.6.5)."""
    rx, ry, turn = abs(given[0]), abs(given[1]), math.radians(given[2])
    if not rx or not ry or begin == end:
        return [("L", [end])]
    cosine, sine = math.cos(turn), math.sin(turn)
    dx, dy = (begin[0] - end[0]) / 2, (begin[1] - end[1]) / 2
    u, v = cosine * dx + sine * dy, -sine * dx + cosine * dy
    over = (u / rx) ** 2 + (v / ry) ** 2
    if over > 1:
        rx, ry = rx * math.sqrt(over), ry * math.sqrt(over)
    below = (rx * v) ** 2 + (ry * u) ** 2
    share = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) if below else 0.0
    share = -share if bool(given[3]) == bool(given[4]) else share
    cu, cv = share * rx * v / ry, -share * ry * u / rx
    middle = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
    center = cosine * cu - sine * cv + middle[0], sine * cu + cosine * cv + middle[1]
    first = math.atan2((v - cv) / ry, (u - cu) / rx)
    swept = math.atan2((-v - cv) / ry, (-u - cu) / rx) - first
    if given[4] and swept < 0:
        swept += 2 * math.pi
    elif not given[4] and swept > 0:
        swept -= 2 * math.pi
    count = max(1, math.ceil(abs(swept) / (math.pi / 2) - 1e-9))
    step = swept / count
    bulge = 4 / 3 * math.tan(step / 4)

    def point(angle: float, along: float) -> Point:
        a = rx * (math.cos(angle) - along * math.sin(angle))
        b = ry * (math.sin(angle) + along * math.cos(angle))
        return cosine * a - sine * b + center[0], sine * a + cosine * b + center[1]

    curves: list[Piece] = []
    for number in range(count):
        a, b = first + number * step, first + (number + 1) * step
        curves.append(("C", [point(a, bulge), point(b, -bulge), point(b, 0.0)]))
    curves[-1][1][-1] = end
    return curves


def _rounded(x: float, y: float, w: float, h: float, rx: float, ry: float) -> list[Piece]:
    """A rectangle with round corners, from its upper left side on; a circle begins at its right."""
    if not rx or not ry:
        corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        return [*(("L" if place else "M", [point]) for place, point in enumerate(corners)), ("Z", [])]
    d = f"M{x + w} {y + ry} V{y + h - ry} a{rx} {ry} 0 0 1 {-rx} {ry} H{x + rx} a{rx} {ry} 0 0 1 {-rx} {-ry}"
    d += f" V{y + ry} a{rx} {ry} 0 0 1 {rx} {-ry} H{x + w - rx} a{rx} {ry} 0 0 1 {rx} {ry} Z"
    return pieces(d)


def flat(made: list[Piece]) -> list[tuple[Point, bool]]:
    """Points along an outline, and whether each begins a new part of it."""
    points: list[tuple[Point, bool]] = []
    begin: Point = (0.0, 0.0)
    for kind, given in made:
        if kind == "Z":
            points.append((begin, False))
            continue
        if kind == "M":
            begin = given[0]
        if kind == "C" and points:
            start, one, two, end = points[-1][0], *given
            for step in range(1, _STEPS):
                t = step / _STEPS
                shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                four = list(zip(shares, (start, one, two, end), strict=True))
                points.append(((sum(s * p[0] for s, p in four), sum(s * p[1] for s, p in four)), False))
        points.append((given[-1], kind == "M"))
    return points


def length_of(made: list[Piece]) -> float:
    """How long an outline is."""
    points = flat(made)
    return sum(math.dist(before, point) for (before, _), (point, begins) in pairwise(points) if not begins)


def along(made: list[Piece], share: float) -> tuple[Point, float]:
    """The point after a share of an outline, and the direction there in degrees."""
    points = flat(made)
    rest = length_of(made) * min(max(share, 0.0), 1.0)
    turn = 0.0
    for (before, _), (point, begins) in pairwise(points):
        step = 0.0 if begins else math.dist(before, point)
        if not step:
            continue
        turn = math.degrees(math.atan2(point[1] - before[1], point[0] - before[0]))
        if rest <= step:
            part = rest / step
            x, y = (a + (b - a) * part for a, b in zip(before, point, strict=True))
            return (x, y), turn
        rest -= step
    return (points[-1][0] if points else (0.0, 0.0)), turn


def written(made: list[Piece]) -> str:
    """As the ``d`` of a path."""
    return " ".join(f"{kind}{' '.join(f'{x:.7g},{y:.7g}' for x, y in points)}" for kind, points in made)
