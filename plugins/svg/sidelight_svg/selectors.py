# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Selectors of style sheets: which elements they mean. Of states (``:hover``) none is ever true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from sidelight_svg.element import Element

_SIMPLE = re.compile(
    r"(?P<type>\*|[A-Za-z][\w-]*)|#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)"
    r"|\[\s*(?P<name>[\w:-]+)\s*(?:(?P<how>[~|^$*]?=)\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\]\s]+))\s*i?)?\s*\]"
    r"|:(?P<pseudo>:?[\w-]+)(?:\((?P<inside>(?:[^()]|\([^()]*\))*)\))?"
)
_COMBINED = re.compile(r"\s*([>+~])\s*|\s+")
_STEP = re.compile(r"([+-]?\d*)n\s*(?:([+-])\s*(\d+))?|([+-]?\d+)")
_LONGEST = 2_000

Test = Callable[[Element, "Places"], bool]


class TooMuch(Exception):
    """More has to be compared than is worth it."""


@dataclass(slots=True)
class Places:
    """Where each element of a drawing stands: what is around it, and its place among its neighbours."""

    above: dict[Element, Element]
    left: int
    _befores: dict[Element, dict[Element, Element]] = field(default_factory=dict)
    _rows: dict[tuple[Element, str], dict[Element, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, elements: list[Element], budget: int) -> Places:
        """Of all elements of a drawing; ``budget`` is how many comparisons may be made."""
        return cls({child: parent for parent in elements for child in parent.elements}, budget)

    def spend(self) -> None:
        """One more comparison.

        Raises:
            TooMuch: it is one too many.
        """
        self.left -= 1
        if self.left < 0:
            raise TooMuch

    def row(self, element: Element, kind: str = "") -> dict[Element, int]:
        """The element and its neighbours in order, all or those of a ``kind``, each with its place from 0."""
        parent = self.above.get(element)
        if parent is None:
            return {element: 0}
        key = (parent, kind)
        if key not in self._rows:
            alike = (other for other in parent.elements if not kind or other.name == kind)
            self._rows[key] = {other: place for place, other in enumerate(alike)}
        return self._rows[key]

    def before(self, element: Element) -> Element | None:
        """The neighbour right before it."""
        parent = self.above.get(element)
        if parent is None:
            return None
        if parent not in self._befores:
            row = parent.elements
            self._befores[parent] = dict(zip(row[1:], row, strict=False))
        return self._befores[parent].get(element)


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from right to left, each with how the one before it stands to it.

    ``weight`` counts ids, classes and types; ``key`` is what the last asks for: ``#id``, ``.class``, a type.
    """

    steps: tuple[tuple[tuple[Test, ...], str], ...]
    weight: tuple[int, int, int]
    key: str

    def fits(self, element: Element, places: Places) -> bool:
        """Whether it means this element."""
        return self._fits(element, 0, places)

    def _fits(self, element: Element, step: int, places: Places) -> bool:
        places.spend()
        tests, relation = self.steps[step]
        if not all(test(element, places) for test in tests):
            return False
        if step + 1 == len(self.steps):
            return True
        if relation in (" ", ">"):
            above = places.above.get(element)
            while above is not None:
                if self._fits(above, step + 1, places):
                    return True
                if relation == ">":
                    return False
                above = places.above.get(above)
            return False
        row = places.row(element)
        if relation == "+":
            before = places.before(element)
            return before is not None and self._fits(before, step + 1, places)
        return any(self._fits(other, step + 1, places) for other in islice(row, row[element]))


def parsed(text: str) -> list[Selector]:
    """The selectors of a list, without those that are not understood or ask for a state."""
    return [found for part in _parts(text[:_LONGEST]) if (found := _selector(part.strip()))]


def _parts(text: str) -> list[str]:
    depth, begin, parts = 0, 0, []
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(text[begin:place])
            begin = place + 1
    return [*parts, text[begin:]]


def _selector(text: str) -> Selector | None:
    steps: list[tuple[tuple[Test, ...], str]] = []
    weight = [0, 0, 0]
    at, relation, key = 0, "", ""
    while at < len(text):
        tests: list[Test] = []
        key = ""
        while found := _SIMPLE.match(text, at):
            at = found.end()
            test = _test(found, weight)
            if test is None:
                return None
            tests.append(test)
            if found["id"]:
                key = f"#{found['id']}"
            elif found["class"] and not key.startswith("#"):
                key = f".{found['class']}"
            elif found["type"] and found["type"] != "*" and not key:
                key = found["type"]
        if not tests:
            return None
        steps.append((tuple(tests), relation))
        combined = _COMBINED.match(text, at)
        if combined is None:
            break
        at, relation = combined.end(), combined[1] or " "
    if at < len(text) or not steps or len(steps) > 12:
        return None
    return Selector(tuple(reversed(steps)), (weight[0], weight[1], weight[2]), key)


def _test(found: re.Match[str], weight: list[int]) -> Test | None:
    if name := found["type"]:
        weight[2] += name != "*"
        return (
            (lambda element, places: True) if name == "*" else (lambda element, places: element.name == name)
        )
    if name := found["id"]:
        weight[0] += 1
        return lambda element, places: element.attributes.get("id") == name
    if name := found["class"]:
        weight[1] += 1
        return lambda element, places: name in element.attributes.get("class", "").split()
    if name := found["name"]:
        weight[1] += 1
        value = next((found[group] for group in "abc" if found[group] is not None), "")
        return _attribute(name.removeprefix("xlink:"), found["how"], value)
    return _pseudo(found["pseudo"].lower(), found["inside"], weight)


def _attribute(name: str, how: str | None, value: str) -> Test:
    compare: dict[str | None, Callable[[str], bool]] = {
        None: lambda given: True,
        "=": lambda given: given == value,
        "~=": lambda given: value in given.split(),
        "|=": lambda given: given == value or given.startswith(f"{value}-"),
        "^=": lambda given: bool(value) and given.startswith(value),
        "$=": lambda given: bool(value) and given.endswith(value),
        "*=": lambda given: bool(value) and value in given,
    }
    held = compare[how]
    return lambda element, places: name in element.attributes and held(element.attributes[name])


def _pseudo(name: str, inside: str | None, weight: list[int]) -> Test | None:
    if name in ("not", "is", "where", "matches") and inside is not None:
        inner = parsed(inside)
        if not inner:
            return (lambda element, places: True) if name == "not" else None
        if name != "where":
            most = max(selector.weight for selector in inner)
            weight[:] = [a + b for a, b in zip(weight, most, strict=True)]
        if name == "not":
            return lambda element, places: not any(selector.fits(element, places) for selector in inner)
        return lambda element, places: any(selector.fits(element, places) for selector in inner)
    weight[1] += 1
    if name == "root":
        return lambda element, places: element not in places.above
    if name == "empty":
        return lambda element, places: not element.children
    among = re.fullmatch(r"(first|last|only|nth|nth-last)-(child|of-type)", name)
    if among is None:
        return None
    step = _step(inside or "") if among[1].startswith("nth") else (0, 1)
    if step is None:
        return None
    return _among(among[1], same=among[2] == "of-type", step=step)


def _among(which: str, *, same: bool, step: tuple[int, int]) -> Test:
    def test(element: Element, places: Places) -> bool:
        row = places.row(element, element.name if same else "")
        if which == "only":
            return len(row) == 1
        place = len(row) - row[element] if "last" in which else row[element] + 1
        every, first = step
        return (
            place == first if every == 0 else (place - first) % every == 0 and (place - first) // every >= 0
        )

    return test


def _step(text: str) -> tuple[int, int] | None:
    text = {"odd": "2n+1", "even": "2n"}.get(text.strip().lower(), text.strip().lower())
    found = _STEP.fullmatch(text[:20])
    if found is None:
        return None
    if found[4]:
        return 0, int(found[4])
    every = int(found[1]) if found[1] not in ("", "+", "-") else int(f"{found[1]}1")
    return every, int(f"{found[2]}{found[3]}") if found[3] else 0
