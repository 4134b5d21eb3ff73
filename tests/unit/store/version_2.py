# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project exactly as version 2 of the schema made it: version 1, and what was added to it.

Never change this: such files are in people's hands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from unit.store import version_1

RUN = "0198f1a2-0000-7000-8000-000000000006"
EDITED = "import pygame\nprint('changed')\n"

SCHEMA = """
CREATE TABLE run_edit (
    run_id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    source TEXT NOT NULL
);

CREATE TABLE run_picture (
    id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    from_s REAL NOT NULL,
    to_s REAL NOT NULL,
    png BLOB NOT NULL
);
CREATE INDEX run_picture_by_generation ON run_picture (generation_id, created_ms, id);

CREATE TRIGGER run_edit_is_never_edited BEFORE UPDATE ON run_edit
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_edit_is_never_deleted BEFORE DELETE ON run_edit
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_picture_is_never_edited BEFORE UPDATE ON run_picture
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_picture_is_never_deleted BEFORE DELETE ON run_picture
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
"""


def build(path: Path) -> None:
    """The file of version 1, whose run was of edited code and has a strip of pictures."""
    version_1.build(path)
    picture = ("0198f1a2-0000-7000-8000-000000000007", version_1.DONE, RUN, "strip")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        connection.execute("INSERT INTO run_edit VALUES (?, ?, ?)", (RUN, version_1.DONE, EDITED))
        connection.execute(
            "INSERT INTO run_picture VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*picture, version_1.CREATED_MS + 6, 1.5, 4.0, b"\x89PNG strip"),
        )
        connection.execute("PRAGMA user_version = 2")
