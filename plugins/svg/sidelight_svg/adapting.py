# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What today's browsers draw and the engine does not know, said in words that it knows."""

from __future__ import annotations

import math
import re

from sidelight_svg import colours, grounds, paths, placing, size, strokes, sums, words
from sidelight_svg.element import Element

_LENGTHS = ("x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2")
_WITH_LENGTHS = ("rect", "circle", "ellipse", "image", "line", "use", "svg", "foreignObject")
_ENGINES_OWN = ("transform", "transform-box", "transform-origin")
_SINGLE = ("translate", "rotate", "scale")
_TEXTS = ("text", "tspan", "textPath", "g", "svg")
_MISSING = ("backdrop-filter",)
_MASKS = ("mask-image", "-webkit-mask-image", "mask", "-webkit-mask")
_OWN_ADDRESS = re.compile(r"url\(#[^)]*\)")
_PASSED_ON = {
    "linearGradient": "gradientTransform",
    "radialGradient": "gradientTransform",
    "pattern": "patternTransform",
}
_ACROSS, _DOWN = (
    frozenset(("x", "width", "cx", "rx", "x1", "x2")),
    frozenset(("y", "height", "cy", "ry", "y1", "y2")),
)
_D = re.compile(r"path\(\s*[\"']([^\"']*)[\"']\s*\)")
_SHADES = re.compile(r"(?:fill|stroke|color|stop-color|flood-color|lighting-color|filter)$")


def adapt(root: Element, shown: tuple[float, float]) -> list[str]:
    """Rewrite a drawing whose styles are settled. Its root has a view box by now.

    Args:
        root: all of it.
        shown: width and height at which it is seen, in device-independent pixels.

    Returns:
        The properties in it that browsers draw and nothing here does.
    """
    number = 0
    missing: dict[str, None] = {}
    box = size.view_box(root.attributes.get("viewBox", "")) or (0.0, 0.0, 300.0, 150.0)
    waiting: list[tuple[Element, placing.Box, bool, bool]] = [(root, box, False, False)]
    while waiting:
        element, box, rightward, exact = waiting.pop()
        style = element.style
        if element.name == "svg" and element is not root:
            box = size.view_box(element.attributes.get("viewBox", "")) or box
        _colours(element)
        _reckon(element, box)
        if style and element.name in _WITH_LENGTHS:
            for name in _LENGTHS:
                if name in style:
                    element.attributes[name] = style.pop(name)
        if "d" in style and (found := _D.search(style.pop("d"))):
            element.attributes["d"] = found[1]
        if style and element is not root:
            _transform(element, box)
        missing.update((name, None) for name in _MISSING if _asks(element.given(name)))
        if element.name in _TEXTS and style:
            words.styled(element)
        if any(name in style for name in _MASKS):
            number += 1
            _mask(element, f"sidelight-mask-{number}")
        if "(" in (shape := element.given("clip-path")) and "url(" not in shape:
            number += 1
            _cut(element, f"sidelight-cut-{number}")
        rightward = {"rtl": True, "ltr": False}.get(element.given("direction"), rightward)
        if element.name == "text" and rightward:
            _from_the_right(element)
        if "white-space" in style and style.pop("white-space").startswith(("pre", "break-spaces")):
            element.attributes["xml:space"] = "preserve"
        if space := element.given("color-interpolation-filters"):
            exact = space.lower() == "srgb"
        if element.name == "feDisplacementMap":
            _displace(element)
        if element.name in ("feDiffuseLighting", "feSpecularLighting") and not exact:
            _light(element)
        waiting += [(child, box, rightward, exact) for child in element.elements]
    words.settle(root)
    _pass_on(root)
    strokes.measure(root)
    strokes.keep_widths(root, shown)
    return list(missing)


def _asks(value: str) -> bool:
    return value not in ("", "none", "initial", "unset")


def turn(root: Element, rounded: str, paper: str | None) -> str | None:
    """Do what the root asks for itself: a turn, round corners. Gives what is still to lie behind it."""
    box = size.view_box(root.attributes.get("viewBox", "")) or (0.0, 0.0, 300.0, 150.0)
    moved, about = root.style.pop("transform", ""), root.style.pop("transform-origin", "center")
    given = placing.transform(moved, box) if moved and moved != "none" else ""
    ground = grounds.gradient(paper, box) if paper and "gradient(" in paper else None
    if ground is not None:
        root.children[:0] = ground
        paper = None
    cut = placing.cutting(f"inset(0 round {rounded})", box) if rounded.strip(" 0px") else None
    if not given and cut is None:
        return paper
    group = Element("g", root.line, {}, root.children)
    if given:
        x, y = placing.origin(about, box, own=True)
        group.attributes["transform"] = f"translate({x:g} {y:g}) {given} translate({-x:g} {-y:g})"
    root.children = [group]
    if cut is not None:
        behind = Element("rect", root.line, {**cut.attributes, "fill": paper or "none"})
        name = "sidelight-corners"
        clip = Element("clipPath", root.line, {"id": name}, [cut])
        root.children = [Element("g", root.line, {"clip-path": f"url(#{name})"}, [clip, behind, group])]
        paper = None
    return paper


def _colours(element: Element) -> None:
    for place in (element.style, element.attributes):
        for name, value in place.items():
            if ("(" in value or value == "rebeccapurple") and _SHADES.match(name):
                place[name] = colours.plain(value)


def _reckon(element: Element, box: placing.Box) -> None:
    """Sums in values are reckoned up."""
    for place in (element.style, element.attributes):
        for name, value in place.items():
            if "(" in value and sums.holds(value):
                whole = (
                    box[2] if name in _ACROSS else box[3] if name in _DOWN else math.hypot(*box[2:]) / 2**0.5
                )
                place[name] = sums.reckoned(value, whole)


def _pass_on(root: Element) -> None:
    """What a gradient or a pattern takes from another includes its transform; the engine forgets that."""
    kinds = [element for element in root.all() if element.name in _PASSED_ON]
    named = {element.attributes.get("id", ""): element for element in kinds}
    for element in kinds:
        name, source = _PASSED_ON[element.name], element
        for _ in range(8):
            if name in source.attributes:
                element.attributes[name] = source.attributes[name]
                break
            below = named.get(source.attributes.get("xlink:href", "")[1:])
            if below is None or _PASSED_ON[below.name] != name:
                break
            source = below


def _mask(element: Element, name: str) -> None:
    """A mask as CSS has it: one of the drawing, or a run of colours of which only what shows counts."""
    given = [element.style.pop(key) for key in _MASKS if key in element.style]
    if "mask" in element.attributes and not given:
        return
    asked = next((value for value in given if value not in ("none", "initial", "unset")), "")
    address = _OWN_ADDRESS.search(asked)
    if address:
        element.attributes["mask"] = address[0]
        return
    box = placing.box_of(element)
    ground = grounds.gradient(asked, box) if box and "gradient(" in asked else None
    if box is None or ground is None:
        return
    paint, rect = ground
    paint.attributes["id"] = f"{name}-colours"
    rect.attributes["fill"] = f"url(#{name}-colours)"
    sides = {key: f"{side:g}" for key, side in zip(("x", "y", "width", "height"), box, strict=True)}
    given_mask = {"id": name, "maskUnits": "userSpaceOnUse", "mask-type": "alpha", **sides}
    _wrap(element, Element("mask", element.line, given_mask, [paint, rect]), "mask")


def _transform(element: Element, box: placing.Box) -> None:
    single = [_single(name, element.style.pop(name)) for name in _SINGLE if name in element.style]
    if "offset-path" in element.style:
        single.append(_on_path(element))
    if "transform" not in element.style and "transform-origin" not in element.style and not single:
        return
    moved, where, about = (element.style.pop(name, "") for name in _ENGINES_OWN)
    own = where in ("fill-box", "content-box", "stroke-box", "border-box")
    base = (placing.box_of(element) if own else None) or box
    about = about or element.attributes.pop("transform-origin", "")
    attribute = element.attributes.get("transform", "")
    given = placing.transform(moved, base) if moved and moved != "none" else attribute
    if any(single):
        before = placing.transform(" ".join(single), base)
        given = f"{before or ''} {given or ''}".strip()
    if moved == "none":
        element.attributes.pop("transform", None)
    if not given:
        return
    if about or own:
        x, y = placing.origin(about or "0 0", base, own=own)
        if about == "" and own:
            x, y = base[0], base[1]
        given = f"translate({x:g} {y:g}) {given} translate({-x:g} {-y:g})"
    element.attributes["transform"] = given


def _single(name: str, value: str) -> str:
    """``translate``, ``rotate`` or ``scale`` of its own as a function."""
    if value in ("none", "initial", "unset", "") or "(" in value:
        return ""
    return f"{name}({', '.join(value.split())})"


def _on_path(element: Element) -> str:
    """Where ``offset-path`` and ``offset-distance`` put an element, as a function."""
    found = _D.search(element.style.pop("offset-path"))
    far = element.style.pop("offset-distance", "0")
    turned = element.style.pop("offset-rotate", "auto")
    if found is None:
        return ""
    track = paths.pieces(found[1])
    whole = paths.length_of(track) or 1.0
    share = float(far[:-1]) / 100 if re.fullmatch(r"-?[\d.]+%", far) else (size.length(far) or 0.0) / whole
    (x, y), turn = paths.along(track, share)
    degrees = turn if turned.startswith("auto") else size.length(turned.removesuffix("deg")) or 0.0
    return f"translate({x:.5g}, {y:.5g}) rotate({degrees:.5g})"


def _cut(element: Element, name: str) -> None:
    """A basic shape becomes an element that cuts, inside a group around what is cut."""
    shape_words = element.style.pop("clip-path", "") or element.attributes.pop("clip-path", "")
    element.attributes.pop("clip-path", None)
    box = placing.box_of(element)
    shape = placing.cutting(shape_words, box) if box else None
    if shape is None:
        return
    _wrap(element, Element("clipPath", element.line, {"id": name}, [shape]), "clip-path")


def _wrap(element: Element, effect: Element, kind: str) -> None:
    """Put a group, with the element's own transform, around an element that ``effect`` cuts or masks."""
    inner = Element(
        element.name, element.line, dict(element.attributes), element.children, dict(element.style)
    )
    inner.attributes.pop("transform", None)
    around = {
        name: value for name, value in element.attributes.items() if name in ("id", "transform", "class")
    }
    inner.attributes.pop("id", None)
    element.name, element.style = "g", {}
    element.attributes = {**around, kind: f"url(#{effect.attributes['id']})"}
    element.children = [effect, inner]


def _from_the_right(element: Element) -> None:
    """In a script that runs to the left a text begins at its right end."""
    anchor = element.given("text-anchor") or "start"
    element.style.pop("direction", None)
    element.attributes.pop("direction", None)
    element.style["text-anchor"] = {"start": "end", "end": "start"}.get(anchor, anchor)


def _light(element: Element) -> None:
    """The engine takes the colour of a light for one that is reckoned with already."""
    colour = colours.rgba(element.given("lighting-color"))
    if colour is None:
        return
    red, green, blue = (colours.linear(part) for part in colour[:3])
    element.style["lighting-color"] = colours.written((red, green, blue, 1.0))


def _displace(element: Element) -> None:
    """The engine moves by the square of what is asked for."""
    scale = size.length(element.attributes.get("scale", "0")) or 0.0
    element.attributes["scale"] = f"{abs(scale) ** 0.5:.6g}"
