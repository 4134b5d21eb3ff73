# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Outlines and widths of TeX's fonts: TrueType files of the engine, and TeX's own files of metrics."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

Point = tuple[float, float]
Contour = tuple[Point, list[tuple[Point, Point]]]
"""Where it begins, and then for each part the point that bends it and the point where it ends."""

_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = (1 << bit for bit in range(6))
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x2, 0x8, 0x20, 0x40, 0x80

# The fonts were drawn when a character below the space could not be one of a TrueType font.
_MOVED = {code: 0xA1 + code for code in range(10)}
_MOVED |= {code: 0xA3 + code for code in range(10, 32)}
_MOVED |= {20: 0x2219, 32: 0xC3, 127: 0xC4}

# Sizes that nobody drew, and the next one.
_NEAREST = {"cmbsy5": "cmbsy6", "cmmib5": "cmmib6"}


def widths(metrics: bytes) -> tuple[float, ...]:
    """The width of each of 256 characters, in units of the font's size; 0 for one that is not there.

    Raises:
        ValueError: it is no TFM file.
    """
    try:
        _, head, first, last, count = struct.unpack(">5h", metrics[:10])
        characters = 24 + 4 * head
        table = characters + 4 * (last - first + 1)
        found = struct.unpack(f">{count}i", metrics[table : table + 4 * count])
        result = [0.0] * 256
        for code in range(first, last + 1):
            result[code] = found[metrics[characters + 4 * (code - first)]] / (1 << 20)
    except (struct.error, IndexError) as error:
        raise ValueError("this is no file of TeX font metrics") from error
    return tuple(result)


class Face:
    """The outlines of one font. Contours are in units of its size, the second axis pointing up."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        count = struct.unpack_from(">H", content, 4)[0]
        entries = (struct.unpack_from(">4s3I", content, 12 + 16 * i) for i in range(count))
        self._tables = {tag.decode("latin-1"): (start, size) for tag, _, start, size in entries}
        head = self._tables["head"][0]
        self._units = struct.unpack_from(">H", content, head + 18)[0]
        self._long = bool(struct.unpack_from(">h", content, head + 50)[0])
        self._drawn: dict[int, list[Contour]] = {}

    def outline(self, code: int) -> list[Contour]:
        """The contours of the character ``code``; none if it has no ink or is not there."""
        if code not in self._drawn:
            glyph = self._glyphs.get(_MOVED.get(code, code), 0)
            self._drawn[code] = list(self._contours(glyph)) if glyph else []
        return self._drawn[code]

    @cached_property
    def _glyphs(self) -> dict[int, int]:
        """From a character to its glyph."""
        content, start = self._content, self._tables["cmap"][0]
        for i in range(struct.unpack_from(">H", content, start + 2)[0]):
            system, _, offset = struct.unpack_from(">HHI", content, start + 4 + 8 * i)
            at = start + offset
            if system == 3 and struct.unpack_from(">H", content, at)[0] == 4:
                return dict(self._segments(at))
        return {}

    def _segments(self, at: int) -> Iterator[tuple[int, int]]:
        content = self._content
        count = struct.unpack_from(">H", content, at + 6)[0] // 2
        row = f">{count}H"
        ends = struct.unpack_from(row, content, at + 14)
        starts = struct.unpack_from(row, content, at + 16 + 2 * count)
        deltas = struct.unpack_from(row, content, at + 16 + 4 * count)
        ranges_at = at + 16 + 6 * count
        ranges = struct.unpack_from(row, content, ranges_at)
        for i, (first, last) in enumerate(zip(starts, ends, strict=True)):
            for character in range(first, last + 1):
                if character == 0xFFFF:
                    continue
                glyph = character
                if ranges[i]:
                    where = ranges_at + 2 * i + ranges[i] + 2 * (character - first)
                    glyph = struct.unpack_from(">H", content, where)[0]
                    if not glyph:
                        continue
                yield character, (glyph + deltas[i]) & 0xFFFF

    def _contours(self, glyph: int, depth: int = 0) -> Iterator[Contour]:
        start, content = self._tables["loca"][0], self._content
        if self._long:
            begin, end = struct.unpack_from(">2I", content, start + 4 * glyph)
        else:
            begin, end = (2 * half for half in struct.unpack_from(">2H", content, start + 2 * glyph))
        if begin == end or depth > 5:
            return
        at = self._tables["glyf"][0] + begin
        count = struct.unpack_from(">h", content, at)[0]
        if count < 0:
            yield from self._parts(at + 10, depth)
        else:
            for points in self._points(at + 10, count):
                yield _bent(points)

    def _points(self, at: int, count: int) -> Iterator[list[tuple[float, float, bool]]]:
        """For each contour of a glyph its points, and whether the line goes through them."""
        content = self._content
        ends = struct.unpack_from(f">{count}H", content, at)
        at += 2 * count
        at += 2 + struct.unpack_from(">H", content, at)[0]
        total = ends[-1] + 1 if ends else 0
        flags: list[int] = []
        while len(flags) < total:
            flag, at = content[at], at + 1
            times = 1
            if flag & _REPEAT:
                times, at = content[at] + 1, at + 1
            flags += [flag] * times
        axes: list[list[float]] = []
        for short, same in ((_X_SHORT, _X_SAME), (_Y_SHORT, _Y_SAME)):
            value, values = 0, []
            for flag in flags[:total]:
                if flag & short:
                    value, at = value + (content[at] if flag & same else -content[at]), at + 1
                elif not flag & same:
                    value, at = value + struct.unpack_from(">h", content, at)[0], at + 2
                values.append(value / self._units)
            axes.append(values)
        first = 0
        for end in ends:
            yield [(axes[0][i], axes[1][i], bool(flags[i] & _ON)) for i in range(first, end + 1)]
            first = end + 1

    def _parts(self, at: int, depth: int) -> Iterator[Contour]:
        """A glyph made of others."""
        content, flags = self._content, _MORE
        while flags & _MORE:
            flags, glyph = struct.unpack_from(">2H", content, at)
            x, y = struct.unpack_from(">2h" if flags & _WORDS else ">2b", content, at + 4)
            at += 8 if flags & _WORDS else 6
            xx, xy, yx, yy = 1.0, 0.0, 0.0, 1.0
            if flags & _SCALE:
                xx = yy = struct.unpack_from(">h", content, at)[0] / 16384
                at += 2
            elif flags & _TWO_SCALES:
                xx, yy = (n / 16384 for n in struct.unpack_from(">2h", content, at))
                at += 4
            elif flags & _MATRIX:
                xx, xy, yx, yy = (n / 16384 for n in struct.unpack_from(">4h", content, at))
                at += 8
            dx, dy = (x / self._units, y / self._units) if flags & _OFFSETS else (0.0, 0.0)

            def moved(point: Point, m: tuple[float, ...] = (xx, xy, yx, yy, dx, dy)) -> Point:
                return m[0] * point[0] + m[2] * point[1] + m[4], m[1] * point[0] + m[3] * point[1] + m[5]

            for begin, parts in self._contours(glyph, depth + 1):
                yield moved(begin), [(moved(bend), moved(end)) for bend, end in parts]


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _bent(points: list[tuple[float, float, bool]]) -> Contour:
    """A closed line of quadratic curves; a straight part is one whose bend lies where it begins."""
    if not any(on for _, _, on in points):
        x, y = _middle(points[0][:2], points[-1][:2])
        points = [(x, y, True), *points]
    while not points[0][2]:
        points = points[1:] + points[:1]
    begin = here = points[0][:2]
    parts: list[tuple[Point, Point]] = []
    bend: Point | None = None
    for x, y, on in [*points[1:], points[0]]:
        point = (x, y)
        if on:
            parts.append((bend or here, point))
            here, bend = point, None
        elif bend is None:
            bend = point
        else:
            here = _middle(bend, point)
            parts.append((bend, here))
            bend = point
    return begin, parts


class Fonts:
    """All fonts: outlines out of the folder ``faces``, widths out of ``metrics`` (file name to content)."""

    def __init__(self, faces: Path, metrics: Mapping[str, bytes]) -> None:
        self._folder = faces
        self._metrics = metrics
        self._faces: dict[str, Face | None] = {}
        self._widths: dict[str, tuple[float, ...]] = {}

    def widths(self, name: str) -> tuple[float, ...]:
        """The widths of the font ``name``; zeros if there is no such font."""
        if name not in self._widths:
            metrics = self._metrics.get(f"{name}.tfm")
            self._widths[name] = widths(metrics) if metrics else (0.0,) * 256
        return self._widths[name]

    def measured(self, name: str) -> bool:
        """Whether there is a font ``name``."""
        return f"{name}.tfm" in self._metrics

    def face(self, name: str) -> Face | None:
        """The outlines of the font ``name``; ``None`` if nobody drew it."""
        if name not in self._faces:
            path = self._folder / f"{_NEAREST.get(name, name)}.ttf"
            self._faces[name] = Face(path.read_bytes()) if path.is_file() else None
        return self._faces[name]
