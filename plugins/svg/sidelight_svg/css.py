# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Style sheets of a drawing: what reaches outside goes, what the engine does not know is written out."""

from __future__ import annotations

import re
from collections.abc import Callable

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\r\n\f]?|\\(.)", re.DOTALL)
_URL = re.compile(r"url\s*\(\s*(\"[^\"]*\"?|'[^']*'?|[^)]*)\s*\)?", re.IGNORECASE)
_SOURCE = re.compile(r"(?:image-set|image|src|attr|expression)\s*\([^)]*\)?", re.IGNORECASE)
_USE_OF_VARIABLE = re.compile(r"var\(\s*(--[-\w]+)\s*(?:,([^()]*))?\)", re.IGNORECASE)

_SERIF = (
    "times",
    "georgia",
    "serif",
    "garamond",
    "palatino",
    "cambria",
    "baskerville",
    "playfair",
)
_FIXED = ("mono", "courier", "consol", "menlo", "code", "terminal", "fira")
_GENERIC = ("serif", "sans-serif", "monospace", "cursive", "fantasy")


def unescaped(text: str) -> str:
    """The text of a sheet without comments, its escapes written out, so that nothing hides in them."""
    return _ESCAPE.sub(_unescaped, _COMMENT.sub(" ", text))


def references(text: str, outside: Callable[[str], None]) -> str:
    """A value in which only addresses within the drawing (``url(#…)``) are left."""
    if "(" not in text:
        return text

    def kept(found: re.Match[str]) -> str:
        address = found[1].strip("\"' \t\r\n")
        if address.startswith("#") and not set(address) & set("\"'()\\<>;{}"):
            return f"url({address})"
        outside(address)
        return "none"

    return _SOURCE.sub("none", _URL.sub(kept, text))


def families(value: str) -> str:
    """Font families with a generic one at the end: without it the engine leaves unknown ones undrawn."""
    named = [family.strip() for family in value.replace("!important", "").split(",") if family.strip()]
    if not named:
        return "serif"
    if named[-1].strip("\"'").lower() in _GENERIC:
        return ", ".join(named)
    first = named[0].lower()
    if any(part in first for part in _FIXED):
        return ", ".join([*named, "monospace"])
    serif = any(part in first for part in _SERIF) and "sans" not in first
    return ", ".join([*named, "serif" if serif else "sans-serif"])


def resolved(text: str, known: dict[str, str]) -> str:
    """The text with each ``var(--name, otherwise)`` replaced; values may use further ones, eight deep."""
    for _ in range(8):
        if "var(" not in text or len(text) > 4_000_000:
            break
        text = _USE_OF_VARIABLE.sub(lambda found: known.get(found[1], (found[2] or "none").strip()), text)
    return text


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
