# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Transforms as matrices: six numbers (a, b, c, d, e, f), x' = ax + cy + e and y' = bx + dy + f."""

from __future__ import annotations

import math
import re

Matrix = tuple[float, float, float, float, float, float]

SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FUNCTION = re.compile(r"([A-Za-z]+)\s*\(([^()]*)\)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS = 4_000


def matrix_of(transform: str) -> Matrix:
    """Of the attribute ``transform``; what is not known in it changes nothing."""
    made = SAME
    for name, inside in _FUNCTION.findall(transform[:_WORDS]):
        made = times(made, _one(name, [float(found) for found in _NUMBER.findall(inside)]))
    return made


def _one(name: str, given: list[float]) -> Matrix:
    if not given:
        return SAME
    first, second = given[0], given[1] if len(given) > 1 else None
    if name == "matrix" and len(given) == 6:
        return (*given,)  # type: ignore[return-value]
    if name == "translate":
        return (1, 0, 0, 1, first, second or 0.0)
    if name == "scale":
        return (first, 0, 0, first if second is None else second, 0, 0)
    if name == "rotate":
        sine, cosine = math.sin(math.radians(first)), math.cos(math.radians(first))
        turned = (cosine, sine, -sine, cosine, 0.0, 0.0)
        if len(given) < 3:
            return turned
        x, y = given[1], given[2]
        return times(times((1, 0, 0, 1, x, y), turned), (1, 0, 0, 1, -x, -y))
    if name in ("skewX", "skewY"):
        slant = math.tan(math.radians(first))
        return (1, 0, slant, 1, 0, 0) if name == "skewX" else (1, slant, 0, 1, 0, 0)
    return SAME


def times(first: Matrix, second: Matrix) -> Matrix:
    """The transform that does ``second`` and then ``first``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def size_of(matrix: Matrix) -> float:
    """By how much it makes lengths larger, on the average of its directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def reverse(matrix: Matrix) -> Matrix | None:
    """The transform that takes it back; ``None`` if none does."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if not math.isfinite(area) or abs(area) < 1e-12:
        return None
    return (d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def written(matrix: Matrix) -> str:
    """As the attribute ``transform``."""
    return f"matrix({' '.join(f'{part:.8g}' for part in matrix)})"
