# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a text is a drawing: what its characters are, and how they stand above each other."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SURE = 80
FAIRLY_SURE = 60
_STROKES = frozenset("|/\\_-+=*#<>^'`.,:;~()[]{}oO0@%&")
_FIRM = frozenset("|/\\_+-=*#^<>~")
_BOX = re.compile("[\u2190-\u21ff\u2500-\u259f\u25a0-\u25ff\u2800-\u28ff\u2580-\u259f]")
_PROSE = re.compile(r"[A-Za-zÀ-ÿ]{2,}(?:[,.]? +[A-Za-zÀ-ÿ]{2,}){3,}")
_LISTING = re.compile(
    r"^\s*(?:[-*+] [\w\"'(\[`]|\d+[.)] |#{1,6} |//|/\*|<[/!?a-zA-Z]|[$>] \S|"
    r"def |class |import |from \S+ import|"
    r"(?:if|for|while|return|function|const|let|var|public|private|int|void)\b|(?:SELECT|INSERT|FROM)\b|"
    r"[\w.]+\([^)]*\);?\s*$|[\w\[\]. ]+ ?[:+*/-]?= ?\S|Traceback|File \")"
)
_MOST = 400


def expanded(line: str) -> str:
    """A line with its tabs set to every eighth cell; wide characters take two cells, marks none."""
    if "\t" not in line:
        return line
    if line.isascii():
        return line.expandtabs(8)
    made: list[str] = []
    cells = 0
    for character in line:
        if character == "\t":
            made.append(" " * (8 - cells % 8))
            cells += len(made[-1])
            continue
        made.append(character)
        if not unicodedata.combining(character) and character not in "\u200d\ufe0e\ufe0f":
            cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return "".join(made)


def likelihood(text: str) -> int:
    """How sure it is that a text is a drawing, 0 to 100."""
    lines = [line.expandtabs(8).rstrip() for line in text.split("\n")[:_MOST]]
    full = [line for line in lines if line.strip()]
    if len(full) < 3:
        return 0
    if sum(1 for line in full if _BOX.search(line)) * 2 >= len(full):
        return SURE
    letters = "".join(full).replace(" ", "")
    strokes = sum(character in _STROKES for character in letters) / len(letters)
    firm = sum(character in _FIRM for character in letters) / len(letters)
    listing = sum(1 for line in full if _LISTING.match(line) or _PROSE.search(line)) / len(full)
    upright = _upright(lines) / len(full)
    if listing > 0.4 or strokes < 0.25:
        return 0
    if strokes > 0.85 and firm > 0.2:
        return SURE
    if firm > 0.3 and upright > 0.5:
        return SURE
    if strokes > 0.6 and firm > 0.3 and listing < 0.1:
        return SURE
    return FAIRLY_SURE if strokes > 0.4 and upright > 0.8 else 0


def _upright(lines: list[str]) -> int:
    """How many strokes go on in the line below: straight down, or slanted where the stroke is."""
    count = 0
    for above, below in pairwise(lines):
        for place, character in enumerate(above):
            if character == "|" or character == "+":
                count += below[place : place + 1] in ("|", "+")
            elif character == "/":
                count += place > 0 and below[place - 1 : place] in ("/", "+", "|")
            elif character == "\\":
                count += below[place + 1 : place + 2] in ("\\", "+", "|")
    return count
