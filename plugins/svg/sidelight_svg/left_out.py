# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a drawing was relieved of, counted, and said in sentences."""

from __future__ import annotations

from enum import Enum

from sidelight.api import Note, Severity


class Reason(Enum):
    """Why something was left out: one of it, several, and why."""

    SCRIPT = ("a script", "{} scripts", "nothing in a drawing is run")
    HANDLER = ("an event handler", "{} event handlers", "nothing in a drawing is run")
    OUTSIDE = ("a reference to something outside", "{} references to something outside", "nothing is fetched")
    PICTURE = (
        "an embedded picture",
        "{} embedded pictures",
        "it has to be a PNG, JPEG, GIF, WebP or SVG of at most 16 million pixels",
    )
    UNKNOWN = ("an element that SVG does not have", "{} elements that SVG does not have", "")
    MOTION = ("an animation", "{} animations", "the drawing stands still")

    def sentence(self, count: int, example: str) -> str:
        """For a person."""
        one, several, why = self.value
        words = one if count == 1 else several.format(f"{count:,}")
        named = f" ({example})" if example else ""
        return f"Left out: {words}{named}" + (f"; {why}." if why else ".")


class LeftOut:
    """Counts by reason, with the first example and the line of it.

    Attributes:
        moment: when of its motion the drawing is shown, in seconds; ``None`` if nothing moves by itself.
    """

    def __init__(self) -> None:
        self.moment: float | None = None
        self._found: dict[Reason, tuple[int, str, int | None]] = {}

    def add(self, reason: Reason, line: int | None, example: str = "") -> None:
        """One more."""
        count, first, at = self._found.get(reason, (0, _short(example), line))
        self._found[reason] = (count + 1, first, at)

    def notes(self) -> list[Note]:
        """One for each reason."""
        return [
            Note(
                self._sentence(reason, count, example),
                Severity.INFO if reason is Reason.MOTION else Severity.WARNING,
                line,
            )
            for reason, (count, example, line) in self._found.items()
        ]

    def _sentence(self, reason: Reason, count: int, example: str) -> str:
        words = reason.sentence(count, example)
        if reason is not Reason.MOTION or not self.moment:
            return words
        unit = "second" if self.moment == 1 else "seconds"
        return f"{words[:-1]}, as it is after {self.moment:.3g} {unit}."


def _short(example: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in example).strip()
    return printable if len(printable) <= 60 else printable[:57] + "…"
