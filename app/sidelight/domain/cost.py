# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What tokens cost by a price."""

from __future__ import annotations

from sidelight.domain.generation import Usage
from sidelight.domain.price import Cost, Price

_MILLION = 1_000_000


def cost_of(price: Price, usage: Usage) -> Cost | None:
    """What these tokens cost; ``None`` if the answer's were not counted or the prompt's not."""
    if usage.input is None or usage.output is None:
        return None
    long = price.long_above is not None and usage.input > price.long_above
    per_input = price.input if not long or price.long_input is None else price.long_input
    per_output = price.output if not long or price.long_output is None else price.long_output
    per_cached = price.long_cached_input if long else price.cached_input
    cached = min(usage.cached or 0, usage.input)
    amount = (
        (usage.input - cached) * per_input
        + cached * (per_input if per_cached is None else per_cached)
        + usage.output * per_output
    ) / _MILLION
    return Cost(amount, price.currency, usage.source, price.as_of, price.page)


def most_cost(price: Price, input_tokens: int, output_tokens: int) -> float:
    """The most that an answer may cost: so many tokens of prompt, none of them cached, and of answer."""
    found = cost_of(price, Usage(input_tokens, output_tokens, "estimated"))
    assert found is not None
    return found.amount
