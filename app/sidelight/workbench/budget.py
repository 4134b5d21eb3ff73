# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What an answer may cost at most, and what it did, for a limit on a day's cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sidelight.domain.cost import cost_of, most_cost
from sidelight.domain.generation import Usage
from sidelight.domain.model import Connection, Model
from sidelight.domain.price import Price
from sidelight.providers.request import Request
from sidelight.store.quotas import Spending

DAY_MS = 86_400_000
_NANOS = 1_000_000_000
# What a service adds around a message: its role, and marks before and behind.
_AROUND = 16


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of ``currency`` a connection's answers may cost in any day, and how much of it is left now.

    What answers that are being written may cost at most counts as spent.
    """

    most: float
    left: float
    currency: str


def account_of(connection: Connection, price: Price) -> str:
    """What a connection's costs are counted under."""
    return f"{connection.name} {price.currency}"


def nanos(amount: float) -> int:
    """Billionths, rounded up."""
    return math.ceil(amount * _NANOS)


def amount(count: int) -> float:
    """Of a currency, from billionths."""
    return count / _NANOS


def spending_of(request: Request) -> Spending | None:
    """The most that an answer may cost; ``None`` if nobody can know: no price, or no end to the answer."""
    price, longest = request.model.price, longest_answer(request)
    if price is None or longest is None or request.connection.cost_per_day is None:
        return None
    # No token is shorter than a byte.
    given = sum(len(m.sent_text.encode("utf-8", "replace")) + _AROUND for m in request.conversation.messages)
    return Spending(
        request.id,
        account_of(request.connection, price),
        nanos(most_cost(price, given, longest)),
        nanos(request.connection.cost_per_day),
        DAY_MS,
    )


def longest_answer(request: Request) -> int | None:
    """The most tokens that an answer may have, if there is an end."""
    # A limit that the model does not take is not sent to it.
    own = request.config.max_tokens if "max_tokens" in request.model.accepts else None
    limits = [own, request.model.most_output_tokens]
    if request.connection.kind == "anthropic" and limits[0] is None:
        from sidelight.providers.anthropic_messages import MAX_TOKENS

        limits[0] = MAX_TOKENS
    return min((limit for limit in limits if limit is not None), default=None)


def cost_in_nanos(model: Model, usage: Usage | None) -> int | None:
    """What was charged for an answer, as far as can be told; ``None`` if it cannot."""
    if usage is None:
        return 0
    cost = None if model.price is None else cost_of(model.price, usage)
    return None if cost is None else nanos(cost.amount)
