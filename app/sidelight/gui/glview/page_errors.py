# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What went wrong in a page of HTML, read from what its scripts said on the error stream."""

from __future__ import annotations

from sidelight.gui.glview.traceback import MOST_CHARACTERS, Traceback
from sidelight.probes.uncaught import PAGES, READ

PAGE = "HTML"
"""What the stage calls the toolkit of a page."""


def read_page_error(stderr: str) -> Traceback | None:
    """The last error that no script of the page caught, with its line in the page if it lies there."""
    every = list(PAGES.finditer(stderr[-READ:]))
    found = every[-1] if every else None
    if found is None:
        return None
    line = found["line"]
    return Traceback(found["error"][:MOST_CHARACTERS], int(line) if line else None)
