# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The one thread that writes a project.

Writes are taken in the order in which they came, as many as wait, in one transaction. One that fails for the
disk's sake stays in the queue and is tried again until it succeeds; one that can never succeed is set aside
and reported, so that it does not hold up the others.
"""

from __future__ import annotations

import atexit
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.errors import ProjectError
from sidelight.store import trouble
from sidelight.store.connections import wal_path

_RETRY_FIRST_S = 0.1
_RETRY_LONGEST_S = 2.0
_IDLE_S = 1.0
_CHECKPOINT_WHEN_IDLE_BYTES = 1 << 20
_CHECKPOINT_ALWAYS_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Write:
    """One change. A ``durable`` one counts as done when the disk itself has it, not just the system."""

    apply: Callable[[sqlite3.Connection], None]
    durable: bool


class Writer:
    """Owns the connection that writes, and the thread that uses it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._synchronous = ""
        # Guards everything below it; notified whenever any of that changes.
        self._changed = threading.Condition()
        self._queue: deque[Write] = deque()
        self._accepted = 0
        self._done = 0
        self._attempts = 0
        self._hurry = False
        self._closing = False
        self._stuck: ProjectError | None = None
        self._refused: deque[ProjectError] = deque()
        self._thread = threading.Thread(target=self._run, name="project-writer", daemon=True)
        self._thread.start()
        # The thread must not keep a program from ending, nor the end of a program cost what is queued.
        atexit.register(self.stop)

    def submit(self, write: Write) -> None:
        """Queue a write and return at once.

        Raises:
            ProjectError: the project is closed.
        """
        with self._changed:
            if self._closing:
                raise ProjectError(f"“{self._path.name}” is closed.", "Open it again.")
            self._queue.append(write)
            self._accepted += 1
            self._changed.notify_all()

    def ticket(self) -> int:
        """What ``is_done`` is to be asked for: everything that was submitted up to now."""
        with self._changed:
            return self._accepted

    def is_done(self, ticket: int) -> bool:
        """Whether all of it is written, or was refused for good. Does not wait."""
        with self._changed:
            return self._done >= ticket

    def settle(self, timeout_s: float) -> None:
        """Wait until what is queued now is written, or cannot be written at present."""
        with self._changed:
            ticket = self._accepted
            self._changed.wait_for(lambda: self._done >= ticket or self._stuck is not None, timeout_s)

    def flush(self, timeout_s: float) -> None:
        """Wait until what is queued now is written.

        Raises:
            ProjectError: it cannot be written at present, takes longer, or some write was refused.
        """
        with self._changed:
            ticket, attempts = self._accepted, self._attempts
            if self._done < ticket:
                self._hurry = True
                self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._done >= ticket or (self._stuck is not None and self._attempts > attempts),
                timeout_s,
            )
            if self._refused:
                raise self._refused.popleft()
            if self._done < ticket:
                raise self._stuck or ProjectError(
                    f"The disk that holds “{self._path.name}” is slow: not everything is saved yet.",
                    "What is new is kept in memory and will be saved.",
                )

    def failed(self) -> ProjectError | None:
        """Why something is not saved at present; ``None`` if all is well."""
        with self._changed:
            return self._stuck or (self._refused[0] if self._refused else None)

    def stop(self) -> int:
        """Write what is queued, give up what cannot be written, and end the thread; again is harmless.

        Returns:
            How many writes were given up.
        """
        atexit.unregister(self.stop)
        with self._changed:
            self._closing = self._hurry = True
            self._changed.notify_all()
        self._thread.join()
        return len(self._queue)

    def _run(self) -> None:
        delay_s = _RETRY_FIRST_S
        while batch := self._next_batch():
            error = self._write(batch)
            with self._changed:
                self._attempts += 1
                self._stuck = error
                if error is None:
                    delay_s = _RETRY_FIRST_S
                    for _ in batch:
                        self._queue.popleft()
                    self._done += len(batch)
                self._changed.notify_all()
                if error is None:
                    continue
                if self._closing:
                    break
                self._changed.wait_for(lambda: self._hurry, delay_s)
                self._hurry = False
            delay_s = min(2 * delay_s, _RETRY_LONGEST_S)
        self._connection.close()

    def _next_batch(self) -> list[Write]:
        """What is queued, as soon as there is something; empty when the project is being closed."""
        while True:
            with self._changed:
                if not self._queue and not self._closing:
                    self._changed.wait_for(lambda: self._queue or self._closing, _IDLE_S)
                if self._queue or self._closing:
                    return list(self._queue)
            # Nothing came for a while: the disk may take its time now.
            self._checkpoint(_CHECKPOINT_WHEN_IDLE_BYTES)
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closing)

    def _write(self, batch: list[Write]) -> ProjectError | None:
        try:
            try:
                self._commit(batch)
            except Exception as error:
                if trouble.lies_with_the_disk(error):
                    raise
                self._commit_one_by_one(batch)
        except Exception as error:
            return trouble.from_sqlite(self._path, error)
        self._checkpoint(_CHECKPOINT_ALWAYS_BYTES)
        return None

    def _commit(self, batch: list[Write]) -> None:
        synchronous = "FULL" if any(write.durable for write in batch) else "NORMAL"
        if synchronous != self._synchronous:
            self._connection.execute(f"PRAGMA synchronous = {synchronous}")
            self._synchronous = synchronous
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            for write in batch:
                write.apply(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _commit_one_by_one(self, batch: list[Write]) -> None:
        """Find the write that cannot be made; the others are made, in one transaction still."""
        refused: list[ProjectError] = []

        def apply(connection: sqlite3.Connection) -> None:
            refused.clear()
            for write in batch:
                connection.execute("SAVEPOINT one")
                try:
                    write.apply(connection)
                except Exception as error:
                    if trouble.lies_with_the_disk(error):
                        raise
                    connection.execute("ROLLBACK TO one")
                    refused.append(trouble.refused(self._path, error))
                connection.execute("RELEASE one")

        self._commit([Write(apply, any(write.durable for write in batch))])
        with self._changed:
            self._refused.extend(refused)

    def _checkpoint(self, threshold_bytes: int) -> None:
        """Move the write-ahead log into the file. Should it fail, the log still holds everything."""
        try:
            if wal_path(self._path).stat().st_size >= threshold_bytes:
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except (OSError, sqlite3.Error):
            pass
