# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page of HTML on the stage: a browser engine in the sandbox draws it, and it gets the person's input.

The engine is Qt's, so this is the one place below the window that knows Qt. It is imported only in the
sealed process of a page, never in the application's.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

GET_SHELF = "“sidelight plugin get-engine page”"
"""How a person is told to fetch libraries for pages."""

_ENGINE = "QtWebEngineWidgets*.*"


@cache
def installed() -> bool:
    """Whether the engine is among this interpreter's packages (the extra ``web``). Looked up once."""
    found = importlib.util.find_spec("PySide6")
    places = found.submodule_search_locations if found is not None else None
    return any(True for place in places or () for _file in Path(place).glob(_ENGINE))
