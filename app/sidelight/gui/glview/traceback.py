# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong, read from what a Python script wrote to its error stream."""

from __future__ import annotations

import re
from dataclasses import dataclass

START = "Traceback (most recent call last):"

_FRAME = re.compile(r'^ *(?:\| +)*File "(?P<file>[^"\n]+)", line (?P<line>\d{1,7})(?:, in (?P<name>.*))?$')
_ERROR = re.compile(r"^(?:[A-Za-z_][\w]*\.)*[A-Z_a-z]\w*(?:: .*)?$")
_GL_ERROR = re.compile(r"^(?:\w+\.)*(?P<name>GLU?T?[Ee]rror): \w+\((?P<fields>.*)\)?", re.DOTALL)
_GL_FIELD = re.compile(r"\b(err|description|baseOperation) = (b?'[^']*'|b?\"[^\"]*\"|[\w.]+)")
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
    lines = stderr[-60_000:].splitlines()
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
            error = _in_words(_message(lines, at))
            return Traceback(error, line, "" if function == "<module>" else function, source)
    return None


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
    joined = re.sub(r"(?<=[(\[{]) | (?=[)\]}])", "", " ".join(parts))
    return joined if len(joined) <= MOST_CHARACTERS else joined[:MOST_CHARACTERS].rstrip() + "…"


def _depth(text: str) -> int:
    """How many more brackets are opened than closed."""
    return sum(text.count(sign) for sign in "([{") - sum(text.count(sign) for sign in _CLOSING)


def _in_words(error: str) -> str:
    """PyOpenGL writes its errors as a record; what went wrong and in which call is what a reader wants."""
    found = _GL_ERROR.match(error)
    if found is None:
        return error
    fields = dict(_GL_FIELD.findall(found["fields"]))
    description = re.sub(r"^b?['\"]|['\"]$", "", fields.get("description", "")).strip()
    if not description:
        return error
    number = f" {fields['err']}" if "err" in fields else ""
    call = f" in {fields['baseOperation']}" if "baseOperation" in fields else ""
    return f"{found['name']}{number}: {description}{call}"
