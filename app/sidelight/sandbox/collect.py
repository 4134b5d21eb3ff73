# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Taking along what a program left in its scratch folder: few files, small ones, and nothing but files.

A stranger made them and may be at it still. So no link is followed, not even in the middle of a path; what is
opened is asked again what it is; and no more is read than was counted.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator

from sidelight.sandbox.harmless import clean
from sidelight.sandbox.program import CollectedFile

MOST_FILES = 100
MOST_BYTES = 64 << 20
MOST_BYTES_EACH = 16 << 20
_MOST_LOOKS = 2000
_DEEPEST = 8

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def collect(folder: str | int, *, skip: Collection[str]) -> list[CollectedFile]:
    """The files in ``folder``, a path or a descriptor, those nearest to it first, up to the limits above.

    ``skip`` names files and folders directly in it that are not the program's work. What cannot be read, and
    what is too large, is passed over; a folder that is gone holds nothing.
    """
    found: list[CollectedFile] = []
    left = MOST_BYTES
    for name, content in _walk(folder, skip):
        if len(content) > left:
            continue
        left -= len(content)
        found.append(CollectedFile(clean(name.encode("utf-8", "replace").decode()), content))
        if len(found) == MOST_FILES:
            break
    return found


def _walk(folder: str | int, skip: Collection[str]) -> Iterator[tuple[str, bytes]]:
    waiting: list[tuple[str, ...]] = [()]
    looks = 0
    while waiting:
        way = waiting.pop(0)
        place = _enter(folder, way)
        if place is None:
            continue
        try:
            with os.scandir(place) as listing:
                for entry in listing:
                    looks += 1
                    if looks > _MOST_LOOKS:
                        return
                    if not way and entry.name in skip:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if len(way) < _DEEPEST:
                            waiting.append((*way, entry.name))
                        continue
                    content = _read(place, entry.name)
                    if content is not None:
                        yield "/".join((*way, entry.name)), content
        except OSError:
            continue
        finally:
            os.close(place)


def _enter(folder: str | int, way: tuple[str, ...]) -> int | None:
    """Open an inner folder step by step, so that no step can be a link."""
    place = -1
    try:
        place = os.open(folder, _FOLDER) if isinstance(folder, str) else os.open(".", _FOLDER, dir_fd=folder)
        for name in way:
            inner = os.open(name, _FOLDER, dir_fd=place)
            os.close(place)
            place = inner
    except OSError:
        if place >= 0:
            os.close(place)
        return None
    return place


def _read(place: int, name: str) -> bytes | None:
    try:
        descriptor = os.open(name, _FILE, dir_fd=place)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        known = os.fstat(descriptor)
        if not stat.S_ISREG(known.st_mode) or known.st_size > MOST_BYTES_EACH:
            return None
        # It may grow while it is read; a hole costs nothing on the disk and yet counts here.
        return file.read(known.st_size)
