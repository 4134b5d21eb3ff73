# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a project comes to be open: made, looked at, locked, brought up to date, recovered. In that order."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.errors import ProjectError, ReadOnlyProject
from sidelight.domain.identity import GenerationId
from sidelight.store import connections, inspection, journal, lock, migrations, schema, trouble
from sidelight.store.reads import ReadConnections
from sidelight.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Writing:
    """What it takes to write a project."""

    writer: Writer
    lock: lock.WriterLock
    recovered: tuple[GenerationId, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The parts of an open project. ``writing`` is ``None`` if it may only be read."""

    path: Path
    reads: ReadConnections
    writing: Writing | None


def make(path: Path, fill: Callable[[Path], None] | None = None) -> Path:
    """Make a project where nothing is yet. It appears at its place complete, or not at all.

    Args:
        path: its place.
        fill: writes the draft at the path that it is given; an empty project if there is none.

    Returns:
        Where it is.

    Raises:
        ProjectError: something is there already, or the folder cannot be written.
    """
    try:
        path = path.absolute()
        if os.path.lexists(path):
            raise taken(path)
        draft = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}")
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
        try:
            (fill or _fill)(draft)
            put_in_place(draft, path)
        finally:
            for leftover in (draft, connections.wal_path(draft), draft.with_name(draft.name + "-shm")):
                leftover.unlink(missing_ok=True)
    except ProjectError:
        raise
    except FileExistsError as error:
        raise taken(path) from error
    except (OSError, ValueError) as error:
        raise trouble.from_os(path, error) from error
    except sqlite3.Error as error:
        raise trouble.from_sqlite(path, error) from error
    return path


def taken(path: Path) -> ProjectError:
    """The error for a name that is in use."""
    return ProjectError(f"There is already something called “{path.name}”.", "Choose another name.")


def _fill(draft: Path) -> None:
    connection = connections.connect(draft, "write")
    try:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        migrations.migrate(connection, migrations.STEPS)
    finally:
        connection.close()


def put_in_place(draft: Path, path: Path) -> None:
    """Give the file its name without ever replacing another."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links. An empty file holds the place until it is replaced.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
        draft.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def resolved(path: Path) -> Path:
    """The file itself, whatever links lead to it.

    Raises:
        ProjectError: the path makes no sense.
    """
    try:
        return path.resolve()
    except (OSError, ValueError) as error:
        raise trouble.from_os(path, error) from error
    except RuntimeError as error:
        raise trouble.from_os(path, ValueError("its links lead in a circle")) from error


def open_for_reading(path: Path) -> Opened:
    """Open a project without writing it.

    Raises:
        ProjectError: see ``ProjectFile.open``.
    """
    path = resolved(path)
    # Reading the first bytes of a file that this process is writing would cost it SQLite's locks.
    if not lock.is_held(path):
        inspection.identify(path)
    reads = ReadConnections(path, read_only=True)
    try:
        with trouble.reading(path), reads.borrow() as connection:
            version = inspection.check(path, connection)
    except BaseException:
        reads.close()
        raise
    if version < migrations.SCHEMA_VERSION:
        reads.close()
        reads = ReadConnections(path, read_only=True, outdated=True)
    return Opened(path, reads, None)


def open_for_writing(path: Path) -> Opened:
    """Open a project, bring it up to date and recover what was being written.

    Raises:
        ProjectError: see ``ProjectFile.open``.
    """
    path = resolved(path)
    if lock.is_held(path):
        raise trouble.busy(path)
    inspection.identify(path)
    _require_writable(path)
    try:
        writer_lock = lock.WriterLock(path)
    except OSError as error:
        raise trouble.from_os(path, error) from error
    try:
        with trouble.reading(path):
            _inspect(path)
            connection = connections.connect(path, "write")
            try:
                recovered = _prepare(connection)
            except BaseException:
                connection.close()
                raise
    except BaseException:
        writer_lock.release()
        raise
    writing = Writing(Writer(connection, path), writer_lock, recovered)
    return Opened(path, ReadConnections(path, read_only=False), writing)


def _require_writable(path: Path) -> None:
    advice = "Open it for reading only, or save a copy elsewhere."
    if not os.access(path, os.W_OK):
        raise ReadOnlyProject(f"“{path.name}” cannot be written.", advice)
    if not os.access(path.parent, os.W_OK):
        raise ReadOnlyProject(f"The folder that holds “{path.name}” cannot be written.", advice)


def _inspect(path: Path) -> None:
    connection = connections.connect(path, "read" if connections.has_wal(path) else "immutable")
    try:
        inspection.check(path, connection)
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection) -> tuple[GenerationId, ...]:
    if migrations.migrate(connection, migrations.STEPS) < migrations.SCHEMA_VERSION:
        # The version must be in the file itself, where an older Sidelight looks for it.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return journal.recover(connection)
