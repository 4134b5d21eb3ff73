# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.cli.leaderboard import day
from sidelight.domain.battle import Battle, Choice, LogEvent, Vote
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import BattleId, RecordId
from sidelight.domain.model import ModelRef
from sidelight.store.project import ProjectFile


def sidelight(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sidelight", "leaderboard", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=os.environ, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("board") / "votes.sidelight"
    models = [ModelRef("local", name) for name in "xyz"]
    with ProjectFile.create(path) as made:
        for n in range(60):
            pair = (models[n % 3], models[(n + 1) % 3])
            battle = Battle(BattleId(f"b{n}"), None, pair, (), n, category="code" if n % 2 else "")
            better = Choice.A if str(pair[0]) < str(pair[1]) else Choice.B
            said = Choice.TIE if n % 7 == 0 else better
            made.add_battles([battle], [Vote(RecordId(f"v{n}"), battle.id, said, n, early=n < 10)])
    return path


def test_a_vote_whose_names_are_not_open_yet_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "votes.sidelight"
    pair = (ModelRef("local", "x"), ModelRef("local", "y"))
    with ProjectFile.create(path) as made:
        for name in ("opened", "held"):
            battle = Battle(BattleId(name), None, pair, (), 1)
            log = [LogEvent("drawn", battle.id, None, "{}", 1)]
            if name == "opened":
                log.append(LogEvent("revealed", battle.id, None, "{}", 2))
            made.add_battles([battle], [Vote(RecordId(name), battle.id, Choice.A, 2)], log)
    done = sidelight("--project", str(path), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["votes"] == 1


def test_json_is_one_object_with_the_models_in_order(project: Path) -> None:
    done = sidelight("--project", str(project), "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [model["model"] for model in record["models"]] == ["local/x", "local/y", "local/z"]
    assert set(record["models"][0]) >= {"model", "score", "low", "high", "rank", "battles"}
    assert record["connected"] is True
    assert record["votes"] == 60


def test_words_show_the_board_and_its_notes(project: Path) -> None:
    done = sidelight(
        "--project", str(project), "--method", "arena", "--ties", "davidson", "--category", "code"
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[1].split()[:2] == ["1", "local/x"]
    assert "The arena's method needs 300 votes; there are 30." in done.stdout


def test_filters_and_options_reach_the_board(project: Path) -> None:
    for arguments, votes in (
        (("--until", "1970-01-01T00:00:00.009"), 10),
        (("--model", "local/x", "--model", "local/y"), 20),
        (("--annotator", "nobody"), 0),
        (("--origin", ""), 60),
        (("--no-early", "--leaked", "--known"), 50),
        (("--style",), 0),
    ):
        done = sidelight("--project", str(project), "--json", *arguments)
        assert json.loads(done.stdout)["votes"] == votes, arguments


@pytest.mark.parametrize("suffix", ["csv", "md", "svg", "json"])
def test_a_file_gets_the_form_of_its_suffix(project: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"board.{suffix}"
    done = sidelight("--project", str(project), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "local/x" in out.read_text("utf-8")
    assert str(out) in done.stderr


def test_what_makes_no_sense_gets_a_sentence(project: Path, tmp_path: Path) -> None:
    for arguments, words in (
        (("--out", str(tmp_path / "board.docx")), ".csv, .md, .svg or .json"),
        (("--until", "yesterday"), "2026-11-21"),
        (("--cluster", "moon"), "annotator or prompt"),
    ):
        done = sidelight("--project", str(project), *arguments)
        assert done.returncode == 2, done
        assert words in done.stderr
    missing = tmp_path / "none.sidelight"
    done = sidelight("--project", str(missing))
    assert done.returncode == 2
    assert "There is no file" in done.stderr
    assert not missing.exists()


def test_a_day_ends_with_its_last_millisecond() -> None:
    assert day("1970-01-01") == 86_400_000 - 1
    assert day("1970-01-01T00:00:01") == 1000
    assert day("1970-01-01T01:00:01+01:00") == 1000
    with pytest.raises(UsageError):
        day("soon")
