# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Making a stranger's words harmless wherever they are shown: in a terminal, in a window, in a file.

Control characters become pictures of themselves, so nothing moves a cursor, hides a line or turns the
direction of reading, and yet everything can be seen. Tabs and line ends stay.
"""

from __future__ import annotations

import re

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HARMFUL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb{_BIDI}\ud800-\udfff]")
_TABLE = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}

LONGEST_LINE = 2000
"""Characters in a line that any view can lay out at once."""


class Cleaner:
    """Cleans a text that comes in pieces."""

    def __init__(self) -> None:
        self._returned = False

    def clean(self, text: str, *, final: bool = False) -> str:
        """The next piece. A line end may be cut in two by the end of a piece: its first half waits."""
        if self._returned:
            text = "\r" + text
        self._returned = text.endswith("\r") and not final
        if self._returned:
            text = text[:-1]
        return clean(text)


def clean(text: str) -> str:
    """``text`` with every control character but tabs and line ends made visible.

    Line ends become line feeds: a carriage return alone would let one line be written over another.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HARMFUL.sub(_visible, text) if _HARMFUL.search(text) else text


def _visible(found: re.Match[str]) -> str:
    return chr(_TABLE.get(ord(found[0]), 0xFFFD))


def folded(text: str, longest: int = LONGEST_LINE) -> str:
    """``text`` with each line that is too long for a view cut into several."""
    if len(text) <= longest:
        return text
    lines = []
    for line in text.split("\n"):
        lines += [line[at : at + longest] for at in range(0, len(line), longest)] or [""]
    return "\n".join(lines)
