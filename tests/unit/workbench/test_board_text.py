# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from sidelight.domain.battle import Ballot, Choice
from sidelight.domain.identity import BattleId, RecordId
from sidelight.workbench import board_text, matrix_text
from sidelight.workbench.ballots import Ballots
from sidelight.workbench.board import Asked, Board
from sidelight.workbench.board_asked import counted
from sidelight.workbench.board_text import as_csv, as_markdown, as_record, as_svg
from sidelight.workbench.ranking import board_of

HOSTILE = 'a|b\n<script>&"\x07'


def made(*rows: tuple[str, str, Choice, int]) -> Board:
    votes = [
        Ballot(BattleId(f"{a}{b}{c}{n}"), RecordId(f"{a}{b}{c}{n}"), a, b, c, created_ms=n)
        for a, b, c, many in rows
        for n in range(many)
    ]
    return board_of(Ballots(votes), Asked())


TWO_GROUPS = made(
    ("x", "y", Choice.A, 400),
    ("x", "y", Choice.BOTH_BAD, 1),
    (HOSTILE, "v", Choice.A, 3),
    (HOSTILE, "v", Choice.B, 2),
    ("v", "w", Choice.TIE, 2),
)


def test_json_is_strict_and_says_which_models_can_be_compared() -> None:
    record = json.loads(json.dumps(as_record(TWO_GROUPS), allow_nan=False))
    assert record["connected"] is False
    assert {model["model"]: model["group"] for model in record["models"]}["x"] == 1
    assert list(record["models"][0])[:5] == ["model", "rank", "score", "low", "high"]
    pair = next(pair for pair in record["pairs"] if pair["first"] == "x")
    assert pair["e_value"] > 1e100
    assert (pair["wins"], pair["both_bad"], pair["settled"]) == (400, 1, True)
    assert as_record(made())["models"] == []


def test_csv_holds_a_line_for_each_model() -> None:
    table = list(csv.DictReader(io.StringIO(as_csv(TWO_GROUPS))))
    assert [row["model"] for row in table] == [row.model for row in TWO_GROUPS.rows]
    assert float(table[0]["low"]) < float(table[0]["score"]) < float(table[0]["high"])
    assert sum(int(row["battles"]) for row in table) == 2 * TWO_GROUPS.votes
    assert list(csv.DictReader(io.StringIO(as_csv(made())))) == []


def test_markdown_keeps_its_table_whatever_a_model_is_called() -> None:
    lines = as_markdown(TWO_GROUPS).splitlines()
    rows = [line for line in lines if line.startswith("| 1 |")]
    assert len([line for line in lines if line.startswith("|")]) == 2 * 2 + 5
    assert any(row.startswith("| 1 | a\\|b <script>") for row in rows)
    assert "Group 2" in lines
    assert lines[-1].startswith("- ")


HOSTILE_NAMES = Asked(models=(HOSTILE, "x"), annotators=("",), until_ms=0, cluster="prompt", style=True)


@pytest.mark.parametrize("form", [board_text, matrix_text])
def test_what_was_asked_is_in_every_form_whatever_models_are_called(form) -> None:
    board = replace(TWO_GROUPS, asked=HOSTILE_NAMES)
    line = next(csv.DictReader(io.StringIO(form.as_csv(board))))["asked"]
    found = json.loads(line)
    assert found["asked"]["models"] == [HOSTILE, "x"]
    assert found["asked"]["until"] == "1970-01-01T00:00:00Z"
    assert found["votes"] == TWO_GROUPS.votes
    assert form.as_record(board)["asked"] == found["asked"]
    told = form.as_markdown(board).splitlines()[-1]
    assert told.startswith(
        "- Counted: blind votes; no answers that gave their model away; only between a\\|b"
    )
    assert "only by the owner; only up to 1970-01-01T00:00:00Z; method for few votes" in told
    assert "style taken out; taken together by prompt." in told
    root = ET.fromstring(form.as_svg(board))
    assert json.loads(root.findtext("{*}metadata") or "")["asked"]["origins"] == []
    assert "taken together by prompt" in " ".join(" ".join(root.itertext()).split())
    assert form.as_record(made())["asked"]["usual"] is True
    assert form.as_svg(made())


def test_a_board_says_how_many_votes_and_people_are_behind_it() -> None:
    assert counted(made(("x", "y", Choice.A, 1))) == "1 vote of 1 person"
    board = replace(TWO_GROUPS, votes=25, rankings=20, people=3, judgements=1250)
    assert counted(board) == "25 votes of 3 people, on 1,250 pairs of answers"
    assert counted(made()) == "0 votes"


def test_the_drawing_is_sound_xml_and_shows_every_model() -> None:
    for board in (TWO_GROUPS, made(), made(("x", "y", Choice.TIE, 1))):
        root = ET.fromstring(as_svg(board))
        dots = root.findall("{http://www.w3.org/2000/svg}circle")
        assert len(dots) == len(board.rows)
        height = float(root.attrib["height"])
        assert all(0 < float(dot.attrib["cy"]) < height - 30 for dot in dots)
        width = float(root.attrib["width"])
        assert all(60 <= float(dot.attrib["cx"]) <= width - 20 for dot in dots)
    brackets = [
        path for path in root.iter() if (path.findtext("{*}title") or "").startswith("Cannot be told apart")
    ]
    assert len(brackets) == 1
