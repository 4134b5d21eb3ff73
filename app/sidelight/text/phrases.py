# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Finding many fixed phrases in a text at once, in any script, whatever its letter case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_LATIN = "0-9A-Za-z\u00aa-\u02af\u1e00-\u1eff"
_SCRIPTS = (
    f"{_LATIN}'",
    "\u0370-\u03ff\u1f00-\u1fff",
    "\u0400-\u052f'",
    "\u0590-\u05ff'",
    "\u0600-\u06ff\u200c",
    "\u0900-\u097f",
    "\uac00-\ud7af",
)
"""Scripts with spaces between words; where one changes to another, a word ends too."""
_WORD = re.compile("|".join(f"[{script}]+" for script in _SCRIPTS))
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ENDLESS = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
"""In these, something may always be added to the end of a word."""
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("’ʼ`´‘", "'"),
        **dict.fromkeys("\u2010\u2011\u2012", "-"),
        **dict.fromkeys("\t\u00a0\u202f\u3000", " "),
    }
)


def normal(text: str) -> str:
    """The text in lower case, with one kind of apostrophe, hyphen and space; each character at its place."""
    lower = text.translate(_ALIKE)
    folded = lower.lower()
    if len(folded) == len(lower):
        return folded
    return "".join(low if len(low := character.lower()) == 1 else character for character in lower)


class Phrases(Generic[T]):
    """Phrases with what each means; more than one may be said of the same words."""

    def __init__(self) -> None:
        self._by_word: dict[str, dict[str, list[T]]] = {}
        self._by_letter: dict[str, dict[str, list[T]]] = {}

    def add(self, phrase: str, meaning: T) -> None:
        """Look for this phrase from now on; an empty one is left out."""
        phrase = normal(phrase).strip()
        if not phrase:
            return
        word = _WORD.match(phrase)
        index, key = (self._by_word, word[0]) if word else (self._by_letter, phrase[0])
        index.setdefault(key, {}).setdefault(phrase, []).append(meaning)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, T]]:
        """Where phrases stand in a ``normal`` text, no part of a longer word; hyphens are like spaces."""
        end = len(text) if end is None else end
        for word in _WORD.finditer(text, start, end):
            for phrase, meanings in self._by_word.get(word[0], {}).items():
                yield from self._at(text, word.start(), end, phrase, meanings)
            # Where an apostrophe is only a quotation mark, the word behind it counts.
            bare = word[0].strip("'")
            if bare != word[0]:
                place = word.start() + word[0].index(bare)
                for phrase, meanings in self._by_word.get(bare, {}).items():
                    yield from self._at(text, place, end, phrase, meanings)
        if self._by_letter:
            for place in range(start, end):
                for phrase, meanings in self._by_letter.get(text[place], {}).items():
                    yield from self._at(text, place, end, phrase, meanings)

    def _at(
        self, text: str, place: int, end: int, phrase: str, meanings: list[T]
    ) -> Iterator[tuple[int, int, T]]:
        behind = place + len(phrase)
        if behind > end or not _same(text[place:behind], phrase) or _goes_on(text, behind, end):
            return
        for meaning in meanings:
            yield place, behind, meaning


def _same(said: str, phrase: str) -> bool:
    return said == phrase or said.replace("-", " ").replace("\n", " ") == phrase.replace("-", " ")


def _goes_on(text: str, behind: int, end: int) -> bool:
    """Whether the word that ends here has more letters."""
    if behind >= end or _ENDLESS.match(text[behind - 1]):
        return False
    both = _WORD.match(text, behind - 1)
    return both is not None and both.end() > behind and text[behind] != "'"
