# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which version of a library is meant by what a page writes, and which of those at hand comes nearest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

_NUMBERS = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?")
_REVISION = re.compile(r"r(\d{1,4})")
_MARKS = "^~=>< v"


class Version(NamedTuple):
    """A version as it is published."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """As it is written."""
        return ".".join(map(str, self))


def version(text: str) -> Version | None:
    """The version that a text names in full; ``None`` if it is none."""
    found = _NUMBERS.fullmatch(text)
    return Version(*map(int, found.groups())) if found is not None and found[3] is not None else None


class Range:
    """What a page asks for: ``18``, ``^4.4.1``, ``0.160.0``, ``r128``, ``latest`` or nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        bare = text.strip().lstrip(_MARKS)
        revision = _REVISION.fullmatch(bare)
        if revision is not None:
            # As three.js counts: r128 is 0.128, with whatever came after it.
            bare = f"0.{revision[1]}"
        found = _NUMBERS.match(bare)
        self._numbers = tuple(int(one) for one in found.groups() if one is not None) if found else ()
        self._at_least = text.lstrip().startswith(("^", "~", ">"))

    def allows(self, one: Version) -> bool:
        """Whether a version is one of those that are meant."""
        count = len(self._numbers)
        if self._at_least and count:
            return one.major == self._numbers[0] and one >= Version(*self._filled)
        return one[:count] == self._numbers

    def best(
        self, at_hand: Iterable[Version], also: Mapping[Version, Collection[int]] | None = None
    ) -> Version | None:
        """The newest that is meant; else the nearest of the same major version; else ``None``.

        ``also`` says for which other major versions one may stand in, where there is none of the same.
        """
        every = sorted(at_hand)
        meant = [one for one in every if self.allows(one)]
        if meant:
            return meant[-1]
        major = self._filled[0]
        alike = [one for one in every if one.major == major]
        alike = alike or [one for one in every if major in (also or {}).get(one, ())]
        # The later of two that are equally far.
        return min(reversed(alike), key=self._distance, default=None)

    @property
    def _filled(self) -> tuple[int, int, int]:
        major, minor, patch = (*self._numbers, 0, 0, 0)[:3]
        return major, minor, patch

    def _distance(self, one: Version) -> tuple[int, int]:
        _, minor, patch = self._filled
        return abs(one.minor - minor), abs(one.patch - patch)
