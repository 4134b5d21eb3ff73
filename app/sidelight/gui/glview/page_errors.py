# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong in a page of HTML, read from what its scripts said on the error stream."""

from __future__ import annotations

import re

from sidelight.gui.glview.traceback import MOST_CHARACTERS, Traceback

PAGE = "HTML"
"""What the stage calls the toolkit of a page."""

_UNCAUGHT = re.compile(
    r"^Uncaught (?:\(in promise\) )?(?P<error>\S.*?)(?: \(line (?P<line>\d{1,7})\))?$", re.MULTILINE
)


def read_page_error(stderr: str) -> Traceback | None:
    """The last error that no script of the page caught, with its line in the page if it lies there."""
    every = list(_UNCAUGHT.finditer(stderr[-60_000:]))
    found = every[-1] if every else None
    if found is None:
        return None
    line = found["line"]
    return Traceback(found["error"][:MOST_CHARACTERS], int(line) if line else None)
