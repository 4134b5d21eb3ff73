# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A diff as HTML in the window's subset: a paragraph a line, its ground in the colour of what it is."""

from __future__ import annotations

import html
from collections.abc import Sequence

from sidelight.api import Context
from sidelight_diff.reading import Line

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
        return "".join(self._line(line, width if numbered else 0) for line in lines)

    def _line(self, line: Line, width: int) -> str:
        colours = self._colours
        text = html.escape(line.text.expandtabs(4)) or " "
        if line.what in ("hunk", "head", "remark"):
            colour = colours["accent" if line.what == "hunk" else "quiet"]
            return _paragraph(f'<span style="color:{colour}">{text}</span>', "")
        ground = {"added": "good", "removed": "bad"}.get(line.what, "")
        numbers = ""
        if width:
            sides = (f"{side or '':>{width}}" for side in (line.before, line.after))
            numbers = f'<span style="color:{colours["quiet"]}">{" ".join(sides)}  </span>'
        sign = _SIGNS[line.what]
        if ground:
            sign = f'<span style="color:{colours[ground]}; font-weight:bold">{sign}</span>'
            return _paragraph(f"{numbers}{sign} {text}", _mix(colours[ground], colours["page"]))
        return _paragraph(f"{numbers}{sign} {text}", "")


def _paragraph(inner: str, ground: str) -> str:
    style = f"background-color:{ground}" if ground else ""
    return f'<pre style="{style}">{inner}</pre>'


def _mix(colour: str, page: str, share: float = 0.14) -> str:
    """A little of a colour on the page."""
    pairs = ((int(colour[at : at + 2], 16), int(page[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
