# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which fenced blocks are pages that can be shown alive: by a browser engine, with scripts and styles."""

from __future__ import annotations

import re

HTML = frozenset({"html", "htm", "xhtml"})
DRAWING = "svg"
LANGUAGES = HTML | {DRAWING}

# Whatever moves or answers in a drawing; without any of it there is nothing to be shown alive.
_MOVING = re.compile(
    r"<(?:animate|set\s|script)|@keyframes|\sanimation\s*:|\btransition\s*:|:hover", re.IGNORECASE
)


def is_page(language: str, text: str) -> bool:
    """Whether a block in this language is a page: HTML with anything in it, or an SVG that moves."""
    if language in HTML:
        return bool(text.strip())
    return language == DRAWING and _MOVING.search(text) is not None
