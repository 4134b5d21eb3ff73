# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong, read from what a Python script wrote to its error stream."""

from __future__ import annotations

import re
from dataclasses import dataclass

START = "Traceback (most recent call last):"

_FRAME = re.compile(r'^ *(?:\| +)*File "(?P<file>[^"\n]+)", line (?P<line>\d{1,7})(?:, in (?P<name>.*))?$')
_ERROR = re.compile(r"^(?:[A-Za-z_][\w]*\.)*[A-Z_a-z]\w*(?:: .*)?$")


@dataclass(frozen=True, slots=True)
class Traceback:
    """A script's last traceback.

    ``error`` is its last line. ``line`` counts from 1 in the script and is ``None`` if no frame lies there;
    ``function`` and ``source`` belong to that line.
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
            return Traceback(
                lines[at].strip()[:500], line, "" if function == "<module>" else function, source
            )
    return None
