# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How much there is to draw once everything is repeated that a drawing repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidelight.api import RenderError
from sidelight_svg.element import Element
from sidelight_svg.reading import DEEPEST, MOST_ELEMENTS

MOST_STEPS = 200
MOST_OCTAVES = 12

_ADDRESS = re.compile(r"url\(#([^)]{1,200})\)")
_VERTEX = re.compile(r"[-+.\d]+[\s,]+[-+.\d]+")
_GRADIENTS = ("linearGradient", "radialGradient", "filter")
# More than a million parts are as many as there can be.
_COUNTLESS = 1_000_000


@dataclass(slots=True)
class _Weight:
    parts: int
    depth: int


def check(root: Element) -> None:
    """Refuse what the engine would not come back from.

    Raises:
        RenderError: too many parts, or too deep, when all that is used several times is counted each time.
    """
    elements = list(root.all())
    _check_filters(elements)
    weight = _weigh(
        root,
        {element.attributes["id"]: element for element in reversed(elements) if "id" in element.attributes},
    )
    if weight.parts > MOST_ELEMENTS:
        count = f"{weight.parts:,}" if weight.parts < _COUNTLESS else "over a million"
        raise RenderError(
            f"With all that is used again the drawing has {count} parts; at most {MOST_ELEMENTS:,} are drawn."
        )
    if weight.depth > DEEPEST:
        raise RenderError(f"With all that is used again the drawing is more than {DEEPEST} deep.")


def _check_filters(elements: list[Element]) -> None:
    for element in elements:
        if element.name in ("filter", "feMerge") and len(element.elements) > MOST_STEPS:
            raise RenderError(f"A <{element.name}> has more than {MOST_STEPS} steps.", element.line)
        if element.name == "feTurbulence":
            octaves = element.attributes.get("numOctaves", "1").strip()
            if len(octaves) > 2 or (octaves.isdigit() and int(octaves) > MOST_OCTAVES):
                element.attributes["numOctaves"] = str(MOST_OCTAVES)


def _weigh(root: Element, named: dict[str, Element]) -> _Weight:
    """Parts and depth below ``root``. A circle of references counts once: the engine breaks it."""
    known: dict[Element, _Weight | None] = {}
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        element, ready = waiting.pop()
        references = _references(element, named)
        if not ready:
            if element in known:
                continue
            known[element] = None
            waiting.append((element, True))
            waiting += [(below, False) for below in (*element.elements, *references)]
            continue
        weight = _Weight(1, 1)
        for below in element.elements:
            _add(weight, known.get(below), 1)
        for target, times in references.items():
            _add(weight, known.get(target), 0 if target.name in _GRADIENTS else times)
        known[element] = weight
    found = known[root]
    assert found is not None
    return found


def _add(weight: _Weight, below: _Weight | None, times: int) -> None:
    if below is not None:
        weight.parts = min(weight.parts + below.parts * times, _COUNTLESS)
        weight.depth = max(weight.depth, 1 + below.depth)


def _references(element: Element, named: dict[str, Element]) -> dict[Element, int]:
    """What an element uses, and how many times it is drawn for it."""
    found: dict[Element, int] = {}
    for name, value in (*element.attributes.items(), *element.style.items()):
        if name == "xlink:href":
            targets = [value[1:]] if value.startswith("#") else []
        else:
            targets = _ADDRESS.findall(value) if "url(#" in value else []
        for target in targets:
            below = named.get(target)
            if below is not None:
                found[below] = found.get(below, 0) + (_corners(element) if below.name == "marker" else 1)
    return found


def _corners(element: Element) -> int:
    outline = element.attributes.get("d", "") or element.attributes.get("points", "")
    return 2 + sum(1 for _ in _VERTEX.finditer(outline))
