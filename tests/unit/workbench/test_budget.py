# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A minute's answers and a day's money: from ``connections.toml`` to the answer that does not come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import StopReason, Usage
from sidelight.domain.message import Conversation
from sidelight.domain.model import Connection, GenerationConfig, Model, ModelRef
from sidelight.domain.price import Price
from sidelight.providers.provider import Pause
from sidelight.providers.request import Request
from sidelight.store.quotas import Clocks, QuotaLedger
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.settings import Places, read_connections
from support.chat_server import ChatServer
from support.ticking import finish, tick_until

DAY = 86_400_000
# A token of the answer costs a cent, the prompt nothing, so that amounts can be read.
CENT = Price(0.0, 10_000.0, as_of="2026-11-20")
CAPPED = Connection("lab", "openai", "The lab", "http://127.0.0.1:9/v1", cost_per_day=1.0)


@dataclass
class Hands:
    """Clocks that a test sets."""

    wall: int = 1_780_000_000_000
    steady: float = 5_000.0
    boot: str = "first"

    def pass_(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms


@pytest.fixture
def hands() -> Hands:
    return Hands()


def quotas(tmp_path: Path, hands: Hands) -> Quotas:
    clocks = Clocks(lambda: hands.wall, lambda: hands.steady, hands.boot)
    return Quotas(QuotaLedger(tmp_path / "quotas.sqlite", clocks))


def request(
    number: int, tokens: int | None = 30, connection: Connection = CAPPED, price: Price | None = CENT
) -> Request:
    model = Model(ModelRef("lab", "m"), "m", price=price)
    return Request(
        model, connection, Conversation.asking("Why?"), GenerationConfig(max_tokens=tokens), f"a{number}"
    )


def test_what_may_be_charged_is_set_aside_and_what_was_not_is_given_back(
    tmp_path: Path, hands: Hands
) -> None:
    book = quotas(tmp_path, hands)
    asked = [request(number) for number in range(4)]
    assert [book.permit(one) for one in asked[:3]] == [None] * 3
    failure = book.permit(asked[3])
    assert isinstance(failure, Failure)
    assert failure.kind == "rate_limited"
    assert failure.what == (
        "Your own limit for The lab is used up: 1 USD a day. 0.9000 USD are spent or set aside for answers "
        "on their way, and this one may cost 0.3000 USD."
    )
    assert failure.advice.startswith("So much is free in 24 hours, or sooner")
    book.settle(asked[0], Usage(4, 5, "reported"))
    budget = book.budget_of(CAPPED, asked[0].model)
    assert budget is not None
    assert (budget.most, budget.left, budget.currency) == (1.0, pytest.approx(0.35), "USD")
    assert book.permit(asked[3]) is None


def test_it_is_free_again_a_day_after_it_was_spent(tmp_path: Path, hands: Hands) -> None:
    book = quotas(tmp_path, hands)
    for number in range(3):
        assert book.permit(request(number)) is None
        hands.pass_(3_600_000)
    # A restart of the program, and one of the machine with a clock that was set back: the third hour is lost.
    hands.boot, hands.steady, hands.wall = "second", 10.0, hands.wall - DAY
    book = quotas(tmp_path, hands)
    failure = book.permit(request(9))
    assert isinstance(failure, Failure)
    assert "free in 22 hours" in failure.advice
    hands.pass_(22 * 3_600_000 - 1)
    assert book.permit(request(9)) is not None
    hands.pass_(1)
    assert book.permit(request(9)) is None


@pytest.mark.parametrize("jump", [-30 * DAY, DAY, 30 * DAY])
def test_a_clock_that_is_set_grants_no_money(tmp_path: Path, hands: Hands, jump: int) -> None:
    book = quotas(tmp_path, hands)
    assert [book.permit(request(number)) for number in range(3)] == [None] * 3
    hands.wall += jump
    assert book.permit(request(3)) is not None


def test_a_minute_that_ends_while_one_asks_refuses_nothing(tmp_path: Path) -> None:
    moments = iter((0, 59_999, *range(60_002, 60_100)))
    clocks = Clocks(lambda: 1_780_000_000_000, lambda: next(moments), "first")
    paced = replace(CAPPED, cost_per_day=None, per_minute=1)
    two = Quotas(QuotaLedger(tmp_path / "quotas.sqlite", clocks))
    assert two.permit(request(1, connection=paced)) is None
    assert not isinstance(two.permit(request(2, connection=paced)), Failure)


def test_a_length_limit_that_a_model_does_not_take_limits_no_cost(tmp_path: Path, hands: Hands) -> None:
    asked = request(1)
    deaf = replace(asked, model=replace(asked.model, accepts=asked.model.accepts - {"max_tokens"}))
    refused = quotas(tmp_path, hands).permit(deaf)
    assert isinstance(refused, Failure)
    assert "Nobody knows how long" in refused.what


def test_sixteen_threads_never_spend_more_than_there_is(tmp_path: Path, hands: Hands) -> None:
    gate, found = threading.Barrier(16), []

    def send(number: int) -> None:
        book = quotas(tmp_path, hands)
        gate.wait(30)
        found.append(book.permit(request(number, 12)))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 16
    assert found.count(None) == 8  # at 0.12 each


def test_what_can_never_be_afforded_or_not_be_known_is_told(tmp_path: Path, hands: Hands) -> None:
    book = quotas(tmp_path, hands)
    dear = book.permit(request(1, 500))
    assert isinstance(dear, Failure)
    assert dear.what == "One answer of m may cost 5.0000 USD, more than your limit of 1 USD a day."
    endless = book.permit(request(2, None))
    assert isinstance(endless, Failure)
    assert endless.what.startswith("Nobody knows how long an answer of m may get")
    unpriced = book.permit(request(3, price=None))
    assert isinstance(unpriced, Failure)
    assert unpriced.what.startswith("No price of m is known")
    assert book.permit(request(4, price=None, connection=replace(CAPPED, cost_per_day=None))) is None
    # A refusal over money counts no answer, and one over a count sets no money aside.
    both = replace(CAPPED, per_minute=1)
    assert book.permit(request(5, 500, both)) is not None
    assert book.permit(request(6, 1, both)) is None
    pause = book.permit(request(7, 1, both))
    assert isinstance(pause, Pause)
    assert pause.seconds == 60
    assert pause.why == "Your own limit for m is 1 a minute, so this answer waited its turn."
    # Where a longer limit forbids it, too, it is refused.
    refused = book.permit(request(7, 1, replace(both, per_hour=1)))
    assert isinstance(refused, Failure)
    assert refused.what == "Your own limit for m is used up: 1 a minute and 1 an hour."
    assert isinstance(book.permit(request(7, 1, replace(both, per_minute=0))), Failure)
    hands.pass_(60_000)
    assert book.permit(request(8, 98, both)) is None


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer(("12345678",)).serving() as server:
        yield server


def places_with(tmp_path: Path, url: str, limits: str) -> Places:
    places = Places(tmp_path / "data", tmp_path / "config")
    places.config.mkdir()
    (places.config / "connections.toml").write_text(
        f'[[connection]]\nname = "lab"\nbase_url = "{url}"\n{limits}\n'
    )
    (places.config / "models.toml").write_text(
        '[[model]]\nnames = ["m"]\ninput = 0\noutput = 10_000\nas_of = 2026-11-20\n'
    )
    return places


def left_of(places: Places, connection: Connection, model: Model) -> float:
    """What is left now; an answer is settled just after its end."""
    budget = Quotas.of(places).budget_of(connection, model)
    assert budget is not None
    return budget.left


def test_at_the_desk_each_answer_settles_what_it_cost(tmp_path: Path, server: ChatServer) -> None:
    places = places_with(tmp_path, server.base_url, "cost_per_day = 1.0\nper_minute = 9")
    desk = Desk.on(new_project(tmp_path / "q.sidelight"), places, {})
    try:
        model = desk.model("lab/m")
        live = desk.comparing.start("Why?", [model] * 8, config=GenerationConfig(max_tokens=30))
        finish(desk, live)
        reasons = [answer.stop_reason for answer in live.answers()]
        (lab,) = read_connections(places)
        # Each answer has two tokens: what was set aside beyond is free again.
        complete = reasons.count(StopReason.COMPLETE)
        assert 3 <= complete <= 8
        tick_until(desk, lambda: left_of(places, lab, model) == pytest.approx(1.0 - 0.02 * complete))
        assert len(server.requests) == complete
    finally:
        desk.close()


def test_a_failure_in_place_of_an_answer_costs_nothing(tmp_path: Path) -> None:
    with ChatServer(status=401).serving() as server:
        places = places_with(tmp_path, server.base_url, "cost_per_day = 1.0")
        desk = Desk.on(new_project(tmp_path / "q.sidelight"), places, {})
        try:
            model = desk.model("lab/m")
            finish(desk, desk.comparing.start("Why?", [model], config=GenerationConfig(max_tokens=30)))
            tick_until(desk, lambda: left_of(places, read_connections(places)[0], model) == 1.0)
        finally:
            desk.close()


@pytest.mark.parametrize("wrong", ['cost_per_day = "2"', "cost_per_day = -1", "cost_per_day = true"])
def test_a_limit_on_cost_that_is_no_amount_is_told(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match="no amount"):
        read_connections(places_with(tmp_path, "http://127.0.0.1:9/v1", wrong))


def test_what_is_left_of_a_days_money_can_be_asked_for_before_sending(
    tmp_path: Path, server: ChatServer
) -> None:
    places = places_with(tmp_path, server.base_url, "cost_per_day = 1.0")
    desk = Desk.on(new_project(tmp_path / "q.sidelight"), places, {})
    try:
        model, other = desk.model("lab/m"), desk.model("lab/unpriced")
        assert desk.connecting.budgets_of([desk.model("recorded/sample-amber")]) is None
        asked = desk.connecting.budgets_of([model, other])
        assert asked is not None
        assert asked.result(30) == {"lab/m": Quotas.of(places).budget_of(read_connections(places)[0], model)}
    finally:
        desk.close()
