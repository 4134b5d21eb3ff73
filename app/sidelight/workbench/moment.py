# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where time and chance come in, so that nothing below reads a clock of its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sidelight.domain.identity import uuid7


@dataclass(frozen=True, slots=True)
class Moment:
    """Two clocks and a source of chance.

    ``wall_ms`` is milliseconds since 1970 UTC, for the record; ``steady_ms`` only grows, for durations.
    """

    wall_ms: Callable[[], int]
    steady_ms: Callable[[], float]
    entropy: Callable[[int], bytes]

    @classmethod
    def real(cls) -> Moment:
        """The machine's own clocks and the system's random numbers."""
        return cls(
            wall_ms=lambda: time.time_ns() // 1_000_000,
            steady_ms=lambda: time.monotonic_ns() / 1e6,
            entropy=secrets.token_bytes,
        )

    def new_id(self) -> str:
        """A fresh version 7 UUID."""
        return uuid7(self.wall_ms(), self.entropy(10))
