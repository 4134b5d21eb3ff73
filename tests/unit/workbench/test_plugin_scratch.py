# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The project in which a plugin that is being written shows its examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.registry.discovery import from_project
from sidelight.store.project import ProjectFile
from sidelight.workbench.moment import Moment
from sidelight.workbench.plugin_new import make
from sidelight.workbench.plugin_scratch import answer_of, fenced, put_away, scratch_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make("dot", tmp_path)


def test_each_example_is_a_block_of_its_language(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (project / "examples" / "more.md").write_text("Some words\n\n```dot\nkiwis: 4\n```\n", "utf-8")
    (project / "examples" / "noise.bin").write_bytes(b"\xff\xfe\x00")
    path = scratch_project(from_project(project), Moment.real())
    with ProjectFile.open(path, read_only=True) as opened:
        (entry,) = opened.history()
        (answer,) = opened.generations(entry.id)
    fruit = (project / "examples" / "fruit.txt").read_text("utf-8").rstrip("\n")
    assert f"```dot\n{fruit}\n```" in answer.text
    assert "Some words\n\n```dot\nkiwis: 4\n```" in answer.text
    assert "noise.bin" not in answer.text


def test_a_verifiers_examples_are_answers_to_one_prompt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make("shape", tmp_path, "verifier")
    with ProjectFile.open(scratch_project(from_project(made), Moment.real()), read_only=True) as opened:
        (entry,) = opened.history()
        assert opened.comparison(entry.id).conversation.prompt == "Give the three largest cities as JSON."
        told = [(one.model.name, one.text.split()[-2]) for one in opened.generations(entry.id)]
    assert told == [("right", '"Shanghai"]'), ("wrong", '"Delhi",')]
    for path in (made / "examples").iterdir():
        path.unlink()
    with ProjectFile.open(scratch_project(from_project(made), Moment.real()), read_only=True) as opened:
        (entry,) = opened.history()
        assert entry.title.startswith("There is no prompt.txt in the plugin's folder examples yet")


def test_an_exporters_examples_are_battles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = make("votes", tmp_path, "exporter")
    (made / "examples" / "broken.json").write_text("[", "utf-8")
    with ProjectFile.open(scratch_project(from_project(made), Moment.real()), read_only=True) as opened:
        assert [vote.choice for vote in opened.votes()] == ["a", "tie", "both_bad"]
        assert len(opened.history()) == 3


def test_without_examples_there_is_a_block_of_each_language(project: Path) -> None:
    for path in (project / "examples").iterdir():
        path.unlink()
    assert "```dot\nexample\n```" in answer_of(from_project(project).info, project)


def test_nothing_in_a_text_closes_its_fence() -> None:
    assert fenced("md", "a\n````\nb\n````\n") == "`````md\na\n````\nb\n````\n`````"


def test_it_is_put_away_and_so_is_what_a_killed_process_left(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temp))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(60)
    stale = temp / f"sidelight-plugin-{ended.pid}-abc"
    stale.mkdir()
    (stale / "dot.sidelight").write_text("x")
    others = temp / "sidelight-plugins"
    others.mkdir()
    path = scratch_project(from_project(project), Moment.real())
    assert not stale.exists()
    second = scratch_project(from_project(project), Moment.real())
    assert path.exists(), "that of a process that lives stays"
    mine = tmp_path / "mine.sidelight"
    mine.write_text("x")
    for each in (path, second, mine):
        put_away(each)
    assert mine.exists()
    assert list(temp.iterdir()) == [others]
