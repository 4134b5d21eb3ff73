# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong, read from what a Python script wrote to its error stream."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidelight.gui.glview.gl_errors import in_words
from sidelight.probes.uncaught import READ, SCRIPTS

START = "Traceback (most recent call last):"

_FRAME = re.compile(r'^ *(?:\| +)*File "(?P<file>[^"\n]+)", line (?P<line>\d{1,7})(?:, in (?P<name>.*))?$')
_ERROR = re.compile(r"^(?:[A-Za-z_][\w]*\.)*[A-Z_a-z]\w*(?:: .*)?$")
_GROUP = "+ Exception Group " + START
_GROUPS_EDGE = re.compile(r"^ *[|+] ?")
_CLOSING = ")]}"
MOST_LINES, MOST_LOOSE, MOST_CHARACTERS = 40, 4, 500
"""Lines of a message at most, of those that only may belong to it, and characters of all."""


@dataclass(frozen=True, slots=True)
class Traceback:
    """A script's last traceback.

    ``error`` is the exception and its message in one line. ``line`` counts from 1 in the script and is
    ``None`` if no frame lies there; ``function`` and ``source`` belong to that line.
    """

    error: str
    line: int | None
    function: str = ""
    source: str = ""


def read_traceback(stderr: str, script: str = "script.py") -> Traceback | None:
    """Find the last traceback, or the syntax error that kept the script from starting.

    Args:
        stderr: everything the script wrote to its error stream; anything may stand around the traceback.
        script: the file name under which the script was run.
    """
    lines = stderr[-READ:].splitlines()
    group = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].lstrip(" |").startswith(_GROUP)), None)
    if group is not None:
        # What a group is made of stands below it; its own line comes first, behind an edge of bars.
        end = next((i for i in range(group, len(lines)) if "+-+---" in lines[i]), len(lines))
        lines = [_GROUPS_EDGE.sub("", line) for line in lines[group:end]]
    begin = next((i for i in range(len(lines) - 1, -1, -1) if START in lines[i]), None)
    if begin is None:
        begin = next((i for i in range(len(lines) - 1, -1, -1) if _FRAME.match(lines[i])), None)
    if begin is None:
        return None
    line, function, source = None, "", ""
    for at in range(begin, len(lines)):
        frame = _FRAME.match(lines[at])
        if frame is not None:
            if frame["file"].replace("\\", "/").rpartition("/")[2] == script:
                line, function = int(frame["line"]), frame["name"] or ""
                below = lines[at + 1] if at + 1 < len(lines) else ""
                source = below.strip() if below.startswith(" ") and not _FRAME.match(below) else ""
        elif at > begin and lines[at] and not lines[at][0].isspace() and _ERROR.match(lines[at]):
            error = _bounded(in_words(_message(lines, at)))
            return Traceback(error, line, "" if function == "<module>" else function, source)
    return None


def goes_on(stderr: str) -> bool:
    """Whether an error was caught outside the script, in a callback or a thread, so that the rest goes on."""
    return SCRIPTS.search(stderr[-READ:]) is not None


def _message(lines: list[str], at: int) -> str:
    """The exception's line and those that go on with its message, joined."""
    parts = [lines[at].strip()]
    depth = _depth(lines[at])
    loose = 0
    for below in lines[at + 1 : at + 1 + MOST_LINES]:
        if not below.strip() or START in below or below.startswith(("Exception ignored", "Fatal Python")):
            break
        if depth <= 0 and not below[0].isspace() and below[0] not in _CLOSING:
            # A message of several lines looks like what was written after it: a few lines are taken.
            loose += 1
            if loose > MOST_LOOSE:
                break
        parts.append(below.strip())
        depth += _depth(below)
    return re.sub(r"(?<=[(\[{]) | (?=[)\]}])", "", " ".join(parts))


def _bounded(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rstrip() + "…"


def _depth(text: str) -> int:
    """How many more brackets are opened than closed."""
    return sum(text.count(sign) for sign in "([{") - sum(text.count(sign) for sign in _CLOSING)
