# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a project is whole, looked at more closely than when it is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from sidelight.store import battles, blind_log
from sidelight.store.records import Row

UNDERSTOOD = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What decoding a row raises that holds nonsense."""

_TABLES: tuple[tuple[str, str, str, Callable[[Row], object]], ...] = (
    ("battle", "battle", battles.BATTLE, battles.battle_of),
    ("vote", "vote", battles.VOTE, battles.vote_of),
    ("blind_log", "entry in row", blind_log.LOG, blind_log.entry_of),
)


def unreadable(connection: sqlite3.Connection) -> Iterator[str]:
    """Names of rows that hold nonsense, such as ``battle 0198…``."""
    if not battles.has_any(connection):
        return
    for table, name, columns, decode in _TABLES:
        for (row_id,) in connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall():
            try:
                row = connection.execute(
                    f"SELECT {columns} FROM {table} WHERE rowid = ?", (row_id,)
                ).fetchone()
                decode(row)
            except (sqlite3.Error, *UNDERSTOOD):
                yield f"{name} {_identity(connection, table, row_id)}"


def inconsistent(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with tables and indexes, in its words; a wrong index hides or doubles rows."""
    told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    return [] if told == ["ok"] else told


def _identity(connection: sqlite3.Connection, table: str, row_id: int) -> str:
    if table == "blind_log":
        return f"{row_id} of the log"
    query = f"SELECT CAST(id AS BLOB) FROM {table} WHERE rowid = ?"
    (identity,) = connection.execute(query, (row_id,)).fetchone()
    return bytes(identity).decode("ascii", "replace")
