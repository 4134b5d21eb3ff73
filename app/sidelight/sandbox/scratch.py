# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
# The supervisor imports this, and would start 5 ms later with pathlib.
# ruff: noqa: PTH101, PTH102, PTH106, PTH116, PTH123, PTH208
"""The one folder a program may write in: making it, measuring it while it is written, and removing it whole.

What lies in it was made by a stranger, so nothing here follows a link, recurses, or builds a long path.
"""

from __future__ import annotations

import contextlib
import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DEEPEST = 100
_BLOCK = 512


class Size:
    """What a scratch folder holds. ``entries`` counts files, folders and links."""

    __slots__ = ("bytes", "entries")

    def __init__(self, bytes: int, entries: int) -> None:  # noqa: A002 - it counts them
        self.bytes = bytes
        self.entries = entries


def make(path: str, files: Mapping[str, bytes]) -> None:
    """Make the folder for its owner alone, with ``files`` and a ``tmp`` in it.

    Raises:
        OSError: it is there already, or cannot be made.
    """
    os.mkdir(path, 0o700)
    os.mkdir(f"{path}/tmp", 0o700)
    for name, content in files.items():
        descriptor = os.open(f"{path}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


def hand_over(path: str, uid: int, gid: int) -> None:
    """Give a folder just made to another user, before anything of theirs runs."""
    for name in os.listdir(path):
        os.chown(f"{path}/{name}", uid, gid, follow_symlinks=False)
    os.chown(path, uid, gid, follow_symlinks=False)


def measure(path: str, *, most_bytes: int, most_entries: int) -> Size:
    """What the folder holds, stopping early once a limit is passed.

    A folder nested deeper than anybody needs counts as too many entries.
    """
    try:
        root = os.open(path, _FOLDER)
    except OSError:
        return Size(0, 0)
    # The folders from the root to the one being looked at, each with the inner ones that are still to come.
    trail: list[tuple[int, list[str]]] = []
    size = entries = 0
    following: int | None = root
    try:
        while following is not None and size <= most_bytes and entries <= most_entries:
            trail.append((following, []))
            more, inner = _weigh(following, most_entries)
            trail[-1][1].extend(inner)
            size, entries = size + more.bytes, entries + more.entries
            following = _next(trail)
            if len(trail) > _DEEPEST:
                entries = most_entries + 1
    finally:
        for folder, _inner in trail:
            os.close(folder)
        if following is not None and all(following != folder for folder, _inner in trail):
            os.close(following)
    return Size(size, entries)


def _next(trail: list[tuple[int, list[str]]]) -> int | None:
    """Open the next folder to look at, leaving those that are done; ``None`` at the end."""
    while trail:
        folder, inner = trail[-1]
        while inner:
            try:
                return _enter(inner.pop(), folder)
            except OSError:
                continue
        trail.pop()
        os.close(folder)
    return None


def _enter(name: str, parent: int) -> int:
    """Open an inner folder, whatever mode it was made with.

    Raises:
        OSError: it is gone, or no folder.
    """
    try:
        return os.open(name, _FOLDER, dir_fd=parent)
    except PermissionError:
        place = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
        try:
            os.chmod(f"/proc/self/fd/{place}", 0o700)
        finally:
            os.close(place)
        return os.open(name, _FOLDER, dir_fd=parent)


def _weigh(folder: int, most: int) -> tuple[Size, list[str]]:
    """What lies directly in a folder, and the names of its inner folders."""
    size = entries = 0
    inner: list[str] = []
    with os.scandir(folder) as listing:
        for entry in listing:
            entries += 1
            if entries > most:
                break
            try:
                known = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            size += known.st_blocks * _BLOCK
            if stat.S_ISDIR(known.st_mode):
                inner.append(entry.name)
    return Size(size, entries), inner


class Held:
    """What processes hold beside their folder: ``bytes`` of deleted files, and how many ``sockets``.

    ``hidden``: bytes that files may have beside what is known of them. ``travels``: some descriptor was sent
    through a socket and not taken out yet. Nobody can see of what file.
    """

    __slots__ = ("bytes", "hidden", "sockets", "travels")

    def __init__(self, bytes: int, hidden: int, sockets: int, travels: bool) -> None:  # noqa: A002 - counts
        self.bytes = bytes
        self.hidden = hidden
        self.sockets = sockets
        self.travels = travels


def measure_held(
    processes: Iterable[str],
    device: int,
    folder: str,
    *,
    largest: int,
    believed: int = 0,
    sockets_alone: bool = False,
) -> Held:
    """What a folder's listing misses: files that were deleted and are still held, and sockets.

    Args:
        processes: where in ``/proc`` each process is told of.
        device: where the folder lies.
        folder: the scratch folder.
        largest: bytes that a file may have. A file that is only mapped counts so much: the kernel tells how
            much of it is mapped, and not how much there is.
        believed: so many files count as large as what is mapped of them. Only where some are is there
            somebody who may send descriptors.
        sockets_alone: files are counted elsewhere.
    """
    known: dict[int, int] = {}
    mapped: dict[int, int] = {}
    sockets: set[int] = set()
    travels = False
    # However the folder is called where it is mounted, its own name is nobody else's.
    mark = os.fsencode(f"/{os.path.basename(folder)}/")  # noqa: PTH119
    for process in processes:
        try:
            descriptors = os.listdir(f"{process}/fd")
        except OSError:
            continue
        for descriptor in descriptors:
            try:
                held = os.stat(f"{process}/fd/{descriptor}")
            except OSError:
                continue
            if stat.S_ISSOCK(held.st_mode):
                sockets.add(held.st_ino)
                if believed > 0 and not sockets_alone:
                    travels = travels or _carries(f"{process}/fdinfo/{descriptor}")
            elif sockets_alone:
                continue
            elif held.st_nlink == 0 and held.st_dev == device and stat.S_ISREG(held.st_mode):
                known[held.st_ino] = held.st_blocks * _BLOCK
        for inode, size in () if sockets_alone else _mapped(process, mark).items():
            mapped[inode] = max(size, mapped.get(inode, 0))
    unseen = sorted(size for inode, size in mapped.items() if inode not in known)
    size = sum(known.values()) + sum(unseen[:believed]) + largest * len(unseen[believed:])
    hidden = sum(max(0, largest - size) for size in unseen[:believed])
    return Held(size, hidden, len(sockets), travels)


def fill(folder: int) -> Size:
    """What lies in the file system of an open folder, whoever holds it and whether it has a name or not."""
    told = os.fstatvfs(folder)
    return Size((told.f_blocks - told.f_bfree) * told.f_frsize, told.f_files - told.f_ffree)


def _carries(place: str) -> bool:
    """Whether descriptors wait in a socket, by what the kernel tells of it."""
    try:
        with open(place, "rb") as lines:
            told = lines.read()
    except OSError:
        return False
    _before, found, after = told.partition(b"scm_fds:")
    return bool(found) and after.split(maxsplit=1)[:1] not in ([b"0"], [])


def room(path: str) -> int:
    """Bytes that may still be written where the folder lies; 0 if that cannot be told."""
    try:
        told = os.statvfs(path)
    except OSError:
        return 0
    return told.f_bavail * told.f_frsize


def _mapped(process: str, mark: bytes) -> dict[int, int]:
    """The deleted files of a folder that a process has mapped: bytes mapped, by their inode numbers."""
    found: dict[int, int] = {}
    try:
        with open(f"{process}/maps", "rb") as lines:
            for line in lines:
                if line.endswith(b" (deleted)\n"):
                    span, _mode, _offset, _place, inode, path = line.split(maxsplit=5)
                    begin, _dash, end = span.partition(b"-")
                    if mark in path:
                        found[int(inode)] = found.get(int(inode), 0) + int(end, 16) - int(begin, 16)
    except OSError:
        return {}
    return found


def remove(path: str) -> bool:
    """Remove the folder and all in it, when nothing writes in it any more.

    Inner folders are moved up to the root one by one and emptied there, so neither depth nor the length of
    a path matters, and only two folders are ever open.

    Returns:
        True if nothing is left.
    """
    try:
        root = os.open(path, _FOLDER)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        _remove_inner(root)
    finally:
        os.close(root)
    try:
        os.rmdir(path)
    except OSError:
        return not os.path.lexists(path)
    return True


def _remove_inner(root: int) -> None:
    moved = 0
    waiting = _empty(root)
    while waiting:
        name = waiting.pop()
        try:
            folder = _enter(name, root)
        except OSError:
            continue
        try:
            for inner in _empty(folder):
                moved += 1
                fresh = f".sidelight-{os.getpid()}-{moved}"
                with contextlib.suppress(OSError):
                    # Moving a folder writes in it, so it is opened up first.
                    os.close(_enter(inner, folder))
                    os.rename(inner, fresh, src_dir_fd=folder, dst_dir_fd=root)
                    waiting.append(fresh)
        finally:
            os.close(folder)
        with contextlib.suppress(OSError):
            os.rmdir(name, dir_fd=root)


def _empty(folder: int) -> list[str]:
    """Unlink everything in a folder but its inner folders, whose names come back."""
    inner: list[str] = []
    with os.scandir(folder) as listing:
        entries = list(listing)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            inner.append(entry.name)
        else:
            with contextlib.suppress(OSError):
                os.unlink(entry.name, dir_fd=folder)
    return inner
