# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Sums in values (``calc(50% - 2 * 10px)``, ``min()``, ``max()``, ``clamp()``), reckoned up."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from sidelight_svg.size import length

_BEGINS = re.compile(r"\b(?:calc|min|max|clamp)\(", re.IGNORECASE)
_TOKEN = re.compile(
    r"\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([a-z]+|%)?|([a-z]+)?(\()|([-+*/),]))", re.IGNORECASE
)
_TURNS = {"deg": 1.0, "turn": 360.0, "rad": 180 / math.pi, "grad": 0.9}
_LONGEST = 500
_DEEPEST = 20


def holds(value: str) -> bool:
    """Whether there is a sum in a value."""
    return "(" in value and _BEGINS.search(value) is not None


def reckoned(value: str, whole: float, font: float = 16.0) -> str:
    """A value with its sums in figures; one that cannot be reckoned stays.

    Args:
        value: of a property or an attribute.
        whole: what percentages are of, in pixels.
        font: how large letters are, in pixels.
    """
    for _ in range(_DEEPEST):
        found = _BEGINS.search(value)
        if found is None or len(value) > _LONGEST:
            break
        reader = _Reader(value, found.start(), whole, font)
        try:
            number = reader.term()
        except (ValueError, ZeroDivisionError, IndexError, OverflowError, RecursionError):
            break
        if not math.isfinite(number):
            break
        value = f"{value[: found.start()]}{number:.6g}{reader.unit}{value[reader.at :]}"
    return value


class _Reader:
    """Reads one sum; lengths become pixels, angles degrees."""

    def __init__(self, text: str, at: int, whole: float, font: float) -> None:
        self.at = at
        self.unit = ""
        self._text = text
        self._whole = whole
        self._font = font

    def _next(self) -> re.Match[str]:
        found = _TOKEN.match(self._text, self.at)
        if found is None:
            raise ValueError
        return found

    def _sign(self, signs: str) -> str:
        found = _TOKEN.match(self._text, self.at)
        if found is None or not found[5] or found[5] not in signs:
            return ""
        self.at = found.end()
        return found[5]

    def _sum(self) -> float:
        total = self._product()
        while sign := self._sign("+-"):
            total += self._product() * (1 if sign == "+" else -1)
        return total

    def _product(self) -> float:
        total = self.term()
        while sign := self._sign("*/"):
            other = self.term()
            total = total * other if sign == "*" else total / other
        return total

    def term(self) -> float:
        """A number, a sum in parentheses, or a function of some."""
        if sign := self._sign("+-"):
            return self.term() * (1 if sign == "+" else -1)
        found = self._next()
        self.at = found.end()
        if found[1]:
            return self._number(float(found[1]), (found[2] or "").lower())
        if not found[4]:
            raise ValueError
        parts = [self._sum()]
        while self._sign(","):
            parts.append(self._sum())
        if self._sign(")") != ")":
            raise ValueError
        return _FUNCTIONS[(found[3] or "calc").lower()](parts)

    def _number(self, number: float, unit: str) -> float:
        if not unit:
            return number
        if unit == "%":
            return number * self._whole / 100
        if unit in _TURNS:
            self.unit = "deg"
            return number * _TURNS[unit]
        if unit in ("em", "rem"):
            return number * (self._font if unit == "em" else 16.0)
        if unit in ("vw", "vh", "vmin", "vmax"):
            return number * self._whole / 100
        value = length(f"{number}{unit}")
        if value is None:
            raise ValueError
        return value


def _clamped(parts: list[float]) -> float:
    least, wanted, most = parts
    return max(least, min(wanted, most))


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "calc": lambda parts: parts[0],
    "min": min,
    "max": max,
    "clamp": _clamped,
    "abs": lambda parts: abs(parts[0]),
    "sqrt": lambda parts: math.sqrt(parts[0]),
    "sin": lambda parts: math.sin(math.radians(parts[0])),
    "cos": lambda parts: math.cos(math.radians(parts[0])),
}
