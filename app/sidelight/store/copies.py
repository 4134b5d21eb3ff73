# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Private copies of a project, for what must not happen to the file itself."""

from __future__ import annotations

import os
from pathlib import Path

from sidelight.store.connections import wal_path

_BLOCK_BYTES = 1 << 20
_SECTOR_BYTES = 4096


def copy_project(path: Path, target: Path) -> None:
    """Copy a project and its write-ahead log, if it has one; unreadable sectors become zeros.

    Raises:
        OSError: the file cannot be opened, or the copy cannot be written.
    """
    _copy(path, target)
    try:
        _copy(wal_path(path), wal_path(target))
    except FileNotFoundError:
        pass


def _copy(source: Path, target: Path) -> None:
    with source.open("rb", buffering=0) as reading, target.open("wb") as writing:
        size = os.fstat(reading.fileno()).st_size
        for start in range(0, size, _BLOCK_BYTES):
            length = min(_BLOCK_BYTES, size - start)
            writing.write(_read(reading.fileno(), start, length))


def _read(descriptor: int, start: int, length: int) -> bytes:
    try:
        return os.pread(descriptor, length, start).ljust(length, b"\0")
    except OSError:
        if length <= _SECTOR_BYTES:
            return bytes(length)
    return b"".join(
        _read(descriptor, start + offset, min(_SECTOR_BYTES, length - offset))
        for offset in range(0, length, _SECTOR_BYTES)
    )
