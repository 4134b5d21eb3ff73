# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading a DVI file, what TeX writes: where on a page each character, rule and special stands.

Positions are in points (72.27 to the inch) from the page's origin, which lies one inch to the right of and
below its upper left corner; the second axis points down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_PLACE = re.compile(r"sidelight:mark [A-Za-z0-9_-]+")

POINT = 65536
"""Scaled points in a point."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font at a size (in points) with the name of its file of metrics."""

    name: str
    size: float


@dataclass(frozen=True, slots=True)
class Character:
    """A character whose left end of the baseline is at ``x``, ``y``; ``width`` is how far it moves on."""

    font: Font
    code: int
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle; ``x``, ``y`` is its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Special:
    """Words to the driver, at a place."""

    text: str
    x: float
    y: float


Mark = Character | Rule | Special

Widths = Callable[[str], tuple[float, ...]]
"""From a font's name to the width of each of its 256 characters, in units of its size."""


class BadDvi(ValueError):
    """The bytes are no DVI file, or are cut short."""


@dataclass(slots=True)
class _Place:
    """The registers that ``push`` saves, in scaled points: position, and four distances to move by."""

    h: int = 0
    v: int = 0
    w: int = 0
    x: int = 0
    y: int = 0
    z: int = 0

    def copy(self) -> _Place:
        return _Place(self.h, self.v, self.w, self.x, self.y, self.z)


@dataclass(slots=True)
class _Bytes:
    content: bytes
    at: int = 0

    def unsigned(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def signed(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big", signed=True)

    def take(self, size: int) -> bytes:
        start, self.at = self.at, self.at + size
        if self.at > len(self.content):
            raise BadDvi("the file is cut short")
        return self.content[start : self.at]


@dataclass(slots=True)
class _Fonts:
    widths: Widths
    known: dict[int, tuple[Font, list[int]]] = field(default_factory=dict)

    def define(self, number: int, source: _Bytes) -> None:
        source.unsigned(4)  # the checksum
        size = source.unsigned(4)
        source.unsigned(4)  # the size it was designed for
        area, length = source.unsigned(1), source.unsigned(1)
        name = source.take(area + length)[area:].decode("latin-1")
        if number not in self.known:
            moves = [round(width * size) for width in self.widths(name)]
            self.known[number] = Font(name, size / POINT), moves


def places(page: list[Mark]) -> str:
    """TeX's words for where a page has its marks, for when it is set again; none if it has less than two."""
    found = [mark for mark in page if isinstance(mark, Special) and _PLACE.fullmatch(mark.text)]
    if len(found) < 2:
        return ""
    return "".join(
        rf"\expandafter\def\csname sidelight@mark@{mark.text.split()[1]}\endcsname"
        rf"{{\pgfqpoint{{{mark.x:.4f}pt}}{{{-mark.y:.4f}pt}}}}"
        for mark in found
    )


def pages(content: bytes, widths: Widths) -> Iterator[list[Mark]]:
    """The marks of each page, in the order in which they are made.

    Raises:
        BadDvi: it is no DVI file.
    """
    source = _Bytes(content)
    fonts = _Fonts(widths)
    if source.unsigned(1) != 247 or source.unsigned(1) != 2:
        raise BadDvi("the file does not begin as a DVI file")
    source.take(12)
    source.take(source.unsigned(1))
    while True:
        code = source.unsigned(1)
        if code == 139:
            source.take(44)
            yield _page(source, fonts)
        elif 243 <= code <= 246:
            fonts.define(source.unsigned(code - 242), source)
        elif code == 248:
            return
        elif code != 138:
            raise BadDvi(f"command {code} stands between pages")


def _page(source: _Bytes, fonts: _Fonts) -> list[Mark]:
    marks: list[Mark] = []
    place = _Place()
    saved: list[_Place] = []
    font: tuple[Font, list[int]] | None = None
    while (code := source.unsigned(1)) != 140:
        if code < 132 or 133 <= code <= 136:
            number = code if code < 128 else source.unsigned(code - (127 if code < 132 else 132))
            if font is None or number >= len(font[1]):
                raise BadDvi("a character stands before any font")
            move = font[1][number]
            marks.append(Character(font[0], number, place.h / POINT, place.v / POINT, move / POINT))
            place.h += move if code < 132 else 0
        elif code in (132, 137):
            height, width = source.signed(4), source.signed(4)
            if height > 0 and width > 0:
                marks.append(Rule(place.h / POINT, place.v / POINT, width / POINT, height / POINT))
            place.h += width if code == 132 else 0
        elif code == 138:
            pass
        elif code == 141:
            saved.append(place.copy())
        elif code == 142:
            if not saved:
                raise BadDvi("a place is taken back that was never saved")
            place = saved.pop()
        elif code < 167:
            _move(code, place, source)
        elif code < 171:
            if code > 166:
                place.z = source.signed(code - 166)
            place.v += place.z
        elif code < 239:
            number = code - 171 if code < 235 else source.unsigned(code - 234)
            if number not in fonts.known:
                raise BadDvi("a font is used that was never defined")
            font = fonts.known[number]
        elif code < 243:
            text = source.take(source.unsigned(code - 238)).decode("utf-8", "replace")
            marks.append(Special(text, place.h / POINT, place.v / POINT))
        elif code < 247:
            fonts.define(source.unsigned(code - 242), source)
        else:
            raise BadDvi(f"command {code} stands within a page")
    return marks


def _move(code: int, place: _Place, source: _Bytes) -> None:
    """The commands 143 to 166: to the right by w, x or a number, down by y, z or a number."""
    if code < 147:
        place.h += source.signed(code - 142)
    elif code < 152:
        if code > 147:
            place.w = source.signed(code - 147)
        place.h += place.w
    elif code < 157:
        if code > 152:
            place.x = source.signed(code - 152)
        place.h += place.x
    elif code < 161:
        place.v += source.signed(code - 156)
    elif code < 166:
        if code > 161:
            place.y = source.signed(code - 161)
        place.v += place.y
    else:
        place.v += place.z
