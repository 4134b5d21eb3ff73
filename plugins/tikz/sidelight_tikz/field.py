# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Shadings that SVG has not: those that a function describes, and surfaces whose corners have own colours.

Both become small areas of one colour each. What asks for them is written by ``tex/sidelight-driver.tex``,
in words between ``[[`` and ``]]`` within the drawing commands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

_ASKED = re.compile(r"\[\[(field|scale|patch) ([^\]]*)\]\]")
_FINE = 48  # areas along a side of a field
_UNDER = 0.6  # how far each reaches under the next, in sides of an area
_LONGEST = 2000
_HIGHEST = 500
_MOST_AREAS = 60_000
_DEEPEST = 100
_WORDS = re.compile(r"[{}]|[^\s{}]+")
_MOST_PIECES = 6
_SIDE = 3.0  # points; what has shorter sides is not divided

Colour = tuple[float, ...]
Program = list["float | str | Program"]


class BadField(ValueError):
    """The words are no function that can be reckoned."""


class Fields:
    """Puts areas in the place of what is asked for; knows the scale of colours that was said last."""

    def __init__(self) -> None:
        self._scale: list[Colour] = []
        self._areas = 0

    def drawn(self, text: str) -> str:
        """Drawing commands without any more questions in them. What cannot be reckoned is left out."""
        return _ASKED.sub(self._answer, text) if "[[" in text else text

    def _answer(self, found: re.Match[str]) -> str:
        areas: list[str] = []
        try:
            if found[1] == "field" and self._areas < _MOST_AREAS:
                areas = list(_field(found[2]))
            elif found[1] == "patch" and self._areas < _MOST_AREAS:
                areas = list(self._patch([float(word) for word in found[2].split()]))
            elif found[1] == "scale":
                self._scale = [tuple(map(float, colour.split(","))) for colour in found[2].split()]
        except (ValueError, ArithmeticError, IndexError):
            return ""
        self._areas += len(areas)
        return "".join(areas)

    def _colour(self, place: float) -> Colour:
        """The colour at ``place``, of 0 to 1000, on the scale."""
        at = min(1.0, max(0.0, place / 1000)) * (len(self._scale) - 1)
        below = min(int(at), len(self._scale) - 2)
        return _between(self._scale[below], self._scale[below + 1], at - below)

    def _patch(self, numbers: Sequence[float]) -> Iterator[str]:
        """A four-sided area; ``numbers`` are x, y and the place on the scale of each corner, all around."""
        corners = [tuple(numbers[i : i + 3]) for i in range(0, len(numbers), 3)]
        if len(corners) == 3:
            corners.append(corners[2])
        if len(corners) != 4 or len(self._scale) < 2:
            return
        one, two, three, four = corners
        sides = ((one, two), (two, three), (three, four), (four, one))
        longest = max(math.dist(start[:2], end[:2]) for start, end in sides)
        steps = max(corner[2] for corner in corners) - min(corner[2] for corner in corners)
        pieces = max(1, min(_MOST_PIECES, math.ceil(longest / _SIDE), math.ceil(steps / 12)))
        grid = [
            [
                _between(_between(one, two, i / pieces), _between(four, three, i / pieces), j / pieces)
                for i in range(pieces + 1)
            ]
            for j in range(pieces + 1)
        ]
        for j in range(pieces):
            for i in range(pieces):
                around = (grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i])
                colour = _hexadecimal(self._colour(sum(point[2] for point in around) / 4))
                line = "L".join(f"{point[0]:.2f} {point[1]:.2f}" for point in around)
                # A thin line of the same colour closes the gaps that smooth edges leave.
                yield (
                    f'<path fill="{colour}" stroke="{colour}" stroke-width="0.3" stroke-linejoin="round"'
                    f' stroke-dasharray="none" d="M{line}Z"/>'
                )


def _between(one: Colour, other: Colour, part: float) -> Colour:
    return tuple(a + part * (b - a) for a, b in zip(one, other, strict=True))


def _hexadecimal(colour: Sequence[float]) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in colour)


def _field(words: str) -> Iterator[str]:
    """A rectangle of colours: its corners, and PostScript that makes red, green and blue of a place."""
    left, bottom, right, top, code = words.split(None, 4)
    if len(code) > _LONGEST:
        raise BadField("the function is too long")
    x, y = float(left), float(bottom)
    across, down = (float(right) - x) / _FINE, (float(top) - y) / _FINE
    program = _read(iter(_WORDS.findall(code)))
    for row in range(_FINE):
        start = 0
        row_of = [
            _hexadecimal(_at(program, x + (i + 0.5) * across, y + (row + 0.5) * down)) for i in range(_FINE)
        ]
        for i in range(1, _FINE + 1):
            if i == _FINE or row_of[i] != row_of[start]:
                # Each reaches a little under the next ones, so that nothing shines through between them.
                width = (i - start + (i < _FINE) * _UNDER) * across
                height = (1 + (row < _FINE - 1) * _UNDER) * down
                yield (
                    f'<rect x="{start * across:.3f}" y="{row * down:.3f}" width="{width:.3f}"'
                    f' height="{height:.3f}" fill="{row_of[start]}" stroke="none"/>'
                )
                start = i


def _at(program: Program, x: float, y: float) -> list[float]:
    stack: list[float] = [x, y]
    _run(program, stack)
    if len(stack) < 3:
        raise BadField("the function gives no colour")
    return stack[-3:]


def _read(words: Iterator[str], depth: int = 0) -> Program:
    """Words up to a closing brace, those in braces as a list of their own."""
    if depth > _DEEPEST:
        raise BadField("the function is nested too deeply")
    program: Program = []
    for word in words:
        if word == "{":
            program.append(_read(words, depth + 1))
        elif word == "}":
            break
        else:
            try:
                program.append(float(word))
            except ValueError:
                program.append(word)
    return program


def _turn(x: float, y: float) -> float:
    return math.degrees(math.atan2(x, y)) % 360


_TWO: dict[str, Callable[[float, float], float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else 0.0,
    "idiv": lambda a, b: float(int(a / b)) if b else 0.0,
    "mod": lambda a, b: math.fmod(a, b) if b else 0.0,
    "exp": lambda a, b: a**b if a > 0 else 0.0,
    "atan": _turn,
    "gt": lambda a, b: float(a > b),
    "ge": lambda a, b: float(a >= b),
    "lt": lambda a, b: float(a < b),
    "le": lambda a, b: float(a <= b),
    "eq": lambda a, b: float(a == b),
    "ne": lambda a, b: float(a != b),
    "and": lambda a, b: float(int(a) & int(b)),
    "or": lambda a, b: float(int(a) | int(b)),
    "xor": lambda a, b: float(int(a) ^ int(b)),
}
_ONE: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "neg": lambda a: -a,
    "sqrt": lambda a: math.sqrt(max(0.0, a)),
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "ln": lambda a: math.log(a) if a > 0 else 0.0,
    "log": lambda a: math.log10(a) if a > 0 else 0.0,
    "cvi": lambda a: float(int(a)),
    "truncate": lambda a: float(int(a)),
    "floor": math.floor,
    "ceiling": math.ceil,
    "round": lambda a: math.floor(a + 0.5),
    "cvr": float,
    "not": lambda a: float(not a),
}


def _run(program: Program, stack: list[float]) -> None:
    """Obey a program of PostScript's reckoning part."""
    blocks: list[Program] = []
    for word in program:
        if isinstance(word, float):
            stack.append(word)
        elif isinstance(word, list):
            blocks.append(word)
        elif word in ("if", "ifelse"):
            other = blocks.pop() if word == "ifelse" else []
            chosen = blocks.pop()
            _run(chosen if stack.pop() else other, stack)
        elif len(stack) > _HIGHEST:
            raise BadField("the function keeps too much")
        elif word in _TWO:
            second, first = stack.pop(), stack.pop()
            stack.append(_TWO[word](first, second))
        elif word in _ONE:
            stack.append(_ONE[word](stack.pop()))
        else:
            _shuffle(word, stack)


def _shuffle(word: str, stack: list[float]) -> None:
    """The words that move what is on the stack."""
    match word:
        case "pop":
            stack.pop()
        case "dup":
            stack.append(stack[-1])
        case "exch":
            stack[-2:] = [stack[-1], stack[-2]]
        case "copy":
            count = min(int(stack.pop()), len(stack))
            stack += stack[-count:] if count > 0 else []
        case "index":
            stack.append(stack[-1 - int(stack.pop())])
        case "roll":
            turns, count = int(stack.pop()), int(stack.pop())
            if not 0 < count <= len(stack):
                raise BadField("too much is rolled")
            tail = stack[-count:]
            turns %= count
            stack[-count:] = tail[-turns:] + tail[:-turns] if turns else tail
        case "true" | "false":
            stack.append(float(word == "true"))
        case _:
            raise BadField(f"no such word: {word}")
