# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A scratch folder on systems without the calls that ``scratch`` rests on.

What lies in it was made by a stranger: nothing here follows a link, recurses, or builds a long path.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

_DEEPEST = 50


def make(name: str, source: str) -> tuple[Path, Path]:
    """A new folder, and in it the program ``source`` under ``name``; returns both."""
    folder = Path(tempfile.mkdtemp(prefix="sidelight-run-")).resolve()
    (folder / "tmp").mkdir()
    script = folder / name
    script.write_bytes(source.encode("utf-8", "surrogatepass"))
    return folder, script


def too_much(folder: Path, *, most_bytes: int, most_entries: int) -> bool:
    """Whether more lies in it than is allowed. A folder nested deeper than anybody needs is too much."""
    size = entries = 0
    waiting = [(str(folder), 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > _DEEPEST:
            return True
        with contextlib.suppress(OSError), os.scandir(place) as listing:
            for entry in listing:
                entries += 1
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
                if size > most_bytes or entries > most_entries:
                    return True
    return False


def remove(folder: Path) -> bool:
    """Remove it and all in it; inner folders are moved up and emptied there. Whether nothing is left."""
    moved = 0
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        with contextlib.suppress(OSError):
            # What was made unreadable is opened up first; it is ours.
            Path(place).chmod(0o700)
            with os.scandir(place) as listing:
                entries = list(listing)
            for entry in entries:
                with contextlib.suppress(OSError):
                    if not entry.is_dir(follow_symlinks=False):
                        Path(entry.path).unlink()
                        continue
                    moved += 1
                    fresh = str(folder / f".sidelight-{moved}")
                    Path(entry.path).chmod(0o700)
                    Path(entry.path).rename(fresh)
                    waiting.insert(0, fresh)
            if place != str(folder):
                Path(place).rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not os.path.lexists(folder)
