# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A diff as HTML in the window's subset: a paragraph a line, its ground in the colour of what it is."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from sidelight.api import Context
from sidelight_diff.forms import WORDS, Line
from sidelight_diff.words import Parts, changed

_PLAIN = {
    "page": "#ffffff",
    "text": "#1b1f24",
    "quiet": "#5b6470",
    "good": "#1e8e5a",
    "bad": "#c8372d",
    "accent": "#2f6fde",
}
_SIGNS = {"added": "+", "removed": "−", "same": " "}


class Drawing:
    """Draws lines in the colours of the window."""

    def __init__(self, context: Context) -> None:
        self._colours = {**_PLAIN, **context.colours}

    def html(self, lines: Sequence[Line]) -> str:
        """All lines."""
        width = len(str(max((max(line.before, line.after) for line in lines), default=0)))
        numbered = any(line.before or line.after for line in lines)
        lines = [line._replace(text=line.text.expandtabs(4)) for line in lines]
        parts = changed(lines)
        signs = max((len(line.sign) for line in lines), default=1) or 1
        return "".join(
            self._line(line, width if numbered else 0, signs, parts.get(place))
            for place, line in enumerate(lines)
        )

    def _line(self, line: Line, width: int, signs: int, parts: Parts | None) -> str:
        colours = self._colours
        text = html.escape(line.text) or " "
        if line.what == "words":
            text = WORDS.sub(self._word, text)
        if line.what in ("hunk", "head", "remark"):
            colour = colours["accent" if line.what == "hunk" else "quiet"]
            return _paragraph(f'<span style="color:{colour}">{text}</span>', "")
        ground = {"added": "good", "removed": "bad"}.get(line.what, "")
        numbers = ""
        if width:
            sides = (f"{side or '':>{width}}" for side in (line.before, line.after))
            numbers = f'<span style="color:{colours["quiet"]}">{" ".join(sides)}  </span>'
        sign = f"{line.sign.replace('-', '−') or _SIGNS.get(line.what, ' '):<{signs}}"
        if parts is not None:
            strong = _mix(colours[ground], colours["page"], 0.38)
            text = "".join(
                f'<span style="background-color:{strong}">{html.escape(words)}</span>'
                if other
                else html.escape(words)
                for words, other in parts
            )
        if ground:
            sign = f'<span style="color:{colours[ground]}; font-weight:bold">{sign}</span>'
            return _paragraph(f"{numbers}{sign} {text}", _mix(colours[ground], colours["page"]))
        return _paragraph(f"{numbers}{sign} {text}", "")

    def _word(self, found: re.Match[str]) -> str:
        """Words in the marks of git, on the ground of what became of them."""
        colours = self._colours
        ground = colours["good" if found[0].startswith("{") else "bad"]
        return f'<span style="background-color:{_mix(ground, colours["page"], 0.25)}">{found[0]}</span>'


def _paragraph(inner: str, ground: str) -> str:
    style = f"background-color:{ground}" if ground else ""
    return f'<pre style="{style}">{inner}</pre>'


def _mix(colour: str, page: str, share: float = 0.14) -> str:
    """A little of a colour on the page."""
    pairs = ((int(colour[at : at + 2], 16), int(page[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
