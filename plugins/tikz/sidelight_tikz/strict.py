# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Only drawing gets out: a document can write SVG of its own through TeX, with scripts and addresses in it.

What is written is also made flat. To the driver a group is a change of colour that lasts until its scope
ends, so that a plot of some hundred patches is some hundred groups deep; here each shape has its own colour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "circle clipPath defs ellipse g line linearGradient marker mask path pattern polygon polyline"
    " radialGradient rect stop svg symbol use"
)
_STROKE = _words(
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity"
    " stroke-width"
)
_FILL = _words("fill-opacity fill-rule")
_INHERITED = frozenset(("clip-rule", "color", "fill", "stroke", "visibility")) | _STROKE | _FILL
_ATTRIBUTES = _INHERITED | _words(
    "clip-path clipPathUnits cx cy d fx fy gradientTransform gradientUnits height href id markerHeight"
    " markerUnits markerWidth mask maskContentUnits maskUnits offset opacity orient overflow"
    " patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY rx ry"
    " spreadMethod stop-color stop-opacity style transform viewBox width x x1 x2 xlink:href xmlns"
    " xmlns:xlink y y1 y2"
)
_SHAPES = _words("circle ellipse line path polygon polyline rect use")
_FAR = re.compile(r"url\s*\(\s*['\"]?\s*[^#\s'\"]|\\|@|expression|:\s*//", re.IGNORECASE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLEND = "mix-blend-mode:"
_BLENDS = {name.replace("-", ""): name for name in ("color-dodge", "color-burn", "hard-light", "soft-light")}
_NAMESPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}
_DEEPEST = 300
_MOST = 100_000


class BadDrawing(ValueError):
    """The drawing commands do not make a drawing; the message says why."""


def strict(svg: str) -> str:
    """The document with nothing in it but shapes, colours and references to its own parts.

    Raises:
        BadDrawing: it is not well-formed, nested too deeply, or has too many parts.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(_FORBIDDEN.sub("", svg), True)
    except expat.ExpatError as error:
        raise BadDrawing("The drawing commands do not fit together.") from error
    return "".join(reader.whole)


@dataclass(slots=True)
class _Open:
    """An element that is being read: what it keeps of itself, and what all within it take over."""

    name: str
    attributes: dict[str, str]
    handed_on: dict[str, str]
    kept: bool
    inside: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.whole: list[str] = []
        self._open: list[_Open] = []
        self._depth = 0
        self._count = 0
        self._skipped = 0  # how many elements deep within one that is left out

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        if self._skipped or name not in _ELEMENTS:
            self._skipped += 1
            return
        self._count += 1
        attributes = {key: value for key, value in given.items() if _allowed(key, value)}
        handed_on = self._open[-1].handed_on if self._open else {}
        kept = True
        if name == "g" and (style := attributes.get("style", "")).startswith(_BLEND):
            # As with colours: each shape is blended with what is below it, not all of them at once.
            blend = style.removeprefix(_BLEND)
            handed_on = {**handed_on, "style": _BLEND + _BLENDS.get(blend, blend)}
            del attributes["style"]
        if name in _SHAPES:
            attributes = _needed({**handed_on, **attributes})
        elif name not in ("stop", "linearGradient", "radialGradient"):
            handed_on = handed_on | {key: attributes.pop(key) for key in [*attributes] if key in _INHERITED}
            kept = name != "g" or bool(attributes)
        self._depth += kept
        if self._depth > _DEEPEST or len(self._open) > 50 * _DEEPEST:
            raise BadDrawing(f"The drawing is nested more than {_DEEPEST} deep.")
        if self._count > _MOST:
            raise BadDrawing(f"The drawing has more than {_MOST:,} parts.")
        self._open.append(_Open(name, attributes, handed_on, kept))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        one = self._open.pop()
        self._depth -= one.kept
        around = self._open[-1].inside if self._open else self.whole
        if not one.kept:
            around += one.inside
            return
        if (name == "g" and not one.inside) or (name == "path" and not one.attributes.get("d", "").strip()):
            return
        if name == "pattern":
            one.inside = _tiled(one)
        attributes = "".join(f" {key}={quoteattr(value)}" for key, value in one.attributes.items())
        if one.inside:
            around += [f"<{name}{attributes}>", *one.inside, f"</{name}>"]
        else:
            around.append(f"<{name}{attributes}/>")


def _allowed(name: str, value: str) -> bool:
    if name in _NAMESPACES:
        return value == _NAMESPACES[name]
    if name not in _ATTRIBUTES or _FAR.search(value):
        return False
    return value.startswith("#") if name in ("href", "xlink:href") else True


def _needed(attributes: dict[str, str]) -> dict[str, str]:
    """Without what says how to draw a line or an area that is not drawn."""
    for key, without in (("stroke", _STROKE), ("fill", _FILL)):
        default = "none" if key == "stroke" else "black"
        if attributes.get(key, default) == "none" and _plain(attributes.get("style", "")):
            for name in without:
                attributes.pop(name, None)
    return attributes


def _plain(style: str) -> bool:
    """Whether a style says nothing of lines and areas."""
    return not style or style.startswith(_BLEND)


def _tiled(pattern: _Open) -> list[str]:
    """Each tile with what its neighbours draw beyond their edges: PDF has it so, and SVG has not."""
    try:
        width, height = (float(pattern.attributes[side]) for side in ("width", "height"))
    except (KeyError, ValueError):
        return pattern.inside
    tiled: list[str] = []
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            move = f"translate({across * width:g},{down * height:g})"
            tiled += [f'<g transform="{move}">', *pattern.inside, "</g>"]
    return tiled
