# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Colours as Tk names them: X11's names, with their shades and greys, and ``#rgb`` in any length."""

from __future__ import annotations

import re

from PIL import ImageColor

Colour = tuple[int, int, int]

_SHADES = {"1": 1.0, "2": 0.932, "3": 0.804, "4": 0.548}
_GREY = re.compile(r"gr[ae]y(\d{1,3})")
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{9}|[0-9a-f]{12})")
# X11's names that the web does not have. Where both have one name for two colours, Tk means the web's.
_OWN = {"navyblue": (0, 0, 128), "lightgoldenrod": (238, 221, 130), "violetred": (208, 32, 144)}
_OWN |= {"lightslateblue": (132, 112, 255)}
_SHADED = {"green": (0, 255, 0), "purple": (155, 48, 255), "maroon": (255, 52, 179)}
"""Bases of shades that are not the colour of that name."""


def colour(name: str) -> Colour | None:
    """Red, green and blue from 0 to 255; ``None`` if Tk knows no such colour."""
    plain = str(name).lower().replace(" ", "")
    if plain.startswith("#"):
        return _from_hex(plain)
    if plain in _OWN:
        return _OWN[plain]
    grey = _GREY.fullmatch(plain)
    if grey is not None and int(grey[1]) <= 100:
        level = int(int(grey[1]) * 255 / 100 + 0.5)
        return level, level, level
    shade = _SHADES.get(plain[-1:], 0.0)
    found = (
        (_SHADED.get(plain[:-1]) or _OWN.get(plain[:-1]) or _named(plain[:-1])) if shade else _named(plain)
    )
    shade = shade or 1.0
    return None if found is None else (int(found[0] * shade), int(found[1] * shade), int(found[2] * shade))


def _named(name: str) -> Colour | None:
    if not name.isalpha():
        return None
    try:
        return ImageColor.getrgb(name)[:3]
    except ValueError:
        return None


def _from_hex(text: str) -> Colour | None:
    if not _HEX.fullmatch(text):
        return None
    digits = (len(text) - 1) // 3
    parts = [text[1 + digits * n : 1 + digits * (n + 1)] for n in range(3)]
    red, green, blue = (int((part * 2)[:2] if digits == 1 else part[:2], 16) for part in parts)
    return red, green, blue
