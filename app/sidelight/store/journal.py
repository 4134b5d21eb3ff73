# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What running answers have said so far, and how it becomes a finished record.

An answer is running as long as it has rows here: ``begin`` writes the first, with no text in it. So an answer
that was being written when the program ended is found at once, however large the project is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.domain.delta import Exchange, WirePiece
from sidelight.domain.generation import Generation, StopReason
from sidelight.domain.identity import GenerationId
from sidelight.store import evidence, records, search

_OPENING_SEQ = -1

_COLUMNS = "generation_id, seq, text, reasoning, pieces"


@dataclass(frozen=True, slots=True)
class JournalPiece:
    """What arrived of one answer since its last piece. ``seq`` counts from 0 and grows."""

    generation_id: GenerationId
    seq: int
    text: str
    reasoning: str
    wire: tuple[WirePiece, ...]


def begin(connection: sqlite3.Connection, generation: Generation) -> None:
    """Record that an answer has been asked for."""
    records.add_generation(connection, generation)
    records.insert(connection, "journal", _COLUMNS, (generation.id, _OPENING_SEQ, "", "", b""))


def append(connection: sqlite3.Connection, pieces: Sequence[JournalPiece]) -> None:
    """Record what arrived."""
    for piece in pieces:
        packed = evidence.pack(piece.wire) if piece.wire else b""
        values = (
            piece.generation_id,
            piece.seq,
            records.kept(piece.text),
            records.kept(piece.reasoning),
            packed,
        )
        records.insert(connection, "journal", _COLUMNS, values)


def finish(connection: sqlite3.Connection, generation: Generation, exchange: Exchange | None) -> None:
    """Turn a running answer into a final record that can be searched for."""
    records.add_ending(connection, generation)
    evidence.keep(connection, generation.id, exchange)
    connection.execute("DELETE FROM journal WHERE generation_id = ?", (generation.id,))
    search.add_answer(connection, generation.id, generation.text)


def said_so_far(connection: sqlite3.Connection, generation_id: GenerationId) -> tuple[str, str]:
    """Text and reasoning of a running answer."""
    rows = connection.execute(
        "SELECT text, reasoning FROM journal WHERE generation_id = ? ORDER BY seq", (generation_id,)
    ).fetchall()
    return "".join(records.text(row[0]) for row in rows), "".join(records.text(row[1]) for row in rows)


def running(connection: sqlite3.Connection) -> list[GenerationId]:
    """The answers that have begun and not ended, oldest first."""
    query = """SELECT g.id FROM generation AS g
        WHERE g.id IN (SELECT DISTINCT generation_id FROM journal)
        AND g.id NOT IN (SELECT generation_id FROM generation_end)
        ORDER BY g.created_ms, g.id"""
    return [GenerationId(row[0]) for row in connection.execute(query)]


def interrupted_ending(answer: str, reasoning: str) -> records.Row:
    """The columns ``records.ENDING`` of an answer that was being written when the program ended."""
    return (answer, reasoning, StopReason.TRUNCATED, None, None, None, None, "[]", True)


def recover(connection: sqlite3.Connection) -> tuple[GenerationId, ...]:
    """End what was running when the program ended, in one transaction; nobody else may be writing.

    Returns:
        The answers that were interrupted, oldest first.
    """
    found = tuple(running(connection))
    if not found and connection.execute("SELECT 1 FROM journal LIMIT 1").fetchone() is None:
        return ()
    connection.execute("BEGIN IMMEDIATE")
    try:
        for generation_id in found:
            row = connection.execute(
                f"SELECT {records.GENERATION} FROM generation WHERE id = ?", (generation_id,)
            ).fetchone()
            ending = interrupted_ending(*said_so_far(connection, generation_id))
            finish(connection, records.generation_of(row, ending), None)
        # Pieces that came after an answer's end, or whose generation could not be saved.
        connection.execute("DELETE FROM journal")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return found
