# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The steps that lead from an empty file to the present schema, each in a transaction of its own.

A step, once released, is never changed: files were written with it. A new schema is a new step at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from sidelight.store import schema

Step = Callable[[sqlite3.Connection], None]


def run_statements(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements inside the present transaction (``executescript`` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if statement.strip() and sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if statement.strip():
        connection.execute(statement)


def first_tables(connection: sqlite3.Connection) -> None:
    """Version 1: comparisons, answers with their evidence, ratings, annotations, runs, journal, search."""
    run_statements(connection, schema.TABLES_1)
    run_statements(connection, schema.final_triggers())


def edits_and_pictures_of_runs(connection: sqlite3.Connection) -> None:
    """Version 2: what a person changed before a run, and pictures of a run that were kept."""
    run_statements(connection, schema.TABLES_2)
    run_statements(connection, schema.final_triggers(schema.LATER_TABLES))


def judgements(connection: sqlite3.Connection) -> None:
    """Version 3: verdicts on attempts, found by verifiers and given by people."""
    run_statements(connection, schema.TABLES_3)
    run_statements(connection, schema.final_triggers(schema.JUDGEMENT_TABLES))


def notices_of_runs(connection: sqlite3.Connection) -> None:
    """Version 4: what a script met here otherwise than on a desktop."""
    run_statements(connection, schema.TABLES_4)
    run_statements(connection, schema.final_triggers(schema.NOTICE_TABLES))


def battles(connection: sqlite3.Connection) -> None:
    """Version 5: battles, the votes on them, and the log that holds blind ones to their word."""
    run_statements(connection, schema.TABLES_5)
    run_statements(connection, schema.final_triggers(schema.BATTLE_TABLES))


STEPS: tuple[Step, ...] = (first_tables, edits_and_pictures_of_runs, judgements, notices_of_runs, battles)
SCHEMA_VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version that the file carries; 0 if none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, steps: Sequence[Step]) -> int:
    """Bring a file up to date. A step that fails leaves the file as it was before that step.

    Returns:
        The version that the file had before.
    """
    before = version_of(connection)
    for version, step in enumerate(steps[before:], start=before + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return before
