# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The only crossing between the network thread and the window's tick: what arrived, in the order it came."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from sidelight.domain.delta import Delta, Exchange, WirePiece
from sidelight.domain.generation import Timing
from sidelight.domain.identity import GenerationId


@dataclass(frozen=True, slots=True)
class Batch:
    """Deltas of one stream that came close together.

    ``at_ms`` is when the last of them came, in milliseconds since the request was sent. Neighbouring
    text (and neighbouring reasoning) is joined into one delta; ``wire`` holds the bytes as they came.
    """

    stream: GenerationId
    at_ms: float
    deltas: tuple[Delta, ...]
    wire: tuple[WirePiece, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The last thing of a stream, exactly once. ``exchange.pieces`` is empty: they came in the batches."""

    stream: GenerationId
    timing: Timing
    exchange: Exchange


class Outbox:
    """A queue that one thread fills and another empties; neither ever waits for the other."""

    def __init__(self) -> None:
        # deque.append and deque.popleft are atomic, so no lock is needed.
        self._events: deque[Batch | Ended] = deque()

    def put(self, event: Batch | Ended) -> None:
        """Add an event; any thread may call this."""
        self._events.append(event)

    def drain(self) -> list[Batch | Ended]:
        """Take everything that has arrived so far; at once, possibly nothing."""
        events: list[Batch | Ended] = []
        # Only as many as there are now: a fast writer must not keep the reader here.
        for _ in range(len(self._events)):
            events.append(self._events.popleft())
        return events
