# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Installing a plugin for one person: into a folder of its own, with what it depends on, by pip.

Nothing of the program's own environment changes, so a plugin can neither break it nor another plugin; and it
works where that environment may not be written, as in a packaged program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from sidelight.domain.errors import PluginError, UsageError
from sidelight.registry.discovery import GROUPS, Installed, discover
from sidelight.registry.standing import Standing
from sidelight.workbench.plugin_trial import why_not_imported
from sidelight.workbench.plugins import imported_from
from sidelight.workbench.settings import Places
from sidelight.workbench.worker_process import engines_folder

_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.\-\[\],]*\s*([<>=!~]=?.*)?")
_PROVIDED = frozenset({"sidelight"})
_NAME_OF = re.compile(r"[A-Za-z0-9][\w.-]*")
_SHOWN = 1500


def install(what: str, places: Places, say: Callable[[str], None]) -> Installed:
    """Install a plugin from a package index, a wheel, or a source folder; one that is there is replaced.

    Args:
        what: a package's name, perhaps with a version (``sidelight-dot==1.2``), or a path.
        places: the user's folders.
        say: hears what is being done.

    Raises:
        UsageError: this names neither a package nor a file.
        PluginError: it cannot be installed, or is no plugin; what was there before stays.
    """
    local = Path(what).expanduser()
    if what and local.exists():
        what = str(local.resolve())
    elif not _REQUIREMENT.fullmatch(what) or "/" in what or "\\" in what:
        raise UsageError(f"“{what}” is neither a package's name nor a file.", "Check the name.")
    folder = places.data / "plugins"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    try:
        inside = fresh / "plugin"
        say(f"Installing {what}")
        _pip("--no-deps", what, into=inside)
        needed = _needed(_plugin_in(inside, what))
        if needed:
            say(f"Installing what it needs: {', '.join(needed)}")
            _pip(*needed, into=inside)
        found = discover(fresh)
        mine = [one for one in found.usable if one.search == (str(inside),)]
        if not mine:
            problems = [one.problem for one in found.unusable if one.where == "your plugins folder"]
            told = _as_written(problems[0], inside, what) if problems else ""
            raise PluginError(told or f"{what} holds no plugin for Sidelight.")
        info = mine[0].info
        if problem := why_not_imported(mine[0], engines_folder(places.data)):
            if not info.engine:
                raise PluginError(_stopped(problem), "It was not installed.")
            say(f"{_stopped(problem)} Perhaps it needs its engine for that.")
        place = folder / info.id
        before = next((one for one in discover(folder).usable if one.search == (str(place),)), None)
        _replace(inside, place, fresh / "before")
        # What went wrong belongs to what was there before, even where its author kept the version.
        Standing(places.config / "plugins.toml").forgive(info.id)
        if before is not None:
            say(
                f"It takes the place of {before.info.name} {before.info.version} ({before.package}): "
                f"{before.info.version} → {info.version}."
            )
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return next(one for one in discover(folder).usable if one.search == (str(place),))


def remove(identifier: str, places: Places) -> None:
    """Remove a plugin that was installed by ``install``.

    Raises:
        PluginError: there is none.
    """
    place = places.data / "plugins" / identifier
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", identifier) or not place.is_dir():
        raise PluginError(
            f"There is no plugin “{identifier}” in {place.parent}.",
            "One that came with an environment is removed by pip. To switch it off: "
            f"sidelight plugin disable {identifier}",
        )
    # Away at once, for a window that is open looks at what is there.
    away = Path(tempfile.mkdtemp(prefix=".old-", dir=place.parent))
    place.rename(away / "plugin")
    shutil.rmtree(away)


def fetch_engine(identifier: str, places: Places, say: Callable[[str], None]) -> Path:
    """Have a plugin fetch what it cannot carry along; it runs in this process, for somebody asked for it.

    Returns:
        The folder that the engine is in.

    Raises:
        PluginError: there is no such plugin, it has nothing to fetch, or it failed.
    """
    plugin = _called(identifier, places)
    if not plugin.info.engine:
        raise PluginError(f"“{plugin.info.name}” needs no engine: there is nothing to fetch.")
    module, _, name = plugin.info.engine.partition(":")
    fetch = imported_from(plugin, module, name)
    folder = engines_folder(places.data) / identifier
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fetch(folder, say)
    except KeyboardInterrupt:
        raise PluginError("It was interrupted; run the same command again to go on.") from None
    except Exception as error:
        raise PluginError(f"The engine of “{plugin.info.name}” could not be fetched: {error}") from error
    return folder


def _called(identifier: str, places: Places) -> Installed:
    found = discover(places.data / "plugins")
    plugin = next((one for one in found.usable if one.info.id == identifier), None)
    if plugin is None:
        raise PluginError(f"There is no plugin “{identifier}”.", "“sidelight plugin list” shows all.")
    return plugin


def _stopped(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _as_written(words: str, inside: Path, what: str) -> str:
    """A sentence with the files of the author in the place of those that pip made of them."""

    def named(found: re.Match[str]) -> str:
        rest = found[1].rstrip(".")
        end = found[1][len(rest) :]
        for above in (Path(what, "src"), Path(what)):
            if above.is_dir() and (above / rest).exists():
                return f"{above / rest}{end}"
        return f"{rest} (in {what}){end}"

    return re.sub(rf"{re.escape(str(inside))}/([^\s:]+)", named, words)


def _plugin_in(folder: Path, what: str) -> Distribution:
    for one in distributions(path=[str(folder)]):
        text = one.read_text("entry_points.txt") or ""
        if any(group in text for group in GROUPS):
            return one
    raise PluginError(f"{what} holds no plugin for Sidelight: it has no entry point in {', '.join(GROUPS)}.")


def _needed(plugin: Distribution) -> list[str]:
    """What it depends on, without what the program itself gives and without extras."""
    found = []
    for requirement in plugin.requires or []:
        name = _NAME_OF.match(requirement)
        if name is not None and name[0].lower() not in _PROVIDED and "extra ==" not in requirement:
            found.append(requirement)
    return found


def _pip(*what: str, into: Path) -> None:
    line = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*line, "--upgrade", "--target", str(into), *what],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip())[-_SHOWN:]
        names = " ".join(one for one in what if not one.startswith("-"))
        raise PluginError(f"pip could not install {names}:\n{words}")


def _replace(fresh: Path, place: Path, before: Path) -> None:
    """Put a folder in another's place; what was there is moved aside first, and back if that fails."""
    try:
        if place.exists():
            place.rename(before)
        fresh.rename(place)
    except OSError as error:
        if before.exists() and not place.exists():
            before.rename(place)
        raise PluginError(f"{place} cannot be replaced: {error.strerror}.") from error
