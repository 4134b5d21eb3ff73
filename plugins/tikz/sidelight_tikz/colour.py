# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The colours that text has: a pile that TeX's specials put one onto and take one from."""

from __future__ import annotations

import colorsys

# Each of the sixteen ways to lay full cyan (8), magenta (4), yellow (2) and black (1) over each other, as
# programs for PDFs show them: a yellow that is printed is no #ffff00, and a green not that of a lamp.
_OVERPRINTS = tuple(
    (number >> 16, number >> 8 & 255, number & 255)
    for number in (
        *(0xFFFFFF, 0x231F20, 0xFFF200, 0x1C1A00, 0xEC008C, 0x240000, 0xED1C24, 0x220000),
        *(0x00ADEF, 0x000F24, 0x00A650, 0x001300, 0x2E3192, 0x000001, 0x363639, 0x000000),
    )
)
_SIZES = {"rgb": 3, "cmyk": 4, "gray": 1, "hsb": 3}


def hexadecimal(words: str) -> str | None:
    """``rgb 1 0 0``, ``gray .5``, ``cmyk 0 1 1 0``, ``hsb .5 1 1`` as ``#rrggbb``; ``None`` if none."""
    model, _, rest = words.strip().partition(" ")
    try:
        parts = [min(1.0, max(0.0, float(part))) for part in rest.split()]
    except ValueError:
        return None
    if len(parts) != _SIZES.get(model):
        return None
    if model == "gray":
        parts *= 3
    elif model == "hsb":
        parts = list(colorsys.hsv_to_rgb(*parts))
    elif model == "cmyk":
        parts = _printed(parts)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _printed(inks: list[float]) -> list[float]:
    """Red, green and blue of four inks: the mean of all overprints, by how much of the paper each covers."""
    red, green, blue = 0.0, 0.0, 0.0
    for number, (r, g, b) in enumerate(_OVERPRINTS):
        covers = 1.0
        for bit, ink in zip((8, 4, 2, 1), inks, strict=True):
            covers *= ink if number & bit else 1 - ink
        red, green, blue = red + covers * r, green + covers * g, blue + covers * b
    return [red / 255, green / 255, blue / 255]


class Colours:
    """The pile; ``now`` is its topmost colour, ``None`` if there is none."""

    def __init__(self) -> None:
        self._pile: list[str] = []

    @property
    def now(self) -> str | None:
        """What text is drawn in."""
        return self._pile[-1] if self._pile else None

    def obey(self, words: str) -> None:
        """A special that begins with ``color``; what comes after that word."""
        order, _, rest = words.strip().partition(" ")
        if order == "pop":
            if self._pile:
                self._pile.pop()
        elif order == "push":
            self._pile.append(hexadecimal(rest) or self.now or "#000000")
        elif (colour := hexadecimal(words)) is not None:
            self._pile = [colour]
