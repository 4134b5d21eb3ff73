# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is answered to a page that asks for something outside: a file of the shelf, nothing, or a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidelight.stage.page import GET_SHELF
from sidelight.stage.page.addresses import Fonts, Polyfill, Wanted, read
from sidelight.stage.page.libraries import CALLED, SHELVED
from sidelight.stage.page.shelf import Found, Shelf

EMPTY_STYLE, EMPTY_SCRIPT = "empty.css", "empty.js"
_EMPTY = {EMPTY_STYLE: "text/css", EMPTY_SCRIPT: "text/javascript"}
REFUSED = "The page asked for {address}. Nothing outside can be reached."
WOULD_HELP = f" {{name}} is among the libraries that {GET_SHELF} fetches."
NOT_THIS = " Of {name} the shelf has {versions}, and nothing that fits."
FONTS = "Fonts of Google are not fetched, and others stand in: {names}."
STAND_IN = "Other versions stand in for what the page asked for: {list}."
_FONTS_SHORT = "Fonts of Google are not fetched, and others stand in."
_MOST_NAMED = 6

# No tag reaches over the next one's beginning: tags that never end would each be read to the page's end.
_TAG = re.compile(rb"<(?:script|link)\b[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(rb"""\b(?:src|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_INTEGRITY = re.compile(rb"""\bintegrity\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a request is led to on the shelf; nowhere, with a sentence for the person, if ``place`` is empty.

    ``stub`` says that a module is meant, and any other name of it is the same one.
    """

    place: str = ""
    stub: bool = False
    sentence: str = ""


class Counter:
    """Answers for one page, and remembers what the person should know of it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._stand_ins: dict[str, str] = {}
        self._families: dict[str, None] = {}
        self._fonts_asked = False

    def answer(self, address: str) -> Answer:
        """What is answered to a request for an address outside."""
        meant = read(address)
        match meant:
            case Fonts(families):
                self._fonts_asked = True
                self._families.update(dict.fromkeys(families))
                return Answer(EMPTY_STYLE)
            case Polyfill():
                return Answer(EMPTY_SCRIPT)
            case Wanted():
                found = self._shelf.find(meant)
                if found is not None:
                    self._note(meant, found)
                    return Answer(found.place, stub=found.module)
        return Answer(sentence=REFUSED.format(address=address) + self._help(meant))

    def serve(self, place: str, query: str) -> tuple[str, bytes] | None:
        """The media type and the bytes of what an answer led to; ``None`` if there is no such thing."""
        if place in _EMPTY:
            return _EMPTY[place], b""
        return self._shelf.serve(place, query)

    def has(self, place: str) -> bool:
        """Whether an answer may lead there."""
        return place in _EMPTY or self._shelf.has(place)

    def notes(self) -> list[str]:
        """Sentences on what was answered otherwise than the page meant it."""
        notes = []
        if self._stand_ins:
            named = list(self._stand_ins.values())
            more = f", and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
            notes.append(STAND_IN.format(list=", ".join(named[:_MOST_NAMED]) + more))
        if self._fonts_asked:
            names = ", ".join(list(self._families)[:_MOST_NAMED])
            notes.append(FONTS.format(names=names) if names else _FONTS_SHORT)
        return notes

    def fitted(self, html: bytes) -> bytes:
        """The page without checksums of files for which another form or version stands in.

        All else stays in its place, line by line.
        """
        return _TAG.sub(lambda tag: self._fitted(tag[0]), html) if self._shelf else html

    def _fitted(self, tag: bytes) -> bytes:
        address = _ADDRESS.search(tag)
        if address is None or _INTEGRITY.search(tag) is None:
            return tag
        text = (address[1] or address[2] or address[3] or b"").decode("utf-8", "replace").strip()
        meant = read(f"https:{text}" if text.startswith("//") else text)
        found = self._shelf.find(meant) if isinstance(meant, Wanted) else None
        if found is None or (found.same and not found.module):
            return tag
        return _INTEGRITY.sub(lambda said: re.sub(rb"[^\n]", b" ", said[0]), tag)

    def _note(self, wanted: Wanted, found: Found) -> None:
        if not found.meant:
            name, number = _called(found.edition.package), found.edition.version
            self._stand_ins.setdefault(found.edition.place, f"{name} {number} for {wanted.version[:20]}")

    def _help(self, meant: object) -> str:
        if not isinstance(meant, Wanted) or meant.package not in SHELVED:
            return ""
        name, versions = _called(meant.package), self._shelf.versions(meant.package)
        if versions:
            return NOT_THIS.format(name=name, versions=", ".join(map(str, versions)))
        return "" if self._shelf else WOULD_HELP.format(name=name)


def _called(package: str) -> str:
    return CALLED.get(package, package)
