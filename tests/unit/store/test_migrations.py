# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3

import pytest

from sidelight.domain.errors import NewerProject
from sidelight.domain.verdict import Verdict
from sidelight.store import ProjectFile, migrations
from unit.store import making, version_1, version_2, version_3, version_4, version_5

BUILDERS = {
    1: version_1.build,
    2: version_2.build,
    3: version_3.build,
    4: version_4.build,
    5: version_5.build,
}
"""What makes a file exactly as each released version made it."""


def test_there_is_a_file_of_every_version():
    assert set(BUILDERS) == set(range(1, migrations.SCHEMA_VERSION + 1))


@pytest.mark.parametrize("version", BUILDERS)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_each_version_opens(tmp_path, version, read_only):
    path = tmp_path / "old.sidelight"
    BUILDERS[version](path)
    before = making.digest(path)
    with ProjectFile.open(path, read_only=read_only) as project:
        (entry,) = project.history()
        assert (entry.title, str(entry.models[1])) == ("Why is the sky blue?", "recorded/b@warm")
        done, interrupted = project.generations(entry.id)
        assert (done.text, done.reasoning, done.usage.output) == ("Rayleigh scattering.", "Hm.", 6)
        assert (done.config.seed, done.config.stop) == (7, ("###",))
        assert (interrupted.text, interrupted.interrupted) == ("Because", True)
        assert project.recovered == (() if read_only else (interrupted.id,))
        assert [piece.data for piece in project.exchange(done.id).pieces] == [b"data: {}", b"data: [DONE]"]
        assert [rating.value for rating in project.ratings(done.id)] == [5]
        assert [note.span.quote for note in project.annotations(done.id)] == ["Rayleigh"]
        assert [run.frame_png for run in project.runs(done.id)] == [b"\x89PNG"]
        assert [run.edited for run in project.runs(done.id)] == [version_2.EDITED if version >= 2 else ""]
        assert [run.notices for run in project.runs(done.id)] == [version_4.NOTICES if version >= 4 else ()]
        kept = [(picture.kind, picture.from_s, picture.png) for picture in project.run_pictures(done.id)]
        assert kept == ([("strip", 1.5, b"\x89PNG strip")] if version >= 2 else [])
        said = [(one.verdict, one.evidence) for one in project.judgements(done.id)]
        assert said == ([(Verdict.PASS, ("One rigid cube turns.",))] if version >= 3 else [])
        counted = [(one.model_a, one.model_b, one.choice, one.style_b) for one in project.ballots()]
        fought = [("recorded/a", "recorded/b@warm", "a", (40, 0, 0, 0))]
        assert counted == (fought if version >= 5 else [])
        assert len(project.log()) == (version >= 5)
        for words in ("sky", "rayleigh", "checked"):
            assert [found.id for found in project.search(words)] == [entry.id]
        if not read_only:
            project.add_rating(making.rating(done, 3))
            project.flush()
    assert making.integrity(path) == "ok"
    assert (making.digest(path) == before) == read_only


def add_colour(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE colour (id TEXT NOT NULL PRIMARY KEY)")
    connection.execute("INSERT INTO colour SELECT id FROM comparison")


def fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (id TEXT)")
    raise sqlite3.OperationalError("no")


def colours(path) -> list[str]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT id FROM colour")]
    finally:
        connection.close()


def test_a_step_is_taken_when_a_file_is_opened(tmp_path):
    path = tmp_path / "old.sidelight"
    with ProjectFile.create(path) as project:
        making.fill(project, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "STEPS", (*migrations.STEPS, add_colour))
        patch.setattr(migrations, "SCHEMA_VERSION", len(migrations.STEPS))
        before = making.digest(path)
        with ProjectFile.open(path, read_only=True) as project:
            assert len(project.history()) == 2
        assert making.digest(path) == before
        with ProjectFile.open(path) as project:
            # In the file itself at once, and only once.
            assert len(colours(path)) == 2
            assert len(project.search("penguin")) == 2
        with ProjectFile.open(path) as project:
            assert len(project.history()) == 2
    before = making.digest(path)
    for read_only in (False, True):
        with pytest.raises(NewerProject, match="newer Sidelight"):
            ProjectFile.open(path, read_only=read_only)
    assert making.digest(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["old.sidelight"]


def test_a_step_that_fails_changes_nothing(tmp_path):
    path = tmp_path / "old.sidelight"
    with ProjectFile.create(path) as project:
        making.fill(project, 1)
    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(connection, (*migrations.STEPS, fail_half_way))
    assert migrations.version_of(connection) == migrations.SCHEMA_VERSION
    connection.close()
    with ProjectFile.open(path) as project:
        assert len(project.history()) == 1
