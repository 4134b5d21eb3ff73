# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which fonts the engine gets: without any it would leave all text undrawn and say nothing."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
# Of a very large collection these come first; the engine opens each file for every drawing.
_MOST_FILES = 400
_FIRST = ("dejavu", "liberation", "arial", "helvetica", "cjk", "wqy", "noto", "emoji", "times", "courier")

# The engine takes them by name. Liberation has the widths of the faces that drawings are made for.
_SANS = (("liberationsans-regular", "Liberation Sans"), ("arial", "Arial"), ("dejavusans", "DejaVu Sans"))
_SERIF = (
    ("liberationserif-regular", "Liberation Serif"),
    ("times", "Times New Roman"),
    ("dejavuserif", "DejaVu Serif"),
)
_FIXED = (
    ("liberationmono-regular", "Liberation Mono"),
    ("cour", "Courier New"),
    ("dejavusansmono", "DejaVu Sans Mono"),
)
_EMOJI = (
    ("notocoloremoji", "Noto Color Emoji"),
    ("apple color emoji", "Apple Color Emoji"),
    ("seguiemj", "Segoe UI Emoji"),
    ("", ""),
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Files to load, and what the generic families stand for; ``emoji`` is empty if there is none."""

    files: tuple[str, ...]
    sans: str
    serif: str
    fixed: str
    emoji: str = ""


@lru_cache(maxsize=8)
def found(folders: tuple[str, ...] = ()) -> Fonts:
    """The fonts of ``folders``, or where there are none, of the system; DejaVu is always among them."""
    files = _files(folders) or _files(_SYSTEM)
    stems = {Path(file).stem.lower() for file in files}
    if "dejavusans" not in stems:
        files += _files(_shipped())
        stems |= {Path(file).stem.lower() for file in files}
    files.sort(key=_rank if len(files) > _MOST_FILES else _upright_first)
    families = (_pick(wishes, stems) for wishes in (_SANS, _SERIF, _FIXED, _EMOJI))
    return Fonts(tuple(files[:_MOST_FILES]), *families)


def _files(folders: Sequence[str]) -> list[str]:
    return sorted(
        str(Path(place, name))
        for folder in folders
        for place, _, names in os.walk(folder)
        for name in names
        if name.lower().endswith(_ENDINGS)
    )


def _shipped() -> tuple[str, ...]:
    """The folder of DejaVu inside matplotlib, which Sidelight brings along; found without importing it."""
    spec = importlib.util.find_spec("matplotlib")
    if spec is None or spec.origin is None:
        return ()
    return (str(Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"),)


def _upright_first(file: str) -> tuple[bool, str]:
    """Where a face has no glyph for a letter the engine takes the first one that has it, bold or not."""
    name = Path(file).name.lower()
    return any(word in name for word in ("bold", "italic", "oblique", "light", "black", "thin")), file


def _rank(file: str) -> tuple[bool, int, str]:
    name = Path(file).name.lower()
    place = next((place for place, word in enumerate(_FIRST) if word in name), len(_FIRST))
    return (*_upright_first(file)[:1], place, file)


def _pick(wishes: tuple[tuple[str, str], ...], stems: set[str]) -> str:
    return next((family for stem, family in wishes if stem in stems), wishes[-1][1])
