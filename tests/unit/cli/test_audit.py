# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sidelight.cli.main import main
from sidelight.domain.battle import Battle, Choice, Vote
from sidelight.domain.identity import BattleId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench import commitment
from sidelight.workbench.settings import Places, remember_project

HELD = Battle(BattleId("b1"), None, (ModelRef("lab", "x"), ModelRef("lab", "y")), (), 5, nonce="00" * 32)
VOTE = Vote(RecordId("v1"), HELD.id, Choice.A, 9)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work.sidelight"
    battle = Battle(
        HELD.id,
        None,
        HELD.models,
        (),
        HELD.created_ms,
        nonce=HELD.nonce,
        commitment=commitment.commitment(HELD),
    )
    with ProjectFile.create(path) as project:
        project.chain_append(commitment.drawn(battle, 6))
        project.add_battles([battle], [], [commitment.shown(battle, [], 7)])
        project.add_battles([], [VOTE], [commitment.voted(battle, VOTE, 9)])
    return path


def test_a_sound_project(path, capsys):
    assert main(["audit", "--project", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sound"], told["entries"], told["battles"], told["votes"]) == (True, 3, 1, 1)
    assert (told["problems"], told["unopened"]) == ([], 1)
    assert told["heads"] == [told["head"]]
    assert main(["audit", "--project", str(path), "--head", told["head"].upper()]) == 0
    said = capsys.readouterr().out
    assert f"head {told['head']}\n" in said
    assert said.endswith("All is as it was put on record.\n")


def test_a_changed_project(path, capsys):
    data = path.read_bytes()
    assert data.count(b"lab/y") == 1
    path.write_bytes(data.replace(b"lab/y", b"lab/z"))
    assert main(["audit", "--project", str(path)]) == 1
    said = capsys.readouterr().out
    assert "battle b1: Models, order, settings or nonce are not those that were committed to." in said
    assert main(["audit", "--project", str(path), "--json", "--head", "00"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {problem["where"] for problem in problems} == {"battle b1", "the log"}


def test_the_project_that_was_open_last_is_meant(path, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SIDELIGHT_DATA", str(tmp_path / "data"))
    assert main(["audit"]) == 2
    remember_project(Places.of({"SIDELIGHT_DATA": str(tmp_path / "data")}), path)
    assert main(["audit"]) == 0
    assert main(["audit", "--project", str(tmp_path / "none.sidelight")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_project_without_its_locks_is_refused(path, capsys):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER vote_is_never_edited")
        connection.execute("UPDATE vote SET choice = 'b'")
    assert main(["audit", "--project", str(path)]) == 1
    assert "it lacks vote_is_never_edited" in capsys.readouterr().err
