# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Level A's outer wall: bubblewrap gives the child namespaces in which nothing else exists.

Inside it the same shim runs as without it. See: https://github.com/containers/bubblewrap
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from sidelight.sandbox.policy import DEVICES

# The system's own comes first: a program of this name elsewhere on the path is somebody's arrangement.
_SEARCHED = "/usr/bin:/bin:/usr/local/bin"
_SIZES_SINCE = (0, 7)
_PATIENCE_S = 1.0


def find(environ: Mapping[str, str]) -> str | None:
    """Where bubblewrap is installed, or ``None``."""
    return shutil.which("bwrap", path=_SEARCHED) or shutil.which("bwrap", path=environ.get("PATH", ""))


def sizes(bwrap: str) -> bool:
    """Whether this bubblewrap can say how large a file system in memory may get."""
    try:
        told = subprocess.run(
            [bwrap, "--version"],
            env={},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.search(rb"(\d{1,5})\.(\d{1,5})", told)
    return found is not None and (int(found[1]), int(found[2])) >= _SIZES_SINCE


def command(
    bwrap: str,
    places: Iterable[str],
    scratch: str,
    inner: list[str],
    devices: Iterable[str] = DEVICES,
    *,
    size: int | None = None,
) -> list[str]:
    """The command line that runs ``inner`` where only ``places`` and ``scratch`` exist.

    Args:
        bwrap: the program.
        places: files and folders to show for reading only; those in ``/proc`` come with the new ``/proc``.
        scratch: the folder to show for writing.
        devices: nodes to show.
        inner: the command inside. Inherited descriptors stay open for it.
        size: the folder is empty, in memory, and holds so many bytes; ``None`` shows the one on the disk.
    """
    line = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--hostname", "sidelight"]
    line += ["--proc", "/proc"]
    for device in devices:
        line += ["--dev-bind", device, device]
    for place in _outermost(places):
        line += ["--ro-bind-try", place, place]
    if size is None:
        line += ["--bind", scratch, scratch]
    else:
        # The kernel itself counts what lies in it, whether it has a name, is held, or only mapped.
        line += ["--perms", "0700", "--size", str(size), "--tmpfs", scratch]
    line += ["--remount-ro", "/", "--chdir", scratch]
    return [*line, "--", *inner]


def _outermost(places: Iterable[str]) -> list[str]:
    """The places without those that come along with another, in an order in which each can be mounted."""
    wanted = sorted({os.path.normpath(place) for place in places if not place.startswith("/proc/")})
    kept: list[str] = []
    for place in wanted:
        if not any(Path(place).is_relative_to(outer) for outer in kept):
            kept.append(place)
    return kept
