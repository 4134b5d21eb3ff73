# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page says in words: what it shows, what has its focus, and what a person copies in it.

All of it comes from a stranger's process. It is plain text of a bounded length, and what is copied is taken
only after the person asked for it, once for each time, and soon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sidelight.domain.copying import LONGEST, TOLD

PATIENCE_MS = 4000.0
"""What comes later than this after the keys were pressed is nobody's wish any more."""
_LONGEST_PIECE = 1000


class Parts:
    """A text that comes in several messages, in order; anything else is let go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._number: object = None
        self._pieces: list[str] = []
        self._length = 0

    def feed(self, message: Mapping[str, object]) -> str | None:
        """The whole text with its last piece, cut to the most that it may have; ``None`` before."""
        number, at, of, text = (message.get(name) for name in ("n", "at", "of", "text"))
        if not isinstance(at, int) or not isinstance(of, int) or not isinstance(text, str):
            return None
        if at == 0:
            self._number, self._pieces, self._length = number, [], 0
        if number != self._number or at != len(self._pieces):
            self._number, self._pieces, self._length = None, [], 0
            return None
        kept = text[: max(0, min(_LONGEST_PIECE, self._most - self._length))]
        self._length += len(kept)
        self._pieces.append(kept)
        return "".join(self._pieces) if at + 1 >= of or self._length >= self._most else None


@dataclass(frozen=True, slots=True)
class Copied:
    """What a person copied. ``cut``: there was more than may be copied at once."""

    text: str
    cut: bool


class PageWords:
    """The words of one run.

    Attributes:
        shown: what the page shows, as far as it is told.
        within: what has the focus in it; empty if nothing has, or it is not known.
    """

    def __init__(self, steady_ms: Callable[[], float]) -> None:
        self.shown = ""
        self.within = ""
        self._steady_ms = steady_ms
        self._shown = Parts(TOLD)
        self._parts = Parts(LONGEST + 1)
        self._asked = 0
        self._until_ms: float | None = None
        self._copied: Copied | None = None

    def ask_copy(self) -> Mapping[str, object]:
        """A person pressed the keys that copy: the message that says so to the page."""
        self._asked += 1
        self._until_ms = self._steady_ms() + PATIENCE_MS
        self._copied = None
        return {"t": "copy", "n": self._asked}

    def take_copied(self) -> Copied | None:
        """What was copied since it was asked for; once."""
        copied, self._copied = self._copied, None
        return copied

    def hear(self, message: Mapping[str, object]) -> None:
        """Take in a message of the page's stage."""
        match message.get("t"):
            case "words":
                whole = self._shown.feed(message)
                self.shown = self.shown if whole is None else whole
            case "within":
                text = message.get("text")
                self.within = text[:_LONGEST_PIECE] if isinstance(text, str) else ""
            case "copied":
                self._hear_copied(message)

    def _hear_copied(self, message: Mapping[str, object]) -> None:
        if self._until_ms is None or message.get("n") != self._asked:
            return
        whole = self._parts.feed(message)
        if whole is None:
            return
        if whole and self._steady_ms() <= self._until_ms:
            self._copied = Copied(whole[:LONGEST], len(whole) > LONGEST)
        self._until_ms = None
