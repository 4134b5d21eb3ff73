# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The shelf: libraries that pages load from the web, fetched once, so that a page finds them without it.

Which, and what of each, stands in ``shelf.toml``. Their archives come by npm and are compared with the sums
there; nothing of them is run. What is kept lies as it was published, but for modules that name other
packages, which are led to the files here, and modules that are made of scripts, for pages that expect them.
"""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import re
import tarfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sidelight.api.engine import EngineError, Npm, Package, Progress, settle, whole

SHEET = "shelf.json"
FORMAT = 1
"""Raised when what ``fetch`` makes of the packages changes."""

_CATALOGUE = Path(__file__).with_name("shelf.toml")
_LICENCE = re.compile(r"(?:licen[cs]e|copying|notice)[^/]*", re.IGNORECASE)
_IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])([\w@][\w@./-]*)\2""")
_EXPORTED = re.compile(r"^\s*(?:exports|lodash)\.([A-Za-z_$][\w$]*)\s*=", re.MULTILINE)
_RESERVED = frozenset(
    {"default", "class", "function", "delete", "import", "export", "in", "new", "var", "with", "void", "null"}
)


@dataclass(frozen=True, slots=True)
class Library:
    """A library of the catalogue; ``shelf.toml`` says what each field means."""

    package: Package
    licence: str
    keep: tuple[str, ...]
    modules: tuple[str, ...] = ()
    bare: Mapping[str, str] = field(default_factory=dict)
    wrap: tuple[Mapping[str, Any], ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    """What goes onto the sheet as it is: entry, module, folders, also."""

    @property
    def place(self) -> str:
        """Its folder on the shelf."""
        return f"{self.package.name}@{self.package.version}"

    @property
    def away(self) -> str:
        """The way from its folder to that of all libraries."""
        return "../" * (1 + self.package.name.count("/"))


def catalogue(text: str | None = None) -> list[Library]:
    """The libraries that the shelf holds; ``text`` is another catalogue than the one that comes along."""
    given = tomllib.loads(_CATALOGUE.read_text("utf-8") if text is None else text)
    return [
        Library(
            Package(one["name"], one["version"], one["integrity"]),
            one["licence"],
            tuple(one["keep"]),
            tuple(one.get("modules", ())),
            one.get("bare", {}),
            tuple(one.get("wrap", ())),
            {name: one[name] for name in ("entry", "module", "folders", "also") if name in one},
        )
        for one in given["library"]
    ]


def place(folder: Path) -> Path:
    """Where in ``folder`` the shelf lies, or would lie."""
    return folder / "shelf"


def fetch(folder: Path | str, progress: Progress = lambda sentence: None, *, text: str | None = None) -> Path:
    """Fetch the shelf into ``folder``, unless it is there and whole. Returns where it lies.

    It appears there whole or not at all; a damaged one, or one of another catalogue, is replaced.
    ``progress`` is told in sentences what is being done; ``text`` is another catalogue than the plugin's own.

    Raises:
        EngineError: it could not be fetched, or is not what it should be.
    """
    there = place(Path(folder))
    libraries = catalogue(text)
    told = _CATALOGUE.read_bytes() if text is None else text.encode()
    mark = f"{FORMAT}-{hashlib.sha256(told).hexdigest()}"
    if _mark(there) == mark and whole(there):
        progress("The libraries are there already.")
        return there

    def make(room: Path, made: Path) -> None:
        npm = Npm(room, progress)
        packages = [one.package for one in libraries]
        npm.fetch(packages, lambda before: f"Fetching libraries ({before} of {len(packages)} are here).")
        progress("Putting them on the shelf.")
        made.mkdir()
        listed = [_put(one, npm.archive(one.package), made) for one in libraries]
        sheet = {"mark": mark, "libraries": listed}
        (made / SHEET).write_text(json.dumps(sheet, separators=(",", ":")), encoding="utf-8")

    settle(there, "The shelf of libraries", make)
    progress("The libraries are ready.")
    return there


def _mark(there: Path) -> str:
    try:
        return str(json.loads((there / SHEET).read_bytes())["mark"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _put(library: Library, archive: bytes, made: Path) -> dict[str, object]:
    """Put a library onto the shelf; returns what the sheet says of it."""
    package, files, modules = library.package, [], []
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as opened:
        members = dict(_members(opened))

        def read(name: str) -> bytes:
            content = opened.extractfile(members[name]) if name in members else None
            if content is None:
                raise EngineError(f"{name} is missing in {package.name} {package.version}.")
            return content.read()

        for name in members:
            if _LICENCE.fullmatch(name):
                _write(made / library.place, name, read(name))
            elif any(fnmatchcase(name, pattern) for pattern in library.keep):
                content = read(name)
                if any(fnmatchcase(name, pattern) for pattern in library.modules):
                    modules.append(name)
                    content = _led(content, name, library)
                files.append(name)
                _write(made / library.place, name, content)
        for one in library.wrap:
            text = one["text"] if "text" in one else _wrapped(one, library.away, read)
            files.append(one["path"])
            modules.append(one["path"])
            _write(made / library.place, one["path"], _led(text.encode(), one["path"], library))
    missing = {library.said.get("entry"), library.said.get("module")} - {None, *files}
    if missing:
        raise EngineError(f"{', '.join(map(str, missing))} is missing in {package.name} {package.version}.")
    return {
        "name": package.name,
        "version": package.version,
        **library.said,
        "files": sorted(files),
        "modules": sorted(modules),
    }


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """The files of a package by their names in it: those that stay in its folder."""
    for member in archive.getmembers():
        name = member.name.partition("/")[2]
        if member.isfile() and name and posixpath.normpath(name) == name and not name.startswith(("/", "..")):
            yield name, member


def _write(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _led(content: bytes, name: str, library: Library) -> bytes:
    """A module whose imports of packages lead to files of the shelf, as seen from its own place."""
    bare = library.bare
    if not bare:
        return content
    up = "../" * name.count("/")

    def led(found: re.Match[str]) -> str:
        target = bare.get(found[3])
        for prefix, folder in bare.items():
            if target is None and prefix.endswith("/") and found[3].startswith(prefix):
                target = folder + found[3].removeprefix(prefix)
        if target is None:
            return found[0]
        # Another package lies beside this one's folder.
        away = library.away if "@" in target else ""
        return f"{found[1]}{found[2]}{up or './'}{away}{target}{found[2]}"

    return _IMPORT.sub(led, content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _wrapped(one: Mapping[str, Any], away: str, read: Callable[[str], bytes]) -> str:
    """A module that runs a script and gives on what it left as a global."""
    source = one["source"]
    names = list(one.get("names", ()))
    if "names_from" in one:
        names = _EXPORTED.findall(read(one["names_from"]).decode("utf-8", "replace"))
    names = [name for name in dict.fromkeys(names) if name not in _RESERVED]
    lines = [f'import "{away}{one["before"]}";'] if "before" in one else []
    lines += [f'import "./{source}";', f'const held = globalThis["{one["global"]}"];', "export default held;"]
    if names:
        lines.append(f"export const {{ {', '.join(names)} }} = held;")
    return "\n".join(lines) + "\n"
