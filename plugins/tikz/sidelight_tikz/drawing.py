# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page of TeX as an SVG document: the driver's own drawing commands, and text as outlines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from sidelight_tikz.colour import Colours, hexadecimal
from sidelight_tikz.document import Border
from sidelight_tikz.dvi import Character, Mark, Rule, Special
from sidelight_tikz.extent import Extent, turned
from sidelight_tikz.field import Fields
from sidelight_tikz.fonts import Fonts
from sidelight_tikz.letters import FACES, Letters
from sidelight_tikz.strict import strict
from sidelight_tikz.words import Words

INCH = 72.27
"""Points in an inch; the page's upper left corner is an inch to the left of and above its origin."""

PX = 96 / INCH
"""Device-independent pixels in a point."""

_LETTER = re.compile(r"sidelight:letter ([0-9A-F]{4,6}) ([\d.]{1,9}) (\d)")
_RAW = "dvisvgm:raw "
_PICTURE, _PICTURE_END = "<svg beginpicture>", "</svg endpicture>"
_PAPER = re.compile(r"papersize\s*=\s*([\d.]+)pt\s*,\s*([\d.]+)pt")
_INK = re.compile(r"ink\(([^()]*)\)")
_OWN = "sidelight:"
_MOST_WORDS = 300
_FAR = 40_000.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG document with its size in device-independent pixels and the words in it.

    ``missing`` are fonts that nobody drew, ``lacking`` letters that no font has.
    """

    svg: str
    width: float
    height: float
    words: str
    missing: tuple[str, ...]
    lacking: str = ""


class NothingDrawn(ValueError):
    """The page has no size."""


def drawing(
    page: Iterable[Mark],
    fonts: Fonts,
    border: Border = (0.0, 0.0, 0.0, 0.0),
    letters: Letters | None = None,
) -> Drawing:
    """Draw a page.

    ``border`` is left free around it, and a little more to make whole pixels. ``letters`` lends those that
    are not of TeX's fonts.

    Raises:
        NothingDrawn: there is nothing to see.
        BadDrawing: its drawing commands do not fit together.
    """
    writing = _Writing(fonts, letters or Letters())
    for mark in page:
        writing.add(mark)
    x, y, width, height = writing.shown
    if not (0 < width < _FAR and 0 < height < _FAR):
        raise NothingDrawn("The page is empty.")
    before, below, after, above = border
    x, y = x - before, y - above
    width, height = width + before + after, height + above + below
    across, down = (ceil(round(side * PX, 3)) for side in (width, height))
    left, top = x - (across / PX - width) / 2, y - (down / PX - height) / 2
    box = " ".join(f"{number:.4f}" for number in (left, top, across / PX, down / PX))
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = strict(f'{head} width="{across}" height="{down}" viewBox="{box}">{writing.done()}</svg>')
    words = writing.words.text(_MOST_WORDS)
    lacking = "".join(sorted(writing.lacking))
    return Drawing(svg, across, down, words, tuple(sorted(writing.missing)), lacking)


def _short(number: float) -> str:
    """A number of points with a thousandth of one."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class _Writing:
    """Turns marks into the inside of an SVG document, one after another."""

    def __init__(self, fonts: Fonts, letters: Letters) -> None:
        self._fonts = fonts
        self._letters = letters
        self._parts: list[str] = []
        self._outlines: list[str] = []
        self._outlined_in: str | None = None
        self._colours = Colours()
        self._fields = Fields()
        self._paper = (0.0, 0.0)
        self._is_page = False
        self._extent = Extent()
        self._pictures = 0  # how many begun pictures this is in
        self.words = Words()
        self.missing: set[str] = set()
        self.lacking: set[str] = set()

    def add(self, mark: Mark) -> None:
        """The next mark of the page."""
        if isinstance(mark, Character):
            self._character(mark)
        elif isinstance(mark, Rule):
            self._begin_outlines()
            x, y = _short(mark.x), _short(mark.y)
            w, h = _short(mark.width), _short(mark.height)
            self._outlines.append(f"M{x} {y}h{w}v-{h}h-{w}z")
            if not self._pictures:
                self._extent.add(mark.x, mark.y, mark.width, mark.height)
        else:
            self._special(mark)

    def done(self) -> str:
        """All that was added."""
        self._end_outlines()
        return "".join(self._parts)

    @property
    def shown(self) -> tuple[float, float, float, float]:
        """What of the page is to be seen: left, top, width, height."""
        if self._is_page:
            taken = self._extent
            return taken.left, taken.top, taken.right - taken.left, taken.bottom - taken.top
        return -INCH, -INCH, *self._paper

    def _character(self, mark: Character) -> None:
        self.words.add(mark)
        if not self._pictures:
            self._extent.letter(mark.x, mark.y, mark.width, mark.font.size)
        face = self._fonts.face(mark.font.name)
        if face is None:
            self.missing.add(mark.font.name)
            return
        contours = face.outline(mark.code)
        if not contours:
            return
        self._begin_outlines()
        size, left, base = mark.font.size, mark.x, mark.y
        for begin, parts in contours:
            here = begin
            line = [f"M{left + size * begin[0]:.3f} {base - size * begin[1]:.3f}"]
            for bend, end in parts:
                to = f"{left + size * end[0]:.3f} {base - size * end[1]:.3f}"
                if bend == here:
                    line.append(f"L{to}")
                else:
                    line.append(f"Q{left + size * bend[0]:.3f} {base - size * bend[1]:.3f} {to}")
                here = end
            self._outlines += [*line, "z"]

    def _letter(self, sign: str, size: float, face: int, mark: Special) -> None:
        """A letter of another font; an empty frame where no font has it."""
        letter = self._letters.letter(sign, min(face, len(FACES) - 1))
        width = size * (letter.width if letter else 1.0)
        self.words.say(sign, mark.x, mark.y, width, size)
        if not self._pictures:
            self._extent.letter(mark.x, mark.y, width, size)
        self._begin_outlines()
        if letter:
            self._outlines.append(letter.path(mark.x, mark.y, size))
            return
        self.lacking.add(sign)
        left, line, side, thick = mark.x + 0.1 * size, mark.y, 0.7 * size, 0.04 * size
        inner = side - 2 * thick
        self._outlines.append(
            f"M{left:.3f} {line:.3f}h{side:.3f}v-{side:.3f}h-{side:.3f}z"
            f"m{thick:.3f} -{thick:.3f}v-{inner:.3f}h{inner:.3f}v{inner:.3f}z"
        )

    def _begin_outlines(self) -> None:
        """Outlines of one colour between two specials become one path."""
        if self._outlined_in != self._colours.now:
            self._end_outlines()
            self._outlined_in = self._colours.now

    def _end_outlines(self) -> None:
        if self._outlines:
            fill = f' fill="{self._outlined_in}"' if self._outlined_in else ""
            self._parts.append(f'<path{fill} stroke="none" d="{"".join(self._outlines)}"/>')
            self._outlines = []

    def _special(self, mark: Special) -> None:
        text = mark.text
        if text.startswith(_RAW):
            self._end_outlines()
            self.words.part()
            self._pictures += text.count(_PICTURE) - text.count(_PICTURE_END)
            self._parts.append(self._fields.drawn(_raw(text.removeprefix(_RAW), mark)))
        elif found := _LETTER.fullmatch(text):
            self._letter(chr(min(int(found[1], 16), 0x10FFFF)), float(found[2]), int(found[3]), mark)
        elif text.startswith(_OWN):
            self._obey(text.removeprefix(_OWN).split(), mark)
        elif text.startswith("color "):
            self._colours.obey(text.removeprefix("color "))
        elif found := _PAPER.search(text):
            self._paper = float(found[1]), float(found[2])

    def _obey(self, order: list[str], mark: Special) -> None:
        """A word of the prologue's."""
        try:
            numbers = [float(word) for word in order[1:]]
        except ValueError:
            return
        match order[:1], numbers:
            case ["page"], []:
                self._is_page = True
            case ["picture"], [width, height]:
                if not self._pictures:
                    self._extent.add(mark.x, mark.y, width, height)
            case ["turn"], [across, down, degrees]:
                matrix = turned(across, down, degrees, mark.x, mark.y)
                self._end_outlines()
                self._extent.turn(matrix)
                self._parts.append(f'<g transform="matrix({",".join(f"{n:.5g}" for n in matrix)})">')
            case ["back"], []:
                self._end_outlines()
                self._parts.append("</g>" if self._extent.back() else "")


def _raw(text: str, mark: Special) -> str:
    """SVG as the driver wrote it, with what it asks for filled in."""
    text = text.replace(_PICTURE, "<g>").replace(_PICTURE_END, "</g>")
    text = _INK.sub(lambda found: hexadecimal(f"cmyk {found[1]}") or "#000000", text)
    return text.replace("{?x}", _short(mark.x)).replace("{?y}", _short(mark.y)).replace("{?nl}", "\n")
