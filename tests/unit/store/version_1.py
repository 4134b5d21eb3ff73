# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A project exactly as version 1 of the schema made it, spelled out, to try later versions on.

Never change this: such files are in people's hands.
"""

from __future__ import annotations

import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path

SCHEMA = """
CREATE TABLE comparison (
    id TEXT NOT NULL PRIMARY KEY,
    created_ms INTEGER NOT NULL,
    title TEXT NOT NULL,
    conversation TEXT NOT NULL,
    models TEXT NOT NULL,
    follows TEXT NOT NULL
);
CREATE INDEX comparison_by_time ON comparison (created_ms, id);

CREATE TABLE generation (
    id TEXT NOT NULL PRIMARY KEY,
    comparison_id TEXT NOT NULL REFERENCES comparison (id),
    position INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    connection TEXT NOT NULL,
    model TEXT NOT NULL,
    setting TEXT NOT NULL,
    config TEXT NOT NULL,
    created_ms INTEGER NOT NULL
);
CREATE INDEX generation_by_place ON generation (comparison_id, position, attempt);

CREATE TABLE generation_end (
    generation_id TEXT NOT NULL PRIMARY KEY REFERENCES generation (id),
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    stop_reason TEXT NOT NULL,
    usage TEXT,
    ttft_ms REAL,
    total_ms REAL,
    failure TEXT,
    notices TEXT NOT NULL,
    interrupted INTEGER NOT NULL
);

CREATE TABLE exchange (
    generation_id TEXT NOT NULL PRIMARY KEY REFERENCES generation (id),
    url TEXT NOT NULL,
    request TEXT NOT NULL,
    status INTEGER,
    headers TEXT NOT NULL
);

CREATE TABLE wire (
    generation_id TEXT NOT NULL REFERENCES generation (id),
    seq INTEGER NOT NULL,
    pieces BLOB NOT NULL,
    PRIMARY KEY (generation_id, seq)
);

CREATE TABLE rating (
    id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    scale TEXT NOT NULL,
    value INTEGER,
    created_ms INTEGER NOT NULL,
    supersedes TEXT
);
CREATE INDEX rating_by_generation ON rating (generation_id, created_ms, id);
CREATE INDEX rating_by_supersedes ON rating (supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE annotation (
    id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    span_start INTEGER,
    span_end INTEGER,
    span_quote TEXT,
    label TEXT NOT NULL,
    note TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    supersedes TEXT,
    withdrawn INTEGER NOT NULL
);
CREATE INDEX annotation_by_generation ON annotation (generation_id, created_ms, id);
CREATE INDEX annotation_by_supersedes ON annotation (supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    artifact_index INTEGER NOT NULL,
    artifact_digest TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    level TEXT NOT NULL,
    exit_code INTEGER,
    limit_name TEXT,
    frames INTEGER NOT NULL,
    first_frame_ms REAL,
    duration_ms REAL NOT NULL,
    stdout TEXT NOT NULL,
    stderr TEXT NOT NULL,
    frame_png BLOB NOT NULL
);
CREATE INDEX run_by_generation ON run (generation_id, created_ms, id);

CREATE TABLE journal (
    generation_id TEXT NOT NULL REFERENCES generation (id),
    seq INTEGER NOT NULL,
    text TEXT NOT NULL,
    reasoning TEXT NOT NULL,
    pieces BLOB NOT NULL,
    PRIMARY KEY (generation_id, seq)
);

CREATE TABLE search_entry (
    row INTEGER PRIMARY KEY,
    comparison_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'",
    prefix = '2 3'
);

CREATE TRIGGER comparison_is_never_edited BEFORE UPDATE ON comparison
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER comparison_is_never_deleted BEFORE DELETE ON comparison
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER generation_is_never_edited BEFORE UPDATE ON generation
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER generation_is_never_deleted BEFORE DELETE ON generation
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER generation_end_is_never_edited BEFORE UPDATE ON generation_end
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER generation_end_is_never_deleted BEFORE DELETE ON generation_end
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER exchange_is_never_edited BEFORE UPDATE ON exchange
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER exchange_is_never_deleted BEFORE DELETE ON exchange
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER wire_is_never_edited BEFORE UPDATE ON wire
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER wire_is_never_deleted BEFORE DELETE ON wire
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER rating_is_never_edited BEFORE UPDATE ON rating
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER rating_is_never_deleted BEFORE DELETE ON rating
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER annotation_is_never_edited BEFORE UPDATE ON annotation
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER annotation_is_never_deleted BEFORE DELETE ON annotation
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_is_never_edited BEFORE UPDATE ON run
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
CREATE TRIGGER run_is_never_deleted BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;
"""

COMPARISON = "0198f1a2-0000-7000-8000-000000000001"
DONE = "0198f1a2-0000-7000-8000-000000000002"
RUNNING = "0198f1a2-0000-7000-8000-000000000003"
CREATED_MS = 1_795_219_200_000


def packed(*pieces: tuple[float, bytes]) -> bytes:
    heads = b"".join(struct.pack("<dI", at_ms, len(data)) for at_ms, data in pieces)
    return zlib.compress(struct.pack("<I", len(pieces)) + heads + b"".join(data for _, data in pieces))


def build(path: Path) -> None:
    """One comparison with a finished and a running answer, and everything that hangs on them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA application_id = 1373508087")
        connection.executescript(SCHEMA)
        for table, *values in ROWS:
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
        for number, words in enumerate(("Why is the sky blue?", "Rayleigh scattering.", "I checked\nclaim")):
            connection.execute(
                "INSERT INTO search (rowid, words) VALUES (?, ?)", ((CREATED_MS << 21) + number, words)
            )
        connection.execute("PRAGMA user_version = 1")


ROWS: tuple[tuple[object, ...], ...] = (
    (
        "comparison",
        COMPARISON,
        CREATED_MS,
        "Why is the sky blue?",
        '[["user",[["text","Why is the sky blue?"]]]]',
        '[["recorded","a",""],["recorded","b","warm"]]',
        "[]",
    ),
    (
        "generation",
        DONE,
        COMPARISON,
        0,
        1,
        "recorded",
        "a",
        "",
        '{"temperature":0.5,"top_p":null,"max_tokens":100,"seed":7,"stop":["###"]}',
        CREATED_MS + 1,
    ),
    (
        "generation",
        RUNNING,
        COMPARISON,
        1,
        1,
        "recorded",
        "b",
        "warm",
        '{"temperature":null,"top_p":null,"max_tokens":null,"seed":null,"stop":[]}',
        CREATED_MS + 2,
    ),
    (
        "generation_end",
        DONE,
        "Rayleigh scattering.",
        "Hm.",
        "complete",
        '[12,6,"reported",null]',
        80.5,
        310.0,
        None,
        "[]",
        0,
    ),
    ("exchange", DONE, "https://models.example/v1/chat/completions", "{}", 200, '[["content-type","text"]]'),
    ("wire", DONE, 0, packed((80.5, b"data: {}"), (310.0, b"data: [DONE]"))),
    ("rating", "0198f1a2-0000-7000-8000-000000000004", DONE, "stars", 5, CREATED_MS + 3, None),
    (
        "annotation",
        "0198f1a2-0000-7000-8000-000000000005",
        DONE,
        0,
        8,
        "Rayleigh",
        "claim",
        "I checked",
        CREATED_MS + 4,
        None,
        0,
    ),
    (
        "run",
        "0198f1a2-0000-7000-8000-000000000006",
        DONE,
        0,
        "ab" * 32,
        CREATED_MS + 5,
        "static",
        "A",
        0,
        None,
        1,
        12.5,
        30.0,
        "out",
        "",
        b"\x89PNG",
    ),
    ("journal", RUNNING, -1, "", "", b""),
    ("journal", RUNNING, 0, "Because", "", packed((80.5, b"data: {}"))),
    ("search_entry", CREATED_MS << 21, COMPARISON, "prompt", COMPARISON),
    ("search_entry", (CREATED_MS << 21) + 1, COMPARISON, "answer", DONE),
    ("search_entry", (CREATED_MS << 21) + 2, COMPARISON, "note", "0198f1a2-0000-7000-8000-000000000005"),
)
