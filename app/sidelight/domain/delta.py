# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The pieces in which an answer arrives."""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Usage
from sidelight.domain.logprob import TokenLogprob


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More of what the model thinks before it answers."""

    text: str


@dataclass(frozen=True, slots=True)
class UsageDelta:
    """How many tokens were used; a later one replaces an earlier one."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class StopDelta:
    """The answer ended. Nothing of it follows but usage."""

    reason: StopReason


@dataclass(frozen=True, slots=True)
class FailureDelta:
    """The answer failed. What came before stays."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class NoticeDelta:
    """Something said by the platform about the answer, not by the model."""

    text: str


@dataclass(frozen=True, slots=True)
class LogprobsDelta:
    """How probable the next tokens of the answer were; they may come before or after its text."""

    tokens: tuple[TokenLogprob, ...]


Delta = TextDelta | ReasoningDelta | UsageDelta | StopDelta | FailureDelta | NoticeDelta | LogprobsDelta


@dataclass(frozen=True, slots=True)
class WirePiece:
    """Bytes as they came from the wire, with their arrival in milliseconds since the request was sent."""

    at_ms: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent and what came back, without any key: the evidence behind a generation.

    ``request`` is the exact body; ``headers`` are the answer's; ``pieces`` is the raw stream.
    """

    url: str
    request: str
    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    pieces: tuple[WirePiece, ...] = ()
