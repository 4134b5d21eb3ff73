# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a project file knows of battles: the battles, the votes on them, and the log behind both."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from sidelight.domain.battle import Ballot, BallotCount, Battle, LogEntry, LogEvent, Purpose, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.store import battles, blind_log, bulk, portions, soundness


class BattleRecords(ABC):
    """The part of a project file that the arena, the leaderboard and the audit work with."""

    def __init__(self) -> None:
        self._log_ends = blind_log.LogEnds()

    @abstractmethod
    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection that sees every write that was accepted before."""

    @abstractmethod
    def _write(self, apply: Callable[[sqlite3.Connection], None], *, durable: bool) -> None:
        """Let the writer's thread do something, in order."""

    @abstractmethod
    def flush(self, timeout_s: float = 10.0) -> None:
        """Wait until everything accepted so far is on the disk."""

    # Reads -------------------------------------------------------------------------------------------------

    def battle(self, id: BattleId) -> Battle:  # noqa: A002  the word that everyone uses
        """One battle."""
        with self._reading() as connection:
            return battles.battle(connection, id)

    def battles(self, comparison_id: ComparisonId | None = None) -> list[Battle]:
        """The battles of a comparison, or all, oldest first."""
        with self._reading() as connection:
            return list(battles.battles(connection, comparison_id))

    def battles_after(self, last: BattleId | None, limit: int = 500) -> list[portions.Held]:
        """So many battles, each with its vote: the first ones, or those that follow ``last``, by name."""
        with self._reading() as connection:
            return portions.battles_after(connection, last, limit)

    def votes(self, battle_id: BattleId | None = None) -> list[Vote]:
        """Every vote on a battle, or on all, oldest first; those that were superseded too."""
        with self._reading() as connection:
            return list(battles.votes(connection, battle_id))

    def ballots(self, *, blind_only: bool = False, with_style: bool = True) -> list[Ballot]:
        """The votes that count, oldest first: neither skipped nor taken back. A ranking gives its pairs.

        Args:
            blind_only: votes as they were before any name was known, of blind battles; a later change is left
                out and what it changed stands. Otherwise each vote as it stands now.
            with_style: whether to read how the answers are written; without it this is quicker.
        """
        with self._reading() as connection:
            return battles.ballots(connection, blind_only=blind_only, with_style=with_style)

    def ballot_counts(
        self,
        *,
        blind_only: bool = False,
        leaked: bool = True,
        purpose: Purpose | None = Purpose.PLAIN,
        category: str | None = None,
        annotator: str | None = None,
    ) -> list[BallotCount]:
        """How often each choice was made between two models, sides apart, in no order.

        Args:
            blind_only: as for ``ballots``.
            leaked: whether battles count in which an answer said whose it is.
            purpose: of the battles that count; ``None`` for all.
            category: of the prompts that count; ``None`` for all.
            annotator: whose votes count; ``None`` for all.
        """
        with self._reading() as connection:
            return battles.ballot_counts(
                connection,
                blind_only=blind_only,
                leaked=leaked,
                purpose=purpose,
                category=category,
                annotator=annotator,
            )

    def log(self, battle_id: BattleId | None = None) -> list[LogEntry]:
        """The log of blind battles by place, or what it says of one battle."""
        with self._reading() as connection:
            return list(blind_log.entries(connection, battle_id))

    def unopened(self) -> list[BattleId]:
        """Battles that are in the log and whose names nobody was given yet, oldest first."""
        with self._reading() as connection:
            return blind_log.unopened(connection)

    def repeatable(self, annotator: str, leave: int) -> list[BattleId]:
        """Blind battles of two that somebody voted on and that were not shown again, but the newest ones.

        Args:
            annotator: whose votes.
            leave: how many of the newest not to give.
        """
        with self._reading() as connection:
            return battles.repeatable(connection, annotator, leave)

    def known_as(self, answer: str) -> set[tuple[str, str]]:
        """Whose answers are this one word for word, where names stand: their connections and models.

        Answers of rounds that are not opened yet are left out. Reads every answer: for a thread.
        """
        with self._reading() as connection:
            return blind_log.known_as(connection, answer)

    def unreadable(self) -> list[str]:
        """The battles, votes and entries of the log that hold nonsense. Looks at each on its own."""
        with self._reading() as connection:
            return list(soundness.unreadable(connection))

    def inconsistent(self) -> list[str]:
        """What is wrong with tables and indexes, in SQLite's words. Reads the whole file."""
        with self._reading() as connection:
            return soundness.inconsistent(connection)

    def log_ends(self) -> tuple[str, ...]:
        """The digests of the log's newest entries: one, or several after a merge."""
        with self._reading() as connection:
            return tuple(digest for digest, _ in blind_log.ends(connection))

    # Writes ------------------------------------------------------------------------------------------------

    def add_battles(
        self, held: Sequence[Battle], votes: Sequence[Vote] = (), log: Sequence[LogEvent] = ()
    ) -> None:
        """Keep battles, votes on them or on earlier ones, and what the log is to say, all or nothing."""
        kept_battles, kept_votes, events = tuple(held), tuple(votes), tuple(log)

        def apply(connection: sqlite3.Connection) -> None:
            for battle in kept_battles:
                battles.add_battle(connection, battle)
            for vote in kept_votes:
                battles.add_vote(connection, vote)
            self._log_ends.append(connection, events)

        self._write(apply, durable=True)

    def add_battle(self, b: Battle) -> None:
        """Keep a battle."""
        self.add_battles([b])

    def add_vote(self, v: Vote) -> None:
        """Keep a vote."""
        self.add_battles([], [v])

    def add_bundles(self, bundles: Sequence[Bundle], timeout_s: float = 600.0) -> list[Bundle]:
        """Keep battles with their answers unless they are there; waits, and gives those that are new."""
        intake = bulk.Intake(tuple(bundles))
        self._write(intake.apply, durable=True)
        self.flush(timeout_s)
        return intake.added

    def chain_append(self, *events: LogEvent) -> None:
        """Put something into the log of blind battles, behind all that is there."""
        self.add_battles([], [], events)
