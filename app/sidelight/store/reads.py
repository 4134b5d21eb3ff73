# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Connections for reading, each used by one thread at a time, and each read a view of one moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sidelight.domain.errors import ProjectError
from sidelight.domain.project import SUFFIX
from sidelight.store import lock, migrations
from sidelight.store.connections import Access, connect, has_wal, wal_path


class ReadConnections:
    """Lends connections to one project.

    Of a project that this program writes itself they are ordinary ones. A project that was opened for reading
    only may be written by somebody else, or by nobody, and may lie in a folder where SQLite can put nothing:
    then the way of reading is chosen anew whenever the file has changed.
    """

    def __init__(self, path: Path, *, read_only: bool, outdated: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._outdated = outdated
        # Guards the fields below it.
        self._lock = threading.Lock()
        self._free: list[sqlite3.Connection] = []
        self._epoch = 0
        self._closed = False
        self._state: object = None
        self._source: tuple[Path, Access] = (path, "read")
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    @contextmanager
    def borrow(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a read transaction.

        Raises:
            ProjectError: the project is closed.
            sqlite3.Error: it cannot be read.
            OSError: it cannot be copied where that is needed.
        """
        with self._lock:
            if self._closed:
                raise ProjectError(f"“{self._path.name}” is closed.", "Open it again.")
            if self._read_only:
                self._choose_source()
            epoch = self._epoch
            connection = self._free.pop() if self._free else connect(*self._source)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            self._take_back(connection, epoch)

    def _take_back(self, connection: sqlite3.Connection, epoch: int) -> None:
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            epoch = -1
        with self._lock:
            if epoch == self._epoch and not self._closed:
                self._free.append(connection)
                return
        connection.close()

    def _choose_source(self) -> None:
        """Decide how to read, if anything has changed since the last time. The lock is held."""
        live = lock.is_held(self._path)
        # A living writer and SQLite's own locks see to it that readers notice every change.
        state = "live" if live else (_signature(self._path), _signature(wal_path(self._path)))
        if state == self._state:
            return
        self._forget()
        if self._outdated or (not live and has_wal(self._path) and not _can_write_beside(self._path)):
            self._source = (self._private_copy(), "read")
        else:
            self._source = (self._path, "read" if live or has_wal(self._path) else "immutable")
        self._state = state

    def _private_copy(self) -> Path:
        self._copy = tempfile.TemporaryDirectory(prefix="sidelight-")
        copy = Path(self._copy.name) / f"copy{SUFFIX}"
        shutil.copyfile(self._path, copy)
        if has_wal(self._path):
            shutil.copyfile(wal_path(self._path), wal_path(copy))
        connection = connect(copy, "write")
        try:
            migrations.migrate(connection, migrations.STEPS)
        finally:
            connection.close()
        return copy

    def _forget(self) -> None:
        self._epoch += 1
        for connection in self._free:
            connection.close()
        self._free.clear()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def close(self) -> None:
        """Close what is not lent, and the rest when it comes back; again is harmless."""
        with self._lock:
            self._closed = True
            self._forget()


def _signature(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _can_write_beside(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
