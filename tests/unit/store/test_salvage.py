# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sidelight.domain.delta import WirePiece
from sidelight.domain.errors import DamagedProject, ProjectBusy, ProjectError
from sidelight.store import JournalPiece, ProjectFile, salvage
from sidelight.store.connections import wal_path
from unit.store import making

COMPARISONS = 60


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    """A closed project of several hundred pages, with one answer that was being written."""
    path = tmp_path_factory.mktemp("sound") / "work.sidelight"
    with ProjectFile.create(path) as project:
        answers = making.fill(project, COMPARISONS, lines=30)
        project.add_run(making.run(answers[0], 1))
        project.add_run_picture(making.run_picture(answers[0], 1))
        project.add_judgement(making.judgement(answers[0], 1))
        fought = making.battle(1, of=making.comparison(0))
        ranked = making.battle(2, (making.STEADY, making.WARM, making.STEADY))
        votes = (making.vote(fought, 1), making.vote(ranked, 2, None, ranks=(2, 1, 2)))
        log = (making.log_event(fought, "drawn"), making.log_event(fought, "revealed"))
        project.add_battles([fought, ranked], votes, log)
        asked = making.comparison(1000, "The last question")
        running = making.generation(asked)
        project.add_comparison(asked)
        project.begin(running)
        wire = (WirePiece(1.0, b"data"),)
        project.journal(
            [JournalPiece(running.id, 0, "So far ", "", wire), JournalPiece(running.id, 1, "so good", "", ())]
        )
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "work.sidelight"
    path.write_bytes(sound)
    return path


def read_everything(project: ProjectFile) -> int:
    """Ask a project for all that it has. Returns the number of answers."""
    answers = 0
    page = project.history(limit=7)
    while page:
        for entry in page:
            project.comparison(entry.id)
            for answer in project.generations(entry.id):
                answers += 1
                project.exchange(answer.id)
                project.ratings(answer.id)
                project.annotations(answer.id)
                project.runs(answer.id)
        page = project.history(before=page[-1].id, limit=7)
    project.ballots()
    project.battles()
    project.votes()
    project.log()
    project.search("penguin")
    project.search("nothing like it")
    return answers


def test_a_sound_project_is_saved_in_full(path, tmp_path):
    before = making.digest(path)
    report = salvage(path, tmp_path / "saved.sidelight")
    assert making.digest(path) == before
    assert (report.comparisons, report.answers, report.exchanges) == (61, 121, 120)
    assert (report.ratings, report.annotations, report.runs, report.lost) == (60, 60, 1, 0)
    assert report.sentence.endswith("60 ratings, 60 annotations, 1 runs.")
    with ProjectFile.open(path) as old, ProjectFile.open(report.target) as new:
        assert new.recovered == old.recovered != ()
        assert new.history() == old.history()
        for entry in old.history():
            assert new.comparison(entry.id) == old.comparison(entry.id)
            assert new.generations(entry.id) == old.generations(entry.id)
            for answer in old.generations(entry.id):
                assert new.exchange(answer.id) == old.exchange(answer.id)
                assert new.ratings(answer.id) == old.ratings(answer.id)
                assert new.annotations(answer.id) == old.annotations(answer.id)
                assert new.runs(answer.id) == old.runs(answer.id)
                assert new.run_pictures(answer.id) == old.run_pictures(answer.id)
                assert new.judgements(answer.id) == old.judgements(answer.id)
        assert new.battles() == old.battles() != []
        assert new.votes() == old.votes() != []
        assert new.log() == old.log() != []
        for words in ("penguin", "remark 7", "so good", "last question"):
            assert [e.id for e in new.search(words)] == [e.id for e in old.search(words)] != []
    assert making.integrity(report.target) == "ok"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["saved.sidelight", "work.sidelight"]


def harm(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


HARMS: dict[str, tuple[Callable[[Path], None], int]] = {
    "header": (lambda path: harm(path, 0, os.urandom(100)), 121),
    "first page": (lambda path: harm(path, 0, os.urandom(4096)), 121),
    "first page zeros": (lambda path: harm(path, 0, bytes(4096)), 121),
    "page count": (lambda path: harm(path, 28, b"\xff\xff\xff\xff"), 121),
    "one page": (lambda path: harm(path, path.stat().st_size // 4096 // 2 * 4096, os.urandom(4096)), 80),
    "cut in half": (lambda path: os.truncate(path, path.stat().st_size // 2), 30),
    "last byte": (lambda path: os.truncate(path, path.stat().st_size - 1), 115),
}


@pytest.mark.parametrize("name", HARMS)
def test_what_can_be_read_is_saved(path, tmp_path, name):
    do_harm, expected = HARMS[name]
    do_harm(path)
    before = making.digest(path)
    report = salvage(path, tmp_path / "saved.sidelight")
    assert making.digest(path) == before
    assert report.answers >= expected
    with ProjectFile.open(report.target) as project:
        assert read_everything(project) == report.answers
    assert making.integrity(report.target) == "ok"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["saved.sidelight", "work.sidelight"]


def test_commits_that_are_only_in_the_log_are_saved(path, tmp_path):
    crashed = tmp_path / "crashed.sidelight"
    with ProjectFile.open(path) as project:
        project.add_comparison(making.comparison(2000, "In the log only"))
        project.flush()
        crashed.write_bytes(path.read_bytes())
        wal_path(crashed).write_bytes(wal_path(path).read_bytes())
    harm(crashed, 0, os.urandom(100))
    before = making.digest(crashed), making.digest(wal_path(crashed))
    report = salvage(crashed, tmp_path / "saved.sidelight")
    assert (making.digest(crashed), making.digest(wal_path(crashed))) == before
    with ProjectFile.open(report.target) as project:
        assert [entry.title for entry in project.search("log only")] == ["In the log only"]


def drop(path: Path, table: str, where: str) -> None:
    """Lose rows as damage loses them, without the rules that hold for programs."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"DROP TRIGGER {table}_is_never_deleted")
        assert connection.execute(f"DELETE FROM {table} WHERE {where}").rowcount > 0


def test_answers_without_their_comparison_are_kept(path, tmp_path):
    gone = making.comparison(5)
    drop(path, "comparison", f"id = '{gone.id}'")
    report = salvage(path, tmp_path / "saved.sidelight")
    assert (report.comparisons, report.answers, report.lost) == (61, 121, 1)
    with ProjectFile.open(report.target) as project:
        assert project.comparison(gone.id).title == "(This prompt could not be read.)"
        assert project.comparison(gone.id).created_ms == gone.created_ms
        assert [answer.text for answer in project.generations(gone.id)] == [
            making.sentences(number, 30) for number in (10, 11)
        ]


def test_texts_without_their_model_are_kept(path, tmp_path):
    gone = making.comparison(5)
    drop(path, "generation", f"comparison_id = '{gone.id}'")
    report = salvage(path, tmp_path / "saved.sidelight")
    assert (report.comparisons, report.answers, report.lost) == (62, 121, 2)
    assert (report.ratings, report.annotations) == (60, 60)
    with ProjectFile.open(report.target) as project:
        (entry,) = project.search("found without")
        found = project.generations(entry.id)
        assert {answer.text for answer in found} == {making.sentences(number, 30) for number in (10, 11)}
        assert {str(answer.model) for answer in found} == {"unknown/unknown"}


def test_nonsense_is_left_out(path, tmp_path):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in ("comparison", "rating", "generation_end", "wire"):
            connection.execute(f"DROP TRIGGER {table}_is_never_edited")
        connection.execute("UPDATE comparison SET conversation = '[[broken' WHERE rowid = 1")
        connection.execute("UPDATE comparison SET created_ms = 'noon' WHERE rowid = 2")
        connection.execute("UPDATE rating SET value = 17 WHERE rowid = 3")
        connection.execute("UPDATE rating SET generation_id = x'00ff' WHERE rowid = 4")
        connection.execute("UPDATE generation_end SET stop_reason = 'tired' WHERE rowid = 5")
        connection.execute("UPDATE wire SET pieces = x'1234' WHERE rowid = 6")
        connection.execute("UPDATE journal SET pieces = x'1234'")
    with pytest.raises(DamagedProject):
        ProjectFile.open(path)
    report = salvage(path, tmp_path / "saved.sidelight")
    # The two comparisons are stood in for; the answer without an ending counts as interrupted.
    assert (report.comparisons, report.answers, report.ratings) == (61, 121, 58)
    assert report.lost >= 6
    with ProjectFile.open(report.target) as project:
        assert len(project.recovered) == 2
        assert read_everything(project) == 121
        assert project.generation(project.recovered[-1]).text == "So far so good"


def test_nothing_is_made_of_nothing(path, tmp_path):
    target = tmp_path / "saved.sidelight"
    noise = tmp_path / "noise.sidelight"
    noise.write_bytes(os.urandom(100_000))
    with pytest.raises(DamagedProject, match="Nothing in"):
        salvage(noise, target)
    for wrong in (tmp_path / "missing", tmp_path):
        with pytest.raises(ProjectError):
            salvage(wrong, target)
    with pytest.raises(ProjectError):
        salvage(path, tmp_path / "missing" / "saved.sidelight")
    assert not target.exists()
    target.write_text("mine")
    with pytest.raises(ProjectError, match="already"):
        salvage(path, target)
    assert target.read_text() == "mine"
    with ProjectFile.open(path), pytest.raises(ProjectBusy):
        salvage(path, tmp_path / "other.sidelight")
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, noise.name, target.name}


def damage(data: bytearray, chance: random.Random) -> None:
    """One to four harms at random places."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data))
        kind = chance.randrange(5)
        if kind == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[place : place + 16] = chance.randbytes(len(data[place : place + 16]))
        elif kind == 2:
            start = place // 4096 * 4096
            data[start : start + 4096] = bytes(4096)
        elif kind == 3:
            start = place // 4096 * 4096
            other = chance.randrange(len(data) // 4096) * 4096
            data[start : start + 4096] = data[other : other + 4096]
        elif len(data) > 50_000:
            del data[max(place, 20_000) :]


@pytest.mark.parametrize("seed", range(10))
def test_damage_in_the_log_never_crashes_and_never_changes_the_file(path, tmp_path, seed):
    """A crashed project whose last commits are still in the write-ahead log."""
    crashed = tmp_path / "crashed.sidelight"
    with ProjectFile.open(path) as project:
        for number in range(2000, 2020):
            project.add_comparison(making.comparison(number))
        project.flush()
        main, log = path.read_bytes(), bytearray(wal_path(path).read_bytes())
    damage(log, random.Random(seed))
    # A page number beyond all reason, in a frame that is otherwise in order.
    log[32:36] = b"\xff\xff\xff\xf0"
    crashed.write_bytes(main)
    wal_path(crashed).write_bytes(log)
    before = making.digest(crashed), making.digest(wal_path(crashed))
    report = salvage(crashed, tmp_path / "saved.sidelight")
    assert report.answers == 121
    assert (making.digest(crashed), making.digest(wal_path(crashed))) == before
    try:
        with ProjectFile.open(crashed, read_only=True) as project:
            assert read_everything(project) == 121
    except ProjectError:
        pass
    assert making.digest(crashed) == before[0]


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_never_crashes_and_never_changes_the_file(path, tmp_path, sound, seed):
    data = bytearray(sound)
    damage(data, random.Random(seed))
    path.write_bytes(data)
    before = making.digest(path)
    try:
        with ProjectFile.open(path, read_only=True) as project:
            read_everything(project)
    except ProjectError:
        pass
    assert making.digest(path) == before
    opened = False
    try:
        with ProjectFile.open(path) as project:
            opened = True
            project.add_comparison(making.comparison(3000))
            read_everything(project)
    except ProjectError:
        pass
    if not opened:
        assert making.digest(path) == before
    path.write_bytes(data)
    wal_path(path).unlink(missing_ok=True)
    try:
        report = salvage(path, tmp_path / "saved.sidelight")
    except DamagedProject:
        assert len(data) < 100_000
    else:
        with ProjectFile.open(report.target) as project:
            assert read_everything(project) == report.answers
        assert making.integrity(report.target) == "ok"
    assert making.digest(path) == before
