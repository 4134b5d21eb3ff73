# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sidelight.domain.errors import (
    DamagedProject,
    NewerProject,
    NotAProject,
    ProjectBusy,
    ProjectError,
)
from sidelight.store import ProjectFile, lock, schema
from unit.store import making
from unit.store.children import child, output_as_nobody

HOLDER = """
import sys, pathlib
from sidelight.store import ProjectFile
from unit.store import making
project = ProjectFile.open(pathlib.Path(sys.argv[1]))
project.add_comparison(making.comparison(77))
project.flush()
print("holding", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project with something in it."""
    path = tmp_path / "work.sidelight"
    with ProjectFile.create(path) as project:
        making.fill(project, 3)
    return path


def both_ways(path: Path) -> list[ProjectError]:
    """What opening for writing and for reading complains of."""
    errors = []
    for read_only in (False, True):
        with pytest.raises(ProjectError) as caught:
            ProjectFile.open(path, read_only=read_only)
        errors.append(caught.value)
        # A sentence for a person, and something to do.
        assert str(caught.value).endswith(".")
        assert caught.value.advice.endswith(".")
        assert path.name in str(caught.value)
    return errors


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.touch(), "it is empty"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "too short"),
        (lambda path: path.write_bytes(os.urandom(50_000)), "some other kind"),
        (lambda path: path.write_text("My novel\n" * 5000), "some other kind"),
        (lambda path: path.write_bytes(bytes(40_960)), "some other kind"),
        (other_database, "another program"),
    ],
)
def test_another_kind_of_file_is_left_alone(tmp_path, make: Callable[[Path], None], words):
    path = tmp_path / "thing.sidelight"
    make(path)
    before = making.digest(path)
    for error in both_ways(path):
        assert isinstance(error, NotAProject)
        assert words in str(error)
    assert making.digest(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["thing.sidelight"]


def test_folders_pipes_and_nothing_are_no_projects(tmp_path):
    folder = tmp_path / "folder.sidelight"
    folder.mkdir()
    assert all(isinstance(error, NotAProject) for error in both_ways(folder))
    pipe = tmp_path / "pipe.sidelight"
    os.mkfifo(pipe)
    assert all(isinstance(error, NotAProject) for error in both_ways(pipe))
    assert all("no file" in str(error) for error in both_ways(tmp_path / "missing.sidelight"))
    loop = tmp_path / "loop.sidelight"
    loop.symlink_to(loop)
    both_ways(loop)
    both_ways(tmp_path / ("long" * 100))
    with pytest.raises(ProjectError):
        ProjectFile.open(tmp_path / "nul\0.sidelight")
    assert {entry.name for entry in tmp_path.iterdir()} == {
        "folder.sidelight",
        "pipe.sidelight",
        "loop.sidelight",
    }


def test_nothing_is_ever_overwritten_by_a_new_project(path):
    before = making.digest(path)
    dangling = path.with_name("dangling.sidelight")
    dangling.symlink_to(path.with_name("nowhere"))
    for taken in (path, path.parent, dangling):
        with pytest.raises(ProjectError, match="already"):
            ProjectFile.create(taken)
    with pytest.raises(ProjectError, match="There is no f"):
        ProjectFile.create(path.parent / "missing" / "new.sidelight")
    assert making.digest(path) == before
    assert {entry.name for entry in path.parent.iterdir()} == {"work.sidelight", "dangling.sidelight"}


def test_a_new_project_is_marked(tmp_path):
    path = tmp_path / "Füße & 100%?#.sidelight"
    with ProjectFile.create(path) as project:
        assert project.path == path
        assert project.history() == []
    assert int.from_bytes(path.read_bytes()[68:72], "big") == schema.APPLICATION_ID
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] >= 1
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def patched(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def test_a_newer_project_is_left_alone(path):
    patched(path, 60, (99).to_bytes(4, "big"))
    before = making.digest(path)
    assert all(isinstance(error, NewerProject) for error in both_ways(path))
    assert making.digest(path) == before
    assert [entry.name for entry in path.parent.iterdir()] == ["work.sidelight"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: patched(path, 0, b"Broken"),
        lambda path: patched(path, 68, b"\0\0\0\0"),
        lambda path: patched(path, 60, b"\xff\xff\xff\xff"),
        lambda path: patched(path, 60, bytes(4)),
        lambda path: patched(path, 16, b"\x01\x23"),
        lambda path: patched(path, 100, os.urandom(3996)),
        lambda path: patched(path, 0, os.urandom(4096)),
        lambda path: patched(path, path.stat().st_size // 2, os.urandom(20_000)),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, path.stat().st_size - 1),
        lambda path: os.truncate(path, 6000),
    ],
)
def test_a_damaged_project_is_left_alone(path, harm):
    harm(path)
    before = making.digest(path)
    for error in both_ways(path):
        assert isinstance(error, DamagedProject)
        assert "saved into a new project" in error.advice
    assert making.digest(path) == before
    assert [entry.name for entry in path.parent.iterdir()] == ["work.sidelight"]


def test_a_trigger_from_a_stranger_is_not_run(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON comparison BEGIN SELECT 1; END")
    assert all("did not write (spy)" in str(error) for error in both_ways(path))


def test_views_and_indexes_of_other_tools_do_no_harm(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW mine AS SELECT title FROM comparison")
        connection.execute("CREATE INDEX mine_too ON comparison (title)")
    with ProjectFile.open(path) as project:
        assert len(project.history()) == 3


def test_only_one_window_writes(path):
    link = path.with_name("link.sidelight")
    link.symlink_to(path)
    with ProjectFile.open(path) as project:
        for name in (path, link):
            with pytest.raises(ProjectBusy, match="another window"):
                ProjectFile.open(name)
        project.add_comparison(making.comparison(50))
        project.flush()
        with ProjectFile.open(link, read_only=True) as other:
            assert other.history() == project.history()
            project.add_comparison(making.comparison(51))
            project.flush()
            assert len(other.history()) == 5
            project.close()
            assert len(other.history()) == 5
            with ProjectFile.open(path) as third:
                third.add_comparison(making.comparison(52))
                third.flush()
                assert len(other.history()) == 6
    assert not lock.is_held(path)
    assert making.integrity(path) == "ok"


def test_the_lock_dies_with_its_holder(path):
    with child("-c", HOLDER, path, stdin=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == "holding\n"
        with pytest.raises(ProjectBusy):
            ProjectFile.open(path)
        with ProjectFile.open(path, read_only=True) as reader:
            assert reader.history(limit=1)[0].id == making.comparison(77).id
            holder.kill()
            holder.wait()
            # Its lock file and its write-ahead log are still there.
            assert lock.lock_path(path).exists()
            assert len(reader.history()) == 4
        with ProjectFile.open(path) as project:
            assert len(project.history()) == 4
    assert [entry.name for entry in path.parent.iterdir()] == ["work.sidelight"]


def test_a_database_program_that_holds_the_file_is_named(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProjectBusy, match="Another program"):
            ProjectFile.open(path)
    with ProjectFile.open(path) as project:
        assert len(project.history()) == 3


COMPLAINS = """
import pathlib, sys
from sidelight.store import ProjectFile
from sidelight.domain.errors import ProjectError
for read_only in (True, False):
    try:
        ProjectFile.open(pathlib.Path(sys.argv[1]), read_only=read_only)
    except ProjectError as error:
        print(error)
"""

OPENS = """
import json, pathlib, sys
from sidelight.store import ProjectFile
from sidelight.domain.errors import ProjectError
path = pathlib.Path(sys.argv[1])
try:
    ProjectFile.open(path).close()
    print("opened")
except ProjectError as error:
    print(type(error).__name__)
with ProjectFile.open(path, read_only=True) as project:
    entries = project.history()
    answers = [answer for entry in entries for answer in project.generations(entry.id)]
    print(len(entries), len(project.search("penguin")), sum(answer.interrupted for answer in answers))
print(*sorted(entry.name for entry in path.parent.iterdir()))
"""


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """The same project in a folder that everybody can reach."""
    with tempfile.TemporaryDirectory(prefix="sidelight-test-") as folder:
        Path(folder).chmod(0o777)
        yield path.rename(Path(folder) / path.name)
        Path(folder).chmod(0o777)


@pytest.mark.parametrize("what", ["file", "folder", "both"])
@pytest.mark.parametrize("with_log", [False, True])
def test_what_may_only_be_read_is_read(public, what, with_log):
    """As a user without rights, with and without commits that a killed writer left in the log."""
    folder = public.parent
    names = [public.name]
    if with_log:
        with child("-c", HOLDER, public, stdin=subprocess.PIPE) as holder:
            assert holder.stdout.readline() == "holding\n"
        for leftover in (lock.lock_path(public), public.with_name(public.name + "-shm")):
            leftover.unlink()
        names.append(public.name + "-wal")
    for entry in folder.iterdir():
        entry.chmod(0o666 if what == "folder" else 0o444)
    folder.chmod(0o777 if what == "file" else 0o555)
    before = making.digest(public)
    # No answer is in the log: only a comparison.
    expected = ["4", "4", "0"] if with_log else ["3", "3", "0"]
    assert output_as_nobody("-c", OPENS, public).split() == ["ReadOnlyProject", *expected, *names]
    assert making.digest(public) == before


def test_a_file_that_may_not_be_read_says_so(public):
    public.chmod(0)
    assert (
        output_as_nobody("-c", COMPLAINS, public).split("\n")[:2]
        == [f"You may not open “{public.name}”."] * 2
    )
