# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How SQLite is opened: for writing, for reading beside a writer, or leaving no trace at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

from sidelight.store import schema

Access = Literal["write", "read", "immutable"]
"""``read`` shares SQLite's locks with a writer. ``immutable`` takes none and creates no file beside the
project, so it is only for files that nobody is writing and that have no write-ahead log."""

BUSY_WAIT_S = 2.0

_MODES: dict[Access, str] = {"write": "mode=rw", "read": "mode=ro", "immutable": "mode=ro&immutable=1"}


def wal_path(path: Path) -> Path:
    """Where SQLite keeps what is not yet in the file itself."""
    return path.with_name(path.name + "-wal")


def has_wal(path: Path) -> bool:
    """Whether there may be commits that are not yet in the file itself."""
    try:
        return wal_path(path).stat().st_size > 0
    except OSError:
        return False


def connect(path: Path, access: Access) -> sqlite3.Connection:
    """Open an existing SQLite file.

    The connection commits each statement unless a transaction is begun. It may be handed from thread to
    thread but must be used by one at a time.

    Raises:
        sqlite3.Error: it cannot be opened. Damage often shows only when something is read.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{_MODES[access]}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_WAIT_S,
    )
    try:
        # A project may come from a stranger: a damaged page must not be trusted, nor code in its schema.
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        if access == "write":
            _prepare_writing(connection)
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_writing(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {schema.PAGE_SIZE}")
    connection.execute("PRAGMA auto_vacuum = NONE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # A checkpoint waits for the disk; the writer does it when nothing is streaming.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA journal_size_limit = 4194304")
    # What is deleted is only the journal of answers that are kept elsewhere in full.
    connection.execute("PRAGMA secure_delete = FAST")
