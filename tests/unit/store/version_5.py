# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project exactly as version 5 of the schema made it: version 4, and what was added to it.

Never change this: such files are in people's hands.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from unit.store import version_1, version_4

SCHEMA = """
CREATE TABLE battle (
    id TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT,
    created_ms INTEGER NOT NULL,
    model_a TEXT NOT NULL,
    model_b TEXT NOT NULL,
    others TEXT NOT NULL,
    generations TEXT NOT NULL,
    prompt TEXT NOT NULL,
    nonce TEXT NOT NULL,
    commitment TEXT NOT NULL,
    purpose TEXT NOT NULL,
    repeats TEXT,
    follows TEXT,
    turn INTEGER NOT NULL,
    blind INTEGER NOT NULL,
    category TEXT NOT NULL,
    origin TEXT NOT NULL,
    settings TEXT NOT NULL,
    styles TEXT NOT NULL
);
CREATE INDEX battle_by_comparison ON battle (comparison_id) WHERE comparison_id IS NOT NULL;
CREATE INDEX battle_by_repeats ON battle (repeats) WHERE repeats IS NOT NULL;

CREATE TABLE vote (
    id TEXT NOT NULL PRIMARY KEY,
    battle_id TEXT NOT NULL REFERENCES battle (id),
    choice TEXT,
    created_ms INTEGER NOT NULL,
    ranks TEXT NOT NULL,
    skipped TEXT NOT NULL,
    strength INTEGER,
    reasons TEXT NOT NULL,
    comment TEXT NOT NULL,
    annotator TEXT NOT NULL,
    shown_ms INTEGER,
    early INTEGER NOT NULL,
    leaked INTEGER NOT NULL,
    revealed INTEGER NOT NULL,
    supersedes TEXT
);
CREATE INDEX vote_by_battle ON vote (battle_id, created_ms, id);
CREATE INDEX vote_by_supersedes ON vote (supersedes, revealed) WHERE supersedes IS NOT NULL;

CREATE TABLE blind_log (
    digest TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    previous TEXT NOT NULL,
    kind TEXT NOT NULL,
    battle_id TEXT NOT NULL,
    comparison_id TEXT,
    body TEXT NOT NULL,
    created_ms INTEGER NOT NULL
);
CREATE INDEX blind_log_by_battle ON blind_log (battle_id, seq);
CREATE INDEX blind_log_by_comparison ON blind_log (comparison_id) WHERE comparison_id IS NOT NULL;

CREATE TRIGGER battle_is_never_edited BEFORE UPDATE ON battle
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER battle_is_never_deleted BEFORE DELETE ON battle
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER vote_is_never_edited BEFORE UPDATE ON vote
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER vote_is_never_deleted BEFORE DELETE ON vote
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER blind_log_is_never_edited BEFORE UPDATE ON blind_log
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER blind_log_is_never_deleted BEFORE DELETE ON blind_log
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
"""

BATTLE = "0198f1a2-0000-7000-8000-00000000000a"
VOTE = "0198f1a2-0000-7000-8000-00000000000b"
AT_MS = version_1.CREATED_MS + 9
DIGEST = "ab" * 32
PLACE = (BATTLE, version_1.COMPARISON, AT_MS, "recorded/a", "recorded/b@warm", "[]")
HELD = (
    f'["{version_1.DONE}","{version_1.RUNNING}"]',
    "cd" * 32,
    "ef" * 32,
    DIGEST,
    "plain",
    None,
    None,
    1,
    1,
)
SHOWN = ("science", "", "{}", "[[812,1,2,3],[40,0,0,0]]")


def build(path: Path) -> None:
    """The file of version 4, with a battle, a vote on it, and an entry of the log that opens it."""
    version_4.build(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(SCHEMA)
        connection.execute(f"INSERT INTO battle VALUES ({', '.join('?' * 19)})", (*PLACE, *HELD, *SHOWN))
        vote = (VOTE, BATTLE, "a", AT_MS + 1, "[]", "", 2, '["clear"]', "", "", 4000, 0, 0, 0, None)
        connection.execute(f"INSERT INTO vote VALUES ({', '.join('?' * 15)})", vote)
        entry = (DIGEST, 1, "", "revealed", BATTLE, version_1.COMPARISON, "{}", AT_MS + 2)
        connection.execute(f"INSERT INTO blind_log VALUES ({', '.join('?' * 8)})", entry)
        connection.execute("PRAGMA user_version = 5")
