# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What answers cost and whether prompts fit, from the tables to the desk and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.domain.generation import StopReason
from sidelight.domain.model import GenerationConfig
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.settings import Places
from support.chat_server import ChatServer
from support.ticking import finish

TABLE = """
[[model]]
names = ["m*"]
context_tokens = 1000
most_output_tokens = 100
input = 3.0
output = 15.0
currency = "EUR"
as_of = 2026-11-20
"""


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer().serving() as server:
        yield server


@pytest.fixture
def places(tmp_path: Path, server: ChatServer) -> Places:
    places = Places(tmp_path, tmp_path / "config")
    places.config.mkdir()
    (places.config / "connections.toml").write_text(
        f'[[connection]]\nname = "lab"\nbase_url = "{server.base_url}"\n'
    )
    (places.config / "models.toml").write_text(TABLE)
    return places


@pytest.fixture
def desk(tmp_path: Path, places: Places) -> Iterator[Desk]:
    desk = Desk.on(new_project(tmp_path / "c.sidelight"), places, {})
    yield desk
    desk.close()


def test_an_answer_without_a_count_has_an_estimated_cost(desk: Desk) -> None:
    live = desk.comparing.start("12345678", [desk.model("lab/m"), desk.model("lab/other")])
    finish(desk, live)
    known, unknown = live.answers()
    # Eight characters of prompt and seven of answer: two tokens each.
    assert known.cost is not None
    assert known.cost.amount == pytest.approx((2 * 3 + 2 * 15) / 1e6)
    assert (known.cost.currency, known.cost.source, known.cost.as_of) == ("EUR", "estimated", "2026-11-20")
    assert unknown.cost is None
    (again, _) = desk.comparing.open(live.comparison.id).answers()
    assert again.cost == known.cost


def test_a_prompt_that_cannot_fit_is_not_sent(desk: Desk, server: ChatServer) -> None:
    live = desk.comparing.start("word " * 4000, [desk.model("lab/m"), desk.model("lab/other")])
    finish(desk, live)
    refused, sent = live.answers()
    assert refused.failure is not None
    assert refused.failure.kind == "too_long"
    assert (
        refused.failure.what == "The prompt does not fit m: it has about 5,000 tokens, and 1,000 is the most."
    )
    assert sent.stop_reason is StopReason.COMPLETE
    assert len(server.requests) == 1


def test_a_prompt_that_may_fit_is_warned_of_and_sent(desk: Desk, server: ChatServer) -> None:
    model = desk.model("lab/m")
    (fit,) = desk.comparing.misfits("word " * 900, [model])
    assert (fit.certain, fit.tokens, fit.context_tokens) == (False, 1125, 1000)
    assert fit.sentence.startswith("The prompt probably does not fit m")
    (fit,) = desk.comparing.misfits("word " * 700, [model], config=GenerationConfig(max_tokens=200))
    assert fit.sentence.endswith("leave no room for an answer of 200.")
    assert desk.comparing.misfits("word " * 700, [model, desk.model("lab/other")]) == ()
    live = desk.comparing.start("word " * 900, [model])
    finish(desk, live)
    assert len(server.requests) == 1
    # What was said before counts, too.
    (fit,) = desk.comparing.misfits("word", [model], follows=live)
    assert not fit.certain


def test_a_thousand_blanks_are_not_said_not_to_fit(desk: Desk) -> None:
    (fit,) = desk.comparing.misfits(" " * 100_000 + "x", [desk.model("lab/m")])
    assert not fit.certain


def sidelight(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "SIDELIGHT_DATA": str(data)}
    command = [sys.executable, "-m", "sidelight", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, timeout=120, check=False)


def test_ask_prints_the_cost(tmp_path: Path, places: Places) -> None:
    done = sidelight(tmp_path, "ask", "12345678", "-m", "lab/m", "--json")
    assert json.loads(done.stdout)["cost"] == {
        "amount": pytest.approx(36e-6),
        "currency": "EUR",
        "source": "estimated",
        "price_as_of": "2026-11-20",
        "price_from": None,
    }
    assert (
        "0.000036 EUR (estimated, price of 2026-11-20)"
        in sidelight(tmp_path, "ask", "12345678", "-m", "lab/m").stdout
    )
    too_long = sidelight(tmp_path, "ask", "word " * 900, "-m", "lab/m")
    assert too_long.stderr.startswith("The prompt probably does not fit m")


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path, places: Places) -> None:
    (places.config / "models.toml").write_text("nonsense")
    desk = Desk.on(new_project(tmp_path / "n.sidelight"), places, {})
    try:
        assert "models.toml is not in TOML" in desk.notice
    finally:
        desk.close()
