# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the file of a drawing is called: by its own title, if its source has one."""

from __future__ import annotations

import re
from html import unescape

from sidelight.domain.artifact import Artifact

LONGEST = 60
_LOOKED_AT = 20_000
_MARKUP = (
    r"<title[^>]*>([^<]{1,200})",
    r"<h1[^>]*>([^<]{1,200})",
    r'aria-label="([^"]{1,200})',
)
_TITLES = {
    "svg": _MARKUP,
    "html": _MARKUP,
    "mermaid": (
        r'^\s*title:\s*"?([^"\n]{1,200}?)"?\s*$',
        r"^\s*(?:acc)?[tT]itle:?\s+([^\n]{1,200})$",
        r"^\s*pie\s+(?:showData\s+)?title\s+([^\n]{1,200})$",
    ),
    "json": (r'^\s*\{\s*"(?:title|name)"\s*:\s*"([^"\\\n]{1,200})"',),
    "diff": (
        r"^\+\+\+ (?:b/)?(?:[^\n\t]*/)?([^/\n\t]{1,200})",
        r"^--- (?:a/)?(?:[^\n\t]*/)?([^/\n\t]{1,200})",
    ),
    "tikz": (r"\\caption\{([^{}]{1,200})\}", r"\A\s*%+\s*([^\n]{1,200})"),
}
_OTHER_NAMES = {"xml": "svg", "mmd": "mermaid", "latex": "tikz", "tex": "tikz", "patch": "diff"}
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def name_of(artifact: Artifact, otherwise: str) -> str:
    """A name for a file, without its ending.

    Args:
        artifact: what is drawn.
        otherwise: the name of what has no title of its own.
    """
    text = artifact.text[:_LOOKED_AT]
    language = artifact.language.lower()
    for pattern in _TITLES.get(_OTHER_NAMES.get(language, language), ()):
        found = re.search(pattern, text, re.MULTILINE)
        name = fit(unescape(found[1])) if found is not None else ""
        if name:
            return name
    return fit(f"{language} {otherwise}".strip()) or otherwise


def fit(words: str) -> str:
    """Words as the name of a file: what no system takes is left out; empty where nothing is left."""
    clean = " ".join(_UNFIT.sub(" ", words).split())
    return clean[:LONGEST].strip(" .")
