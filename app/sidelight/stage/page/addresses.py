# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page means by an address of the world outside: which file of which library, in which version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from sidelight.stage.page.libraries import (
    CDNJS,
    FOLLOWERS,
    FONT_HOSTS,
    ICON_FONTS,
    MODULE_HOSTS,
    NPM_HOSTS,
    OTHER_NAMES,
    POLYFILLS,
    REPOSITORIES,
    SPECIAL,
)

_LONGEST = 2000
_PACKAGE = re.compile(r"(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)(?:@(?P<version>[^/]*))?(?:/(?P<path>.*))?")
_BUILD = re.compile(r"(?:v\d+|stable|pin/\w+)/")
_MODULE_MARK = "/+esm"
# What a page may name of a library in its address, as its files are there: as published, or made small.
_MADE_SMALL = re.compile(r"\.(?:min|prod|production\.min|development|prod\.min)(?=\.\w+$)")
_FORMS = ("", ".min", ".prod", ".production.min")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a library. ``version`` is as the page writes it, empty for any.

    ``paths`` are the files that may be meant, the first that is there; none means what the library has for
    those who name no file. With ``module`` a module of JavaScript is expected, whatever the file is.
    """

    package: str
    version: str
    paths: tuple[str, ...] = ()
    module: bool = False


@dataclass(frozen=True, slots=True)
class Fonts:
    """A style sheet of fonts, with the names of the families."""

    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Polyfill:
    """A script that gives old browsers what this one has."""


def read(address: str) -> Wanted | Fonts | Polyfill | None:
    """What an address stands for; ``None`` if that is not known. Any text may be given."""
    if len(address) > _LONGEST:
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "\\" in path or ".." in path.split("/"):
        return None
    path = re.sub("/{2,}", "/", path) or "/"
    if host in FONT_HOSTS:
        return _fonts(path, parts.query)
    if host in POLYFILLS:
        return Polyfill()
    if host in NPM_HOSTS and path.startswith(NPM_HOSTS[host]):
        return _of_npm(path.removeprefix(NPM_HOSTS[host]), module="module" in parts.query.split("&"))
    if host in MODULE_HOSTS and path.startswith(MODULE_HOSTS[host]):
        rest = _BUILD.sub("", path.removeprefix(MODULE_HOSTS[host]), count=1).removeprefix("*")
        return _of_npm(rest, module=not rest.endswith((".css", ".json")))
    if host.endswith("jsdelivr.net") and path.startswith("/gh/"):
        return _of_repository(path.removeprefix("/gh/"))
    if host in FOLLOWERS and path.startswith(FOLLOWERS[host]):
        return _of_cdnjs(path.removeprefix(FOLLOWERS[host]))
    return _special(host, path)


def _of_npm(text: str, *, module: bool) -> Wanted | None:
    found = _PACKAGE.fullmatch(text.removesuffix("/"))
    if found is None:
        return None
    name, version, path = found["name"], found["version"] or "", found["path"] or ""
    if f"/{path}".endswith(_MODULE_MARK):
        module, path = True, f"/{path}"[: -len(_MODULE_MARK)].lstrip("/")
    # Choices of how to build it stand behind the version, for hosts that build.
    version = version.partition("&")[0]
    return Wanted(OTHER_NAMES.get(name, name), version, _forms(path), module)


def _of_repository(text: str) -> Wanted | None:
    owner, _, rest = text.partition("/")
    repository, _, path = rest.partition("/")
    repository, _, version = repository.partition("@")
    known = REPOSITORIES.get(f"{owner}/{repository}")
    if known is None:
        return None
    package, folder = known
    return Wanted(package, version, _forms(path.removeprefix(folder)))


def _of_cdnjs(text: str) -> Wanted | None:
    name, _, rest = text.partition("/")
    version, _, path = rest.partition("/")
    known = CDNJS.get(name)
    if known is None or not path:
        return None
    package, folders = known
    if name == "font-awesome" and version.startswith("4"):
        package = "font-awesome"
    paths = tuple(form for folder in folders for form in _forms(f"{folder}{path}"))
    return Wanted(package, version, paths)


def _special(host: str, path: str) -> Wanted | None:
    for known, pattern, package, version, files in SPECIAL:
        if known != host:
            continue
        found = pattern.fullmatch(path)
        if found is not None:
            parts = found.groupdict()
            paths = tuple(form for file in files for form in _forms(file.format_map(parts)))
            return Wanted(package, version.format_map(parts), paths)
    return None


def _forms(path: str) -> tuple[str, ...]:
    """The file itself, then other forms of it that do the same."""
    if not path:
        return ()
    bare = _MADE_SMALL.sub("", path)
    stem, dot, suffix = bare.rpartition(".")
    if suffix not in ("js", "mjs", "cjs", "css") or not dot:
        return (path, f"{path}.js", f"{path}/index.js")
    return tuple(dict.fromkeys((path, *(f"{stem}{form}.{suffix}" for form in _FORMS))))


def _fonts(path: str, query: str) -> Fonts | Wanted:
    families: list[str] = []
    for key, value in parse_qsl(query):
        if key == "family":
            families += [one.partition(":")[0].strip() for one in value.split("|")]
    named = tuple(dict.fromkeys(one[:40] for one in families if one))
    if named and ICON_FONTS.issuperset(named):
        return Wanted("material-icons", "", ("iconfont/material-icons.css",))
    return Fonts(named)
