# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The colours of a terminal: codes in a text, read into runs, and the runs as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# The sixteen colours, each readable on a light and on a dark page.
_PALETTE = (
    *("#3b4048", "#c8372d", "#1e8e5a", "#a06a00", "#2f6fde", "#9b3fb5", "#0f8a9d", "#8a919b"),
    *("#6b7280", "#e5534b", "#2fa36b", "#c08a1e", "#5b8def", "#b45fd0", "#23a6ba", "#b8bec7"),
)
# Of colours, of places, of titles and of letter sets; only the first says something that is shown.
_CODE = re.compile(
    r"\x1b\[([\d;:]*)([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]|\x1b[=>78c]"
)
_LEVELS = (0, 95, 135, 175, 215, 255)


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: their colour and their ground as ``#rrggbb``, or empty, and their cut."""

    colour: str = ""
    ground: str = ""
    bold: bool = False
    slanted: bool = False
    underlined: bool = False


def has_codes(text: str) -> bool:
    """Whether there is a code in it."""
    return "\x1b" in text and _CODE.search(text) is not None


def bare(text: str) -> str:
    """The text without codes."""
    return _CODE.sub("", text)


def coloured(text: str) -> str:
    """The text with its colours, as HTML: a paragraph a line."""
    return "".join(f"<pre>{''.join(line) or ' '}</pre>" for line in _lines(text))


def _lines(text: str) -> Iterator[list[str]]:
    look = Look()
    for line in text.split("\n"):
        made: list[str] = []
        at = 0
        for code in _CODE.finditer(line):
            made.append(_run(line[at : code.start()], look))
            at = code.end()
            if code[2] == "m":
                look = _changed(look, code[1])
        made.append(_run(line[at:], look))
        yield made


def _run(words: str, look: Look) -> str:
    if not words:
        return ""
    given = (
        (f"color:{look.colour}", look.colour),
        (f"background-color:{look.ground}", look.ground),
        ("font-weight:bold", look.bold),
        ("font-style:italic", look.slanted),
        ("text-decoration:underline", look.underlined),
    )
    style = ";".join(words for words, wanted in given if wanted)
    return f'<span style="{style}">{html.escape(words)}</span>' if style else html.escape(words)


def _changed(look: Look, codes: str) -> Look:
    """What a code makes of a look."""
    figures = [int(code[:5] or 0) for code in re.split("[;:]", codes)]
    while figures:
        figure = figures.pop(0)
        if figure == 0:
            look = Look()
        elif figure in (1, 22):
            look = replace(look, bold=figure == 1)
        elif figure in (3, 23):
            look = replace(look, slanted=figure == 3)
        elif figure in (4, 24):
            look = replace(look, underlined=figure == 4)
        elif figure == 7:
            look = replace(look, colour=look.ground or "#ffffff", ground=look.colour or "#3b4048")
        elif figure in (38, 48):
            colour = _further(figures)
            look = replace(look, colour=colour) if figure == 38 else replace(look, ground=colour)
        elif figure in (39, 49):
            look = replace(look, colour="") if figure == 39 else replace(look, ground="")
        elif 30 <= figure <= 37 or 90 <= figure <= 97:
            look = replace(look, colour=_PALETTE[figure - 30 if figure < 40 else figure - 82])
        elif 40 <= figure <= 47 or 100 <= figure <= 107:
            look = replace(look, ground=_PALETTE[figure - 40 if figure < 50 else figure - 92])
    return look


def _further(figures: list[int]) -> str:
    """One of 256 colours, or one by its parts; what says which is taken from the figures."""
    kind = figures.pop(0) if figures else 0
    if kind == 5 and figures:
        number = min(figures.pop(0), 255)
        if number < 16:
            return _PALETTE[number]
        if number >= 232:
            return "#" + f"{8 + (number - 232) * 10:02x}" * 3
        number -= 16
        return "#" + "".join(f"{_LEVELS[number // step % 6]:02x}" for step in (36, 6, 1))
    if kind == 2 and len(figures) >= 3:
        parts = [min(figures.pop(0), 255) for _ in range(3)]
        return "#" + "".join(f"{part:02x}" for part in parts)
    return ""
