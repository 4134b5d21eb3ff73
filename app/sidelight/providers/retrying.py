# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""When to ask again: for what passes, only before the first token, and not sooner than the server wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sidelight.domain.errors import GenerationError
from sidelight.domain.failure import Failure
from sidelight.providers.errors import Complaint
from sidelight.providers.provider import Patience
from sidelight.providers.rate_limits import wait_s

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_PASSING_KINDS = frozenset({"rate_limited", "server", "broken_stream"})

_TIMES = 4
_LONGEST_STEP_S = 8.0


class Refused(GenerationError):
    """A server answered with an error; ``passing`` if the same request may succeed in ``wait_s`` seconds."""

    def __init__(self, failure: Failure, *, passing: bool, wait_s: float | None = None) -> None:
        super().__init__(failure)
        self.passing = passing
        self.wait_s = wait_s


def refused(
    failure: Failure, status: int, headers: Mapping[str, str], complaint: Complaint | None
) -> Refused:
    """A refusal over HTTP, with what it says about asking again."""
    passing = status in _PASSING and failure.kind not in ("too_long", "unauthorised")
    # Some servers say so outright, and they know better.
    if (wish := headers.get("x-should-retry", "").strip().lower()) in ("true", "false"):
        passing = wish == "true"
    wait = wait_s(headers)
    if wait is None and complaint is not None:
        wait = complaint.retry_s
    return Refused(failure, passing=passing, wait_s=wait)


def broken_off(failure: Failure) -> Refused:
    """An answer that broke off before its first token, or an error in its place."""
    return Refused(failure, passing=failure.kind in _PASSING_KINDS)


class Retries:
    """Decides for one answer how long to wait before it is asked for again.

    Args:
        patience: ``retry_s`` bounds the sum of all waits, ``retry_step_s`` is the first one.
        chance: a number from 0 to 1, so that eight panes do not come back in the same moment.
    """

    def __init__(self, patience: Patience, chance: Callable[[], float]) -> None:
        self._left_s = patience.retry_s
        self._step_s = patience.retry_step_s
        self._chance = chance
        self._times = 0

    def pause_s(self, refusal: Refused) -> float | None:
        """Seconds to wait; ``None`` if asking again is of no use, or would take too long."""
        if not refusal.passing or self._times >= _TIMES:
            return None
        step = min(self._step_s * 2.0**self._times, _LONGEST_STEP_S) * (0.75 + 0.5 * self._chance())
        # A wish is kept to the moment at the earliest; the spread comes on top.
        pause = step if refusal.wait_s is None else refusal.wait_s + 0.1 * step
        if pause > self._left_s:
            return None
        self._times += 1
        self._left_s -= pause
        return pause
