# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What SQLite and the file system complain about, in sentences for a person."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sidelight.domain.errors import DamagedProject, ProjectBusy, ProjectError, ReadOnlyProject, SidelightError

SALVAGE_ADVICE = "What can still be read may be saved into a new project; this file is left as it is."

_PASSING = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOMEM,
        # Not passing, but nothing is won by giving up what is still in memory.
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    }
)


def primary_code(error: BaseException) -> int:
    """SQLite's primary result code, or 0 if the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def lies_with_the_disk(error: BaseException) -> bool:
    """Whether a write failed for the file's or the disk's sake, so that the same write may succeed later."""
    return isinstance(error, (MemoryError, OSError)) or primary_code(error) in _PASSING


def damaged(path: Path, detail: str = "") -> DamagedProject:
    """The error for a file that is a project but cannot be read in full."""
    tail = f" ({detail})" if detail else ""
    return DamagedProject(f"“{path.name}” is damaged{tail}.", SALVAGE_ADVICE)


def busy(path: Path) -> ProjectBusy:
    """The error for a project that another window or program is writing."""
    return ProjectBusy(
        f"“{path.name}” is open in another window or program.",
        "Close it there, or open it here for reading only.",
    )


def from_os(path: Path, error: OSError | ValueError) -> ProjectError:
    """Translate what the operating system refused."""
    code = error.errno if isinstance(error, OSError) else None
    name = f"“{path.name}”"
    if code == errno.ENOENT:
        return ProjectError(
            f"There is no file {name} in “{path.parent}”.", "It may have been moved or renamed."
        )
    if code in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError(f"The disk that holds {name} is full.", "Free some space and try again.")
    if code == errno.EROFS:
        return ReadOnlyProject(f"{name} is on a disk that cannot be written.", "Open it for reading only.")
    if code in (errno.EACCES, errno.EPERM):
        return ProjectError(
            f"You may not open {name}.", "Ask its owner for permission, or choose another file."
        )
    reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    return ProjectError(f"{name} cannot be opened: {reason}.", "Choose another file or folder.")


def from_sqlite(path: Path, error: BaseException) -> ProjectError:
    """Translate what SQLite refused, in words for one who was reading or writing the project."""
    if isinstance(error, ProjectError):
        return error
    name = f"“{path.name}”"
    code = primary_code(error)
    if code == sqlite3.SQLITE_FULL:
        return ProjectError(
            f"The disk that holds {name} is full.",
            "Free some space: what is new is kept in memory and will be saved as soon as there is room.",
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return ProjectBusy(
            f"Another program is holding {name}.",
            "Close it there: what is new is kept in memory and will be saved then.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return ReadOnlyProject(
            f"{name} cannot be written.",
            "Make the file and its folder writable: what is new is kept in memory until then.",
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) or isinstance(error, OSError):
        return ProjectError(
            f"The disk that holds {name} reports an error ({error}).",
            "Check the disk and its free space: what is new is kept in memory until it can be saved.",
        )
    if code == sqlite3.SQLITE_NOMEM or isinstance(error, MemoryError):
        return ProjectError("There is not enough memory.", "Close other programs.")
    return damaged(path, str(error))


def refused(path: Path, error: BaseException) -> ProjectError:
    """The error for a write that can never succeed, such as a rating of an answer that is not there."""
    return ProjectError(
        f"Something could not be saved in “{path.name}” because it does not fit what is there ({error}).",
        "Everything else was saved.",
    )


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn whatever a damaged file makes of a read into a ``ProjectError``.

    Rows that decode to nonsense raise ``ValueError`` and its kin; ``records`` and ``evidence`` see to that.
    """
    try:
        yield
    except SidelightError:
        raise
    except (sqlite3.Error, sqlite3.Warning, OSError, MemoryError) as error:
        raise from_sqlite(path, error) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise damaged(path, "a record makes no sense") from error
