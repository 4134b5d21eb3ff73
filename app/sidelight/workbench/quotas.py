# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Limits that users set themselves on how often a server's models are asked."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.errors import SidelightError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Usage
from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.providers.provider import Pause
from sidelight.providers.request import Request
from sidelight.store.quotas import Clocks, Limit, QuotaLedger, Refusal, Spending
from sidelight.workbench.budget import DAY_MS, Budget, account_of, amount, cost_in_nanos, spending_of
from sidelight.workbench.settings import Places

_MINUTE_MS = 60_000
_HOUR_MS = 3_600_000
_WHERE = "The limit is set in connections.toml."
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Quota:
    """How many answers of one model may be had ``per`` minute, hour or day, and how many are left now.

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

    def permit(self, request: Request) -> Failure | Pause | None:
        """Count a request; a failure says that a limit forbids it. May be called from any thread.

        What only a minute's limit forbids may go when that minute has passed.
        """
        named, cap = _limits(request.connection), request.connection.cost_per_day
        if request.beyond_limits:
            named = []
        if not named and cap is None:
            return None
        spending = spending_of(request)
        if cap is not None and spending is None:
            return _unpriced(request)
        refusal = self._ledger.ask(str(request.model.ref), [limit for _, limit in named], spending)
        if refusal is None:
            return None
        if refusal.by_cost and spending is not None:
            return self._too_dear(request, spending, refusal)
        waits = self._ledger.waits(str(request.model.ref), [limit for _, limit in named])
        over = {per for (per, _), wait in zip(named, waits, strict=True) if wait}
        if not over:
            # It became free while this was looked at.
            return self.permit(request)
        if over == {"minute"} and all(limit.answers for _, limit in named):
            limit = f"Your own limit for {request.model.label} is {dict(named)['minute'].answers} a minute"
            return Pause(refusal.wait_ms / 1000, f"{limit}, so this answer waited its turn.")
        limits = " and ".join(f"{limit.answers} an {per}" if per == "hour" else f"{limit.answers} a {per}"
                              for per, limit in named)  # fmt: skip
        free = f"The next answer is free in {_in_words(refusal.wait_ms)}. {_WHERE}"
        if any(limit.answers == 0 for _, limit in named):
            free = "Raise the limit in connections.toml to ask it."
        return Failure(
            "rate_limited",
            f"Your own limit for {request.model.label} is used up: {limits}.",
            free,
        )

    def settle(self, request: Request, usage: Usage | None) -> None:
        """Count what an answer did cost in place of what it might have. May be called from any thread."""
        if request.connection.cost_per_day is None:
            return
        cost = cost_in_nanos(request.model, usage)
        # What cannot be told stays at the most that it may have been.
        if cost is not None:
            try:
                self._ledger.settle(request.id, cost)
            except SidelightError:
                return

    def budget_of(self, connection: Connection, model: Model) -> Budget | None:
        """What is left of a day's money for a model; ``None`` without a limit or a price."""
        if connection.cost_per_day is None or model.price is None:
            return None
        spent = amount(self._ledger.spent(account_of(connection, model.price), DAY_MS))
        left = max(0.0, connection.cost_per_day - spent)
        return Budget(connection.cost_per_day, left, model.price.currency)

    def _too_dear(self, request: Request, spending: Spending, refusal: Refusal) -> Failure:
        connection, price = request.connection, request.model.price
        currency = price.currency if price is not None else ""
        most = f"{amount(spending.nanos):.4f} {currency}"
        cap = f"{connection.cost_per_day:g} {currency} a day"
        if spending.nanos > spending.most_nanos:
            what = f"One answer of {request.model.label} may cost {most}, more than your limit of {cap}."
            return Failure("rate_limited", what, f"Set a limit on the answer's tokens. {_WHERE}")
        spent = amount(self._ledger.spent(spending.account, DAY_MS))
        what = (
            f"Your own limit for {connection.label} is used up: {cap}. {spent:.4f} {currency} are spent or "
            f"set aside for answers on their way, and this one may cost {most}."
        )
        free = (
            f"So much is free in {_in_words(refusal.wait_ms)}, or sooner when answers on their way cost less."
        )
        return Failure("rate_limited", what, f"{free} {_WHERE}")

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


def _unpriced(request: Request) -> Failure:
    if request.model.price is None:
        what = f"No price of {request.model.label} is known, so your limit on a day's cost cannot be kept."
        advice = "Write its price into models.toml in the configuration folder, or take cost_per_day out."
    else:
        what = (
            f"Nobody knows how long an answer of {request.model.label} may get, so neither what it may cost."
        )
        advice = "Set a limit on the answer's tokens, or take cost_per_day out of connections.toml."
    return Failure("rate_limited", what, advice)


def _limits(connection: Connection) -> list[tuple[str, Limit]]:
    found = []
    if connection.per_minute is not None:
        found.append(("minute", Limit(connection.per_minute, _MINUTE_MS)))
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
