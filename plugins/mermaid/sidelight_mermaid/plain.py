# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A diagram as an SVG document that other programs draw right.

Mermaid puts its labels into elements of HTML, which browsers show and most other programs leave out. Here
each becomes text of SVG: the same words in the same lines at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from xml.sax.saxutils import escape

_FOREIGN = re.compile(r"<foreignObject\b([^>]*)>(.*?)</foreignObject>|<foreignObject\b[^>]*/>", re.DOTALL)
_SIDE = re.compile(r'\b(width|height|x|y)="([-\d.]+)"')
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^>]*)>")
_COLOUR = re.compile(r"(?:^|[;\"\s])color:\s*([^;\"!]{1,40})")
_GROUND = re.compile(r"\.labelBkg\{background-color:([^;}]{1,40})")
_RGBA = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")
_ROOT = re.compile(r'(<svg\b[^>]*?)\swidth="[^"]*"')
_LINE = 24.0
"""The height of a line: Mermaid's letters are 16 pixels high, its lines half as much more."""
_BASELINE = 0.72
"""How far down in its line the letters stand."""
_LETTERS = 16.0

Run = tuple[str, bool, bool]
"""Words, and whether they are bold or slanted."""


def measured(words: str, bold: bool) -> float:
    """How wide words are in the face that diagrams are drawn in, in pixels."""
    from mermaidx import font_metrics

    return float(font_metrics.Font(bold=bold).measure(words, _LETTERS)["width"])


def plain(svg: str, size: tuple[float, float], measure: Callable[[str, bool], float] = measured) -> str:
    """The diagram without elements of HTML, and with a size of its own.

    Args:
        svg: as Mermaid drew it.
        size: width and height in pixels.
        measure: how wide words are, and whether they are bold; pixels.
    """
    ground = _GROUND.search(svg)

    def text_of(match: re.Match[str]) -> str:
        if match[2] is None:
            return ""
        return _label(match[1], match[2], ground[1] if ground else "", measure)

    # Some programs do not know the colour “transparent” and take black.
    flat = _FOREIGN.sub(text_of, svg).replace("fill:transparent", "fill:none")
    return _ROOT.sub(rf'\1 width="{size[0]:g}" height="{size[1]:g}"', flat, count=1)


def _label(attributes: str, inside: str, ground: str, measure: Callable[[str, bool], float]) -> str:
    sides = {name: float(value) for name, value in _SIDE.findall(attributes)}
    width, height = sides.get("width", 0.0), sides.get("height", 0.0)
    lines = _wrapped(_lines(inside), width if round(height / _LINE) > 1 else float("inf"), measure)
    if not lines or width <= 0:
        return ""
    left, top = sides.get("x", 0.0), sides.get("y", 0.0)
    colour = _COLOUR.search(inside)
    fill = f' style="fill:{escape(colour[1].strip())}"' if colour else ""
    first = top + (height - _LINE * len(lines)) / 2 + _LINE * _BASELINE
    # Each line by itself: many programs know no places inside of a text.
    words = "".join(
        f'<text x="{left + width / 2:g}" y="{first + number * _LINE:g}" text-anchor="middle"'
        f' font-size="{_LETTERS:g}"{fill}>{_spans(line)}</text>'
        for number, line in enumerate(lines)
    )
    paper = ""
    if "labelBkg" in inside and (found := _RGBA.fullmatch(ground.strip())):
        red, green, blue, opacity = found.groups()
        paper = (
            f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"'
            f' style="fill:rgb({red},{green},{blue});fill-opacity:{opacity};stroke:none"/>'
        )
    return paper + words


def _lines(inside: str) -> list[list[Run]]:
    """The lines of a label as it breaks them itself."""
    lines: list[list[Run]] = [[]]
    bold = slanted = 0
    written = 0
    for tag in _TAG.finditer(inside):
        _add(lines[-1], inside[written : tag.start()], bold > 0, slanted > 0)
        written = tag.end()
        step, name = (-1 if tag[1] else 1), tag[2].lower()
        if name in ("b", "strong"):
            bold += step
        elif name in ("i", "em"):
            slanted += step
        elif name == "br" or (name in ("p", "li", "div") and tag[1]):
            lines.append([])
    _add(lines[-1], inside[written:], bold > 0, slanted > 0)
    return [line for line in lines if "".join(words for words, _, _ in line).strip()]


def _add(line: list[Run], words: str, bold: bool, slanted: bool) -> None:
    if words:
        line.append((re.sub(r"\s+", " ", unescape(words)), bold, slanted))


def _wrapped(lines: list[list[Run]], room: float, measure: Callable[[str, bool], float]) -> list[list[Run]]:
    """The same lines, broken between words where they are wider than their room."""
    made: list[list[Run]] = []
    for line in lines:
        now: list[Run] = []
        taken = 0.0
        for words, bold, slanted in line:
            for word in re.findall(r"\s*\S+|\s+$", words):
                wide = measure(word, bold)
                if now and taken + wide > room + 1 and word.strip():
                    made.append(now)
                    now, taken, word = [], 0.0, word.lstrip()
                    wide = measure(word, bold)
                now.append((word, bold, slanted))
                taken += wide
        made.append(now)
    return made


def _spans(line: list[Run]) -> str:
    made = []
    for words, bold, slanted in line:
        text = escape(words)
        if bold or slanted:
            weight = ' font-weight="bold"' if bold else ""
            style = ' font-style="italic"' if slanted else ""
            text = f"<tspan{weight}{style}>{text}</tspan>"
        made.append(text)
    return "".join(made).strip()
