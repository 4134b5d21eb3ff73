# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where things lie: transforms as CSS writes them, the boxes of shapes, and shapes that cut."""

from __future__ import annotations

import math
import re

from sidelight_svg.element import Element
from sidelight_svg.size import length

Box = tuple[float, float, float, float]

_FUNCTION = re.compile(r"([A-Za-z0-9]+)\(([^()]*)\)")
_VALUE = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)([a-z%]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)")
DEGREES = {"deg": 1.0, "": 1.0, "rad": 180 / math.pi, "turn": 360.0, "grad": 0.9}
_SIDES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_WORDS = 4_000


def transform(text: str, box: Box | None) -> str | None:
    """A ``transform`` of CSS as the attribute has it; ``None`` if something in it is not flat."""
    made: list[str] = []
    for name, inside in _FUNCTION.findall(text[:_WORDS]):
        values = _VALUE.findall(inside)
        kind = name.lower()
        if not values:
            continue
        if kind.startswith("translate"):
            sides = [box[2], box[3]] if box else [0.0, 0.0]
            axis = 1 if kind == "translatey" else 0
            moved = [_far(value, sides[min(axis + place, 1)]) for place, value in enumerate(values[:2])]
            x, y = (
                (0.0, moved[0])
                if axis
                else (moved[0], moved[1] if len(moved) > 1 and kind != "translatex" else 0.0)
            )
            made.append(f"translate({x:g} {y:g})")
        elif kind in ("rotate", "rotatez", "skewx", "skewy"):
            degrees = float(values[0][0]) * DEGREES.get(values[0][1].lower(), 1.0)
            more = "".join(f" {value[0]}" for value in values[1:3]) if len(values) == 3 else ""
            made.append(f"{ {'skewx': 'skewX', 'skewy': 'skewY'}.get(kind, 'rotate') }({degrees:g}{more})")
        elif kind in ("scale", "scalex", "scaley", "scale3d"):
            shares = [float(number) / (100 if unit == "%" else 1) for number, unit in values[:2]]
            x, y = (shares[0], shares[-1])
            x, y = (x, 1.0) if kind == "scalex" else (1.0, x) if kind == "scaley" else (x, y)
            made.append(f"scale({x:g} {y:g})")
        elif kind == "matrix" and len(values) == 6:
            made.append(f"matrix({' '.join(number for number, _unit in values)})")
        elif kind == "skew":
            slants = [float(number) * DEGREES.get(unit.lower(), 1.0) for number, unit in values[:2]]
            made.append(f"skewX({slants[0]:g})" + (f" skewY({slants[1]:g})" if len(slants) > 1 else ""))
        elif kind not in ("translatez", "perspective", "rotate3d"):
            return None
    return " ".join(made)


def origin(text: str, box: Box, *, own: bool) -> tuple[float, float]:
    """A ``transform-origin``. ``own``: it counts from the box, or else from where the drawing begins."""
    words = text.replace(",", " ").split()[:2]
    if words and words[0] in ("top", "bottom"):
        words.reverse()
    words += ["center"] * (2 - len(words))
    found = []
    for place, word in enumerate(words):
        begin = box[place] if own else 0.0
        if word in _SIDES:
            found.append(box[place] + _SIDES[word] * box[place + 2])
        elif word.endswith("%"):
            found.append(box[place] + _far(_split(word), box[place + 2]))
        else:
            found.append(begin + _far(_split(word), 0.0))
    return found[0], found[1]


def box_of(element: Element, depth: int = 0) -> Box | None:
    """About the smallest box around a shape or a group, in its own coordinates; ``None`` if none is told."""
    points = _points(element)
    if points is not None:
        return _around(points)
    if element.name not in ("g", "a", "svg", "switch") or depth > 20:
        return None
    boxes = [box for child in element.elements if (box := box_of(child, depth + 1))]
    return _around([(x + w * i, y + h * i) for x, y, w, h in boxes for i in (0, 1)]) if boxes else None


def cutting(text: str, box: Box) -> Element | None:
    """A basic shape of CSS (``circle(40%)``) as an element of SVG; ``None`` for what is none."""
    found = re.match(r"\s*(circle|ellipse|inset|polygon|path)\((.*)\)", text[:_WORDS], re.DOTALL)
    if found is None:
        return None
    x, y, w, h = box
    kind, inside = found[1], found[2]
    if kind == "path":
        d = re.search(r"[\"']([^\"']*)[\"']", inside)
        return Element("path", 0, {"d": d[1], "transform": f"translate({x:g} {y:g})"}) if d else None
    if kind == "polygon":
        corners = [part.split() for part in inside.split(",") if len(part.split()) == 2]
        points = " ".join(f"{x + _far(_split(a), w):g},{y + _far(_split(b), h):g}" for a, b in corners)
        return Element("polygon", 0, {"points": points})
    if kind == "inset":
        sides, _, rounded = inside.partition("round")
        words = sides.split() or ["0"]
        top, right, bottom, left = (
            words[0],
            words[1 % len(words)],
            words[2 % len(words)] if len(words) > 2 else words[0],
            words[3] if len(words) > 3 else words[1 % len(words)],
        )
        high, low = _far(_split(top), h), _far(_split(bottom), h)
        first, last = _far(_split(left), w), _far(_split(right), w)
        rect = {
            "x": x + first,
            "y": y + high,
            "width": max(w - first - last, 0.0),
            "height": max(h - high - low, 0.0),
        }
        if rounded.split():
            rect["rx"] = _far(_split(rounded.split()[0]), w)
        return Element("rect", 0, {name: f"{value:g}" for name, value in rect.items()})
    size, _, at = inside.partition("at")
    cx, cy = origin(at.strip() or "center", box, own=True)
    radii = size.split()
    usual = math.hypot(w, h) / math.sqrt(2)
    if kind == "circle":
        r = _far(_split(radii[0]), usual) if radii and radii[0][:1].isdigit() else min(w, h) / 2
        return Element("circle", 0, {"cx": f"{cx:g}", "cy": f"{cy:g}", "r": f"{r:g}"})
    rx, ry = (_far(_split(radii[0]), w), _far(_split(radii[1]), h)) if len(radii) == 2 else (w / 2, h / 2)
    return Element("ellipse", 0, {"cx": f"{cx:g}", "cy": f"{cy:g}", "rx": f"{rx:g}", "ry": f"{ry:g}"})


def _points(element: Element) -> list[tuple[float, float]] | None:
    def side(name: str) -> float:
        return length(element.given(name)) or 0.0

    if element.name in ("rect", "image", "foreignObject", "use"):
        x, y, w, h = side("x"), side("y"), side("width"), side("height")
        return [(x, y), (x + w, y + h)] if w and h else None
    if element.name in ("circle", "ellipse"):
        cx, cy = side("cx"), side("cy")
        rx, ry = side("r") or side("rx"), side("r") or side("ry")
        return [(cx - rx, cy - ry), (cx + rx, cy + ry)]
    if element.name == "line":
        return [(side("x1"), side("y1")), (side("x2"), side("y2"))]
    if element.name in ("polyline", "polygon"):
        figures = [float(found) for found in _NUMBER.findall(element.attributes.get("points", "")[:200_000])]
        return list(zip(figures[::2], figures[1::2], strict=False)) or None
    if element.name == "path":
        return _outline(element.given("d")[:200_000]) or None
    return None


def _outline(d: str) -> list[tuple[float, float]]:
    """Ends and handles of a path; close enough to its box."""
    points: list[tuple[float, float]] = []
    x = y = begin_x = begin_y = 0.0
    for command, inside in _COMMAND.findall(d):
        figures = [float(found) for found in _NUMBER.findall(inside)]
        moves, kind = command.islower(), command.upper()
        if kind == "Z":
            x, y = begin_x, begin_y
        step = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7}.get(kind, 0)
        for at in range(0, len(figures) - step + 1, step) if step else ():
            part = figures[at : at + step]
            if kind == "H":
                x = part[0] + (x if moves else 0)
            elif kind == "V":
                y = part[0] + (y if moves else 0)
            else:
                pairs = [(part[5], part[6])] if kind == "A" else list(zip(part[::2], part[1::2], strict=True))
                placed = [(a + (x if moves else 0), b + (y if moves else 0)) for a, b in pairs]
                if kind == "C":
                    points += _curve((x, y), *placed)
                elif kind == "A":
                    middle = ((x + placed[0][0]) / 2, (y + placed[0][1]) / 2)
                    if part[3]:
                        points += [
                            (middle[0] - part[0], middle[1] - part[1]),
                            (middle[0] + part[0], middle[1] + part[1]),
                        ]
                x, y = placed[-1]
            if kind == "M" and at == 0:
                begin_x, begin_y = x, y
            points.append((x, y))
    return points


def _curve(*four: tuple[float, float]) -> list[tuple[float, float]]:
    made = []
    for step in range(1, 8):
        t = step / 8
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        made.append(
            (
                sum(s * p[0] for s, p in zip(shares, four, strict=False)),
                sum(s * p[1] for s, p in zip(shares, four, strict=False)),
            )
        )
    return made


def _around(points: list[tuple[float, float]]) -> Box | None:
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    if not points or not all(map(math.isfinite, (*xs, *ys))):
        return None
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _split(word: str) -> tuple[str, str]:
    found = _VALUE.match(word)
    return (found[1], found[2]) if found else ("0", "")


def _far(value: tuple[str, str], whole: float) -> float:
    number, unit = value
    if unit == "%":
        return float(number) * whole / 100
    return length(f"{number}{unit}") or 0.0
