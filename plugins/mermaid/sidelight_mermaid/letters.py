# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Letters that the face of the diagrams does not have: taken into it from the fonts of the system.

The engine measures and draws with one face. Emoji, which have no outlines, are empty room in it, each a
letter of private use; ``emoji`` puts the pictures there.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FIRST = 0xE000
BOX = "\ue0ff"
MOST_EMOJI = 24
_MOST_LETTERS = 2_000
_PART = (
    r"[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653"
    r"\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705"
    r"\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
)
_SKIN = "[\U0001f3fb-\U0001f3ff]"
_ONE = rf"(?:{_PART}|[^\w\s]\ufe0f)(?:{_SKIN}|\ufe0f)*"
_EMOJI = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}(?:\u200d(?:{_PART}|.){_SKIN}?\ufe0f?)*")
_COLOURED = ("notocoloremoji", "applecoloremoji", "seguiemj")
_FIRST_OF_ALL = (
    "cjk",
    "wqy",
    "notosanssc",
    "notosansjp",
    "notosanskr",
    "droidsansfallback",
    "unifont",
    "pingfang",
)
_THEN = ("msyh", "simhei", "simsun", "arialuni", "notosans", "freesans", "unifont", "liberationsans", "arial")
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A diagram with its emoji as letters of private use; ``emoji`` are they, in order, from ``FIRST`` on."""

    text: str
    emoji: tuple[str, ...] = field(default=())


def spelled(text: str, folders: Sequence[str]) -> Spelled:
    """The diagram as the engine gets it; as it was if there is no font with emoji."""
    if not _EMOJI.search(text) or coloured(tuple(folders)) is None:
        return Spelled(text)
    known: dict[str, str] = {}

    def letter(found: re.Match[str]) -> str:
        if found[0] not in known and len(known) >= MOST_EMOJI:
            return found[0]
        return known.setdefault(found[0], chr(FIRST + len(known)))

    return Spelled(_EMOJI.sub(letter, text), tuple(known))


def has_emoji(text: str) -> bool:
    """Whether there is one in a text."""
    return _EMOJI.search(text) is not None


def face_with(base: Path, wanted: Iterable[str], emoji: int, folders: Sequence[str]) -> bytes | None:
    """The face in the file ``base`` with the letters that are ``wanted``; ``None`` if it has them all.

    So many ``emoji`` are empty room, and ``BOX`` is a box that fills such room.
    """
    from fontTools.ttLib import TTFont

    with TTFont(base, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as face:
        has = face.getBestCmap()
        missing = [
            letter for letter in dict.fromkeys(wanted) if ord(letter) not in has and letter.isprintable()
        ]
        if not missing and not emoji:
            return None
        units = face["head"].unitsPerEm
        for letter, glyph, wide in _taken(missing[:_MOST_LETTERS], units, folders):
            _add(face, ord(letter), glyph, wide)
        if emoji:
            wide = round(1.26 * units)
            _add(face, ord(BOX), _box(units), wide)
            for place in range(emoji):
                _add(face, FIRST + place, _box(0), wide)
        packed = io.BytesIO()
        face.save(packed, reorderTables=None)
        return packed.getvalue()


def _add(face: Any, code: int, glyph: Any, wide: int) -> None:
    name = f"taken{code:x}"
    face["glyf"][name] = glyph
    glyph.recalcBounds(face["glyf"])
    face["hmtx"][name] = (wide, 0)
    for table in face["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12) and (code <= 0xFFFF or table.format == 12):
            table.cmap[code] = name


def _box(units: int) -> Any:
    """A box of about the size of an emoji; empty for no units."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    if units:
        low, high, left, right = (round(share * units) for share in (-0.16, 0.94, 0.08, 1.18))
        pen.moveTo((left, low))
        for corner in ((left, high), (right, high), (right, low)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _taken(missing: list[str], units: int, folders: Sequence[str]) -> list[tuple[str, Any, int]]:
    """Glyphs of the letters that are missing, from whatever fonts have them, in ``units`` to the em."""
    from fontTools.ttLib import TTFont, TTLibError

    found: list[tuple[str, Any, int]] = []
    for file in _files(tuple(folders)):
        if not missing:
            break
        try:
            font = TTFont(file, fontNumber=0, lazy=True)
        except (TTLibError, OSError):
            continue
        with font:
            found += _from_font(font, missing, units)
    return found


def _from_font(font: Any, missing: list[str], units: int) -> list[tuple[str, Any, int]]:
    """What a font has of the letters; they are missing no more."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    found: list[tuple[str, Any, int]] = []
    has = font.getBestCmap() or {}
    glyphs = font.getGlyphSet()
    scale = units / font["head"].unitsPerEm
    for letter in [letter for letter in missing if ord(letter) in has]:
        glyph = glyphs[has[ord(letter)]]
        pen = TTGlyphPen(None)
        drawn = DecomposingRecordingPen(glyphs)
        glyph.draw(drawn)
        turned = Cu2QuPen(pen, 1.0, reverse_direction="glyf" not in font)
        drawn.replay(TransformPen(turned, (scale, 0, 0, scale, 0, 0)))
        found.append((letter, pen.glyph(), round(glyph.width * scale)))
        missing.remove(letter)
    return found


@cache
def coloured(folders: tuple[str, ...]) -> str | None:
    """The file of a font with emoji."""
    return next((name for word in _COLOURED for name in _all(folders) if word in _plain(name)), None)


@cache
def _files(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Fonts to look into, those with many letters first."""
    names = _all(folders)
    ranked = [name for word in (*_FIRST_OF_ALL, *_THEN) for name in names if word in _plain(name)]
    upright = [
        name for name in dict.fromkeys(ranked) if not re.search("bold|italic|oblique|mono", _plain(name))
    ]
    return tuple(upright[:12])


@cache
def _all(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        str(Path(place, name))
        for folder in (*folders, *_SYSTEM)
        for place, _, files in os.walk(folder)
        for name in sorted(files)
        if name.lower().endswith((".ttf", ".otf", ".ttc"))
    )


def _plain(name: str) -> str:
    return Path(name).name.lower().replace("-", "").replace(" ", "")
