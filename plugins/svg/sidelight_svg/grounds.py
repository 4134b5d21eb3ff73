# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Grounds of CSS that run from colour to colour."""

from __future__ import annotations

import math
import re

from sidelight_svg import colours
from sidelight_svg.element import Element
from sidelight_svg.placing import DEGREES, Box

_LONGEST = 4_000


def gradient(text: str, box: Box) -> list[Element] | None:
    """A ground of CSS that runs from colour to colour, as a rectangle; ``None`` for what is none."""
    found = re.match(r"\s*(?:repeating-)?(linear|radial)-gradient\((.*)\)", text[:_LONGEST], re.DOTALL)
    parts = [part.strip() for part in re.split(r",(?![^()]*\))", found[2])] if found else []
    if found is None or not parts:
        return None
    x, y, w, h = box
    turn = 180.0
    if angle := re.fullmatch(r"([-+.\d]+)(deg|turn|rad|grad)", parts[0]):
        turn = float(angle[1]) * DEGREES[angle[2]]
    elif parts[0].startswith("to "):
        across = ("right" in parts[0]) - ("left" in parts[0])
        down = ("bottom" in parts[0]) - ("top" in parts[0])
        turn = math.degrees(math.atan2(across * (h if down else 1), -down * (w if across else 1)))
    if angle or parts[0].startswith(("to ", "circle", "ellipse", "closest", "farthest", "at ")):
        parts = parts[1:]
    stops: list[Element | str] = []
    for number, part in enumerate(parts):
        colour, _, place = part.rpartition(" ")
        share = place if colour and place.endswith("%") else f"{100 * number / max(len(parts) - 1, 1):g}%"
        colour = colour if colour and place.endswith("%") else part
        stops.append(Element("stop", 0, {"offset": share, "stop-color": colours.plain(colour)}))
    name = f"sidelight-ground-{found[1]}"
    middle = (x + w / 2, y + h / 2)
    given = {"id": name, "gradientUnits": "userSpaceOnUse"}
    if found[1] == "linear":
        sine, cosine = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        half = (abs(w * sine) + abs(h * cosine)) / 2
        ends = (
            middle[0] - sine * half,
            middle[1] + cosine * half,
            middle[0] + sine * half,
            middle[1] - cosine * half,
        )
        given |= {key: f"{value:.3f}" for key, value in zip(("x1", "y1", "x2", "y2"), ends, strict=True)}
    else:
        given |= {"cx": f"{middle[0]:g}", "cy": f"{middle[1]:g}", "r": f"{math.hypot(w, h) / 2:g}"}
    rect = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{w:g}", "height": f"{h:g}", "fill": f"url(#{name})"}
    return [Element(f"{found[1]}Gradient", 0, given, stops), Element("rect", 0, rect)]
