# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Animations of SVG and of CSS: what each makes of its element at a moment."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sidelight_svg import between, paths
from sidelight_svg.element import Element

FOREVER = math.inf
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)|([-+]?\d*\.?\d+)\s*(h|min|s|ms)?")
_AFTER = re.compile(r"([\w.-]+?)\.(begin|end)\s*([-+]\s*[\d.:a-z]+)?")
_PAIR = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_UNITS = {"h": 3600.0, "min": 60.0, "s": 1.0, "ms": 0.001}
_SHAPES = ("translate", "scale", "rotate", "skewX", "skewY")


@dataclass(slots=True)
class Smil:
    """An element like ``<animate>``: what it is in, its kind and its attributes."""

    target: Element
    kind: str
    given: dict[str, str]
    begins: list[float] = field(default_factory=list)
    length: float = 0.0
    times: float = 1.0

    @property
    def end(self) -> float:
        """When nothing more changes; infinite if it goes on for ever."""
        if not self.begins:
            return 0.0
        stays = self.kind == "set" and math.isinf(self.length)
        return max(self.begins) + (0.0 if stays else self.length * self.times)

    @property
    def name(self) -> str:
        """Which attribute it moves."""
        return "transform" if self.kind == "animateMotion" else self.given.get("attributeName", "")

    def value(self, moment: float, base: str) -> str | None:
        """What the attribute is; ``None`` if it is as it would be without."""
        begun = [begin for begin in self.begins if begin <= moment]
        if not begun:
            return None
        passed = moment - max(begun)
        if passed >= self.length * self.times:
            if self.given.get("fill") != "freeze" and self.length:
                return None
            rest = self.times % 1.0 if math.isfinite(self.times) else 0.0
            return self._at(rest or 1.0, base)
        return self._at(passed / self.length % 1.0 if math.isfinite(self.length) else 0.0, base)

    def _at(self, share: float, base: str) -> str:
        given = self.given
        if self.kind == "set":
            return given.get("to", base)
        if self.kind == "animateMotion":
            return self._on_path(share)
        values = [value.strip() for value in given.get("values", "").split(";") if value.strip()]
        if not values:
            values = [given.get("from", base or "0"), given.get("to") or given.get("by") or base]
        value = between.along(self._points(values), share)
        if self.kind != "animateTransform":
            return value
        shape = given.get("type", "translate")
        moved = f"{shape}({value})" if shape in _SHAPES else ""
        return f"{base} {moved}".strip() if given.get("additive") == "sum" else moved

    def _points(self, values: Sequence[str]) -> list[tuple[float, str, str]]:
        mode = self.given.get("calcMode", "linear")
        count = len(values)
        last = count if mode == "discrete" else max(count - 1, 1)
        times = [place / last for place in range(count)]
        given = [float(found) for found in _PAIR.findall(self.given.get("keyTimes", ""))]
        if len(given) == count:
            times = given
        splines = self.given.get("keySplines", "").split(";") if mode == "spline" else []
        return [
            (
                time,
                value,
                "step-end"
                if mode == "discrete"
                else f"cubic-bezier({splines[place].strip()})"
                if place < len(splines) and splines[place].strip()
                else "linear",
            )
            for place, (time, value) in enumerate(zip(times, values, strict=True))
        ]

    def _on_path(self, share: float) -> str:
        given = self.given
        d = given.get("path", "")
        points = given.get("values", "") or ";".join(filter(None, (given.get("from"), given.get("to"))))
        if not d and points:
            pairs = [" ".join(_PAIR.findall(part)[:2]) for part in points.split(";")]
            d = "M" + " L".join(pair for pair in pairs if pair)
        stops = _PAIR.findall(given.get("keyPoints", ""))
        if stops:
            share = float(between.along(self._points(stops), share))
        (x, y), turn = paths.along(paths.pieces(d), share)
        rotate = given.get("rotate", "0")
        turn = turn + 180 * (rotate == "auto-reverse") if rotate.startswith("auto") else 0.0
        return f"translate({x:.5g} {y:.5g}) rotate({turn:.5g})"


def seconds(text: str) -> float | None:
    """A time as SVG writes it; ``None`` for what says none by itself."""
    found = _CLOCK.fullmatch(text.strip()[:40].replace(" ", ""))
    if found is None:
        return None
    if found[4]:
        return float(found[4]) * _UNITS[found[5] or "s"]
    return float(found[1] or 0) * 3600 + float(found[2]) * 60 + float(found[3])


def schedule(found: Sequence[Smil]) -> None:
    """Say when each begins: at a time, or when another begins or ends; at a click it never does."""
    for one in found:
        one.length = seconds(one.given.get("dur", "")) or (FOREVER if one.kind == "set" else 0.0)
        count = one.given.get("repeatCount", "1").strip()[:40]
        whole = seconds(one.given.get("repeatDur", ""))
        if count == "indefinite" or one.given.get("repeatDur") == "indefinite":
            one.times = FOREVER
        elif whole and one.length and math.isfinite(one.length):
            one.times = whole / one.length
        elif re.fullmatch(r"\d*\.?\d+", count):
            one.times = max(float(count), 0.01)
    named = {one.given["id"]: one for one in found if "id" in one.given}
    for _ in range(20):
        changed = False
        for one in found:
            begins = _begins(one.given.get("begin", "0s"), named)
            changed = changed or begins != one.begins
            one.begins = begins
        if not changed:
            break


def _begins(text: str, named: dict[str, Smil]) -> list[float]:
    times: set[float] = set()
    for part in text.split(";"):
        given = seconds(part)
        if given is not None:
            times.add(given)
        elif after := _AFTER.fullmatch(part.strip()):
            other = named.get(after[1])
            later = seconds((after[3] or "0s").replace(" ", "")) or 0.0
            for begin in other.begins if other else ():
                at = begin + (other.length * other.times if other and after[2] == "end" else 0.0) + later
                if math.isfinite(at) and at < 600:
                    times.add(at)
    return sorted(times)[:40]


@dataclass(slots=True)
class Css:
    """One animation of an element by its style; ``frames`` are shares with values and their timing."""

    target: Element
    frames: dict[str, list[tuple[float, str, str]]]
    length: float
    delay: float = 0.0
    times: float = 1.0
    fill: str = "none"
    direction: str = "normal"
    paused: bool = False

    @property
    def end(self) -> float:
        """When it ends."""
        return self.delay + self.length * self.times

    def values(self, moment: float) -> dict[str, str]:
        """What the properties are; empty if they are as without."""
        passed = (0.0 if self.paused else moment) - self.delay
        whole = self.length * self.times
        if passed < 0 and self.fill not in ("backwards", "both"):
            return {}
        if passed >= whole and self.fill not in ("forwards", "both"):
            return {}
        turn = min(max(passed, 0.0), whole) / self.length if self.length else self.times
        number = math.floor(turn) if math.isfinite(turn) else 0
        share = turn - number if math.isfinite(turn) else 1.0
        if share == 0.0 and passed >= whole and number:
            number, share = number - 1, 1.0
        backwards = self.direction.startswith("alternate") and number % 2 == 1
        if (self.direction in ("reverse", "alternate-reverse")) != backwards:
            share = 1.0 - share
        return {name: between.along(points, share) for name, points in self.frames.items()}
