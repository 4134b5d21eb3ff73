# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Many battles at once, with their answers: what an import brings. What is there already stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from sidelight.domain.bundle import Bundle
from sidelight.store import battles, records, search


class Intake:
    """Adds bundles, and knows afterwards which of them were new. Their answers can be searched for."""

    def __init__(self, bundles: Sequence[Bundle]) -> None:
        self._bundles = bundles
        self.added: list[Bundle] = []

    def apply(self, connection: sqlite3.Connection) -> None:
        """Add what is not there yet; may be done again after a failure."""
        self.added = [bundle for bundle in self._bundles if _add(connection, bundle)]


def _add(connection: sqlite3.Connection, bundle: Bundle) -> bool:
    """Add a bundle; whether its battle was not there yet."""
    if _is_there(connection, "battle", bundle.battle.id):
        return False
    # The same vote under another battle would be one vote counted twice.
    if any(_is_there(connection, "vote", vote.id) for vote in bundle.votes):
        return False
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
    return True


def _is_there(connection: sqlite3.Connection, table: str, identity: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (identity,)).fetchone() is not None
