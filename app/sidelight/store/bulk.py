# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Many battles at once, with their answers: what an import brings. What is there already stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from sidelight.domain.bundle import Bundle
from sidelight.store import battles, records, search


def add_bundles(connection: sqlite3.Connection, bundles: Iterable[Bundle]) -> list[Bundle]:
    """Add the bundles whose battle is not there yet; gives those. Their answers can be searched for."""
    added: list[Bundle] = []
    for bundle in bundles:
        if _is_there(connection, "battle", bundle.battle.id):
            continue
        added.append(bundle)
        # Two battles may share a turn: the one that went on, and the one that was voted on before.
        for comparison in bundle.comparisons:
            if not _is_there(connection, "comparison", comparison.id):
                records.add_comparison(connection, comparison)
                search.add_prompt(connection, comparison)
        for generation in bundle.generations:
            if not _is_there(connection, "generation", generation.id):
                records.add_generation(connection, generation)
                records.add_ending(connection, generation)
                search.add_answer(connection, generation.id, generation.text)
        battles.add_battle(connection, bundle.battle)
        for vote in bundle.votes:
            battles.add_vote(connection, vote)
    return added


def _is_there(connection: sqlite3.Connection, table: str, identity: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identity,)).fetchone() is not None
