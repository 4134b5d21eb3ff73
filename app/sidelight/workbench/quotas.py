# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Limits that users set themselves on how often a server's models are asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.failure import Failure
from sidelight.domain.model import Connection, ModelRef
from sidelight.providers.request import Request
from sidelight.store.quotas import Clocks, Limit, QuotaLedger
from sidelight.workbench.settings import Places

_HOUR_MS = 3_600_000
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Quota:
    """How many answers of one model may be had ``per`` hour or day, and how many are left now.

    ``free_in`` says in words how long it takes until there is one again; empty while there is.
    """

    per: str
    answers: int
    left: int
    free_in: str = ""


class Quotas:
    """The limits of one user, counted in one ledger by every window and every command."""

    def __init__(self, ledger: QuotaLedger) -> None:
        self._ledger = ledger

    @classmethod
    def of(cls, places: Places) -> Quotas:
        """The user's own, by the machine's clocks."""
        return cls(QuotaLedger(places.data / "quotas.sqlite", _clocks()))

    def permit(self, request: Request) -> Failure | None:
        """Count a request; a failure says that a limit forbids it. May be called from any thread."""
        named = _limits(request.connection)
        if not named:
            return None
        wait = self._ledger.take(str(request.model.ref), [limit for _, limit in named])
        if wait is None:
            return None
        limits = " and ".join(f"{limit.answers} an {per}" if per == "hour" else f"{limit.answers} a {per}"
                              for per, limit in named)  # fmt: skip
        free = f"The next answer is free in {_in_words(wait)}. The limit is set in connections.toml."
        if any(limit.answers == 0 for _, limit in named):
            free = "Raise the limit in connections.toml to ask it."
        return Failure(
            "rate_limited",
            f"Your own limit for {request.model.label} is used up: {limits}.",
            free,
        )

    def of_model(self, connection: Connection, ref: ModelRef) -> list[Quota]:
        """What is left of each limit on a model; empty where none is set."""
        named = _limits(connection)
        if not named:
            return []
        limits = [limit for _, limit in named]
        left = self._ledger.left(str(ref), limits)
        waits = [0] * len(limits) if all(left) else self._ledger.waits(str(ref), limits)
        return [
            Quota(per, limit.answers, n, "" if n or not wait or not limit.answers else _in_words(wait))
            for (per, limit), n, wait in zip(named, left, waits, strict=True)
        ]


def _in_words(wait_ms: float) -> str:
    # Only who meets a limit waits for the parser of dates behind this.
    from sidelight.providers.rate_limits import in_words

    return in_words(wait_ms / 1000)


def _limits(connection: Connection) -> list[tuple[str, Limit]]:
    found = []
    if connection.per_hour is not None:
        found.append(("hour", Limit(connection.per_hour, _HOUR_MS)))
    if connection.per_day is not None:
        found.append(("day", Limit(connection.per_day, 24 * _HOUR_MS)))
    return found


def _clocks() -> Clocks:
    try:
        boot = _BOOT_ID.read_text("ascii").strip()
    except OSError:
        # Each start then counts as one of its own, and the wall clock is believed as far as it goes on.
        boot = str(time.monotonic_ns())
    return Clocks(lambda: time.time_ns() // 1_000_000, lambda: time.monotonic_ns() / 1e6, boot)
