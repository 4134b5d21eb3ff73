# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project exactly as version 4 of the schema made it: version 3, and what was added to it.

Never change this: such files are in people's hands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from unit.store import version_1, version_2, version_3

SCHEMA = """
CREATE TABLE run_notice (
    run_id TEXT NOT NULL,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    seq INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
);
CREATE INDEX run_notice_by_generation ON run_notice (generation_id);

CREATE TRIGGER run_notice_is_never_edited BEFORE UPDATE ON run_notice
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_notice_is_never_deleted BEFORE DELETE ON run_notice
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
"""

NOTICES = ("Drawn without Tk.", "Sound plays into nothing.")


def build(path: Path) -> None:
    """The file of version 3, with two notices on its run."""
    version_3.build(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        for seq, sentence in enumerate(NOTICES):
            row = (version_2.RUN, version_1.DONE, seq, sentence)
            connection.execute("INSERT INTO run_notice VALUES (?, ?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 4")
