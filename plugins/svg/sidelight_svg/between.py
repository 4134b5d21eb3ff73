# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Between two values: how far an animation is, and what a number, a colour or a transform is there."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from sidelight_svg import colours

_NUMBER = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)([a-zA-Z%]*)")
_FUNCTION = re.compile(r"([A-Za-z0-9]+)\(([^()]*)\)")
_BEZIER = re.compile(r"cubic-bezier\(([^()]*)\)")
_STEPS = re.compile(r"steps\(\s*(\d+)\s*(?:,\s*([\w-]+)\s*)?\)")
_EASINGS = {
    "linear": None,
    "ease": (0.25, 0.1, 0.25, 1.0),
    "ease-in": (0.42, 0.0, 1.0, 1.0),
    "ease-out": (0.0, 0.0, 0.58, 1.0),
    "ease-in-out": (0.42, 0.0, 0.58, 1.0),
}
_LONGEST = 20_000


def eased(share: float, timing: str) -> float:
    """How far an animation is after a share of its time, by a ``timing-function`` of CSS."""
    timing = timing.strip()
    if timing in ("step-start", "step-end"):
        return 1.0 if timing == "step-start" or share >= 1 else 0.0
    if steps := _STEPS.fullmatch(timing):
        count = max(int(steps[1]), 1)
        done = math.floor(share * count + 1e-9) + (steps[2] in ("start", "jump-start"))
        return min(done / count, 1.0)
    if found := _BEZIER.fullmatch(timing):
        figures = [float(number) for number, _unit in _NUMBER.findall(found[1])]
        return bezier(share, *figures) if len(figures) == 4 else share
    known = _EASINGS.get(timing)
    return bezier(share, *known) if known else share


def bezier(share: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """The height of a curve from (0, 0) to (1, 1) with these handles, where it is ``share`` far across."""
    low, high = 0.0, 1.0
    for _ in range(24):
        t = (low + high) / 2
        if 3 * t * (1 - t) ** 2 * x1 + 3 * t * t * (1 - t) * x2 + t**3 < share:
            low = t
        else:
            high = t
    return 3 * low * (1 - low) ** 2 * y1 + 3 * low * low * (1 - low) * y2 + low**3


def along(points: Sequence[tuple[float, str, str]], share: float) -> str:
    """The value at a share of the time.

    Args:
        points: shares with values, and the timing function up to the next one.
        share: from 0 to 1.
    """
    before = points[0]
    for point in points:
        if point[0] > share:
            width = point[0] - before[0]
            part = eased((share - before[0]) / width, before[2]) if width else 1.0
            return between(before[1], point[1], part)
        before = point
    return before[1]


def between(first: str, second: str, part: float) -> str:
    """What is ``part`` of the way from one value to another; one of both where nothing lies between."""
    if part <= 0 or first == second:
        return first
    if part >= 1:
        return second
    if max(len(first), len(second)) > _LONGEST:
        return first
    one, other = colours.rgba(first), colours.rgba(second)
    if one is not None and other is not None:
        return colours.written(tuple(a + (b - a) * part for a, b in zip(one, other, strict=True)))  # type: ignore[arg-type]
    if "(" in first or "(" in second:
        moved = _moved(first, second, part)
        if moved is not None:
            return moved
    mixed = _mixed(first, second, part)
    return mixed if mixed is not None else first if part < 0.5 else second


def _mixed(first: str, second: str, part: float) -> str | None:
    """Number by number; ``None`` if other than numbers differ."""
    if _NUMBER.sub("0", first).split() != _NUMBER.sub("0", second).split():
        return None
    others = iter(_NUMBER.findall(second))
    fits = True

    def number(found: re.Match[str]) -> str:
        nonlocal fits
        value, unit = next(others)
        if found[2] and unit and found[2] != unit:
            fits = False
        return f"{float(found[1]) + (float(value) - float(found[1])) * part:.6g}{found[2] or unit}"

    made = _NUMBER.sub(number, first)
    return made if fits else None


def _moved(first: str, second: str, part: float) -> str | None:
    """Transforms function by function; what the shorter one lacks does nothing in it."""
    lists = [_functions(words) for words in (first, second)]
    if any(found is None for found in lists):
        return None
    one, other = lists[0] or [], lists[1] or []
    made = []
    for place in range(max(len(one), len(other))):
        name, inside = (one if place < len(one) else other)[place]
        if place < min(len(one), len(other)) and other[place][0] != name:
            return None
        rest = re.sub(_NUMBER, r"1" if name.startswith("scale") else r"0\2", inside)
        mixed = _mixed(
            one[place][1] if place < len(one) else rest, other[place][1] if place < len(other) else rest, part
        )
        if mixed is None:
            return None
        made.append(f"{name}({mixed})")
    return " ".join(made)


def _functions(words: str) -> list[tuple[str, str]] | None:
    if words.strip() in ("none", ""):
        return []
    made = []
    for name, inside in _FUNCTION.findall(words):
        parts = [part for part in re.split(r"[\s,]+", inside.strip()) if part]
        if name in ("translateX", "translateY", "translate"):
            parts = [*parts, "0px"] if name != "translateY" else ["0px", *parts]
            name, parts = "translate", parts[:2]
        elif name in ("scaleX", "scaleY", "scale") and parts:
            parts = {"scaleX": [parts[0], "1"], "scaleY": ["1", parts[0]]}.get(name, [parts[0], parts[-1]])
            name = "scale"
        made.append((name, ", ".join(parts)))
    return made or None
