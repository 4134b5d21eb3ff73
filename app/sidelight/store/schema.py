# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tables of a project file, and the marks by which one is known.

Records are final: triggers refuse to change or delete them, so that two people's files can be merged by
adding rows. Only ``journal`` is working storage: what a running answer has said so far. The search tables
are an index and can be made anew from the records.
"""

from __future__ import annotations

from collections.abc import Sequence

APPLICATION_ID = 0x51DE_11F7
"""At byte 68 of every project file (SQLite's ``application_id``), positive as a signed 32-bit number."""

SQLITE_MAGIC = b"SQLite format 3\0"
PAGE_SIZE = 4096

FINAL_TABLES = (
    "comparison",
    "generation",
    "generation_end",
    "exchange",
    "wire",
    "rating",
    "annotation",
    "run",
)
"""In the order in which rows may be inserted: what is referred to comes first."""

# The search tables come last: a virtual table brings tables of its own, whose number is SQLite's affair.
# ``supersedes`` is no foreign key: a merged or a salvaged file may lack the older record.
TABLES_1 = """
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
"""

LATER_TABLES = ("run_edit", "run_picture")
"""Record tables that came with version 2."""

# ``run_id`` is no foreign key: a salvaged file may lack the run.
TABLES_2 = """
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
"""

JUDGEMENT_TABLES = ("judgement",)
"""Record tables that came with version 3."""

TABLES_3 = """
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
"""

NOTICE_TABLES = ("run_notice",)
"""Record tables that came with version 4."""

TABLES_4 = """
CREATE TABLE run_notice (
    run_id TEXT NOT NULL,
    generation_id TEXT NOT NULL REFERENCES generation (id),
    seq INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
);
CREATE INDEX run_notice_by_generation ON run_notice (generation_id);
"""

BATTLE_TABLES = ("battle", "vote", "blind_log")
"""Record tables that came with version 5."""

# A battle need not have its answers here: it may have been imported, or its comparison may be lost. Most are
# of two models; ``others`` holds the further ones of a ranking. Entries of the log are called by their
# digests, so that those of two projects can lie side by side; ``previous`` names the entries before.
TABLES_5 = """
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
"""


def final_triggers(tables: Sequence[str] = FINAL_TABLES) -> str:
    """SQL that makes rows of record tables final; each version of the schema brings those of its own."""
    return "\n".join(
        f"CREATE TRIGGER {table}_is_never_{past} BEFORE {verb} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, 'records of a project are final'); END;"
        for table in tables
        for verb, past in (("UPDATE", "edited"), ("DELETE", "deleted"))
    )
