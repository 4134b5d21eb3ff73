# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The moment at which a moving drawing stands still: the first at which nearly all of it can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sidelight_svg import css, matrices, placing, size
from sidelight_svg.element import Element
from sidelight_svg.motion import Css, Smil, schedule
from sidelight_svg.names import MOVED

MOST_COMPARED = 800
"""Animations; of more only the moment at which those that end have ended is looked at."""
_LATEST = 120.0
_LONGEST = 20.0
_LOOKS = 16
_AT_ONCE = 800
"""Values that are reckoned for each length of an animation, and for the time before."""
_ENOUGH = 0.97
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")
_EXTENTS = ("r", "rx", "ry", "width", "height", "stroke-width", "font-size")

State = dict[Element, dict[str, str]]


def settle(root: Element, smil: Sequence[Smil], styled: Sequence[Css]) -> float | None:
    """Give all that moves the values that it has at the best moment; which that is, in seconds.

    ``None`` if nothing moves.
    """
    schedule(smil)
    smil = [one for one in smil if one.begins and _may_move(one)]
    if not smil and not styled:
        return None
    moving: list[Smil | Css] = [*smil, *styled]
    ends = [one.end for one in moving if math.isfinite(one.end)]
    settled = min(max([0.0, *ends]), _LATEST)
    best = settled
    if len(smil) + len(styled) <= MOST_COMPARED:
        best = _best(root, smil, styled, settled)
    for element, values in _state(best, smil, styled).items():
        for name, value in values.items():
            element.style.pop(name, None)
            clean = css.references(value, lambda address: None)
            if any(one.target is element and name in one.frames for one in styled):
                element.style[name] = clean
            elif name == "display" and clean == "inline":
                element.attributes.pop(name, None)
            else:
                element.attributes[name] = clean
    return best


def _may_move(one: Smil) -> bool:
    if one.kind == "animateTransform":
        return one.name in ("transform", "gradientTransform", "patternTransform")
    return one.kind == "animateMotion" or one.name in MOVED


def _best(root: Element, smil: Sequence[Smil], styled: Sequence[Css], settled: float) -> float:
    """The earliest moment, of those when what ends has ended, or else before, that shows nearly the most."""
    moving: list[Smil | Css] = [*smil, *styled]
    turns = sorted({round(one.length, 3) for one in moving if 0 < one.length < math.inf})
    endless = any(math.isinf(one.end) and math.isfinite(one.length) for one in moving)
    moments = [settled]
    looks = max(3, min(_LOOKS, _AT_ONCE // (len(smil) + len(styled))))
    if endless:
        for turn in {turns[0], turns[len(turns) // 2], turns[-1]}:
            far = min(turn, _LONGEST)
            moments += [settled + far * number / looks for number in range(1, looks + 1)]
    moments = sorted(set(moments))
    if settled:
        moments += [settled * number / looks for number in range(looks - 1, 0, -1)]
    around = _Around(root)
    states = [_state(moment, smil, styled) for moment in moments]
    around.compare(states)
    seen = [around.seen(state) for state in states]
    most = max(seen)
    return next(
        (moment for moment, much in zip(moments, seen, strict=True) if much >= most * _ENOUGH - 1e-9), settled
    )


def _state(moment: float, smil: Sequence[Smil], styled: Sequence[Css]) -> State:
    made: State = {}
    for animation in styled:
        made.setdefault(animation.target, {}).update(animation.values(moment))
    tracks: dict[Element, str] = {}
    for one in smil:
        values = made.setdefault(one.target, {})
        base = values.get(one.name) or one.target.given(one.name)
        value = one.value(moment, base)
        if value is None:
            continue
        if one.kind == "animateMotion":
            tracks[one.target] = value
        else:
            values[one.name] = value
    for element, track in tracks.items():
        own = made[element].get("transform") or element.given("transform")
        made[element]["transform"] = f"{track} {own}".strip()
    return made


class _Around:
    """How much of what moves can be seen, given where it lies when it stands still."""

    def __init__(self, root: Element) -> None:
        self._box = size.view_box(root.attributes.get("viewBox", ""))
        sides = [size.length(root.attributes.get(side, "")) for side in ("width", "height")]
        if self._box is None and sides[0] and sides[1]:
            self._box = (0.0, 0.0, sides[0], sides[1])
        self._above: dict[Element, matrices.Matrix] = {}
        self._boxes: dict[Element, placing.Box | None] = {}
        self._most: dict[tuple[Element, str], float] = {}
        waiting = [(root, matrices.SAME)]
        while waiting:
            element, above = waiting.pop()
            self._above[element] = above
            inner = matrices.times(above, matrices.matrix_of(element.attributes.get("transform", "")))
            waiting += [(child, inner) for child in element.elements]

    def compare(self, states: Sequence[State]) -> None:
        """Note how large everything becomes: less than that is only a part of it."""
        for state in states:
            for element, values in state.items():
                for name in values.keys() & set(_EXTENTS):
                    figure = _figure(values[name], 0.0)
                    self._most[element, name] = max(figure, self._most.get((element, name), 0.0))

    def seen(self, state: State) -> float:
        """A sum of shares; what is not there, too small or outside counts nothing."""
        return sum(self._share(element, values) for element, values in state.items())

    def _share(self, element: Element, values: dict[str, str]) -> float:
        def given(name: str) -> str:
            return values.get(name) or element.given(name)

        if given("display") == "none" or given("visibility") in ("hidden", "collapse"):
            return 0.0
        share = 1.0
        for name in _OPACITIES:
            if name in values or name == "opacity":
                share *= min(max(_figure(given(name), 1.0), 0.0), 1.0)
        for name in _EXTENTS:
            if name in values:
                most = self._most.get((element, name), 0.0)
                share *= min(max(_figure(values[name], 0.0) / most, 0.0), 1.0) if most > 0 else 0.0
        if "stroke-dashoffset" in values or "stroke-dasharray" in values:
            dash = _figure(given("stroke-dasharray"), 0.0)
            offset = abs(_figure(given("stroke-dashoffset"), 0.0))
            share *= 1.0 - min(offset / dash, 1.0) if dash > 0 else 1.0 if not offset else 0.5
        moves = [given(name) for name in ("translate", "rotate", "scale", "transform") if name in values]
        if moves or {"x", "y", "cx", "cy"} & values.keys():
            share *= self._inside(element, values)
        return share

    def _inside(self, element: Element, values: dict[str, str]) -> float:
        """How much of it lies within the drawing: all, or hardly anything."""
        moved = values.get("transform") or element.given("transform")
        single = {name: values.get(name, "") for name in ("translate", "scale")}
        words = " ".join(f"{name}({', '.join(value.split())})" for name, value in single.items() if value)
        matrix = matrices.matrix_of(placing.transform(f"{words} {moved}", self._box) or "")
        scale = matrices.size_of(matrix)
        share = min(1.0, scale) if scale < 0.98 else 1.0
        if element not in self._boxes:
            self._boxes[element] = placing.box_of(element)
        box = self._boxes[element]
        if box is None or self._box is None or self._above.get(element) is None:
            return share
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
        for name, side in (("x", box[2]), ("cx", 0.0)):
            x = _figure(values[name], x) + side / 2 if name in values else x
        for name, side in (("y", box[3]), ("cy", 0.0)):
            y = _figure(values[name], y) + side / 2 if name in values else y
        if "origin" not in " ".join(element.style) or scale > 0.98:
            x, y = matrices.moved(matrix, x, y)
        x, y = matrices.moved(self._above[element], x, y)
        left, top, wide, high = self._box
        inside = left <= x <= left + wide and top <= y <= top + high
        return share if inside else share * 0.05


def _figure(text: str, otherwise: float) -> float:
    part = text.replace(",", " ").split()
    if not part:
        return otherwise
    if part[0].endswith("%"):
        return (size.length(part[0][:-1]) or 0.0) / 100
    value = size.length(part[0])
    return otherwise if value is None else value
