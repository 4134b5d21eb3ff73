# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What TeX said on its terminal: the first error in it, where it is, and what was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidelight_tikz.hints import hint

_WIDTH = 79  # where TeX breaks what it says
_AT = re.compile(r"^l\.(\d+) ?(.*)$")
_CONTINUED = re.compile(r"^\((?P<package>[^)]+)\) +(?P<text>\S.*)$")
_FILE = re.compile(r"File `([^']+)\.(sty|cls)' not found")
_FONT = re.compile(r"^Font .*?=(\S+).* not loadable")
_LOST = re.compile(r"(?:I can't find file|File) `([^']+)'(?: not found)?")
_LIBRARY = re.compile(r"I did not find the tikz library '([^']+)'")
_TO_LOAD = re.compile(r"Please load \\usepackage\{(\w+)\} before")
_CHARACTER = re.compile(r"Unicode character (.+?) \(U\+([0-9A-F]+)\)", re.DOTALL)
_LAST_COMMAND = re.compile(r"(\\[A-Za-z@]+|\\[^A-Za-z@])\s*$")
_SAID = re.compile(r"^sidelight-(without|simply|picture|instead): (.+)$")
_LABEL = re.compile(r"^sidelight-label: ([\w:.*+/ -]+)=(\w*)=([\w. -]*)=$")
_KINDS = {"figure": "Figure", "table": "Table", "equation": "Equation", "section": "Section"}
_CANNOT = re.compile(r"graphic driver\s+\S+\s+does\s+not\s+support\s+(.+?)\.", re.DOTALL)
_LONGEST = 400
_LACKING = ("The package", "The TikZ library", "The library", "The font", "Not all of")
FULL = "The drawing has letters in more fonts and sizes than the TikZ engine can hold. Use fewer."
"""What is said where TeX has no room for another font."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error: a sentence, and the line that TeX had come to (``None`` if in another file)."""

    message: str
    line: int | None

    @property
    def lacking(self) -> bool:
        """Whether it is for want of something that another TeX may have."""
        return self.message == FULL or self.message.startswith(_LACKING)


def failure(said: str, open_file: str, document: str) -> Failure | None:
    """The first error; ``None`` if there is none. ``open_file`` is what TeX was reading at its end."""
    lines = _whole_lines(said)
    start = next((i for i, line in enumerate(lines) if line.startswith("! ")), None)
    if start is None:
        return None
    message = lines[start].removeprefix("! ").strip()
    at: int | None = None
    shown = ""
    for i, line in enumerate(lines[start + 1 :], start + 1):
        if (more := _CONTINUED.match(line)) and i < start + 12:
            message += " " + more["text"].strip()
        elif (place := _AT.match(line)) is not None:
            at, shown = int(place[1]), place[2]
            break
        elif i == start + 1 and line.strip() and not line.startswith(("<", "\\", "Type", "See")):
            message += " " + line.strip()  # what did not fit into the first line
    if open_file != document:
        at = None
    if message.startswith("Undefined control sequence") and start + 1 < len(lines):
        shown = lines[start + 1]  # what TeX had read when it came to it; the answer's own line may end later
    return Failure(_sentence(message, shown), at)


def _sentence(message: str, shown: str) -> str:
    message = message.removeprefix("LaTeX Error: ")
    if "Not enough room left" in message:
        return FULL
    if font := _FONT.search(message):
        return f"The font {font[1]} is not part of the TikZ engine."
    if missing := _FILE.search(message):
        return f"The package “{missing[1]}” is not part of the TikZ engine."
    if missing := _LIBRARY.search(message):
        return f"The TikZ library “{missing[1]}” is not part of the TikZ engine."
    if missing := _TO_LOAD.search(message):
        return f"Not all of the package “{missing[1]}” is part of the TikZ engine."
    if lost := _LOST.search(message):
        name = lost[1].removesuffix(".tex")
        if library := re.fullmatch(r"(?:pgf|tikz)library(.+)\.code", name):
            return f"The library “{library[1]}” is not part of the TikZ engine."
        return f"There is no file “{name}”: a drawing reads only what belongs to the TikZ engine."
    if character := _CHARACTER.search(message):
        sign = chr(int(character[2], 16))
        return f"The character {sign} (U+{character[2]}) is not in the fonts of the TikZ engine."
    if message.startswith("Undefined control sequence") and (command := _LAST_COMMAND.search(shown)):
        message = f"Undefined control sequence {command[1]}"
    message = " ".join(message.split()).replace("?.", "?")
    if message.startswith("File ended while scanning"):
        message = message.removesuffix(".") + ": a brace, a bracket or an environment stays open."
    helps = hint(message)
    message = message if len(message) <= _LONGEST else message[: _LONGEST - 1] + "…"
    end = "" if message.endswith((".", "…", "!", "?")) else "."
    return f"TeX stopped: {message}{end} {helps}".rstrip()


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was otherwise than the document has it, by names.

    Packages that were passed over, that work only in simple cases, that something of our own stands in for,
    and pictures that were not read.
    """

    without: tuple[str, ...]
    simply: tuple[str, ...]
    instead: tuple[str, ...]
    pictures: tuple[str, ...]


def remarks(said: str) -> Remarks:
    """What the prologue said of a document."""
    names: dict[str, dict[str, None]] = {"without": {}, "simply": {}, "instead": {}, "picture": {}}
    for line in _whole_lines(said):
        if found := _SAID.match(line):
            names[found[1]][found[2].strip()[:80]] = None
    return Remarks(*map(tuple, names.values()))


def labels(said: str) -> str:
    """TeX's words for what its labels stand for, for when the document is set again; none if it has none."""
    found = [match for line in _whole_lines(said) if (match := _LABEL.match(line))]
    return "".join(
        rf"\expandafter\def\csname sidelight@ref@{name}\endcsname{{{value}}}"
        rf"\expandafter\def\csname sidelight@kind@{name}\endcsname{{{_KINDS.get(kind, kind.capitalize())}}}"
        for name, kind, value in (match.groups() for match in found)
    )


def _whole_lines(said: str) -> list[str]:
    """The lines that TeX meant: it breaks them at a fixed width."""
    lines: list[str] = []
    going_on = False
    for line in said.split("\n"):
        if going_on:
            lines[-1] += line
        else:
            lines.append(line)
        going_on = len(line) == _WIDTH
    return lines


def not_drawn(said: str) -> tuple[str, ...]:
    """What the document asks for and the engine's driver cannot draw."""
    joined = " ".join(_whole_lines(said))
    named = (" ".join(found[1].split()) for found in _CANNOT.finditer(joined))
    # Where something stands on its page concerns drawings that reach over pages.
    return tuple(dict.fromkeys(name for name in named if not name.startswith("marking")))
