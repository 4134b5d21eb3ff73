# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Letters that the font for formulas does not have, such as Chinese ones, lent by the fonts of the system."""

from __future__ import annotations

import importlib.util
import io
import os
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_WORDS = (
    "cjk",
    "wqy",
    "notosanssc",
    "notosansjp",
    "notosanskr",
    "droidsansfallback",
    "pingfang",
    "msyh",
    "simhei",
)
_MORE = ("arialuni", "unifont", "notosans", "dejavusans", "freesans", "liberationsans", "arial")
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_UPRIGHT = ("bold", "italic", "oblique", "mono", "condensed", "light", "thin")
_MOST_FILES = 12


@dataclass(frozen=True, slots=True)
class _Path:
    """A glyph's box in the units of the font for formulas."""

    bbox: Any


class Lent:
    """A glyph of another font that behaves like one of the engine's."""

    index = 0

    def __init__(self, name: str, font: Any, bbox: Any, outline: str, *, wide: float, units: float) -> None:
        self.id = name
        self.font = font
        self.path = _Path(bbox)
        self.bbox = bbox
        self._outline = outline
        self._wide = wide
        self._units = units

    def advance(self, nextchr: Any = None) -> float:
        """How far the next letter is."""
        return self._wide

    def place(self, x: float, y: float, point_size: float) -> ET.Element | None:
        """Its outline, with its origin there."""
        scale = point_size / self._units
        where = f"translate({x:.3f} {y:.3f}) scale({scale:.6f} {-scale:.6f})"
        return ET.Element("path", {"d": self._outline, "transform": where}) if self._outline else None


class Lender:
    """Finds glyphs in the fonts of ``folders`` and of the system. ``missing``: letters that none has."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.missing: set[str] = set()
        self._files = _fonts(tuple(folders))
        self._open: dict[str, Any] = {}
        self._known: dict[str, Lent | None] = {}

    def glyph(self, letter: str, font: Any, box: Any) -> Lent | None:
        """A glyph for a letter, measured for the font ``font``; ``box`` makes boxes."""
        if letter not in self._known:
            self._known[letter] = self._found(letter, font, box)
        if self._known[letter] is None:
            self.missing.add(letter)
        return self._known[letter]

    def _found(self, letter: str, font: Any, box: Any) -> Lent | None:
        from fontTools.pens.boundsPen import BoundsPen
        from fontTools.pens.svgPathPen import SVGPathPen

        for file in self._files:
            opened = self._opened(file)
            name = (opened.getBestCmap() or {}).get(ord(letter)) if opened is not None else None
            if name is None:
                continue
            glyphs = opened.getGlyphSet()
            outline, bounds = SVGPathPen(glyphs, lambda number: f"{number:g}"), BoundsPen(glyphs)
            glyphs[name].draw(outline)
            glyphs[name].draw(bounds)
            units = opened["head"].unitsPerEm
            scale = font.info.layout.unitsperem / units
            left, low, right, high = bounds.bounds or (0, 0, 0, 0)
            return Lent(
                f"lent{ord(letter):x}",
                font,
                box(left * scale, right * scale, low * scale, high * scale),
                outline.getCommands(),
                wide=glyphs[name].width * scale,
                units=units,
            )
        return None

    def _opened(self, file: str) -> Any:
        from fontTools.ttLib import TTFont, TTLibError

        if file not in self._open:
            try:
                # From memory: an open file would have to be closed by somebody.
                self._open[file] = TTFont(io.BytesIO(Path(file).read_bytes()), fontNumber=0, lazy=True)
            except (TTLibError, OSError):
                self._open[file] = None
        return self._open[file]


@cache
def lender(folders: tuple[str, ...]) -> Lender:
    """One for each set of folders, so that fonts are opened once."""
    return Lender(folders)


def lend(math_font: Any, box: Any, current: list[Lender]) -> None:
    """Have the engine's font look for what it lacks with the last of ``current``."""
    own = math_font.findglyph

    def findglyph(self: Any, char: str, variant: Any) -> Any:
        found = own(self, char, variant)
        if found.index == 0 and current and not char.isspace() and char.isprintable():
            return current[-1].glyph(char, self, box) or found
        return found

    math_font.findglyph = findglyph


def _fonts(folders: tuple[str, ...]) -> tuple[str, ...]:
    names = [
        str(Path(place, name))
        for folder in (*folders, *_SYSTEM, *_shipped())
        for place, _, files in os.walk(folder)
        for name in sorted(files)
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    ]
    plain = {name: Path(name).name.lower().replace("-", "").replace(" ", "") for name in names}
    ranked = [name for word in (*_WORDS, *_MORE) for name in names if word in plain[name]]
    upright = [name for name in dict.fromkeys(ranked) if not any(word in plain[name] for word in _UPRIGHT)]
    return tuple(upright[:_MOST_FILES])


def _shipped() -> tuple[str, ...]:
    """DejaVu inside matplotlib, found without importing it."""
    spec = importlib.util.find_spec("matplotlib")
    return (str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"),) if spec and spec.origin else ()
