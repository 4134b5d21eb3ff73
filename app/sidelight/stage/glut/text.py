# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's bitmap and stroke text, with the glyphs of ``glyphs.txt``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from sidelight.stage.glut.calls import Session, glut, warn
from sidelight.stage.glut.constants import FONTS
from sidelight.stage.glut.gl import Gl

_CLIENT_PIXEL_STORE_BIT = 1
_LINE_STRIP = 3
# swap bytes, lsb first, row length, skip rows, skip pixels, alignment
_UNPACK_PLAIN = ((0x0CF0, 0), (0x0CF1, 0), (0x0CF2, 0), (0x0CF3, 0), (0x0CF4, 0), (0x0CF5, 1))

Strip = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class BitmapFont:
    """Glyphs by code: width in pixels and rows from the bottom, each padded to whole bytes."""

    height: int
    origin_x: float
    origin_y: float
    glyphs: dict[int, tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class StrokeFont:
    """Glyphs by code: advance and line strips."""

    height: float
    glyphs: dict[int, tuple[float, tuple[Strip, ...]]]


@functools.lru_cache(maxsize=1)
def _sections() -> dict[str, list[str]]:
    """The lines of each font, its heading first."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (Path(__file__).parent / "glyphs.txt").read_text("ascii").splitlines():
        kind, _, rest = line.partition(" ")
        if kind in ("bitmap", "stroke"):
            current = sections.setdefault(f"{kind.upper()}_{rest.split()[0]}", [])
        if not line.startswith("#"):
            current.append(line)
    return sections


@functools.lru_cache(maxsize=len(FONTS))
def bitmap_font(name: str) -> BitmapFont:
    """The font named as in ``FONTS``: ``BITMAP_8_BY_13``."""
    heading, *lines = _sections()[name]
    _, _, height, origin_x, origin_y = heading.split()
    glyphs = {}
    for line in lines:
        code, width, rows = line.split()
        glyphs[int(code, 16)] = int(width), bytes.fromhex(rows)
    return BitmapFont(int(height), float(origin_x), float(origin_y), glyphs)


@functools.lru_cache(maxsize=len(FONTS))
def stroke_font(name: str) -> StrokeFont:
    """The font named as in ``FONTS``: ``STROKE_ROMAN``."""
    heading, *lines = _sections()[name]
    glyphs = {}
    for line in lines:
        code_and_advance, *strips = line.split("|")
        code, advance = code_and_advance.split()
        glyphs[int(code, 16)] = float(advance), tuple(_strip(strip) for strip in strips)
    return StrokeFont(float(heading.split()[2]), glyphs)


def _strip(text: str) -> Strip:
    points = (point.split(",") for point in text.split())
    return tuple((float(x), float(y)) for x, y in points)


class Text:
    """Draws in the current context."""

    def __init__(self, session: Session, gl: Gl) -> None:
        self.session = session
        self._gl = gl

    def _bitmap(self, function: str, font: int) -> BitmapFont | None:
        name = _name(font)
        if name.startswith("BITMAP"):
            return bitmap_font(name)
        self._complain(function, "bitmap", "stroke", font)
        return None

    def _stroke(self, function: str, font: int) -> StrokeFont | None:
        name = _name(font)
        if name.startswith("STROKE"):
            return stroke_font(name)
        self._complain(function, "stroke", "bitmap", font)
        return None

    def _complain(self, function: str, wanted: str, other: str, font: int) -> None:
        message = f"{function}: {wanted} font 0x{font & 0xFFFFFFFF:08x} not found. "
        warn(self.session, f"{message}Make sure you're not passing a {other} font.\n")

    def _draw_bitmap(self, font: BitmapFont, codes: bytes, *, lines: bool) -> None:
        gl, start = self._gl, 0.0
        gl.PushClientAttrib(_CLIENT_PIXEL_STORE_BIT)
        for name, value in _UNPACK_PLAIN:
            gl.PixelStorei(name, value)
        for code in codes:
            if lines and code == 10:
                gl.Bitmap(0, 0, 0.0, 0.0, -start, -float(font.height), None)
                start = 0.0
                continue
            width, rows = font.glyphs.get(code, (0, b""))
            gl.Bitmap(width, font.height, font.origin_x, font.origin_y, float(width), 0.0, rows)
            start += width
        gl.PopClientAttrib()

    @glut("Fi")
    def glutBitmapCharacter(self, font: int, character: int) -> None:
        """One character at the raster position."""
        found = self._bitmap("glutBitmapCharacter", font)
        if found is not None and 1 <= character < 256:
            self._draw_bitmap(found, bytes([character]), lines=False)

    @glut("Fb")
    def glutBitmapString(self, font: int, string: bytes) -> None:
        """Lines of text from the raster position."""
        found = self._bitmap("glutBitmapString", font)
        if found is not None and string:
            self._draw_bitmap(found, string, lines=True)

    @glut("Fi")
    def glutBitmapWidth(self, font: int, character: int) -> int:
        """Pixels that a character moves on."""
        found = self._bitmap("glutBitmapWidth", font)
        return found.glyphs.get(character, (0, b""))[0] if found is not None and 0 < character < 256 else 0

    @glut("Fp")
    def glutBitmapLength(self, font: int, string: bytes) -> int:
        """Pixels of the longest line."""
        found = self._bitmap("glutBitmapLength", font)
        if found is None:
            return 0
        return max(sum(found.glyphs.get(code, (0, b""))[0] for code in line) for line in string.split(b"\n"))

    @glut("F")
    def glutBitmapHeight(self, font: int) -> int:
        """Pixels from line to line."""
        found = self._bitmap("glutBitmapHeight", font)
        return found.height if found is not None else 0

    @glut("Fi")
    def glutStrokeCharacter(self, font: int, character: int) -> None:
        """One character of lines; moves the matrix on."""
        found = self._stroke("glutStrokeCharacter", font)
        if found is not None and character in found.glyphs:
            self._draw_stroke(found, character)

    def _draw_stroke(self, font: StrokeFont, code: int) -> float:
        gl = self._gl
        advance, strips = font.glyphs[code]
        for strip in strips:
            gl.Begin(_LINE_STRIP)
            for x, y in strip:
                gl.Vertex2f(x, y)
            gl.End()
        gl.Translatef(advance, 0.0, 0.0)
        return advance

    @glut("Fb")
    def glutStrokeString(self, font: int, string: bytes) -> None:
        """Lines of text of lines; moves the matrix on."""
        found = self._stroke("glutStrokeString", font)
        if found is None:
            return
        length = 0.0
        for code in string:
            if code == 10:
                self._gl.Translatef(-length, -found.height, 0.0)
                length = 0.0
            elif code in found.glyphs:
                length += self._draw_stroke(found, code)

    @glut("Fi")
    def glutStrokeWidth(self, font: int, character: int) -> int:
        """Units that a character moves on."""
        found = self._stroke("glutStrokeWidth", font)
        return int(found.glyphs[character][0] + 0.5) if found is not None and character in found.glyphs else 0

    @glut("Fp")
    def glutStrokeLength(self, font: int, string: bytes) -> int:
        """Units of the longest line."""
        found = self._stroke("glutStrokeLength", font)
        if found is None:
            return 0
        lengths = [sum(found.glyphs.get(code, (0.0, ()))[0] for code in line) for line in string.split(b"\n")]
        return int(max(lengths) + 0.5)

    @glut("F")
    def glutStrokeHeight(self, font: int) -> float:
        """Units from line to line."""
        found = self._stroke("glutStrokeHeight", font)
        return found.height if found is not None else 0.0


def _name(font: int) -> str:
    return FONTS[font - 1] if 1 <= font <= len(FONTS) else ""
