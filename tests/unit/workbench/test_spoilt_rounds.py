# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rounds of an earlier sitting of which something in the file is spoilt, or that are asked for twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sidelight.domain.battle import Choice
from sidelight.domain.errors import UsageError
from sidelight.domain.model import Connection
from sidelight.providers.catalogue import Catalogue
from sidelight.store.project import ProjectFile
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.desk import Desk
from sidelight.workbench.moment import Moment
from sidelight.workbench.rounds import Round
from sidelight.workbench.venue import RoundState
from sidelight.workbench.voting import Said
from support.chat_server import ChatServer
from support.ticking import tick_until


def shown(desk: Desk) -> Round:
    pool = [desk.model(f"recorded/{name}@0") for name in ("amber", "blue")]
    round_ = desk.arena.start("Say hello.", pool)
    tick_until(desk, lambda: round_.state is RoundState.READY)
    round_.show()
    return round_


def spoil(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        table = change.split()[2] if change.startswith("DELETE") else change.split()[1]
        locks = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in locks:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)
        for _, sql in locks:
            connection.execute(sql)


def found(desk: Desk) -> tuple[Round, ...]:
    desk.arena.unfinished()
    tick_until(desk, lambda: not desk.arena.looking)
    return desk.arena.unfinished()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE generation_end SET notices = '{'",
        "UPDATE battle SET settings = '{}'",
        "DELETE FROM comparison",
    ],
)
def test_a_round_that_cannot_be_read_leaves_the_arena_in_use(desk, reopened, tmp_path, change, caplog):
    shown(desk)
    desk.close()
    spoil(tmp_path / "test.sidelight", change)
    again = reopened()
    found(again)
    assert shown(again).state is RoundState.SHOWING
    assert not any(name in caplog.text for name in ("amber", "blue"))


def test_an_earlier_battle_that_cannot_be_read_is_not_repeated(desk, reopened, tmp_path, caplog):
    for _ in range(4):
        round_ = shown(desk)
        round_.vote(Said(Choice.A))
        round_.reveal()
        tick_until(desk, lambda round_=round_: round_.state is RoundState.REVEALED)
    desk.close()
    spoil(tmp_path / "test.sidelight", "UPDATE generation_end SET notices = '{'")
    again = reopened()
    again.arena.rules = Rules(repeat_percent=50)
    assert again.arena.again() is None
    assert again.arena._repeat is not None
    again.arena._repeat.exception(30)
    assert [again.arena.again() for _ in range(20)] == [None] * 20
    assert "damaged" in caplog.text


def test_taking_up_the_round_that_is_held_does_not_close_it(desk, reopened):
    shown(desk)
    again = reopened()
    (round_,) = found(again)
    tick_until(again, lambda: round_.state is RoundState.READY)
    again.arena.take_up(round_).show()
    assert again.arena.take_up(round_) is round_
    assert (round_.state, round_.names, round_.given) == (RoundState.SHOWING, (), None)


def test_a_round_that_is_left_while_it_is_made_ready_again_loses_nothing(desk, reopened):
    round_ = shown(desk)
    round_.vote(Said(Choice.A))
    tick_until(desk, lambda: round_.kept)
    again = reopened()
    (waiting,) = found(again)
    again.arena.take_up(waiting)
    shown(again)
    again._project.flush()
    kinds = [entry.event.kind for entry in again._project.log(again._project.battles()[0].id)]
    assert kinds == ["drawn", "shown", "vote", "revealed"]


def test_a_server_that_is_gone_is_not_named_when_a_round_goes_on(tmp_path):
    with ChatServer(("Hello",)).serving() as server:
        here, gone = (Connection(name, "openai", name, server.base_url) for name in ("here", "gone"))
        catalogue = Catalogue(data_folder=tmp_path, connections=(here, gone), recordings=(), environ={})
        desk = Desk(ProjectFile.create(tmp_path / "gone.sidelight"), catalogue, Moment.real())
        try:
            round_ = desk.arena.start("Say hello.", [desk.model("here/a"), desk.model("gone/b")])
            tick_until(desk, lambda: round_.state is RoundState.READY)
            round_.show()
            catalogue.set_connections((here,))
            for go_on in (lambda: desk.arena.follow(round_, "Go on."), lambda: desk.arena.reroll(round_)):
                with pytest.raises(UsageError) as error:
                    go_on()
                assert not any(name in str(error.value) for name in ("here", "gone"))
                assert (round_.state, desk.arena.current) == (RoundState.SHOWING, round_)
            round_.vote(Said(Choice.A))
            desk._project.flush()
            assert len(desk._project.ballots()) == 1
        finally:
            desk.close()
