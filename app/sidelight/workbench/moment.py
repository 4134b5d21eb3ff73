# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where time and chance come in, so that nothing below reads a clock of its own."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from sidelight.domain.identity import uuid7


class Names:
    """Version 7 UUIDs of one process, each greater than the one before, also within a millisecond.

    What was made later then also sorts later: two notes written by a script in one moment keep their order.
    """

    def __init__(self) -> None:
        self._last = 0
        # Several threads may name things: protects ``_last``.
        self._lock = threading.Lock()

    def next(self, unix_ms: int, entropy: bytes) -> str:
        """A fresh name for this moment."""
        with self._lock:
            fresh = uuid.UUID(uuid7(unix_ms, entropy)).int
            if fresh <= self._last and unix_ms <= self._last >> 80:
                fresh = self._last + 1
            self._last = fresh
            return str(uuid.UUID(int=fresh))


@dataclass(frozen=True, slots=True)
class Moment:
    """Two clocks and a source of chance.

    ``wall_ms`` is milliseconds since 1970 UTC, for the record; ``steady_ms`` only grows, for durations.
    """

    wall_ms: Callable[[], int]
    steady_ms: Callable[[], float]
    entropy: Callable[[int], bytes]
    names: Names = field(default_factory=Names)

    @classmethod
    def real(cls) -> Moment:
        """The machine's own clocks and the system's random numbers."""
        return cls(
            wall_ms=lambda: time.time_ns() // 1_000_000,
            steady_ms=lambda: time.monotonic_ns() / 1e6,
            entropy=secrets.token_bytes,
        )

    def new_id(self) -> str:
        """A fresh version 7 UUID, greater than all before it."""
        return self.names.next(self.wall_ms(), self.entropy(10))
