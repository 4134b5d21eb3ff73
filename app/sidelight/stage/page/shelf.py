# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The shelf: libraries that pages ask the world for, in a folder that was filled once.

A folder for each library in a version (``three@0.160.1``), and a sheet that says what lies in them. Nothing
is served that the sheet does not name.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.stage.page.addresses import Wanted
from sidelight.stage.page.versions import Range, Version, version

SHEET = "shelf.json"
_MEDIA = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".wasm": "application/wasm",
}
STUB, SCRIPT = "stub", "script"
"""How a file is asked for: as another name of a module, as a script that a module runs."""

_RUNS = re.compile(rb'^import "(?P<name>\.{1,2}/[^"\n]{1,200})";$', re.MULTILINE)
_MOST_RUN, _HEAD = 4, 2000
_DEFAULT = re.compile(rb"\bexport\s+default\b|\bas\s+default\b")


@dataclass(frozen=True, slots=True)
class Edition:
    """A library in one version. ``entry`` and ``module`` are served to those who name no file.

    ``modules`` are those of its files that are modules of JavaScript; ``folders`` other names of folders;
    ``also`` the other major versions that it may stand in for.
    """

    package: str
    version: Version
    files: frozenset[str]
    entry: str = ""
    module: str = ""
    modules: frozenset[str] = frozenset()
    folders: Mapping[str, str] = field(default_factory=dict)
    also: frozenset[int] = frozenset()

    @property
    def place(self) -> str:
        """Its folder on the shelf."""
        return f"{self.package}@{self.version}"

    def file(self, wanted: Wanted) -> str | None:
        """The file that is wanted; ``None`` if it is not there."""
        if not wanted.paths:
            named: tuple[str, ...] = (self.module if wanted.module else self.entry,)
        else:
            named = tuple(self._placed(path) for path in wanted.paths)
        return next((path for path in named if path in self.files), None)

    def _placed(self, path: str) -> str:
        for name, folder in self.folders.items():
            if path.startswith(name):
                return folder + path.removeprefix(name)
        return path


@dataclass(frozen=True, slots=True)
class Found:
    """A file on the shelf. ``meant`` says whether its version is one that the page meant.

    ``same`` says whether it is the very file, byte for byte; ``module`` whether it is a module.
    """

    edition: Edition
    path: str
    meant: bool
    same: bool
    module: bool

    @property
    def place(self) -> str:
        """Where it lies on the shelf."""
        return f"{self.edition.place}/{self.path}"


class Shelf:
    """The libraries in a folder; none if the folder is not there or its sheet is none."""

    def __init__(self, folder: Path | None) -> None:
        self._root = folder.resolve() if folder is not None else Path()
        self._editions: dict[str, list[Edition]] = {}
        self._modules: dict[str, bool] = {}
        for edition in _read(folder) if folder is not None else ():
            self._editions.setdefault(edition.package, []).append(edition)
            for file in edition.files:
                self._modules[f"{edition.place}/{file}"] = file in edition.modules

    def __bool__(self) -> bool:
        return bool(self._editions)

    def versions(self, package: str) -> list[Version]:
        """The versions of a library that are there, oldest first."""
        return sorted(one.version for one in self._editions.get(package, ()))

    def find(self, wanted: Wanted) -> Found | None:
        """What comes nearest to what is wanted: the same major version at least, if one is named."""
        having = {one.version: (one, one.file(wanted)) for one in self._editions.get(wanted.package, ())}
        at_hand = {number: found for number, found in having.items() if found[1] is not None}
        meant = Range(wanted.version)
        best = meant.best(at_hand, {number: found[0].also for number, found in at_hand.items()})
        if best is None:
            return None
        edition, path = at_hand[best]
        # The page's process does not outlive a request that was led here and finds nothing.
        if path is None or not self.has(f"{edition.place}/{path}"):
            return None
        same = wanted.version == str(best) and wanted.paths[:1] == (path,)
        return Found(edition, path, meant.allows(best), same, path in edition.modules)

    def has(self, place: str) -> bool:
        """Whether a file of the sheet can be read."""
        return self._file(place) is not None

    def serve(self, place: str, way: str = "") -> tuple[str, bytes] | None:
        """The media type and the bytes of a file; ``None`` if there is no such file.

        With ``STUB`` a module is given that is nothing but another name of the file: however many addresses
        a page and its libraries have for a module, it is there once. With ``SCRIPT`` a script is given as a
        module that runs it as a script: with the global object for its ``this`` and its variables.
        """
        file = self._file(place)
        try:
            content = file.read_bytes() if file is not None else None
        except OSError:
            return None
        if content is None:
            return None
        media = _MEDIA.get(posixpath.splitext(place)[1], "text/plain")
        if self._modules[place]:
            content = _stub(posixpath.basename(place), content) if way == STUB else self._led(place, content)
        elif way == SCRIPT and media.startswith("text/javascript"):
            text = json.dumps(content.decode("utf-8", "replace"))
            content = f"(0, eval)({text});\n".encode()
        return media, content

    def _led(self, place: str, content: bytes) -> bytes:
        """A module whose first imports that name a script have it run as one."""
        folder = posixpath.dirname(place)

        def led(found: re.Match[bytes]) -> bytes:
            target = posixpath.normpath(posixpath.join(folder, found["name"].decode("utf-8", "replace")))
            if self._modules.get(target) is not False:
                return found[0]
            return f'import "{found["name"].decode()}?{SCRIPT}";'.encode()

        return _RUNS.sub(led, content[:_HEAD], count=_MOST_RUN) + content[_HEAD:]

    def _file(self, place: str) -> Path | None:
        """Where a file of the sheet lies; ``None`` if it does not lie on the shelf."""
        if place not in self._modules:
            return None
        file = (self._root / place).resolve()
        return (
            file if file.is_relative_to(self._root) and os.access(file, os.R_OK) and file.is_file() else None
        )


def _stub(name: str, content: bytes) -> bytes:
    lines = [f'export * from "./{name}";']
    if _DEFAULT.search(content):
        lines.append(f'export {{ default }} from "./{name}";')
    return "\n".join(lines).encode()


def _read(folder: Path) -> list[Edition]:
    try:
        sheet: Any = json.loads((folder / SHEET).read_bytes())
        return [_edition(one) for one in sheet["libraries"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _edition(given: Mapping[str, Any]) -> Edition:
    number = version(given["version"])
    if number is None:
        raise ValueError(given["version"])
    return Edition(
        str(given["name"]),
        number,
        frozenset(map(str, given["files"])),
        str(given.get("entry", "")),
        str(given.get("module", "")),
        frozenset(map(str, given.get("modules", ()))),
        {str(name): str(path) for name, path in given.get("folders", {}).items()},
        frozenset(map(int, given.get("also", ()))),
    )
