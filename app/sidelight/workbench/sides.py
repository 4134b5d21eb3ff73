# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is on display of a battle: texts without names, which appear together and at one pace.

Nothing in here knows a model: what a side shows is all that there is to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sidelight.domain.battle import Style
from sidelight.domain.identity import GenerationId
from sidelight.text.looks import looks, undressed
from sidelight.text.masking import Masking

TOKEN_CHARACTERS = 4
"""A pace in tokens is one in characters: four make a token."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Answers as they may be shown, in the order of the sides.

    ``leaked``: one of them said whose it is. ``styles`` are those of the originals.
    """

    texts: tuple[str, ...]
    leaked: bool
    styles: tuple[Style, ...]


def prepare(originals: Sequence[str], masking: Masking, *, mask: bool, plain: bool) -> Prepared:
    """Make answers fit to be shown. May take a second for very long ones."""
    shown, leaked = [], False
    for original in originals:
        masked = masking.mask(original)
        leaked = leaked or bool(masked.hidden)
        text = masked.text if mask else original
        shown.append(undressed(text) if plain else text)
    return Prepared(tuple(shown), leaked, tuple(looks(original) for original in originals))


class Pace:
    """How many characters of every side are on display by now."""

    def __init__(self, steady_ms: Callable[[], float], tokens_per_second: int) -> None:
        self._steady_ms = steady_ms
        self._per_ms = tokens_per_second * TOKEN_CHARACTERS / 1000
        self._started_ms: float | None = None

    def start(self) -> None:
        """Both begin now; again is harmless."""
        if self._started_ms is None:
            self._started_ms = self._steady_ms()

    def finish(self) -> None:
        """Show all of it from now on."""
        self.start()
        self._per_ms = 0.0

    @property
    def elapsed_ms(self) -> float:
        """Since the beginning; 0 before it."""
        return 0.0 if self._started_ms is None else self._steady_ms() - self._started_ms

    def of(self, length: int) -> int:
        """How much is on display of a text of so many characters."""
        if self._started_ms is None:
            return 0
        return length if self._per_ms <= 0 else min(length, int(self.elapsed_ms * self._per_ms))


class Side:
    """One answer on display, under a letter. Pull from it what is new, as from a live answer."""

    __slots__ = ("_pace", "_text", "answer_id", "position")

    def __init__(self, position: int, answer_id: GenerationId, pace: Pace, text: str = "") -> None:
        self.position = position
        self.answer_id = answer_id
        self._pace = pace
        self._text = text

    def __repr__(self) -> str:
        return f"Side {self.label}"

    @property
    def label(self) -> str:
        """“A” is leftmost."""
        return "ABCDEFGH"[self.position]

    @property
    def text(self) -> str:
        """All that is on display."""
        return self._text[: self.text_length]

    @property
    def text_length(self) -> int:
        """Characters on display; free of cost."""
        return self._pace.of(len(self._text))

    def text_from(self, offset: int) -> str:
        """What is on display behind the first ``offset`` characters."""
        return self._text[max(0, offset) : self.text_length]

    @property
    def version(self) -> int:
        """Grows with what is on display."""
        return self.text_length

    @property
    def done(self) -> bool:
        """Whether all of it is on display."""
        return self.text_length == len(self._text) and self._pace.of(1) == 1
