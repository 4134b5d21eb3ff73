# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A user's own limits, from ``connections.toml`` to the answer that does not come."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidelight.domain.errors import UsageError
from sidelight.domain.generation import StopReason
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.settings import Places, read_connections
from support.chat_server import ChatServer
from support.ticking import finish


def places_with(tmp_path: Path, url: str, limits: str) -> Places:
    places = Places(tmp_path / "data", tmp_path / "config")
    places.config.mkdir()
    text = f'[[connection]]\nname = "lab"\nbase_url = "{url}"\n{limits}\n'
    (places.config / "connections.toml").write_text(text)
    return places


def test_sixteen_sends_at_a_limit_of_eight_reach_the_server_eight_times(tmp_path: Path) -> None:
    with ChatServer().serving() as server:
        places = places_with(tmp_path, server.base_url, "per_hour = 8\nper_day = 20")
        desk = Desk.on(new_project(tmp_path / "q.sidelight"), places, {})
        try:
            live = desk.comparing.start("Why?", [desk.model("lab/m")] * 8, attempts=2)
            finish(desk, live, 60)
            answers = live.answers()
            assert len(answers) == 16
            assert [a.stop_reason for a in answers].count(StopReason.COMPLETE) == 8
            assert len(server.requests) == 8
            failure = next(a.failure for a in answers if a.failure)
            assert failure.kind == "rate_limited"
            assert failure.what == "Your own limit for m is used up: 8 an hour and 20 a day."
            assert failure.advice.startswith("The next answer is free in 60 minutes.")
            quotas = Quotas.of(places).of_model(read_connections(places)[0], answers[0].model.ref)
            assert [(q.per, q.answers, q.left) for q in quotas] == [("hour", 8, 0), ("day", 20, 12)]
        finally:
            desk.close()


def test_without_a_limit_nothing_is_counted(tmp_path: Path) -> None:
    places = places_with(tmp_path, "http://127.0.0.1:9/v1", "")
    (lab,) = read_connections(places)
    assert (lab.per_hour, lab.per_day) == (None, None)
    assert Quotas.of(places).of_model(lab, "lab/m") == []
    assert not (places.data / "quotas.sqlite").exists()


@pytest.mark.parametrize("wrong", ['per_hour = "8"', "per_hour = -1", "per_day = 1.5", "per_hour = true"])
def test_limits_that_are_no_numbers_are_told(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match="not whole numbers"):
        read_connections(places_with(tmp_path, "http://127.0.0.1:9/v1", wrong))
