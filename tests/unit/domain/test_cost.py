# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from sidelight.domain.cost import cost_of, most_cost
from sidelight.domain.generation import Usage
from sidelight.domain.price import Price

PRICE = Price(2.0, 10.0, 0.2, 1000, 4.0, 15.0, 0.4, as_of="2026-10-16", page="https://prices.example")


@pytest.mark.parametrize(
    ("usage", "amount"),
    [
        (Usage(500, 100, "reported"), (500 * 2 + 100 * 10) / 1e6),
        (Usage(500, 100, "reported", 40, 200), (300 * 2 + 200 * 0.2 + 100 * 10) / 1e6),
        (Usage(1000, 1, "reported"), (1000 * 2 + 10) / 1e6),
        (Usage(1001, 1, "reported"), (1001 * 4 + 15) / 1e6),
        (Usage(2000, 100, "reported", None, 1500), (500 * 4 + 1500 * 0.4 + 100 * 15) / 1e6),
        (Usage(10, 0, "reported", None, 99), (10 * 0.2) / 1e6),
    ],
)
def test_each_kind_of_token_costs_its_own(usage, amount):
    cost = cost_of(PRICE, usage)
    assert cost.amount == pytest.approx(amount)
    assert (cost.currency, cost.source, cost.as_of) == ("USD", "reported", "2026-10-16")


def test_an_estimate_is_called_one_and_half_a_count_costs_nothing_known():
    assert cost_of(PRICE, Usage(10, 10, "estimated")).source == "estimated"
    assert cost_of(PRICE, Usage(None, 10, "estimated")) is None
    assert cost_of(PRICE, Usage(10, None, "reported")) is None


def test_without_a_price_for_the_cache_its_tokens_cost_the_usual():
    assert cost_of(Price(1.0, 1.0), Usage(10, 0, "reported", None, 10)).amount == pytest.approx(10 / 1e6)


def test_the_most_takes_the_long_prices_and_no_cache():
    assert most_cost(PRICE, 2000, 100) == pytest.approx((2000 * 4 + 100 * 15) / 1e6)
