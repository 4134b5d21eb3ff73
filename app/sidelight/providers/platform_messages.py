# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Tells what a platform writes into a conversation from what the model wrote."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from sidelight.domain.delta import (
    Delta,
    FailureDelta,
    LogprobsDelta,
    NoticeDelta,
    StopDelta,
    TextDelta,
    UsageDelta,
)
from sidelight.domain.failure import Failure, FailureKind
from sidelight.domain.generation import StopReason

# A banner is short. What goes on for longer is an answer that quotes one.
_LONGEST = 2000
_QUOTED = 400

WROTE = "The platform wrote this, not the model"
"""How the notice begins that quotes a message."""


@dataclass(frozen=True, slots=True)
class PlatformMessage:
    """One message: how it begins, what it means for the answer, and what the user is told."""

    begins: str
    outcome: Literal["filtered", "failed", "notice"]
    what: str
    kind: FailureKind = "server"
    advice: str = ""
    reasons: tuple[tuple[re.Pattern[str], str], ...] = ()

    def told(self, words: str) -> str:
        """What the user is told, with the platform's reasons."""
        found = (
            sentence.format(**match.groupdict())
            for pattern, sentence in self.reasons
            if (match := pattern.search(words))
        )
        return " ".join([self.what, *found])


def read_messages(path: Path) -> tuple[PlatformMessage, ...]:
    """The messages in a file of them."""
    return tuple(
        PlatformMessage(
            entry["begins"],
            entry["outcome"],
            entry["what"],
            cast("FailureKind", entry.get("kind", "server")),
            entry.get("advice", ""),
            tuple((re.compile(r["line"]), r["what"]) for r in entry.get("reasons", ())),
        )
        for entry in tomllib.loads(path.read_text("utf-8"))["message"]
    )


class PlatformWatch:
    """Passes one answer's deltas on, with a platform's messages turned into notices.

    A message stands at the beginning, or as the last paragraph of an answer that broke off. Text that may be
    the beginning of one is held back until that is known, a few characters at most.
    """

    def __init__(self, messages: Sequence[PlatformMessage]) -> None:
        self._messages = messages
        self._held = ""
        self._found: PlatformMessage | None = None
        self._watching = bool(messages)
        # How many of the two line breaks before a paragraph have come; at the beginning there are enough.
        self._breaks = 2
        self._dropping_breaks = False
        self.spoke = False

    def feed(self, delta: Delta) -> list[Delta]:
        """What becomes of a delta."""
        if isinstance(delta, TextDelta):
            if not self._watching and "\n" not in delta.text:
                self._breaks = 0
                return [delta]
            return list(self._take(delta.text))
        if isinstance(delta, StopDelta | FailureDelta):
            return [*self._end(delta)]
        if isinstance(delta, UsageDelta | LogprobsDelta) or self._found is not None:
            return [delta]
        return [*self._release(), delta]

    def _take(self, text: str) -> Iterator[Delta]:
        if self._dropping_breaks:
            text = text.lstrip("\n")
            self._dropping_breaks = not text
        self._held += text
        while self._held:
            if self._found is not None:
                if len(self._held) > _LONGEST:
                    self._found, self._watching = None, False
                    continue
                return
            if not self._watching:
                yield TextDelta(self._up_to_paragraph())
                continue
            for message in self._messages:
                if self._held.startswith(message.begins):
                    self._found = message
                    break
                if message.begins.startswith(self._held):
                    return
            if self._found is None:
                self._watching = False
            elif self._found.outcome == "notice":
                yield NoticeDelta(self._found.told(""))
                self._held = self._held.removeprefix(self._found.begins)
                self._found, self._dropping_breaks = None, True

    def _up_to_paragraph(self) -> str:
        """Take the text up to where a paragraph begins, and watch that; all of it if none does."""
        for place, character in enumerate(self._held):
            self._breaks = self._breaks + 1 if character == "\n" else 0
            if self._breaks >= 2 and self._messages:
                text, self._held = self._held[: place + 1], self._held[place + 1 :]
                self._watching = True
                return text
        text, self._held = self._held, ""
        return text

    def _release(self) -> list[Delta]:
        text, self._held = self._held, ""
        if text:
            self._watching, self._breaks = False, 0
        return [TextDelta(text)] if text else []

    def _end(self, delta: StopDelta | FailureDelta) -> Iterator[Delta]:
        message, words = self._found, " ".join(self._held.split())
        if message is None:
            yield from self._release()
            yield delta
            return
        self.spoke = True
        told = message.told(words)
        shown = words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"
        yield NoticeDelta(f"{WROTE}: “{shown}”")
        if message.outcome == "filtered":
            yield NoticeDelta(told)
            yield StopDelta(StopReason.FILTERED)
        else:
            yield FailureDelta(Failure(message.kind, told, message.advice, 200, words))
