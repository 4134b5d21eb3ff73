# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from io import FileIO
from pathlib import Path

import pytest

from sidelight.domain.delta import WirePiece
from sidelight.domain.errors import ProjectBusy, ProjectError
from sidelight.store import JournalPiece, ProjectFile, connections
from unit.store import making
from unit.store.children import child

PATIENCE_S = 100.0


def wait_until(condition) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


def write_for_ever(file: FileIO) -> None:
    while True:
        file.write(bytes(4096))


def fill_up(path: Path) -> None:
    """Take all the room that is left on a disk."""
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        write_for_ever(file)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 1 MiB of its own."""
    folder = Path(tempfile.mkdtemp(prefix="sidelight-disk-"))
    mounted = False
    try:
        if os.geteuid() == 0:
            command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
            mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
        if not mounted:
            pytest.skip("no disk may be mounted here")
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


def test_a_full_disk_keeps_everything_until_there_is_room(small_disk):
    ballast = small_disk / "ballast"
    asked = making.comparison(1)
    stream = making.generation(asked)
    noise = [os.urandom(30_000) for _ in range(12)]
    with ProjectFile.create(small_disk / "work.sidelight") as project:
        project.add_comparison(asked)
        project.begin(stream)
        project.flush()
        fill_up(ballast)
        for seq, piece in enumerate(noise):
            project.journal([JournalPiece(stream.id, seq, f"{seq} ", "", (WirePiece(float(seq), piece),))])
        project.add_rating(making.rating(stream, 1))
        wait_until(lambda: project.failed() is not None)
        assert "is full" in str(project.failed())
        assert "Free some space" in project.failed().advice
        with pytest.raises(ProjectError, match="is full"):
            project.flush()
        # What is on the disk can still be read, and nothing hangs.
        assert project.generation(stream.id).text == ""
        assert len(project.history()) == 1
        ballast.unlink()
        project.flush()
        assert project.failed() is None
        assert project.generation(stream.id).text == "".join(f"{seq} " for seq in range(12))
        assert [piece.data for piece in project.exchange(stream.id).pieces] == noise
        assert project.ratings(stream.id) == [making.rating(stream, 1)]
        path = project.path
    assert making.integrity(path) == "ok"


def test_what_is_lost_in_the_end_is_said(small_disk):
    ballast = small_disk / "ballast"
    project = ProjectFile.create(small_disk / "work.sidelight")
    fill_up(ballast)
    for number in range(3):
        project.add_comparison(making.comparison(number, "long " * 50_000))
    with pytest.raises(ProjectError, match=r"3 changes are lost.*is full"):
        project.close()
    project.close()
    ballast.unlink()
    with ProjectFile.open(project.path) as project:
        assert project.history() == []


LIMITED = """
import pathlib, resource, sys
from sidelight.domain.errors import ProjectError
from sidelight.store import ProjectFile
from unit.store import making
with ProjectFile.create(pathlib.Path(sys.argv[1])) as project:
    asked = making.comparison(1)
    project.add_comparison(asked)
    project.flush()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(entry.stat().st_size for entry in project.path.parent.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    started = [making.generation(asked, 0, attempt) for attempt in range(1, 60)]
    for one in started:
        project.begin(one)
        project.finish(making.ended(one, making.sentences(one.attempt, 40)), None)
    try:
        project.flush()
    except ProjectError as error:
        print(error, error.advice)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    project.flush()
    print(len(project.generations(asked.id)), project.failed())
"""


def test_a_file_that_may_not_grow_is_like_a_full_disk(tmp_path):
    with child("-c", LIMITED, tmp_path / "work.sidelight") as process:
        first, second = process.stdout.read().splitlines()
        assert process.wait() == 0
    assert "reports an error" in first
    assert "kept in memory" in first
    assert second == "59 None"


def test_a_write_waits_for_another_program_to_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(connections, "BUSY_WAIT_S", 0.05)
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        with closing(sqlite3.connect(project.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            project.add_comparison(making.comparison(1))
            wait_until(lambda: project.failed() is not None)
            assert isinstance(project.failed(), ProjectBusy)
            assert project.history() == []
            other.execute("ROLLBACK")
        project.flush()
        assert project.failed() is None
        assert len(project.history()) == 1


def test_a_write_that_makes_no_sense_does_not_hold_up_the_others(tmp_path):
    asked, never = making.comparison(1), making.comparison(2)
    answer, lost = making.generation(asked), making.generation(never)
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        project.add_comparison(asked)
        project.begin(answer)
        project.add_rating(making.rating(lost, 1))
        project.add_annotation(making.annotation(lost, 1))
        project.add_comparison(asked)
        project.journal([JournalPiece(lost.id, 0, "a", "", ()), JournalPiece(answer.id, 0, "b", "", ())])
        project.finish(making.ended(answer), making.exchange())
        project.add_rating(making.rating(answer, 2))
        project.add_run(making.run(answer, 1))
        wait_until(lambda: project.failed() is not None)
        for _ in range(4):
            with pytest.raises(ProjectError, match="does not fit what is there"):
                project.flush()
        project.flush()
        assert project.failed() is None
        assert project.generation(answer.id) == making.ended(answer)
        assert project.ratings(answer.id) == [making.rating(answer, 2)]
        assert len(project.runs(answer.id)) == 1
        assert len(project.history()) == 1


def test_a_write_returns_at_once(tmp_path):
    """Even while the disk is being waited for."""
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        with closing(sqlite3.connect(project.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            start = time.thread_time()
            for number in range(200):
                project.add_comparison(making.comparison(number))
            assert time.thread_time() - start < 0.5
            other.execute("ROLLBACK")
        project.flush()
        assert len(project.history()) == 200


def test_what_a_person_did_is_on_the_disk_itself(tmp_path):
    """Traced: which transactions were made with which promise."""
    with ProjectFile.create(tmp_path / "work.sidelight") as project:
        statements: list[str] = []
        connection = project._writing.writer._connection
        connection.set_trace_callback(statements.append)
        asked = making.comparison(1)
        answer = making.generation(asked)
        promises = []
        for write in (
            lambda: project.add_comparison(asked),
            lambda: project.begin(answer),
            lambda: project.journal([JournalPiece(answer.id, 0, "a", "", ())]),
            lambda: project.add_rating(making.rating(answer, 1)),
            lambda: project.finish(making.ended(answer), None),
            lambda: project.add_annotation(making.annotation(answer, 1)),
        ):
            write()
            project.flush()
            promises.append([s.split()[-1] for s in statements if "synchronous" in s][-1])
        connection.set_trace_callback(None)
    assert promises == ["FULL", "NORMAL", "NORMAL", "FULL", "NORMAL", "FULL"]


FORGETS = """
import pathlib, sys
from sidelight.store import ProjectFile
from unit.store import making
project = ProjectFile.create(pathlib.Path(sys.argv[1]))
for number in range(500):
    project.add_comparison(making.comparison(number))
"""


def test_a_program_that_forgets_to_close_loses_nothing(tmp_path):
    with child("-c", FORGETS, tmp_path / "work.sidelight") as process:
        assert process.wait() == 0
    with ProjectFile.open(tmp_path / "work.sidelight") as project:
        assert len(project.history(limit=1000)) == 500


def test_the_thread_ends_with_the_project(tmp_path):
    before = threading.active_count()
    with ProjectFile.create(tmp_path / "work.sidelight"):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
