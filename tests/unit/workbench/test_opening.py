# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from pathlib import Path

import pytest

from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.generation import StopReason
from sidelight.workbench.desk import Desk
from sidelight.workbench.opening import new_project, open_project, rescue
from sidelight.workbench.settings import Places, read_connections, remember_project

LAB = """
[[connection]]
name = "lab"
base_url = "http://127.0.0.1:8000/v1/"
key_variable = "K"
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.of({"SIDELIGHT_DATA": str(tmp_path / "data")})


def test_a_first_start_opens_the_samples_and_a_second_the_same(places: Places) -> None:
    desk = Desk.on(open_project(None, places), places, {})
    try:
        history = desk.library.history()
        assert "cube" in history[0].title
        cubes = desk.comparing.open(history[0].id)
        assert len(cubes.panes) == 2
        assert {a.stop_reason for a in cubes.answers()} == {StopReason.COMPLETE}
        assert all("sample" in a.model.label.lower() or "Sample" in a.model.about for a in cubes.answers())
    finally:
        desk.close()
    again = open_project(None, places)
    try:
        assert [entry.id for entry in again.history()] == [entry.id for entry in history]
    finally:
        again.close()


def test_the_last_project_is_opened_next_time(places: Places, tmp_path: Path) -> None:
    mine = new_project(tmp_path / "mine")
    mine.close()
    assert mine.path.suffix == ".sidelight"
    remember_project(places, mine.path)
    opened = open_project(None, places)
    opened.close()
    assert opened.path == mine.path
    mine.path.unlink()
    sample = open_project(None, places)
    sample.close()
    assert sample.path == places.sample_project


def test_a_new_name_begins_a_project_and_another_kind_of_name_does_not(
    places: Places, tmp_path: Path
) -> None:
    fresh = open_project(tmp_path / "fresh.sidelight", places)
    fresh.close()
    assert fresh.path.is_file()
    with pytest.raises(UsageError, match="no file"):
        open_project(tmp_path / "typo.txt", places)


def test_noise_is_not_a_project_and_stays_as_it_is(places: Places, tmp_path: Path) -> None:
    noise = tmp_path / "noise.sidelight"
    noise.write_bytes(os.urandom(50_000))
    before = noise.read_bytes()
    with pytest.raises(ProjectError) as caught:
        open_project(noise, places)
    assert "noise.sidelight" in caught.value.sentence
    assert caught.value.advice
    assert noise.read_bytes() == before


def test_a_rescue_never_writes_over_a_file(places: Places, tmp_path: Path) -> None:
    there = tmp_path / "there.sidelight"
    there.write_bytes(b"mine")
    with pytest.raises(ProjectError, match="exists"):
        rescue(tmp_path / "damaged.sidelight", there)
    assert there.read_bytes() == b"mine"


def test_connections_are_read(places: Places) -> None:
    assert read_connections(places) == ()
    file = places.config / "connections.toml"
    file.parent.mkdir(parents=True)
    file.write_text(LAB)
    (lab,) = read_connections(places)
    assert (lab.name, lab.base_url, lab.key_variable) == ("lab", "http://127.0.0.1:8000/v1", "K")
    assert lab.kind == "openai"


def test_a_connection_of_another_kind_has_a_usual_address(places: Places) -> None:
    file = places.config / "connections.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[[connection]]\nname = "claude"\nkind = "anthropic"\nkey_variable = "K"\n')
    (claude,) = read_connections(places)
    assert (claude.kind, claude.base_url) == ("anthropic", "https://api.anthropic.com/v1")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("[[connection]", "TOML"),
        ("connection = 3", "[[connection]]"),
        (LAB.replace("[[connection]]", "[[connections]]"), "[[connection]]"),
        (LAB.replace("base_url", "url"), "“url”"),
        (LAB.replace('"lab"', '"a/b"'), "name"),
        (LAB.replace('"lab"', '"a b@c"'), "name"),
        (LAB.replace('"lab"', '"local"'), "name"),
        (LAB.replace('"lab"', "5"), "quotation marks"),
        (LAB + 'kind = "telepathy"\n', "openai-responses"),
        (LAB.replace("http://127.0.0.1:8000/v1/", "not an address"), "https://host/v1"),
        (LAB.replace("http://127", "http://user:sekret@127"), "https://host/v1"),
        (LAB.replace('"K"', '"sk-proj-REALKEY123"'), "capitals"),
        (LAB + LAB, "Two connections"),
    ],
)
def test_mistakes_in_connections_are_told_and_lock_nobody_out(places: Places, wrong: str, words: str) -> None:
    file = places.config / "connections.toml"
    file.parent.mkdir(parents=True)
    file.write_text(wrong)
    with pytest.raises(UsageError) as caught:
        read_connections(places)
    assert words in caught.value.sentence
    for secret in ("REALKEY", "sekret"):
        assert secret not in caught.value.sentence
    desk = Desk.on(open_project(None, places), places, {})
    try:
        assert words in desk.notice
        assert desk.models()
    finally:
        desk.close()


def test_a_sample_project_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ProjectError) as caught:
        open_project(None, Places(blocked / "data", tmp_path / "config"))
    assert "sample project" in caught.value.sentence
    assert caught.value.advice


def test_a_copy_is_whole_and_never_takes_anothers_place(places: Places, tmp_path: Path) -> None:
    desk = Desk.on(open_project(None, places), places, {})
    try:
        titles = [entry.title for entry in desk.library.history()]
        desk.save_copy(tmp_path / "copy.sidelight")
        with pytest.raises(ProjectError, match="already"):
            desk.save_copy(tmp_path / "copy.sidelight")
    finally:
        desk.close()
    copy = open_project(tmp_path / "copy.sidelight", places)
    try:
        assert [entry.title for entry in copy.history()] == titles
        assert titles[2] in [entry.title for entry in copy.search("transformer reads")]
    finally:
        copy.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.sidelight", "data"]
