# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Finding the plugins that are installed, by their metadata and manifests alone: none of their code is run.

One that is broken is told as broken and keeps nobody else from being found.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sidelight.api import API_VERSION
from sidelight.domain.errors import PluginError
from sidelight.registry.manifest import FILE_NAME, PluginInfo, PluginKind, read

if TYPE_CHECKING:
    from importlib.metadata import Distribution

GROUPS: dict[str, PluginKind] = {
    "sidelight.renderers": "renderer",
    "sidelight.verifiers": "verifier",
    "sidelight.exporters": "exporter",
}
"""Groups of entry points, and the kind of what each holds."""

ALONG = frozenset(
    {
        "ascii",
        "diff",
        "html",
        "image",
        "json",
        "maths",
        "mermaid",
        "page",
        "python",
        "svg",
        "table",
        "tikz",
    }
)
"""Ids of the plugins that come along with Sidelight; others rely on some of them."""

_BESIDE, _HERE = "beside the program", "this environment"
_REFERENCE = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*)\s*:\s*([A-Za-z_][\w.]*)")


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin that can be used.

    ``module`` and ``attribute`` say where its object is; ``folder`` is that of its package, and ``search``
    are folders from which its own dependencies come. ``where`` says in words where it is from. ``stamp`` is
    another number when the files of its package are others; 0 if nobody asked.
    """

    info: PluginInfo
    package: str
    package_version: str
    module: str
    attribute: str
    folder: str
    search: tuple[str, ...]
    where: str
    stamp: int = 0


@dataclass(frozen=True, slots=True)
class Unusable:
    """A plugin that is there and cannot be used, and why.

    ``id`` is given where the plugin alone could be used, and another one of its id takes its place.
    """

    name: str
    package: str
    package_version: str
    where: str
    problem: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found; of several plugins with one id Sidelight's own counts, else the first."""

    usable: tuple[Installed, ...] = ()
    unusable: tuple[Unusable, ...] = ()


def discover(
    own_folder: Path | None = None, projects: Iterable[Path] = (), *, api: int = API_VERSION
) -> Found:
    """Look for plugins.

    Args:
        own_folder: the user's plugins, each in a folder of its own.
        projects: source folders of plugins under development; they come before installed ones.
        api: the version that this Sidelight speaks.
    """
    usable: dict[str, Installed] = {}
    unusable: list[Unusable] = []
    everything = list(_all(own_folder, projects, api))
    ours = {one.info.id: one for one in everything if isinstance(one, Installed) and comes_along(one)}
    for found in everything:
        if isinstance(found, Unusable):
            unusable.append(found)
            continue
        identifier = found.info.id
        if identifier in ours and ours[identifier].folder != found.folder:
            unusable.append(_hidden(found, taken_by(ours[identifier])))
        elif (other := usable.setdefault(identifier, found)).folder != found.folder:
            problem = f"Another plugin is called “{identifier}” too: {other.package} ({other.where})."
            unusable.append(_hidden(found, problem))
    return Found(tuple(usable.values()), tuple(unusable))


def comes_along(plugin: Installed) -> bool:
    """Whether it is one of Sidelight's own, as it was installed with it."""
    own_name = re.sub(r"[-_.]+", "-", plugin.package).lower() == f"sidelight-{plugin.info.id}"
    return own_name and plugin.info.id in ALONG and plugin.where in (_BESIDE, _HERE)


def conflict(plugin: Installed) -> str:
    """Why a plugin cannot be used beside Sidelight's own, in sentences; empty if it can."""
    for one in discover().usable:
        if one.info.id == plugin.info.id and one.folder != plugin.folder and comes_along(one):
            return taken_by(one)
    return ""


def taken_by(own: Installed) -> str:
    """Why a plugin with the id of one of Sidelight's own is not used, in sentences."""
    return (
        f"It is called “{own.info.id}”, as Sidelight's own plugin “{own.info.name}” is, "
        "which others rely on. Another id makes it usable."
    )


def _hidden(plugin: Installed, problem: str) -> Unusable:
    return Unusable(
        plugin.info.name, plugin.package, plugin.package_version, plugin.where, problem, plugin.info.id
    )


def _all(own_folder: Path | None, projects: Iterable[Path], api: int) -> Iterator[Installed | Unusable]:
    from importlib.metadata import distributions  # 15 ms that a window's start shall not wait for

    for project in projects:
        try:
            yield from_project(project, api=api)
        except PluginError as error:
            yield Unusable(project.name, project.name, "", str(project), error.sentence)
    for folder in _folders(own_folder):
        for distribution in distributions(path=[str(folder)]):
            yield from _of(distribution, (str(folder),), "your plugins folder", api)
    for distribution in distributions():
        yield from _of(distribution, (), "", api)


def _folders(own_folder: Path | None) -> list[Path]:
    try:
        inside = sorted(own_folder.iterdir()) if own_folder is not None else []
    except OSError:
        return []
    return [folder for folder in inside if folder.is_dir() and not folder.name.startswith(".")]


def _of(
    distribution: Distribution, search: tuple[str, ...], where: str, api: int
) -> Iterator[Installed | Unusable]:
    # The text first: to parse every package's entry points, and its metadata, takes ten times as long.
    try:
        text = distribution.read_text("entry_points.txt") or ""
    except (OSError, UnicodeError):
        return
    if not any(group in text for group in GROUPS):
        return
    package, version = "a package without a name", ""
    try:
        package = distribution.metadata["Name"] or package
        version = distribution.version or ""
        entries = [entry for entry in distribution.entry_points if entry.group in GROUPS]
    except Exception as error:
        # Metadata is a stranger's file, and what parses it raises as it likes.
        yield Unusable(package, package, version, where, f"Its package's metadata cannot be read: {error}")
        return
    for entry in entries:
        try:
            module, attribute = reference(entry.value)
            folder = _folder_in(distribution, module, search)
            found = _of_group(read(folder / FILE_NAME, api=api), entry.group)
        except PluginError as error:
            yield Unusable(entry.name, package, version, where or _HERE, error.sentence)
            continue
        told = where or (_BESIDE if _is_editable(folder) else _HERE)
        stamp = _stamp(folder)
        yield Installed(found, package, version, module, attribute, str(folder), search, told, stamp)


def _folder_in(distribution: Distribution, module: str, search: tuple[str, ...]) -> Path:
    """The folder of a plugin's package, also where pip linked its source after this program began."""
    try:
        return folder_of(module, search)
    except PluginError:
        linked = () if search else _linked(distribution)
        if not linked:
            raise
        return folder_of(module, linked)


def _linked(distribution: Distribution) -> tuple[str, ...]:
    """Where the source of a package lies that pip linked instead of copying it; empty if it did not."""
    try:
        told = json.loads(distribution.read_text("direct_url.json") or "{}")
        url = str(told["url"]) if told["dir_info"]["editable"] is True else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    project = unquote(url.removeprefix("file://"))
    return (f"{project}/src", project) if url.startswith("file:///") else ()


def reference(text: str) -> tuple[str, str]:
    """The module and the attribute that an entry point names.

    Raises:
        PluginError: it names nothing of the kind.
    """
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        raise PluginError(
            f"The entry point “{text}” names nothing of a plugin.", "It is like “sidelight_svg:renderer”."
        )
    return match[1], match[2]


def folder_of(module: str, search: Iterable[str] = ()) -> Path:
    """The folder of the package that a module is in, without running anything of it.

    Raises:
        PluginError: there is none.
    """
    top = module.partition(".")[0]
    for place in search:
        folder = Path(place, top)
        if (folder / "__init__.py").is_file():
            return folder
    if not search:
        import importlib.util

        try:
            spec = importlib.util.find_spec(top)
        except Exception as error:
            # Finders of editable installations are their makers' code.
            raise PluginError(f"The package {top} cannot be found: {error}.") from error
        if spec is not None and spec.origin is not None and Path(spec.origin).name == "__init__.py":
            return Path(spec.origin).parent
    raise PluginError(
        f"There is no package {top}.", "A plugin is a folder with an __init__.py; install it again."
    )


def from_project(project: Path, *, api: int = API_VERSION) -> Installed:
    """The plugin in a source folder, which holds a ``pyproject.toml``.

    Raises:
        PluginError: there is none that can be used.
    """
    project = project.resolve()
    file = project / "pyproject.toml"
    try:
        table = tomllib.loads(file.read_text("utf-8")).get("project", {})
        groups = table.get("entry-points", {})
        entries = [(group, str(value)) for group in GROUPS for value in groups.get(group, {}).values()]
        name, version = str(table.get("name", project.name)), str(table.get("version", ""))
    except FileNotFoundError:
        raise PluginError(
            f"There is no pyproject.toml in {project}.", "Name the folder that a plugin's project lies in."
        ) from None
    except OSError as error:
        raise PluginError(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise PluginError(f"{file} cannot be understood: {error}.") from error
    if len(entries) != 1:
        raise PluginError(
            f"{file} names {len(entries) or 'no'} plugin{'s' if entries else ''}.",
            f"It needs one line under [project.entry-points] in one of the groups {', '.join(GROUPS)}.",
        )
    group, value = entries[0]
    module, attribute = reference(value)
    places = tuple(str(place) for place in (project / "src", project) if place.is_dir())
    folder = folder_of(module, places)
    # What it depends on is installed beside it, or in the environment of this program.
    info = _of_group(read(folder / FILE_NAME, api=api), group)
    stamp = _stamp(folder)
    return Installed(info, name, version, module, attribute, str(folder), (), str(project), stamp)


def _stamp(folder: Path) -> int:
    """A number for the files of a package: their names, times and sizes; none of them is read."""
    found = []
    with suppress(OSError), os.scandir(folder) as inside:
        for one in inside:
            if one.is_file():
                known = one.stat()
                found.append((one.name, known.st_mtime_ns, known.st_size))
    return hash(tuple(sorted(found)))


def _of_group(info: PluginInfo, group: str) -> PluginInfo:
    """What a manifest says, if its kind is that of the entry points' group."""
    if info.kind != GROUPS[group]:
        raise PluginError(
            f"“{info.id}” says {info.kind} in its manifest and {GROUPS[group]} by its entry point.",
            f"Write kind = “{GROUPS[group]}” in the manifest, or change the group “{group}”.",
        )
    return info


def _is_editable(folder: Path) -> bool:
    """Whether a package lies somewhere else than packages are installed."""
    return not any(
        folder.is_relative_to(entry)
        for entry in sys.path
        if os.path.basename(entry) in ("site-packages", "dist-packages")  # noqa: PTH119 - no path is meant
    )
