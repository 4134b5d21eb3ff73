# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which animations a style asks for, in one line or in parts."""

from __future__ import annotations

import re
from collections.abc import Callable

from sidelight_svg.element import Element
from sidelight_svg.motion import FOREVER, Css, seconds
from sidelight_svg.sheets import Declarations

Frames = dict[str, list[tuple[float, Declarations]]]

_LIST = re.compile(r",(?![^()]*\))")
_WORD = re.compile(r"[^\s(]+(?:\([^()]*\))?")
_DIRECTIONS = ("normal", "reverse", "alternate", "alternate-reverse")
_FILLS = ("none", "forwards", "backwards", "both")
_TIMING = re.compile(r"linear|ease(?:-in)?(?:-out)?|step-(?:start|end)|(?:steps|cubic-bezier|linear)\(.*\)")
_TIME = re.compile(r"[-+]?\d*\.?\d+m?s")
_COUNT = re.compile(r"infinite|\d*\.?\d+")
_LONGEST = 4_000
"""Characters of a value that are looked at."""
_STEPS = 300
"""Steps of a movement that are followed: a moment at rest needs no more."""
_PARTS = ("duration", "delay", "iteration-count", "fill-mode", "direction", "timing-function", "play-state")


def of(element: Element, frames: Frames, resolved: Callable[[str], str]) -> list[Css]:
    """The animations of an element; what asks for them is taken out of its style.

    Args:
        element: its style is settled.
        frames: by name.
        resolved: puts custom properties into a value.
    """
    style = element.style
    asked = {
        name: style.pop(name)[:_LONGEST]
        for name in list(style)
        if name.removeprefix("-webkit-").startswith("animation")
    }
    if not asked:
        return []
    asked = {name.removeprefix("-webkit-"): value for name, value in asked.items()}
    each = [_shorthand(part) for part in _LIST.split(asked.get("animation", "")) if part.strip()]
    names = [part.strip() for part in _LIST.split(asked.get("animation-name", "")) if part.strip()]
    if names:
        each = [
            {**(each[place] if place < len(each) else {}), "name": name} for place, name in enumerate(names)
        ]
    for part in _PARTS:
        values = [value.strip() for value in _LIST.split(asked.get(f"animation-{part}", "")) if value.strip()]
        for place, one in enumerate(each):
            if values:
                one[part] = values[place % len(values)]
    return [made for one in each[:20] if (made := _made(element, one, frames, resolved)) is not None]


def _shorthand(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in _WORD.findall(words):
        kind = (
            ("delay" if "duration" in found else "duration")
            if _TIME.fullmatch(word)
            else "timing-function"
            if _TIMING.fullmatch(word)
            else "iteration-count"
            if _COUNT.fullmatch(word)
            else "direction"
            if word in _DIRECTIONS
            else "fill-mode"
            if word in _FILLS
            else "play-state"
            if word in ("running", "paused")
            else "name"
        )
        found[kind] = word
    return found


def _made(
    element: Element, given: dict[str, str], frames: Frames, resolved: Callable[[str], str]
) -> Css | None:
    keyframes = frames.get(given.get("name", "").strip("\"'"))
    if not keyframes:
        return None
    if len(keyframes) > _STEPS:
        keyframes = [*keyframes[:: -(-len(keyframes) // _STEPS)], keyframes[-1]]
    timing = given.get("timing-function", "ease")
    points: dict[str, list[tuple[float, str, str]]] = {}
    for share, declared in keyframes:
        own = next((value for name, value, _ in declared if name == "animation-timing-function"), timing)
        for name, value, _important in declared:
            if not name.startswith(("animation", "--")):
                points.setdefault(name, []).append((share, resolved(value), own))
    for name, found in points.items():
        base = element.given(name) or _usual(name, found[0][1])
        if found[0][0] > 0:
            found.insert(0, (0.0, base, timing))
        if found[-1][0] < 1:
            found.append((1.0, base, timing))
    count = given.get("iteration-count", "1")
    return Css(
        element,
        points,
        seconds(given.get("duration", "0s")) or 0.0,
        seconds(given.get("delay", "0s")) or 0.0,
        FOREVER if count == "infinite" else float(count) if _COUNT.fullmatch(count) else 1.0,
        given.get("fill-mode", "none"),
        given.get("direction", "normal"),
        given.get("play-state") == "paused",
    )


def _usual(name: str, other: str) -> str:
    """What a property is where nothing says so, in the form of another value of it."""
    if name in ("transform", "translate", "rotate", "scale", "filter"):
        return "none"
    if name.endswith("opacity"):
        return "1"
    return "0" if re.match(r"[-+.\d]", other) else other
