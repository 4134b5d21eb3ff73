# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The index over prompts, answers and notes, and newest-first search in it.

An entry's row number begins with the time of its comparison, so the index walks from the newest comparison
back and stops as soon as it has enough, in whatever order the entries were made. Ranking by relevance would
have to score every hit of a common word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sidelight.domain.comparison import Comparison, HistoryEntry
from sidelight.domain.identity import ComparisonId, GenerationId, RecordId
from sidelight.domain.review import Annotation
from sidelight.store import battles, blind_log, records, words

Kind = Literal["prompt", "answer", "note"]

_SLOT_BITS = 21
_LATEST_MS = (1 << (63 - _SLOT_BITS)) - 1

MOST_READ = 2000
"""Texts that one search reads, newest first, for words that the index cannot answer."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One indexed text: where it stands in the index, and where it came from."""

    row: int
    comparison_id: ComparisonId
    kind: Kind
    source_id: str


def add_prompt(connection: sqlite3.Connection, comparison: Comparison) -> None:
    """Index what was asked."""
    _add(connection, comparison.id, comparison.created_ms, "prompt", comparison.id, _asked(comparison))


def add_answer(connection: sqlite3.Connection, generation_id: GenerationId, answer: str) -> None:
    """Index a finished answer."""
    comparison_id, created_ms = _place(connection, generation_id)
    _add(connection, comparison_id, created_ms, "answer", generation_id, answer)


def add_note(connection: sqlite3.Connection, annotation: Annotation) -> None:
    """Index what a person wrote about an answer."""
    if annotation.withdrawn:
        return
    comparison_id, created_ms = _place(connection, annotation.generation_id)
    _add(
        connection,
        comparison_id,
        created_ms,
        "note",
        annotation.id,
        _noted(annotation.label, annotation.note),
    )


def _asked(comparison: Comparison) -> str:
    said = comparison.conversation
    return f"{said.prompt}\n{said.system}" if said.system else said.prompt


def _noted(label: str, note: str) -> str:
    return f"{note}\n{label}" if label else note


def _place(connection: sqlite3.Connection, generation_id: GenerationId) -> tuple[ComparisonId, int]:
    query = """SELECT c.id, c.created_ms FROM generation AS g JOIN comparison AS c ON c.id = g.comparison_id
        WHERE g.id = ?"""
    row = connection.execute(query, (generation_id,)).fetchone()
    if row is None:
        raise sqlite3.IntegrityError(f"there is no answer {generation_id}")
    return ComparisonId(row[0]), row[1]


def _add(
    connection: sqlite3.Connection,
    comparison_id: ComparisonId,
    created_ms: int,
    kind: Kind,
    source_id: ComparisonId | GenerationId | RecordId,
    text: str,
) -> None:
    first = min(max(created_ms, 0), _LATEST_MS) << _SLOT_BITS
    last = first + (1 << _SLOT_BITS) - 1
    query = "SELECT coalesce(max(row) + 1, ?) FROM search_entry WHERE row BETWEEN ? AND ?"
    (row,) = connection.execute(query, (first, first, last)).fetchone()
    records.insert(
        connection,
        "search_entry",
        "row, comparison_id, kind, source_id",
        (row, comparison_id, kind, source_id),
    )
    connection.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (row, words.indexed(text)))


def find(connection: sqlite3.Connection, typed: str, limit: int) -> list[HistoryEntry]:
    """Comparisons in which one text holds all the words, the newest first.

    A text is a prompt with its system message, an answer, or a current note. The last word may be
    unfinished. When the index knows nothing, the newest ``MOST_READ`` texts are searched for the words as
    parts of others. No words find nothing.
    """
    query = words.parse(typed)
    if not query.all_words or limit < 1:
        return []
    found: dict[ComparisonId, str] = {}
    if query.match:
        _collect(connection, _matching(connection, query.match), query.plain_words, query, limit, found)
    if not found:
        _collect(connection, _newest(connection), query.all_words, query, limit, found)
    entries = []
    open_to_all = f"NOT {blind_log.HIDDEN}" if battles.has_any(connection) else "TRUE"
    one = f"SELECT {records.HISTORY} FROM comparison WHERE id = ? AND {open_to_all}"
    for comparison_id, snippet in found.items():
        row = connection.execute(one, (comparison_id,)).fetchone()
        if row is not None:
            entries.append(records.history_entry_of(row, snippet))
    return sorted(entries, key=lambda entry: (entry.created_ms, entry.id), reverse=True)


def _collect(
    connection: sqlite3.Connection,
    entries: Iterator[_Entry],
    wanted: tuple[str, ...],
    query: words.Query,
    limit: int,
    found: dict[ComparisonId, str],
) -> None:
    read = 0
    for entry in entries:
        if entry.comparison_id in found:
            continue
        if len(found) == limit or read == MOST_READ:
            return
        text = _text(connection, entry)
        if text is None:
            continue
        if wanted:
            read += 1
            held = words.plain(text)
            if not all(word in held for word in wanted):
                continue
        found[entry.comparison_id] = words.snippet(text, query)


def _matching(connection: sqlite3.Connection, match: str) -> Iterator[_Entry]:
    # One query that is read as far as needed, not page by page: for an unfinished word the index gathers all
    # matches before it gives the first one, and would do so for each page.
    query = """SELECT e.row, e.comparison_id, e.kind, e.source_id
        FROM search JOIN search_entry AS e ON e.row = search.rowid
        WHERE search MATCH ? ORDER BY search.rowid DESC"""
    return _entries(connection.execute(query, (match,)))


def _newest(connection: sqlite3.Connection) -> Iterator[_Entry]:
    query = "SELECT row, comparison_id, kind, source_id FROM search_entry ORDER BY row DESC"
    return _entries(connection.execute(query))


def _entries(rows: Iterable[tuple[int, ComparisonId, Kind, str]]) -> Iterator[_Entry]:
    return (_Entry(*row) for row in rows)


def _text(connection: sqlite3.Connection, entry: _Entry) -> str | None:
    """The text behind an entry; ``None`` for a note that was superseded since."""
    if entry.kind == "prompt":
        query = f"SELECT {records.COMPARISON} FROM comparison WHERE id = ?"
        row = connection.execute(query, (entry.source_id,)).fetchone()
        return None if row is None else _asked(records.comparison_of(row))
    if entry.kind == "answer":
        query = "SELECT text FROM generation_end WHERE generation_id = ?"
        row = connection.execute(query, (entry.source_id,)).fetchone()
        return None if row is None else records.text(row[0])
    query = """SELECT label, note FROM annotation WHERE id = ?
        AND NOT EXISTS (SELECT 1 FROM annotation AS newer WHERE newer.supersedes = annotation.id)"""
    row = connection.execute(query, (entry.source_id,)).fetchone()
    return None if row is None else _noted(records.text(row[0]), records.text(row[1]))
