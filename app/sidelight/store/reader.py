# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is read from a project: history, answers, what people said of them, and the evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sidelight.domain.comparison import Comparison, HistoryEntry
from sidelight.domain.delta import Exchange
from sidelight.domain.errors import ProjectError
from sidelight.domain.generation import Generation
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.review import Annotation, Rating
from sidelight.domain.running import Run, RunPicture
from sidelight.domain.verdict import Judgement
from sidelight.store import battles, blind_log, evidence, journal, migrations, records

_ALL_OF_A_GENERATION = (
    ", ".join(f"g.{column}" for column in records.GENERATION.split(", "))
    + ", "
    + ", ".join(f"e.{column}" for column in records.ENDING.split(", "))
)
_GENERATION_COLUMNS = len(records.GENERATION.split(", "))


def _gone(what: str) -> ProjectError:
    return ProjectError(f"There is no such {what} in this project.", "It may belong to another one.")


def history(connection: sqlite3.Connection, before: ComparisonId | None, limit: int) -> list[HistoryEntry]:
    """Comparisons older than ``before``, the newest first."""
    query = f"SELECT {records.HISTORY} FROM comparison"
    # Before the vote nobody may see whose answers are being judged.
    open_to_all = f"NOT {blind_log.HIDDEN}" if battles.has_any(connection) else "TRUE"
    order = "ORDER BY created_ms DESC, id DESC LIMIT ?"
    if before is None:
        rows = connection.execute(f"{query} WHERE {open_to_all} {order}", (max(limit, 0),))
    else:
        place = connection.execute("SELECT created_ms, id FROM comparison WHERE id = ?", (before,)).fetchone()
        if place is None:
            raise _gone("comparison")
        older = f"{query} WHERE (created_ms, id) < (?, ?) AND {open_to_all} {order}"
        rows = connection.execute(older, (*place, max(limit, 0)))
    return [records.history_entry_of(row) for row in rows]


def comparison(connection: sqlite3.Connection, identity: ComparisonId) -> Comparison:
    """One comparison."""
    query = f"SELECT {records.COMPARISON} FROM comparison WHERE id = ?"
    row = connection.execute(query, (identity,)).fetchone()
    if row is None:
        raise _gone("comparison")
    return records.comparison_of(row)


def generations(
    connection: sqlite3.Connection, comparison_id: ComparisonId, *, is_written: Callable[[], bool]
) -> list[Generation]:
    """The answers of a comparison by position and attempt; see ``generation``."""
    query = f"""SELECT {_ALL_OF_A_GENERATION} FROM generation AS g
        LEFT JOIN generation_end AS e ON e.generation_id = g.id
        WHERE g.comparison_id = ? ORDER BY g.position, g.attempt, g.created_ms, g.id"""
    return [_generation(connection, row, is_written) for row in connection.execute(query, (comparison_id,))]


def generation(
    connection: sqlite3.Connection, identity: GenerationId, *, is_written: Callable[[], bool]
) -> Generation:
    """One answer. One that has not ended was interrupted, unless somebody is writing the project."""
    query = f"""SELECT {_ALL_OF_A_GENERATION} FROM generation AS g
        LEFT JOIN generation_end AS e ON e.generation_id = g.id WHERE g.id = ?"""
    row = connection.execute(query, (identity,)).fetchone()
    if row is None:
        raise _gone("answer")
    return _generation(connection, row, is_written)


def _generation(
    connection: sqlite3.Connection, row: records.Row, is_written: Callable[[], bool]
) -> Generation:
    beginning, ending = row[:_GENERATION_COLUMNS], row[_GENERATION_COLUMNS:]
    if ending[0] is None:
        so_far = journal.said_so_far(connection, GenerationId(beginning[0]))
        if is_written():
            ending = (*so_far, None, None, None, None, None, "[]", False)
        else:
            ending = journal.interrupted_ending(*so_far)
    return records.generation_of(beginning, ending)


def exchange(connection: sqlite3.Connection, generation_id: GenerationId) -> Exchange | None:
    """What was sent for an answer and what came back."""
    return evidence.exchange_of(connection, generation_id)


def current_ratings(connection: sqlite3.Connection, generation_id: GenerationId) -> list[Rating]:
    """Current ratings, oldest first."""
    query = f"""SELECT {records.RATING} FROM rating WHERE generation_id = ? AND value IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM rating AS newer WHERE newer.supersedes = rating.id)
        ORDER BY created_ms, id"""
    return [records.rating_of(row) for row in connection.execute(query, (generation_id,))]


def current_annotations(connection: sqlite3.Connection, generation_id: GenerationId) -> list[Annotation]:
    """Current annotations in the order in which they were first written: a change moves none."""
    columns = ", ".join(f"a.{column}" for column in records.ANNOTATION.split(", "))
    query = f"""WITH RECURSIVE chain(id, first_ms, first_id) AS (
            SELECT id, created_ms, id FROM annotation AS root WHERE generation_id = :answer
            AND NOT EXISTS (SELECT 1 FROM annotation AS older WHERE older.id = root.supersedes)
            UNION ALL
            SELECT newer.id, chain.first_ms, chain.first_id
            FROM chain JOIN annotation AS newer ON newer.supersedes = chain.id)
        SELECT {columns} FROM annotation AS a LEFT JOIN chain ON chain.id = a.id
        WHERE a.generation_id = :answer AND NOT a.withdrawn
        AND NOT EXISTS (SELECT 1 FROM annotation AS newer WHERE newer.supersedes = a.id)
        ORDER BY coalesce(first_ms, a.created_ms), coalesce(first_id, a.id)"""
    rows = connection.execute(query, {"answer": generation_id})
    return [records.annotation_of(row) for row in rows]


def runs(connection: sqlite3.Connection, generation_id: GenerationId) -> list[Run]:
    """Executions of what an answer holds, newest first."""
    query = f"SELECT {records.RUN} FROM run WHERE generation_id = ? ORDER BY created_ms DESC, id DESC"
    edits: dict[str, str | bytes] = {}
    # A file of version 1 that is only read stays without the table.
    if migrations.version_of(connection) >= 2:
        edits = dict(
            connection.execute(
                "SELECT run_id, source FROM run_edit WHERE generation_id = ?", (generation_id,)
            )
        )
    noticed: dict[str, list[str | bytes]] = {}
    if migrations.version_of(connection) >= 4:
        said = "SELECT run_id, sentence FROM run_notice WHERE generation_id = ? ORDER BY run_id, seq"
        for run_id, sentence in connection.execute(said, (generation_id,)):
            noticed.setdefault(run_id, []).append(sentence)
    rows = connection.execute(query, (generation_id,))
    return [records.run_of(row, edits.get(row[0]), noticed.get(row[0], ())) for row in rows]


def run_pictures(connection: sqlite3.Connection, generation_id: GenerationId) -> list[RunPicture]:
    """Pictures of an answer's runs that were kept, oldest first."""
    if migrations.version_of(connection) < 2:
        return []
    query = f"SELECT {records.RUN_PICTURE} FROM run_picture WHERE generation_id = ? ORDER BY created_ms, id"
    return [records.run_picture_of(row) for row in connection.execute(query, (generation_id,))]


def current_judgements(connection: sqlite3.Connection, generation_id: GenerationId) -> list[Judgement]:
    """Verdicts on an answer that stand, oldest first."""
    if migrations.version_of(connection) < 3:
        return []
    query = f"""SELECT {records.JUDGEMENT} FROM judgement WHERE generation_id = ? AND verdict IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM judgement AS newer WHERE newer.supersedes = judgement.id)
        ORDER BY created_ms, id"""
    return [records.judgement_of(row) for row in connection.execute(query, (generation_id,))]
