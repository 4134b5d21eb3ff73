# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where plugins are installed, and whether others may be there than before: by names and times alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_METADATA = (".dist-info", ".egg-info", ".egg-link", ".pth")
_Facts = dict[str, tuple[int, int]]


class Whereabouts:
    """The user's plugins, this environment's packages, and engines. Belongs to one thread; reads no file.

    Attributes:
        engines: ids of plugins whose engine was another one at the last ``look`` than at the one before.
    """

    def __init__(self, own_folder: Path, engines_folder: Path, choices_folder: Path) -> None:
        """Look at nothing yet; each folder may be missing.

        Args:
            own_folder: the user's plugins, each in a folder of its own.
            engines_folder: engines, each in a folder that is named as its plugin.
            choices_folder: holds the file of what a person chose for plugins; only to be watched.
        """
        self._own = own_folder
        self._engines_folder = engines_folder
        self._choices_folder = choices_folder
        self._installed: tuple[_Facts, ...] = ()
        self._fetched: _Facts = {}
        self.engines: frozenset[str] = frozenset()

    def look(self) -> bool:
        """Whether plugins may have come, gone or changed since the last call; a millisecond or two."""
        installed = (_facts(self._own, ()), *(_facts(Path(one), _METADATA) for one in _environment()))
        fetched = _facts(self._engines_folder, ())
        self.engines = frozenset(
            name
            for name in self._fetched.keys() | fetched.keys()
            if self._fetched.get(name) != fetched.get(name)
        )
        changed = installed != self._installed
        self._installed, self._fetched = installed, fetched
        return changed

    def folders(self) -> tuple[str, ...]:
        """The folders in which a name comes or goes when plugins or engines do; those that are there."""
        engines = _facts(self._engines_folder, ())
        wanted = (
            _nearest(self._own),
            _nearest(self._engines_folder),
            _nearest(self._choices_folder),
            *(self._engines_folder / name for name in engines),
            *map(Path, _environment()),
        )
        return tuple(dict.fromkeys(str(one) for one in wanted if one.is_dir()))


def _environment() -> list[str]:
    """The folders of this environment that packages are installed in."""
    return [one for one in sys.path if os.path.basename(one) in ("site-packages", "dist-packages")]  # noqa: PTH119


def _nearest(folder: Path) -> Path:
    """A folder, or the one above it as long as it is not there."""
    return folder if folder.is_dir() else folder.parent


def _facts(folder: Path, endings: tuple[str, ...]) -> _Facts:
    """The number and the time of each name in a folder; only of those with such an ending if any is given."""
    found: _Facts = {}
    try:
        with os.scandir(folder) as inside:
            for one in inside:
                if one.name.startswith(".") or (endings and not one.name.endswith(endings)):
                    continue
                known = one.stat()
                found[one.name] = (known.st_ino, known.st_mtime_ns)
    except OSError:
        return found
    return found
