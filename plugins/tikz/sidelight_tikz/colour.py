# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The colours that text has: a pile that TeX's specials put one onto and take one from."""

from __future__ import annotations

import colorsys

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
        parts = [1 - min(1.0, part + parts[3]) for part in parts[:3]]
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


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
