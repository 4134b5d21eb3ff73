# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where in its author's files a plugin went wrong."""

from __future__ import annotations

import re
from pathlib import Path

from sidelight.registry.task import Outcome

_OWN_WORDS = re.compile(r" \([^()]+, line \d+\)$")
_PLACE = re.compile(r'File "([^"\n]+)", line (\d+)')


def with_place(outcome: Outcome, folder: Path) -> str:
    """What an outcome says went wrong, with the author's file and line behind it where they are known."""
    place = place_in(outcome.trace, folder)
    if not place:
        return outcome.failure
    # An error in the source names its file and line by itself, in other words.
    return f"{_OWN_WORDS.sub('', outcome.failure.removesuffix('.'))} ({place})."


def place_in(trace: str, folder: Path) -> str:
    """``file:line`` of the innermost step of a traceback that is in a package's folder; empty without one."""
    inside = [
        (Path(name).relative_to(folder), line)
        for name, line in _PLACE.findall(trace)
        if Path(name).is_relative_to(folder)
    ]
    return f"{inside[-1][0]}:{inside[-1][1]}" if inside else ""
