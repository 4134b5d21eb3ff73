# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Letters that TeX's fonts do not have (Cyrillic, Chinese, chessmen), lent by other fonts of this machine."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

FACES = ("regular", "bold", "italic", "bold italic", "sans", "bold sans", "mono")
"""In what TeX may ask for a letter; it gives the place in this row."""

LENT = "sidelight-lent.tex"
"""The file in which TeX is told of letters."""

_SERIF = ("STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "STIXGeneralBolIta")
_OWN = (
    *((name, "DejaVuSans") for name in _SERIF),
    ("DejaVuSans",),
    ("DejaVuSans-Bold",),
    ("DejaVuSansMono",),
)
_REST = (
    *(
        "cjk",
        "wqy",
        "notosanssc",
        "notosansjp",
        "notosanskr",
        "droidsansfallback",
        "pingfang",
        "msyh",
        "simhei",
    ),
    *("simsun", "malgun", "applesdgothic", "hiragino", "arialuni", "unifont", "symbola", "seguisym"),
    *("notosanssymbols", "notoemoji", "notosans", "dejavusans", "freesans", "arial"),
)
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_NOT_UPRIGHT = ("bold", "italic", "oblique", "mono", "condensed", "light", "thin", "color", "colour")
_MOST_FILES = 16
_MOST_LETTERS = 1500
# Fonts that are drawn larger than TeX's at the same size.
_LARGE = {"dejavu": 0.88}
# Letters that TeX makes itself; those it needs other fonts for are lent.
_MADE = re.compile("[\0-\u017f\u0218-\u021b\u2010-\u2026\u2030\u2039\u203a\u20ac\u2122\ufb00-\ufb04]")
_LENT_ALL_THE_SAME = frozenset("ÐðÞþĐđŊŋŦŧĦħĸ")
_SIGN = re.compile(r"\\sidelight@sign\{([0-9A-F]{4})\}")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_WORD = re.compile(f"{_GREEK.pattern}{{2}}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a font; lengths in units of the font's size."""

    width: float
    height: float
    depth: float
    font: Any
    glyph: str
    scale: float

    def path(self, x: float, y: float, size: float) -> str:
        """Its outline as SVG path data, the origin at ``x``, ``y``, for a font of ``size``."""
        from fontTools.pens.svgPathPen import SVGPathPen
        from fontTools.pens.transformPen import TransformPen

        glyphs = self.font.getGlyphSet()
        pen = SVGPathPen(glyphs, lambda number: f"{number:.3f}")
        unit = size * self.scale
        glyphs[self.glyph].draw(TransformPen(pen, (unit, 0, 0, -unit, x, y)))
        return str(pen.getCommands())


class Letters:
    """Finds letters in the fonts of ``folders``, of the system, and in those that come with this program."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self._folders = tuple(folders)
        self._open: dict[str, Any] = {}
        self._known: dict[tuple[str, int], Letter | None] = {}

    def told(self, text: str, *, over: bool = False) -> str:
        """What TeX is to be told of the letters in ``text`` that it cannot make; nothing if it can make all.

        ``over``: whatever it thinks to know of them.
        """
        if text.isascii():
            return ""
        letters = {sign for sign in text if not _MADE.match(sign) or sign in _LENT_ALL_THE_SAME}
        letters -= _signs()
        greek = set(_GREEK.findall(text)) if _GREEK_WORD.search(text) else set()
        wanted = sorted(letters | greek)[:_MOST_LETTERS]
        return "".join(
            self._told(sign, over=over or sign in greek or sign in _LENT_ALL_THE_SAME) for sign in wanted
        )

    def letter(self, sign: str, face: int) -> Letter | None:
        """A letter in one of ``FACES``; ``None`` if no font has it."""
        key = sign, face
        if key not in self._known:
            self._known[key] = self._found(sign, face)
        return self._known[key]

    def _told(self, sign: str, *, over: bool) -> str:
        if unicodedata.category(sign) in ("Cf", "Mn", "Cc", "Cs", "Co"):
            return f"\\sidelight@unseen{{{ord(sign):04X}}}%\n"
        found = [self.letter(sign, face) for face in range(len(FACES))]
        first = next((letter for letter in found if letter), None)
        if first is None:
            widths, height, depth = "1", 0.7, 0.0
        else:
            widths = r"\or ".join(f"{(letter or first).width:.4f}" for letter in found)
            height, depth = first.height, first.depth
        wide = unicodedata.east_asian_width(sign) in "WF"
        before = 0 if not wide or unicodedata.category(sign) in ("Pe", "Po", "Pf", "Lm") else 1
        star = "*" if over else ""
        return (
            rf"\sidelight@lent{star}{{{ord(sign):04X}}}{{{sign}}}{{{widths}}}{{{height:.4f}}}{{{depth:.4f}}}"
            f"{{{before}}}%\n"
        )

    def _found(self, sign: str, face: int) -> Letter | None:
        from fontTools.pens.boundsPen import BoundsPen

        for file in (*self._first(face), *self._rest):
            font = self._opened(file)
            glyph = (font.getBestCmap() or {}).get(ord(sign)) if font is not None else None
            if font is None or glyph is None:
                continue
            glyphs = font.getGlyphSet()
            bounds = BoundsPen(glyphs)
            glyphs[glyph].draw(bounds)
            if bounds.bounds is None and not sign.isspace():
                continue  # a picture, or an empty place
            _, low, _, high = bounds.bounds or (0, 0, 0, 0)
            name = Path(file).name.lower()
            larger = next((factor for word, factor in _LARGE.items() if word in name), 1.0)
            scale = larger / font["head"].unitsPerEm
            width = glyphs[glyph].width * scale
            return Letter(width, max(0.0, high * scale), max(0.0, -low * scale), font, glyph, scale)
        return None

    def _first(self, face: int) -> list[str]:
        return [self._named[name] for name in _OWN[face] if name in self._named]

    @cached_property
    def _named(self) -> dict[str, str]:
        """The fonts that come with this program, by their names."""
        spec = importlib.util.find_spec("matplotlib")  # its folder of fonts; it is not loaded
        shipped = (
            [str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf")] if spec and spec.origin else []
        )
        files = [path for folder in (*self._folders, *shipped) for path in _fonts(folder)]
        return {Path(path).stem: path for path in reversed(files)}

    @cached_property
    def _rest(self) -> tuple[str, ...]:
        """Fonts of the system with many letters, the likeliest first."""
        files = [path for folder in (*self._folders, *_SYSTEM) for path in _fonts(folder)]
        plain = {path: re.sub("[-_ ]", "", Path(path).name.lower()) for path in files}
        upright = [path for path in files if not any(word in plain[path] for word in _NOT_UPRIGHT)]
        ranked = [path for word in _REST for path in upright if word in plain[path]]
        return tuple(dict.fromkeys(ranked))[:_MOST_FILES]

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
def _signs() -> frozenset[str]:
    """The signs for which the prologue has commands."""
    prologue = Path(__file__).with_name("prologue.tex").read_text(encoding="utf-8")
    return frozenset(chr(int(code, 16)) for code in _SIGN.findall(prologue))


@cache
def _fonts(folder: str) -> tuple[str, ...]:
    return tuple(
        str(Path(place, name))
        for place, _, files in sorted(os.walk(folder))
        for name in sorted(files)
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    )
