# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The log of blind battles: each entry names the ones before it by their digests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from sidelight.domain.battle import LogEntry, LogEvent, entry_digest
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.store.battles import has_any
from sidelight.store.records import Row, insert, kept, text

LOG = "digest, seq, previous, kind, battle_id, comparison_id, body, created_ms"

REVEALED = "revealed"
"""With an entry of this kind the names of a battle may be known to everybody."""

_UNOPENED = f"""NOT EXISTS (SELECT 1 FROM blind_log AS opened
    WHERE opened.battle_id = held.battle_id AND opened.kind = '{REVEALED}')"""
HIDDEN = f"EXISTS (SELECT 1 FROM blind_log AS held WHERE held.comparison_id = comparison.id AND {_UNOPENED})"
"""SQL: whether the names of a row of ``comparison`` must not be seen yet."""


def entry_of(row: Row) -> LogEntry:
    """Read the columns ``LOG``."""
    digest, seq, previous, kind, battle_id, comparison_id, body, created_ms = row
    event = LogEvent(
        text(kind),
        BattleId(text(battle_id)),
        None if comparison_id is None else ComparisonId(text(comparison_id)),
        text(body),
        created_ms,
    )
    return LogEntry(text(digest), seq, tuple(text(previous).split()), event)


def add_entry(connection: sqlite3.Connection, entry: LogEntry) -> None:
    """Insert an entry as it is."""
    event = entry.event
    of = (event.kind, event.battle_id, event.comparison_id, event.body, event.created_ms)
    insert(connection, "blind_log", LOG, (entry.digest, entry.seq, " ".join(entry.previous), *of))


def entries(connection: sqlite3.Connection, battle_id: BattleId | None) -> Iterator[LogEntry]:
    """The entries about one battle, or all, by their place in the log."""
    if not has_any(connection):
        return
    where, values = ("WHERE battle_id = ?", (battle_id,)) if battle_id else ("", ())
    for row in connection.execute(f"SELECT {LOG} FROM blind_log {where} ORDER BY seq, digest", values):
        yield entry_of(row)


def unopened(connection: sqlite3.Connection) -> list[BattleId]:
    """Battles whose names nobody was given yet, in the order of the log."""
    if not has_any(connection):
        return []
    query = f"SELECT battle_id FROM blind_log AS held WHERE {_UNOPENED} GROUP BY battle_id ORDER BY min(seq)"
    return [BattleId(text(row[0])) for row in connection.execute(query)]


def known_as(connection: sqlite3.Connection, answer: str) -> set[tuple[str, str]]:
    """See ``ProjectFile.known_as``."""
    if not has_any(connection):
        return set()
    query = f"""SELECT DISTINCT g.connection, g.model
        FROM generation_end AS e JOIN generation AS g ON g.id = e.generation_id
        JOIN comparison ON comparison.id = g.comparison_id WHERE e.text = ? AND NOT {HIDDEN}"""
    return {(text(server), text(model)) for server, model in connection.execute(query, (kept(answer),))}


class LogEnds:
    """Where the log of one project ends, remembered from one append to the next. Only the writer uses it."""

    def __init__(self) -> None:
        self._ends: tuple[tuple[str, int], ...] | None = None

    def append(self, connection: sqlite3.Connection, events: Sequence[LogEvent]) -> None:
        """Add entries, in this order, behind everything that is there."""
        ends = self._present(connection)
        for event in events:
            previous = tuple(sorted(digest for digest, _ in ends))
            seq = 1 + max((seq for _, seq in ends), default=0)
            entry = LogEntry(entry_digest(seq, previous, event), seq, previous, event)
            add_entry(connection, entry)
            ends = ((entry.digest, seq),)
        self._ends = ends

    def _present(self, connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
        """The remembered ends, if the transaction that made them was not taken back."""
        known = "SELECT 1 FROM blind_log WHERE digest = ?"
        if self._ends and all(connection.execute(known, (end,)).fetchone() for end, _ in self._ends):
            return self._ends
        return ends(connection)


def ends(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """The entries that no other follows, with their places: one, or several after a merge."""
    if not has_any(connection):
        return ()
    open_ends: dict[str, int] = {}
    named: set[str] = set()
    for digest, seq, previous in connection.execute("SELECT digest, seq, previous FROM blind_log"):
        open_ends[text(digest)] = seq
        named.update(text(previous).split())
    return tuple(sorted((digest, seq) for digest, seq in open_ends.items() if digest not in named))
