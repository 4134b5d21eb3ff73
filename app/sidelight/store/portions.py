# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Everything of a kind, portion by portion: for who goes through a project without holding all of it."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from sidelight.domain.battle import Battle, Vote
from sidelight.domain.comparison import Comparison
from sidelight.domain.identity import BattleId
from sidelight.store import battles, blind_log, records


class Held(NamedTuple):
    """A battle and the vote on it that stands and counts, if there is one."""

    battle: Battle
    vote: Vote | None


def battles_after(connection: sqlite3.Connection, last: BattleId | None, limit: int) -> list[Held]:
    """The battles that come after one, by their names, which sort by time."""
    if not battles.has_any(connection):
        return []
    query = f"SELECT {battles.BATTLE} FROM battle WHERE id > ? ORDER BY id LIMIT ?"
    found = [battles.battle_of(row) for row in connection.execute(query, (last or "", limit))]
    marks = ", ".join("?" * len(found))
    said = f"""SELECT {battles.VOTE} FROM vote AS v WHERE battle_id IN ({marks})
        AND NOT EXISTS (SELECT 1 FROM vote AS newer WHERE newer.supersedes = v.id)
        ORDER BY created_ms, id"""
    votes = [battles.vote_of(row) for row in connection.execute(said, [one.id for one in found])]
    standing = {vote.battle_id: vote for vote in votes if vote.counts}
    return [Held(battle, standing.get(battle.id)) for battle in found]


def comparisons_after(
    connection: sqlite3.Connection, last: Comparison | None, limit: int
) -> list[Comparison]:
    """The comparisons that come after one, oldest first, but those whose names nobody may see yet."""
    open_to_all = f"NOT {blind_log.HIDDEN}" if battles.has_any(connection) else "TRUE"
    after = (-1, "") if last is None else (last.created_ms, last.id)
    query = f"""SELECT {records.COMPARISON} FROM comparison WHERE (created_ms, id) > (?, ?) AND {open_to_all}
        ORDER BY created_ms, id LIMIT ?"""
    return [records.comparison_of(row) for row in connection.execute(query, (*after, limit))]
