# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An error that nobody caught in something that went on, read from what it wrote to its error stream.

A picture that moves hides it: the part that failed may be all that was asked for.
"""

from __future__ import annotations

import re

from sidelight.probes.watched import ERROR

READ = 60_000
"""So many characters are looked into at most: a flood costs no more."""
LONGEST = 300

PAGES = re.compile(
    r"^Uncaught (?:\(in promise\) )?(?P<error>\S.*?)(?: \(line (?P<line>\d{1,7})\))?$", re.MULTILINE
)
"""How the stage tells of one in a page; ``line`` is the page's own. One of another block says so itself."""
SCRIPTS = re.compile(r"^Exception (?:ignored |in thread )", re.MULTILINE)
"""How Python tells of one in a callback or a thread."""


def uncaught(stderr: str) -> str:
    """The last error that nobody caught, in a line of at most 300 characters; empty if there was none."""
    page = PAGES.match(_last(stderr, ("Uncaught ",)))
    if page is not None:
        return page["error"][:LONGEST]
    told = _last(stderr, ("Exception in thread ", "Exception ignored "))
    named = (line.strip() for line in told.splitlines()[1:] if not line[:1].isspace() and ERROR.match(line))
    return next(named, "")[:LONGEST]


def _last(text: str, begins: tuple[str, ...]) -> str:
    """What stands from the last line on that begins with one of these; a flood before it is not looked at."""
    at = max(text.rfind(f"\n{begin}") + 1 for begin in begins)
    return text[at : at + READ] if at or text.startswith(begins) else ""
