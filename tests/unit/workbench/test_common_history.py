# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One answer as the context of all panes: what each model is sent, and what the project remembers of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.domain.errors import UsageError
from sidelight.store.project import ProjectFile
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project
from sidelight.workbench.settings import Places
from support.chat_server import ChatServer
from support.ticking import finish


@pytest.fixture
def servers() -> Iterator[tuple[ChatServer, ChatServer]]:
    with ChatServer(("red",)).serving() as red, ChatServer(("blue",)).serving() as blue:
        yield red, blue


@pytest.fixture
def places(tmp_path: Path, servers: tuple[ChatServer, ChatServer]) -> Places:
    places = Places(tmp_path, tmp_path / "config")
    places.config.mkdir()
    tables = [
        f'[[connection]]\nname = "{name}"\nbase_url = "{server.base_url}"\n'
        for name, server in zip(("red", "blue"), servers, strict=True)
    ]
    (places.config / "connections.toml").write_text("\n".join(tables))
    return places


def last_said(server: ChatServer) -> list[str]:
    return [message["content"] for message in server.requests[-1]["messages"]]


def test_the_winners_answer_is_the_context_of_all_and_that_is_kept(
    tmp_path: Path, places: Places, servers: tuple[ChatServer, ChatServer]
) -> None:
    red, blue = servers
    path = tmp_path / "c.sidelight"
    desk = Desk.on(new_project(path), places, {})
    try:
        models = [desk.model("red/m"), desk.model("blue/m")]
        first = desk.comparing.start("One?", models)
        finish(desk, first)
        second = desk.comparing.start("Two?", models, follows=first, common=1)
        finish(desk, second)
        assert last_said(red) == last_said(blue) == ["One?", "blue", "Two?"]
        winner = first.panes[1][-1].id
        assert second.comparison.follows == (winner, winner)
        assert second.comparison.common == winner
        assert first.comparison.common is None
        # Own histories may go on from there; the common part stays common.
        third = desk.comparing.start("Three?", models, follows=second)
        finish(desk, third)
        assert last_said(red) == ["One?", "blue", "Two?", "red", "Three?"]
        assert last_said(blue) == ["One?", "blue", "Two?", "blue", "Three?"]
        assert third.comparison.common is None
    finally:
        desk.close()
    desk = Desk.on(ProjectFile.open(path), places, {})
    try:
        again = desk.comparing.open(third.comparison.id)
        assert desk.comparing.open(second.comparison.id).comparison.common == winner
        # More models than before may take the context up.
        fourth = desk.comparing.start("Four?", [*again.models, again.models[0]], follows=again, common=0)
        finish(desk, fourth)
        assert last_said(blue) == ["One?", "blue", "Two?", "red", "Three?", "red", "Four?"]
        assert len(fourth.panes) == 3
        desk.comparing.reroll(fourth, 2)
        finish(desk, fourth)
        assert last_said(red) == last_said(blue)
    finally:
        desk.close()


def test_what_is_no_answer_cannot_be_the_context(tmp_path: Path, places: Places) -> None:
    desk = Desk.on(new_project(tmp_path / "n.sidelight"), places, {})
    try:
        models = [desk.model("red/m"), desk.model("blue/m")]
        with pytest.raises(UsageError, match="no answer yet"):
            desk.comparing.start("One?", models, common=0)
        first = desk.comparing.start("One?", models)
        with pytest.raises(UsageError, match=r"no answer that could|still being written"):
            desk.comparing.start("Two?", models, follows=first, common=0)
        finish(desk, first)
        with pytest.raises(UsageError, match="no answer that could"):
            desk.comparing.start("Two?", models, follows=first, common=2)
        (fit,) = desk.comparing.misfits("Two? " * 9, models[:1], follows=first, common=1) or (None,)
        assert fit is None
    finally:
        desk.close()
