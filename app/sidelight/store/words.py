# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is indexed of a text, what is asked of the index, and the line that shows where a search matched.

Scripts that put no spaces between words are indexed a character at a time, and a run of such characters is
looked for as a phrase: any stretch of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese is found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 32
MOST_CHARACTERS = 1000
"""What is read of a query; the rest of a longer one is left out."""

_SNIPPET_BEFORE = 30
_SNIPPET_LENGTH = 110
_SNIPPET_SEARCHED = 200_000

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U000323af]"
)


def plain(text: str) -> str:
    """Text as it is compared: one code point for what looks the same, no case."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()


def indexed(text: str) -> str:
    """Text as it is given to the index; half surrogates and NUL, which it cannot hold, become spaces."""
    whole = text.encode("utf-8", "replace").decode().replace("\0", " ")
    return _UNSPACED.sub(r" \g<0> ", unicodedata.normalize("NFKC", whole))


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, made ready.

    ``match`` is for the index (empty if it can answer none of the words); each of ``plain_words`` must occur
    somewhere in the text, as the index knows no punctuation and is slow for a single letter. ``all_words`` is
    everything in plain form.
    """

    match: str
    plain_words: tuple[str, ...]
    all_words: tuple[str, ...]


def parse(typed: str) -> Query:
    """Read what a person typed. Every text is a valid query; the last word may be unfinished."""
    words = indexable_words(typed)
    phrases = []
    plain_words = []
    for number, word in enumerate(words, start=1):
        spaced = indexed(word).strip()
        unfinished = number == len(words)
        if not _has_letter(spaced) or (unfinished and len(spaced) == 1 and not _UNSPACED.match(spaced)):
            plain_words.append(plain(word))
            continue
        star = "*" if unfinished and not _UNSPACED.match(spaced[-1]) else ""
        phrases.append('"' + spaced.replace('"', '""') + '"' + star)
    return Query(" ".join(phrases), tuple(plain_words), tuple(plain(word) for word in words))


def indexable_words(typed: str) -> list[str]:
    """The words of a query, at most ``MOST_WORDS``."""
    whole = typed[:MOST_CHARACTERS].encode("utf-8", "replace").decode().replace("\0", " ")
    return whole.split()[:MOST_WORDS]


def _has_letter(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in text)


class _Folding(dict[int, int]):
    """One code point for one code point, without case and accents, so that places in a text stay the same."""

    def __missing__(self, code: int) -> int:
        base = unicodedata.normalize("NFKD", chr(code))[0].lower()
        self[code] = folded = ord(base) if len(base) == 1 else code
        return folded


_FOLDING = _Folding()


def snippet(text: str, query: Query) -> str:
    """A stretch of the text around the first word that is found in it, as one line."""
    head = text[:_SNIPPET_SEARCHED]
    folded = head.translate(_FOLDING)
    places = [folded.find(word.translate(_FOLDING)) for word in query.all_words]
    place = min((p for p in places if p >= 0), default=0)
    start = 0 if place <= _SNIPPET_BEFORE else _word_start(head, place - _SNIPPET_BEFORE, place)
    end = min(len(text), start + _SNIPPET_LENGTH)
    if end < len(text):
        end = text.rfind(" ", place + _SNIPPET_LENGTH // 2, end + 1) if " " in text[place:end] else end
        end = end if end > start else start + _SNIPPET_LENGTH
    line = " ".join(text[start:end].encode("utf-8", "replace").decode().split())
    return ("…" if start else "") + line + ("…" if end < len(text) else "")


def _word_start(text: str, earliest: int, place: int) -> int:
    space = text.find(" ", earliest, place)
    return earliest if space < 0 else space + 1
