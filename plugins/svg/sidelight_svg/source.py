# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The text of a drawing before it is read as XML: where it begins, its entities, a missing end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5

from sidelight.api import Note, RenderError, Severity

MOST_LETTERS = 4_000_000

_BEGINS = re.compile(r"<(?:[\w.-]+:)?svg(?=[\s>/])")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARED = re.compile(
    r"<!ENTITY\s+(%\s+)?([\w.:-]+)\s+(SYSTEM|PUBLIC|\"[^\"]*\"|'[^']*')([^>]*)", re.IGNORECASE
)
_ENTITY = re.compile(r"&([A-Za-z][\w.:-]{0,60});")
_TYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?[^>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_OWN = frozenset(("lt", "gt", "amp", "quot", "apos"))
_HARMLESS = re.compile(r"[^&<%]{0,200}")
# An open tag at the very end whose outline can already be drawn: it says how, and is at its points.
_OUTLINE = re.compile(
    r"(<(?:path|polyline|polygon)\s(?=[^<>]*\s(?:fill|stroke|style|class)=)[^<>]*?\s(?:d|points)=\")([^\"<>]*)\Z"
)
_IN_A_NUMBER = "-+.0123456789eE"
# So much of what stands before a drawing is read: its document type, with short entities.
_PREAMBLE = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """Text that begins with ``<svg`` after as many lines as there were; ``outside``: addresses declared."""

    text: str
    notes: list[Note] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def prepared(text: str, *, finished: bool) -> Source:
    """Cut off what stands before the drawing, so that no document type is ever read, and complete its end.

    Raises:
        RenderError: there is no drawing in it, or it is too long.
    """
    if len(text) > MOST_LETTERS:
        raise RenderError(f"The drawing is longer than {MOST_LETTERS:,} characters.")
    hidden = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    begins = _BEGINS.search(hidden)
    if begins is None:
        raise RenderError("There is no <svg> element here.")
    before, drawing = hidden[: begins.start()], text[begins.start() :]
    preamble = before[:_PREAMBLE]
    values, outside = _entities(preamble)
    if "&" in drawing:
        drawing = _ENTITY.sub(lambda found: _entity(found, values), drawing)
        if len(drawing) > MOST_LETTERS:
            raise RenderError(f"With its entities the drawing is longer than {MOST_LETTERS:,} characters.")
    notes = []
    if not finished:
        drawing = _closed(drawing)
    if _MARKUP.sub("", _TYPE.sub("", preamble)).strip():
        notes.append(Note("There is text before the drawing; it is not shown.", Severity.INFO))
    return Source("\n" * before.count("\n") + drawing, notes, outside)


def _entities(before: str) -> tuple[dict[str, str], list[str]]:
    """Short, plain entities that the document type declares, and the addresses of those elsewhere."""
    values: dict[str, str] = {}
    outside: list[str] = []
    for found in _DECLARED.finditer(before):
        parameter, name, value, rest = found.groups()
        if value.upper() in ("SYSTEM", "PUBLIC"):
            outside.append(rest.strip().strip("\"'"))
            values[name] = ""
        elif not parameter and _HARMLESS.fullmatch(value[1:-1]):
            values.setdefault(name, value[1:-1])
    return values, outside


def _entity(found: re.Match[str], values: dict[str, str]) -> str:
    name = found[1]
    if name in _OWN:
        return found[0]
    if name in values:
        return values[name].replace('"', "&quot;").replace("'", "&apos;")
    letters = html5.get(f"{name};")
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else found[0]


def _closed(drawing: str) -> str:
    """Without a tag that breaks off at the end, unless it is an outline, which is closed where it is."""
    last = drawing.rfind("<")
    if last <= 0 or ">" in drawing[last:]:
        return drawing
    outline = _OUTLINE.match(drawing, last)
    if outline is None:
        return drawing[:last]
    return f'{drawing[:last]}{outline[1]}{outline[2].rstrip(_IN_A_NUMBER)}"/>'
