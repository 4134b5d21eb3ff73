# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Noticing that somebody saved a file of a plugin that is being written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_LEFT_OUT = frozenset({"__pycache__", ".git", ".venv", "tests", "build", "dist"})
_MOST = 5000


class Watched:
    """Source folders. ``changed`` looks at names, times and sizes; nothing is read."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._before = self._look()

    def changed(self) -> bool:
        """Whether anything was saved since the last call."""
        now = self._look()
        if now == self._before:
            return False
        self._before = now
        return True

    def _look(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for top in self._folders:
            for folder, inner, files in os.walk(top):
                inner[:] = [
                    name for name in inner if name not in _LEFT_OUT and not name.endswith(".egg-info")
                ]
                for name in files:
                    if len(found) < _MOST and not name.startswith("."):
                        path = os.path.join(folder, name)  # noqa: PTH118 - thousands of them, twice a second
                        try:
                            known = os.stat(path)  # noqa: PTH116
                        except OSError:
                            continue
                        found[path] = (known.st_mtime_ns, known.st_size)
        return found
