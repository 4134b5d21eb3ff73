# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Counts what was asked of each model, for limits that hold across projects, windows and processes.

Time is counted by the machine's steady clock while it runs, so setting its wall clock grants nothing;
over a restart the wall clock is believed as far as it goes on.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.errors import SidelightError

_BUSY_WAIT_S = 10.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS asked (model TEXT NOT NULL, at_ms INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS asked_by_model ON asked (model, at_ms);
CREATE TABLE IF NOT EXISTS spent (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, at_ms INTEGER NOT NULL, nanos INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS spent_by_account ON spent (account, at_ms);
CREATE TABLE IF NOT EXISTS clock (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    now_ms INTEGER NOT NULL,
    steady_ms INTEGER NOT NULL,
    boot TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many answers in any stretch of so many milliseconds."""

    answers: int
    stretch_ms: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What one answer may cost at most, and how much may be spent in any stretch of so many milliseconds.

    ``id`` names the answer, ``account`` what its cost is counted under. Amounts are billionths of a currency.
    """

    id: str
    account: str
    nanos: int
    most_nanos: int
    stretch_ms: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that is allowed in ``wait_ms`` only; ``by_cost`` if it is its cost that forbids it."""

    wait_ms: int
    by_cost: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """``wall_ms`` since 1970 UTC, which may be set; ``steady_ms`` since ``boot``, which only grows.

    Every process of a boot must see the same ``steady_ms``.
    """

    wall_ms: Callable[[], int]
    steady_ms: Callable[[], float]
    boot: str


class QuotaLedger:
    """A file in which every process of one user notes what it asks. Threads may share it.

    Raises:
        SidelightError: (every method) the file cannot be used.
    """

    def __init__(self, path: Path, clocks: Clocks) -> None:
        self._path = path
        self._clocks = clocks
        # A connection is made for each call, and two calls of one process need not wait on the file's lock.
        self._lock = threading.Lock()

    def take(self, model: str, limits: Sequence[Limit]) -> int | None:
        """Note that a model is asked. ``None`` if every limit allows it; else nothing is noted.

        Returns:
            Milliseconds until it is allowed.
        """
        refusal = self.ask(model, limits)
        return None if refusal is None else refusal.wait_ms

    def ask(self, model: str, limits: Sequence[Limit], spending: Spending | None = None) -> Refusal | None:
        """Note that a model is asked and what that may cost, unless a limit forbids it (``None`` if none)."""
        with self._lock, closing(self._connect()) as connection:
            try:
                # From the count to the note nobody else may come between.
                connection.execute("BEGIN IMMEDIATE")
                now = self._now(connection)
                wait = max((_wait_ms(connection, model, limit, now) for limit in limits), default=0)
                saving = 0 if spending is None else _saving_ms(connection, spending, now)
                if max(wait, saving) <= 0:
                    _note(connection, model, limits, spending, now)
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error
        return Refusal(max(wait, saving), saving > wait) if max(wait, saving) > 0 else None

    def settle(self, identity: str, nanos: int) -> None:
        """Note what an answer did cost, in place of what it might have."""
        with self._lock, closing(self._connect()) as connection:
            try:
                connection.execute("UPDATE spent SET nanos = ? WHERE id = ?", (nanos, identity))
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error

    def spent(self, account: str, stretch_ms: int) -> int:
        """What was spent or may still be charged in the last stretch, in billionths."""
        with self._lock, closing(self._connect()) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                since = self._now(connection) - stretch_ms
                found = sum(nanos for _, nanos in _spendings(connection, account, since))
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error
        return found

    def left(self, model: str, limits: Sequence[Limit]) -> list[int]:
        """How many answers each limit still allows now."""
        counts = self._of_each(
            limits, lambda connection, limit, now: _asked(connection, model, now - limit.stretch_ms)
        )
        return [max(0, limit.answers - count) for limit, count in zip(limits, counts, strict=True)]

    def waits(self, model: str, limits: Sequence[Limit]) -> list[int]:
        """Milliseconds until each limit allows an answer; 0 where it does now."""
        found = self._of_each(limits, lambda connection, limit, now: _wait_ms(connection, model, limit, now))
        return [max(0, wait) for wait in found]

    def _of_each(
        self, limits: Sequence[Limit], look: Callable[[sqlite3.Connection, Limit, int], int]
    ) -> list[int]:
        with self._lock, closing(self._connect()) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                now = self._now(connection)
                found = [look(connection, limit, now) for limit in limits]
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise _unusable(self._path, error) from error
        return found

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=_BUSY_WAIT_S
            )
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
        except (OSError, sqlite3.Error) as error:
            if connection is not None:
                connection.close()
            raise _unusable(self._path, error) from error
        return connection

    def _now(self, connection: sqlite3.Connection) -> int:
        """The ledger's own time, which never goes back, and the machine's steady clock noted with it."""
        wall, steady = self._clocks.wall_ms(), int(self._clocks.steady_ms())
        row = connection.execute("SELECT now_ms, steady_ms, boot FROM clock").fetchone()
        if row is None:
            now = wall
        elif row[2] == self._clocks.boot:
            now = row[0] + max(0, steady - row[1])
            # Another process may have looked a moment later and noted it a moment earlier.
            steady = max(steady, row[1])
        else:
            now = max(row[0], wall)
        connection.execute(
            "INSERT OR REPLACE INTO clock VALUES (1, ?, ?, ?)", (now, steady, self._clocks.boot)
        )
        return int(now)


def _asked(connection: sqlite3.Connection, model: str, since_ms: int) -> int:
    (count,) = connection.execute(
        "SELECT count(*) FROM asked WHERE model = ? AND at_ms > ?", (model, since_ms)
    ).fetchone()
    return int(count)


def _wait_ms(connection: sqlite3.Connection, model: str, limit: Limit, now: int) -> int:
    if limit.answers <= 0:
        return limit.stretch_ms
    row = connection.execute(
        "SELECT at_ms FROM asked WHERE model = ? AND at_ms > ? ORDER BY at_ms DESC LIMIT 1 OFFSET ?",
        (model, now - limit.stretch_ms, limit.answers - 1),
    ).fetchone()
    return 0 if row is None else int(row[0]) + limit.stretch_ms - now


def _spendings(connection: sqlite3.Connection, account: str, since_ms: int) -> list[tuple[int, int]]:
    """When each was made and what it is, oldest first."""
    query = "SELECT at_ms, nanos FROM spent WHERE account = ? AND at_ms > ? ORDER BY at_ms"
    return [(int(at), int(nanos)) for at, nanos in connection.execute(query, (account, since_ms))]


def _saving_ms(connection: sqlite3.Connection, spending: Spending, now: int) -> int:
    """How long until so much may be spent; a whole stretch if it is more than ever may."""
    if spending.nanos > spending.most_nanos:
        return spending.stretch_ms
    made = _spendings(connection, spending.account, now - spending.stretch_ms)
    too_much = sum(nanos for _, nanos in made) + spending.nanos - spending.most_nanos
    wait = 0
    for at, nanos in made:
        if too_much <= 0:
            break
        too_much -= nanos
        wait = at + spending.stretch_ms - now
    return wait


def _note(
    connection: sqlite3.Connection, model: str, limits: Sequence[Limit], spending: Spending | None, now: int
) -> None:
    if limits:
        connection.execute("INSERT INTO asked VALUES (?, ?)", (model, now))
        longest = max(limit.stretch_ms for limit in limits)
        connection.execute("DELETE FROM asked WHERE model = ? AND at_ms <= ?", (model, now - longest))
    if spending is not None:
        values = (spending.id, spending.account, now, spending.nanos)
        connection.execute("INSERT OR REPLACE INTO spent VALUES (?, ?, ?, ?)", values)
        old = (spending.account, now - spending.stretch_ms)
        connection.execute("DELETE FROM spent WHERE account = ? AND at_ms <= ?", old)


def _unusable(path: Path, error: Exception) -> SidelightError:
    return SidelightError(
        f"The count of what was asked, {path}, cannot be used ({error}).",
        "Nothing is asked where you set a limit until it can. Mend it, or remove it to begin anew.",
    )
