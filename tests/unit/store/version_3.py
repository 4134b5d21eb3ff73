# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project exactly as version 3 of the schema made it: version 2, and what was added to it.

Never change this: such files are in people's hands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from unit.store import version_1, version_2

SCHEMA = """
CREATE TABLE judgement (
    id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    run_id TEXT NOT NULL,
    source TEXT NOT NULL,
    verdict TEXT,
    evidence TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    supersedes TEXT
);
CREATE INDEX judgement_by_generation ON judgement (generation_id, created_ms, id);
CREATE INDEX judgement_by_supersedes ON judgement (supersedes) WHERE supersedes IS NOT NULL;

CREATE TRIGGER judgement_is_never_edited BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
"""

EVIDENCE = '["One rigid cube turns."]'
UNSURE, PERSON = "0198f1a2-0000-7000-8000-000000000008", "0198f1a2-0000-7000-8000-000000000009"


def build(path: Path) -> None:
    """The file of version 2, with an uncertain verdict on its run that a person made a certain one."""
    version_2.build(path)
    at_ms = version_1.CREATED_MS + 7
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        for row in (
            (UNSURE, version_1.DONE, version_2.RUN, "turning-cube 1", "unsure", "[]", at_ms, None),
            (PERSON, version_1.DONE, version_2.RUN, "person", "pass", EVIDENCE, at_ms + 1, UNSURE),
        ):
            connection.execute("INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 3")
