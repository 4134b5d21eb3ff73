# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Is this file a project, and is it sound? Asked before anything in it or beside it is touched."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

from sidelight.domain.errors import DamagedProject, NewerProject, NotAProject
from sidelight.store import migrations, schema, trouble
from sidelight.store.connections import has_wal

FULLY_CHECKED_BYTES = 64 << 20
"""Every page of a file up to this size is looked at when it is opened (about 1 ms a MB); of a larger one the
schema and both ends of every table are, and other damage shows when it is read."""

_HEADER_BYTES = 100
_SEARCHED_BYTES = 256 << 10
_MARK = b"CREATE TABLE generation_end"
_NO_SUCH_VERSION = 10_000


def identify(path: Path) -> None:
    """Look at the file's first bytes.

    Raises:
        NotAProject: it is something else: a folder, another program's file, nothing at all.
        DamagedProject: it was a project, but its first page is damaged.
        NewerProject: it was written by a newer Sidelight.
        ProjectError: there is no such file, or it may not be read.
    """
    name = f"“{path.name}”"
    elsewhere = "It was left as it is. Choose a file that Sidelight made."
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NotAProject(f"{name} is a folder, not a project.", "Choose a file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise NotAProject(f"{name} is a device or a pipe, not a project.", elsewhere)
        with path.open("rb") as file:
            start = file.read(_SEARCHED_BYTES)
    except (OSError, ValueError) as error:
        raise trouble.from_os(path, error) from error
    if len(start) < _HEADER_BYTES:
        what = "it is empty" if not start else "it is too short to be one"
        raise NotAProject(f"{name} is not a project: {what}.", elsewhere)
    is_sqlite = start.startswith(schema.SQLITE_MAGIC)
    is_marked = int.from_bytes(start[68:72], "big") == schema.APPLICATION_ID
    if not (is_sqlite and is_marked):
        if is_marked or _MARK in start:
            raise trouble.damaged(path, "its first page cannot be read")
        kind = "it is a database of another program" if is_sqlite else "it is some other kind of file"
        raise NotAProject(f"{name} is not a project: {kind}.", elsewhere)
    if not has_wal(path):
        _check_version(path, int.from_bytes(start[60:64], "big", signed=True))
        # SQLite itself takes the missing end of a last page for zeros.
        if status.st_size < int.from_bytes(start[28:32], "big") * schema.PAGE_SIZE:
            raise trouble.damaged(path, "its end is missing")


def _check_version(path: Path, version: int) -> None:
    if not 0 < version < _NO_SUCH_VERSION:
        raise trouble.damaged(path, "it does not say which version it has")
    if version > migrations.SCHEMA_VERSION:
        raise NewerProject(
            f"“{path.name}” was made by a newer Sidelight (format {version}; "
            f"this one knows {migrations.SCHEMA_VERSION}).",
            "It was left as it is. Open it with the newer Sidelight.",
        )


def check(path: Path, connection: sqlite3.Connection) -> int:
    """Look for damage through a connection that only reads.

    Returns:
        The file's schema version.

    Raises:
        DamagedProject: a table is missing, or the pages do not hold together.
        NewerProject: it was written by a newer Sidelight.
        sqlite3.Error: it cannot be read.
    """
    version = migrations.version_of(connection)
    _check_version(path, version)
    _check_schema(path, connection, version)
    if path.stat().st_size <= FULLY_CHECKED_BYTES:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise trouble.damaged(path, str(verdict).strip().splitlines()[-1])
    later: tuple[str, ...] = schema.LATER_TABLES if version >= 2 else ()
    later += schema.JUDGEMENT_TABLES if version >= 3 else ()
    later += schema.NOTICE_TABLES if version >= 4 else ()
    later += schema.BATTLE_TABLES if version >= 5 else ()
    for table in (*schema.FINAL_TABLES, *later, "journal", "search_entry"):
        for direction in ("ASC", "DESC"):
            connection.execute(f"SELECT * FROM {table} ORDER BY rowid {direction} LIMIT 1").fetchone()
    return version


def _check_schema(path: Path, connection: sqlite3.Connection, version: int) -> None:
    """Every table must be as this version made it, and no trigger may be there that it did not make.

    A trigger in a file from a stranger would run with each of our writes. Views and indexes of other tools do
    no harm.
    """
    query = "SELECT type, name, sql FROM sqlite_schema"
    there = set(connection.execute(query))
    blank = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrations.migrate(blank, migrations.STEPS[:version])
        expected = set(blank.execute(query))
    finally:
        blank.close()
    if expected - there:
        names = ", ".join(sorted(str(name) for _, name, _ in expected - there)[:3])
        raise DamagedProject(f"“{path.name}” is damaged (it lacks {names}).", trouble.SALVAGE_ADVICE)
    if foreign := sorted(str(name) for kind, name, _ in there - expected if kind == "trigger"):
        raise DamagedProject(
            f"“{path.name}” holds code that Sidelight did not write ({', '.join(foreign[:3])}).",
            trouble.SALVAGE_ADVICE,
        )
