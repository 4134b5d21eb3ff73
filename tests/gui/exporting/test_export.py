# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog for exports in the real window, with an exporter as ``plugin new`` makes it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sidelight.app import Session, settings_of
from sidelight.domain.running import Level
from sidelight.gui import last_folder
from sidelight.gui.exporting.page import in_words
from sidelight.sandbox import run as sandbox
from sidelight.store.project import ProjectFile
from sidelight.workbench.exporting import Exported
from sidelight.workbench.importing import import_battles
from sidelight.workbench.plugin_check import check
from sidelight.workbench.plugin_install import install
from sidelight.workbench.plugin_new import make
from sidelight.workbench.settings import Places
from support.plugins import install as lay
from unit.exchange.making import arena, lines

PATIENCE_MS = 100_000

if sandbox.probe().level is Level.NONE:
    pytest.skip("nothing holds a worker here", allow_module_level=True)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path / "data", tmp_path / "config")


@pytest.fixture
def path(tmp_path):
    """A project of 700 battles."""
    rows = [arena(n, winner="model_a" if n % 3 else "tie") for n in range(700)]
    with ProjectFile.create(tmp_path / "votes.sidelight") as made:
        import_battles(made, lines(tmp_path / "in.jsonl", rows), 5)
    return tmp_path / "votes.sidelight"


@pytest.fixture
def opened(qtbot, places, path, monkeypatch):
    """Opens the window on the project, and the dialog in it."""
    monkeypatch.setattr(last_folder, "_used", [])
    sessions = []

    def open_dialog():
        session = Session(places, settings_of(places))
        sessions.append(session)
        assert session.begin(path)
        session.window.actions_["project.export"].trigger()
        page = session.window.exports.page
        qtbot.waitUntil(lambda: page.form.count() > 0, timeout=PATIENCE_MS)
        assert page.isVisible()
        return page

    yield open_dialog
    for session in sessions:
        session.close()
        if session.window is not None:
            session.window.deleteLater()


def names(page):
    return [page.form.itemData(at) for at in range(page.form.count())]


def choose(page, name):
    page.form.setCurrentIndex(names(page).index(name))


def export(qtbot, page, monkeypatch, chosen: Path, kind: str = ""):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), kind))
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.waiting, timeout=PATIENCE_MS)
    return page.line.text()


def test_an_exporter_that_was_made_checked_and_installed_writes_its_file_from_the_window(
    opened, qtbot, places, tmp_path, monkeypatch
):
    made = make("votes", tmp_path / "made", "exporter")
    assert all(one.passed for one in check(made, places.data))
    install(str(made), places, lambda _: None)
    page = opened()
    assert names(page) == ["arena", "fastchat", "votes"]
    choose(page, "votes")
    assert page.about.text() == "Writes the votes as a table, one line each."
    assert page.form.currentText() == "Votes – battles (plugin 0.1.0)"
    assert page.endings.text() == "Files: .csv, .tsv"
    out = tmp_path / "out.csv"
    told = export(qtbot, page, monkeypatch, tmp_path / "out", "Votes (*.csv)")
    assert told == f"{out} was written from 700 battles."
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == 700
    assert (rows[0]["left"], rows[0]["vote"]) == ("imported/amber-7b", "as good")
    assert last_folder.folder() == tmp_path


def test_the_programs_own_forms_are_there_too(opened, qtbot, tmp_path, monkeypatch):
    page = opened()
    assert names(page) == ["arena", "fastchat"]
    told = export(qtbot, page, monkeypatch, tmp_path / "out.jsonl")
    assert told == f"700 battles written to {tmp_path / 'out.jsonl'}."
    assert len([json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]) == 700


def test_one_that_crashes_is_named_leaves_no_file_and_is_put_aside(
    opened, qtbot, places, tmp_path, monkeypatch
):
    code = "import os\nclass X:\n  def export(self, r, j):\n    yield 'x'\n    os._exit(3)\nexporter = X()"
    lay(places.data / "plugins", "bad", code, kind="exporter", extensions=[".txt"])
    page = opened()
    for _ in range(3):
        choose(page, "bad")
        told = export(qtbot, page, monkeypatch, tmp_path / "out.txt")
        assert told.startswith("The plugin “The bad” crashed: it ended by itself with exit code 3.")
        assert not list(tmp_path.glob("*out.txt*"))
    assert names(page) == ["arena", "fastchat"]


@pytest.mark.parametrize("how", ["button", "escape"])
def test_an_export_can_be_stopped(opened, qtbot, places, tmp_path, how):
    code = "class X:\n  def export(self, r, j):\n    while True: pass\nexporter = X()"
    lay(places.data / "plugins", "slow", code, kind="exporter", extensions=[".txt"], limits={"seconds": 100})
    page = opened()
    choose(page, "slow")
    page.export_to(tmp_path / "out.txt")
    assert page.close_button.text() == "Stop"
    assert not page.form.isEnabled()
    if how == "button":
        qtbot.mouseClick(page.close_button, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.line.text() == "Stopping …"
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE_MS)
    assert page.isVisible()
    assert page.line.text() == "Stopped; no file was written."
    assert page.close_button.text() == "Close"
    assert not list(tmp_path.glob("*out.txt*"))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_the_report_of_a_single_one_is_said_in_the_singular(tmp_path):
    told = in_words(Exported(1, 0, (), "comparisons", by_plugin=True), tmp_path)
    assert told == f"{tmp_path} was written from 1 comparison."
    assert in_words(Exported(1, 0, ()), tmp_path) == f"1 battle written to {tmp_path}."


def test_the_report_says_in_one_sentence_what_the_leaderboard_leaves_out(tmp_path):
    gone = ("an answer gave its model away", 1)
    path = tmp_path / "out.jsonl"
    told = in_words(Exported(6, 0, (), not_on_board=(gone,)), path)
    assert told.splitlines() == [
        f"6 battles written to {path}.",
        "The leaderboard leaves 1 of them out: an answer gave its model away.",
    ]
    told = in_words(Exported(6, 0, (), not_on_board=(gone, ("the names were known", 2))), path)
    assert told.endswith("leaves 3 of them out: an answer gave its model away (1); the names were known (2).")
