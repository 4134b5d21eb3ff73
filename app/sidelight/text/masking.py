# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Hides what an answer says of who wrote it, and nothing that it says of others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sidelight.domain.review import Span
from sidelight.text.phrases import Phrases, normal

HIDDEN = "[name hidden]"
"""Stands in place of a name."""

_NEAR = 90
"""Characters between a name and what makes a sentence speak of the model itself, at most."""
_CLOSE = 40
"""Characters between a maker's name and “trained me”, at most."""
_LONGEST = 400
"""Characters before and behind a name that count as its sentence, at most."""

_SINGLE = re.compile("[a-z]{3,}")
_NUMBERED = re.compile(r"(?<![0-9a-z'])[a-z]{3,}(?=\d)")
_END = re.compile(r"[!?。！？]|[.](?=\s|$)|\n(?=[ \t]*(?:[-*+>#|\n]|\d+[.)]|$))")
"""A line may break within a sentence, unless an empty line, an item or a heading follows."""
_HYPHENED = re.compile(r"-v?\d")
_BETWEEN = re.compile(r"[\s*_`\"'“”‘’«»„「」『』《》<>()\[\]:：,，–—~-]{0,8}")
_OPENING = re.compile(r"[\s*_>#\"'“„«(\[-]*")
_ROLES = ("direct", "called", "after", "me", "not_me", "made", "kind", "made_me")


class _Name(NamedTuple):
    """``kind`` is name, word or vendor; ``capital``: it must begin with one, or it means something else."""

    kind: str
    capital: bool


class _Role(NamedTuple):
    """What a phrase does, in which language."""

    role: str
    language: int


class _Place(NamedTuple):
    """Where a name stands."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without the names in it, and where they stood in the original, in order."""

    text: str
    hidden: tuple[Span, ...]


class Masking:
    """Hides names in texts."""

    def __init__(self, document: Mapping[str, Any], own: Iterable[str] = ()) -> None:
        """Prepare.

        Args:
            document: names and phrases, as in ``resources/identity_phrases.toml``.
            own: names of the very models that answer. One that can be nothing else, because a figure or a
                hyphen is in it, is hidden wherever it stands.
        """
        spoken = {name.strip() for name in own if len(name.strip()) >= 2}
        exact = {name for name in spoken if len(name) >= 5 and re.search(r"\d|[-/]", name)}
        self._names = Phrases[_Name]()
        for kind, listed, capital in (
            ("exact", exact, False),
            ("name", document["names"], False),
            ("word", document["words"], True),
            ("word", spoken - exact, False),
            ("vendor", document["vendors"], True),
        ):
            for name in listed:
                self._names.add(name, _Name(kind, capital))
        listed_names = (*document["names"], *document["words"], *spoken)
        self._single = {plain for name in listed_names if _SINGLE.fullmatch(plain := normal(name))}
        self._not_meant = Phrases[None]()
        for phrase in document["not_meant"]:
            self._not_meant.add(phrase, None)
        self._said = Phrases[_Role]()
        for number, language in enumerate(document["language"]):
            for role in _ROLES:
                for phrase in language.get(role, ()):
                    first = role == "direct" and phrase.startswith("^")
                    self._said.add(phrase.lstrip("^"), _Role("first" if first else role, number))
        variants = "|".join(sorted(map(re.escape, document["tails"]), key=len, reverse=True))
        version = r"v?\d+(?:[.\-]\d+)*[a-z]{0,3}"
        self._tail = re.compile(rf"(?:[\s-]?{version}(?![a-z])|[\s-](?:r\d|{variants})(?![a-z0-9]))*")

    def mask(self, text: str) -> Masked:
        """The text as it may be shown."""
        spans = _joined(self._found(text))
        parts, done = [], 0
        for start, end in spans:
            parts += [text[done:start], HIDDEN]
            done = end
        parts.append(text[done:])
        return Masked("".join(parts), tuple(Span(start, end, text[start:end]) for start, end in spans))

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        plain = normal(text)
        places = self._places(text, plain)
        yield from ((place.start, place.end) for place in places if place.kind == "exact")
        suspects = [place for place in places if place.kind != "exact"]
        if not suspects:
            return
        others = [(start, end) for start, end, _ in self._not_meant.find(plain)]
        if others:
            suspects = _apart(suspects, _joined(others))
        for first, last, inside in _by_sentence(text, suspects):
            said: dict[int, dict[str, list[tuple[int, int]]]] = {}
            for start, end, (role, language) in self._said.find(plain, first, last):
                said.setdefault(language, {}).setdefault(role, []).append((start, end))
            hits: set[tuple[int, int]] = set()
            for roles in said.values():
                hits |= _given_away(text, first, inside, roles)
            if hits:
                # Who names himself goes on to name his makers: nothing unmistakable of the sentence stays.
                yield from hits | {(place.start, place.end) for place in inside if place.kind != "word"}

    def _places(self, text: str, plain: str) -> list[_Place]:
        found = []
        for start, end, (kind, capital) in self._names.find(plain):
            tail = self._tail.match(plain, end)
            if (
                capital
                and text[start].islower()
                and not (kind == "word" and tail and _HYPHENED.match(tail[0]))
            ):
                continue
            if tail and tail[0]:
                # “Phi” may be a Greek letter, “Phi-3” is none.
                end, kind = tail.end(), "name" if kind == "word" else kind
            found.append(_Place(start, end, kind))
        for word in _NUMBERED.finditer(plain):
            tail = self._tail.match(plain, word.end())
            if word[0] in self._single and tail and tail[0]:
                # “Llama3” is one word, and no other.
                found.append(_Place(word.start(), tail.end(), "name"))
        return sorted(found)


def _given_away(
    text: str, first: int, places: Sequence[_Place], roles: Mapping[str, Sequence[tuple[int, int]]]
) -> set[tuple[int, int]]:
    """The names by which a sentence says, in one language, who the model is."""
    apart = roles.get("not_me", ())
    me = [one for one in roles.get("me", ()) if not any(_touch(one, other) for other in apart)]
    hits = set()
    for place in places:
        span = (place.start, place.end)
        if place.kind != "vendor":
            before = [
                *roles.get("direct", ()),
                *(one for one in roles.get("called", ()) if any(self[0] < one[0] for self in me)),
                *(one for one in roles.get("first", ()) if not _OPENING.sub("", text[first : one[0]])),
            ]
            if any(_beside(text, one[1], place.start) for one in before):
                hits.add(span)
            if any(_beside(text, place.end, one[0]) for one in roles.get("after", ())):
                hits.add(span)
        if place.kind == "word":
            continue
        if any(0 <= one[0] - place.end <= _CLOSE for one in roles.get("made_me", ())):
            hits.add(span)
        speaks = [*roles.get("made", ()), *(roles.get("kind", ()) if place.kind == "name" else ())]
        if any(_distance(span, one) <= _NEAR for one in me) and any(
            _distance(span, one) <= _NEAR for one in speaks
        ):
            hits.add(span)
    return hits


def _beside(text: str, end: int, start: int) -> bool:
    """Whether only marks stand between the end of one thing and the start of the next."""
    return 0 <= start - end <= 8 and _BETWEEN.fullmatch(text, end, start) is not None


def _by_sentence(text: str, places: Sequence[_Place]) -> Iterator[tuple[int, int, list[_Place]]]:
    """The sentences that hold names, from and to, each with those; a very long one is cut around each."""
    at = 0
    while at < len(places):
        start, end = places[at].start, places[at].end
        first = max(0, start - _LONGEST)
        for mark in _END.finditer(text, first, start):
            first = mark.end()
        closing = _END.search(text, end, end + _LONGEST)
        last = closing.start() if closing else min(len(text), end + _LONGEST)
        inside = []
        while at < len(places) and places[at].start < max(last, end):
            inside.append(places[at])
            at += 1
        yield first, max(last, *(place.end for place in inside)), inside


def _apart(places: Sequence[_Place], others: Sequence[tuple[int, int]]) -> list[_Place]:
    """The places that touch none of these spans, which are in order and apart from each other."""
    starts = [start for start, _ in others]
    found = []
    for place in places:
        before = bisect_left(starts, place.end) - 1
        if before < 0 or others[before][1] <= place.start:
            found.append(place)
    return found


def _touch(one: Sequence[Any], other: Sequence[Any]) -> bool:
    return bool(one[0] < other[1] and other[0] < one[1])


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, other[0] - one[1], one[0] - other[1])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
