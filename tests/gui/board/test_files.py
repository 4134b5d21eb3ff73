# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Boards that are saved, and battles that are taken in."""

from __future__ import annotations

import csv
import json
import threading
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QImage

from gui.board.conftest import PATIENCE_MS, settle
from sidelight.domain.errors import UsageError
from sidelight.gui.board import saving
from sidelight.gui.board.taking_in import TakingIn
from sidelight.gui.theme import Theme
from sidelight.workbench.standings import Standings


def save(page, settled, path):
    page.save_to(path)
    settled()
    assert page.detail.line.text() == f"Saved as {path}."


def test_a_table_holds_every_row(page, settled, tmp_path):
    save(page, settled, tmp_path / "board.csv")
    rows = list(csv.DictReader((tmp_path / "board.csv").read_text("utf-8").splitlines()))
    assert [row["model"] for row in rows] == [row.model for row in page.board.rows]
    assert [int(row["battles"]) for row in rows] == [row.battles for row in page.board.rows]


def test_a_text_holds_every_row_and_the_notes(page, settled, tmp_path):
    save(page, settled, tmp_path / "board.md")
    text = (tmp_path / "board.md").read_text("utf-8")
    assert all(f"| {row.model} |" in text for row in page.board.rows)
    assert all(note in text for note in page.board.notes)


def test_a_drawing_is_a_drawing(page, settled, tmp_path):
    save(page, settled, tmp_path / "board.svg")
    root = ET.parse(tmp_path / "board.svg").getroot()
    texts = "".join(root.itertext())
    assert root.tag.endswith("svg")
    assert all(row.model in texts for row in page.board.rows)


def test_a_record_holds_the_pairs(page, settled, tmp_path):
    save(page, settled, tmp_path / "board.json")
    record = json.loads((tmp_path / "board.json").read_text("utf-8"))
    assert len(record["pairs"]) == len(page.board.pairs)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_picture_shows_every_row_at_twice_the_size(page, settled, tmp_path, name):
    theme = Theme.load(name)
    page.set_theme(theme)
    save(page, settled, tmp_path / "board.png")
    drawn = QImage(str(tmp_path / "board.png"))
    assert drawn.width() == 2 * page.table.viewport().width()
    assert drawn.height() >= 2 * page.table.verticalHeader().length()
    hues = {theme.hue(number).name() for number in range(4)}
    seen = {
        drawn.pixelColor(x, y).name() for x in range(drawn.width() // 2) for y in range(0, drawn.height(), 10)
    }
    assert hues <= seen


def first_line(path):
    return next(csv.DictReader(path.read_text("utf-8").splitlines()))


ASKED = {
    ".csv": lambda path: json.loads(first_line(path)["asked"])["asked"],
    ".json": lambda path: json.loads(path.read_text("utf-8"))["asked"],
    ".svg": lambda path: json.loads(ET.parse(path).getroot().findtext("{*}metadata"))["asked"],
    ".png": lambda path: json.loads(QImage(str(path)).text("sidelight"))["asked"],
}


@pytest.mark.parametrize("view", ["board", "matrix"])
def test_every_form_says_what_was_counted(page, settled, tmp_path, view):
    page.filters.ask(models=("test/w", "test/x"), early=False)
    settled()
    page.show_view(view)
    paths = {suffix: tmp_path / f"{view}{suffix}" for suffix in saving.SUFFIXES}
    for path in paths.values():
        save(page, settled, path)
    for suffix, asked_of in ASKED.items():
        asked = asked_of(paths[suffix])
        assert asked["models"] == ["test/w", "test/x"], suffix
        assert (asked["early"], asked["leaked"], asked["usual"]) == (False, False, False)
    told = "only between test/w, test/x"
    seen = [paths[".md"].read_text("utf-8"), " ".join(ET.parse(paths[".svg"]).getroot().itertext())]
    for text in seen:
        assert told in " ".join(text.split())
        assert "none given before the answers had ended" in " ".join(text.split())
    assert told in QImage(str(paths[".png"])).text("Description")


def test_who_sees_the_wins_saves_the_wins(page, settled, tmp_path):
    page.show_view("matrix")
    paths = {suffix: tmp_path / f"wins{suffix}" for suffix in saving.SUFFIXES}
    for path in paths.values():
        save(page, settled, path)
    pairs = page.board.pairs
    rows = list(csv.DictReader(paths[".csv"].read_text("utf-8").splitlines()))
    assert len(rows) == 2 * len(pairs)
    first = page.board.rows[0].model
    met = page.board.pair(first, page.board.rows[1].model)
    (row,) = [one for one in rows if (one["model"], one["against"]) == (met.first, met.second)]
    assert [int(row[name]) for name in ("wins", "losses", "ties")] == [met.wins, met.losses, met.ties]
    (back,) = [one for one in rows if (one["model"], one["against"]) == (met.second, met.first)]
    assert back["wins"] == row["losses"]
    assert float(row["share"]) == pytest.approx(met.rate, abs=1e-4)
    record = json.loads(paths[".json"].read_text("utf-8"))
    assert record["models"] == [row.model for row in page.board.rows]
    assert "score" not in paths[".json"].read_text("utf-8")
    text = paths[".md"].read_text("utf-8")
    assert f"{100 * met.rate:.0f} % (n {met.battles})" in text
    drawing = ET.parse(paths[".svg"]).getroot()
    assert f"n {met.battles}" in "".join(drawing.itertext())
    fields = len(page.board.rows) * 44 * 2
    picture = QImage(str(paths[".png"]))
    assert picture.height() > fields
    assert page.matrix._paint.theme.hue(0).hue() in {
        picture.pixelColor(x, y).hue() for x in range(0, picture.width(), 16) for y in range(0, fields, 16)
    }
    page.show_view("board")
    save(page, settled, tmp_path / "board.csv")
    assert "score" in (tmp_path / "board.csv").read_text("utf-8").splitlines()[0]


def test_what_cannot_be_written_is_said(page, settled, tmp_path):
    page.save_to(tmp_path / "missing" / "board.csv")
    settled()
    assert "cannot be written" in page.detail.line.text()
    page.save_to(tmp_path / "board.doc")
    assert "does not say in which form" in page.detail.line.text()
    with pytest.raises(UsageError):
        saving.writing(page.board, tmp_path / "board", page.table.picture)


def battle(number, winner="model_a", **changes):
    talk = [{"role": "user", "content": f"Question {number}?"}, {"role": "assistant", "content": "So."}]
    other = [talk[0], {"role": "assistant", "content": "Otherwise."}]
    return {
        "question_id": f"q{number}",
        "model_a": "gpt-4",
        "model_b": "vicuna-13b",
        "winner": winner,
        "judge": f"arena_user_{number % 5}",
        "conversation_a": talk,
        "conversation_b": other,
        "turn": 1,
        "anony": True,
        "tstamp": 1_680_000_000 + number,
        **changes,
    }


def written(path, battles):
    path.write_text("\n".join(map(json.dumps, battles)), "utf-8")
    return path


def test_battles_of_a_file_are_taken_in_and_what_was_dropped_is_said(open_page, qtbot, tmp_path):
    page = open_page()
    rows = [battle(number) for number in range(30)] + [battle(40, winner="nobody"), battle(3)]
    page.taking_in.begin(written(tmp_path / "battles.jsonl", rows))
    assert page.taking_in.isVisible()
    settle(qtbot, page)
    told = page.taking_in.line.text()
    assert told.startswith("30 of 32 battles were added from battles.")
    assert "the vote is none of left, right, tie and both bad (1)" in told
    assert "the same vote stands in this file already (1)" in told
    assert page.board.votes == 30
    assert page.pages.currentWidget() is page.parts
    page.taking_in.button.click()
    assert not page.taking_in.isVisible()


def test_votes_of_an_import_open_their_answers(open_page, qtbot, tmp_path, project):
    page = open_page()
    page.taking_in.begin(written(tmp_path / "battles.jsonl", [battle(number) for number in range(5)]))
    settle(qtbot, page)
    found = []
    page.comparison_wanted.connect(found.append)
    page.show_votes(page.board.rows[0].model)
    settle(qtbot, page)
    page.detail.votes.doubleClicked.emit(page.detail.votes.rows.index(2, 1))
    settle(qtbot, page)
    kept = project.battle(page.detail.votes.rows.votes[2].battle_id)
    assert found == [kept.comparison_id]
    assert found[0] is not None


def test_a_file_that_is_none_says_so(open_page, qtbot, tmp_path):
    page = open_page()
    (tmp_path / "other.json").write_text("no battles", "utf-8")
    page.taking_in.begin(tmp_path / "other.json")
    settle(qtbot, page)
    assert page.taking_in.line.text()
    assert "added" not in page.taking_in.line.text()
    page.taking_in.begin(tmp_path / "missing.json")
    settle(qtbot, page)
    assert "missing.json" in page.taking_in.line.text()


def test_an_import_can_be_stopped(qtbot, project, tmp_path):
    """The file is longer than what is written at once, so that there is a moment to stop at."""
    path = written(tmp_path / "long.jsonl", [battle(number) for number in range(5000)])
    standings = Standings(project)
    reached, go_on = threading.Event(), threading.Event()
    take_in = standings.take_in

    def held_up(path, progress, given_up):
        def tell(read):
            progress(read)
            reached.set()
            assert go_on.wait(30)

        return take_in(path, tell, given_up)

    standings.take_in = held_up
    strip = TakingIn(standings, Theme.load("light"), None)
    qtbot.addWidget(strip)
    strip.begin(path)
    assert reached.wait(30)
    strip.button.click()
    go_on.set()
    qtbot.waitUntil(lambda: not strip.busy, timeout=PATIENCE_MS)
    assert strip.line.text() == "Stopped after 2,000 records; what was added stays."
    assert len(project.ballots()) == 2000
    standings.close()
