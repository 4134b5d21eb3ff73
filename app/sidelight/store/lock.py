# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One writer for each project: a lock that the system drops when its holder dies, however it dies.

It is a lock on a file beside the project, not on the project itself: SQLite's own locks on that file would be
lost as soon as anything else in this process closed it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sidelight.store import trouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def lock_path(path: Path) -> Path:
    """The file whose lock stands for the right to write the project at ``path``."""
    return path.with_name(path.name + "-lock")


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_held(path: Path) -> bool:
    """Whether somebody, this process included, is writing the project."""
    try:
        descriptor = os.open(lock_path(path), os.O_RDWR | os.O_CLOEXEC)
    except PermissionError:
        try:
            descriptor = os.open(lock_path(path), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return False
    except OSError:
        return False
    try:
        return not _try_lock(descriptor)
    finally:
        os.close(descriptor)


class WriterLock:
    """The right to write one project, held until ``release`` or the end of the process."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            ProjectBusy: another window or program has it.
            OSError: the folder cannot be written.
        """
        self._lock_path = lock_path(path)
        self._descriptor: int | None = None
        while self._descriptor is None:
            descriptor = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            if not _try_lock(descriptor):
                os.close(descriptor)
                raise trouble.busy(path)
            # The former holder may have removed the file between our opening and our locking it.
            if self._is_still_there(descriptor):
                self._descriptor = descriptor
            else:
                os.close(descriptor)

    def _is_still_there(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self._lock_path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the lock back; again is harmless."""
        if self._descriptor is None:
            return
        try:
            self._lock_path.unlink(missing_ok=True)
        except OSError:
            # What is left behind is an unlocked empty file, which the next writer takes over.
            pass
        os.close(self._descriptor)
        self._descriptor = None
