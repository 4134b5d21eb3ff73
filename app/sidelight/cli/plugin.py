# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight plugin …``: what is installed, and all that an author of plugins needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from sidelight.cli.output import FAILED, complain, guarded, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.workbench.settings import PROJECT_VARIABLE, SAFE_MODE_VARIABLE, Places

if TYPE_CHECKING:
    from sidelight.registry.manifest import PluginInfo
    from sidelight.workbench.plugins import Plugin
    from sidelight.workbench.rendering import Rendering

plugin_app = typer.Typer(help="Plugins: renderers, verifiers and exporters.", no_args_is_help=True)

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]


@plugin_app.command("list")
def list_plugins(json: JsonOption = False) -> None:
    """List the plugins that are installed; none of their code runs."""
    from sidelight.workbench.rendering import Rendering

    def work() -> int:
        rendering = Rendering(Places.of(os.environ))
        try:
            rendering.ready()
            plugins = sorted(rendering.plugins(), key=_place)
        finally:
            rendering.close()
        for one in plugins:
            info = one.info
            languages = list(info.languages) if info else []
            uses = _uses(info) if info else []
            if json:
                record = {
                    "id": one.id,
                    "name": one.name,
                    "kind": info.kind if info else "",
                    "package": one.package,
                    "version": one.info.version if one.info else one.package_version,
                    "languages": languages,
                    "prompts": list(info.prompts) if info else [],
                    "extensions": list(info.extensions) if info else [],
                    "output": [kind.value for kind in one.info.output] if one.info else [],
                    "isolation": one.info.isolation if one.info else "",
                    "where": one.where,
                    "state": one.state,
                    "problem": one.problem or one.last_error,
                }
                print_json(record)
            else:
                version = one.info.version if one.info else one.package_version
                about = one.info.description if one.info else one.problem
                say(f"{one.id or one.name:12} {version:9} {one.state:12} {about} ({one.where})")
                if uses:
                    say(f"{'':35} {', '.join(filter(None, uses))}")
        if rendering.safe_mode and not json:
            complain("Safe mode: no plugin is looked for.")
        return 0

    guarded(work)


@plugin_app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="What it is for, such as dot or sheet-music.")],
    kind: Annotated[str, typer.Option(help="renderer, verifier or exporter.")] = "renderer",
    folder: Annotated[Path, typer.Option("--in", help="The folder to make the project in.")] = Path(),
) -> None:
    """Make a plugin's project: a plugin that works, its manifest and its tests."""
    from sidelight.workbench.plugin_new import kind_called, make

    def work() -> int:
        project = make(name, folder, kind_called(kind))
        say(f"Made {project}. Try it:")
        say(f"  cd {project}")
        say("  sidelight plugin dev .")
        say("  python -m pytest")
        say("  sidelight plugin check .")
        return 0

    guarded(work)


@plugin_app.command("check")
def check(
    projects: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders with a pyproject.toml.")],
    json: JsonOption = False,
) -> None:
    """Try what every plugin must stand: hostile and broken input, memory, no network."""
    from sidelight.workbench.plugin_check import as_json
    from sidelight.workbench.plugin_check import check as look
    from sidelight.workbench.worker_process import engines_folder

    def work() -> int:
        engines = engines_folder(Places.of(os.environ).data)
        failed = 0
        for project in projects:
            if not project.is_dir():
                raise UsageError(f"There is no folder {project}.", "Check the name.")
            checks = look(project, engines, None if json else _progress)
            passed = all(one.passed for one in checks)
            failed += not passed
            if json:
                print_json({"plugin": str(project), "passed": passed, "checks": as_json(checks)})
                continue
            say(f"{project}: {'passed' if passed else 'FAILED'}")
            for one in checks:
                mark, detail = ("ok    ", one.detail) if one.passed else ("FAILED", "")
                say(f"  {mark} {one.name:11} {detail}".rstrip())
                for sentence in one.failures:
                    say(f"         {sentence}")
                if one.advice:
                    say(f"         → {one.advice}")
        return FAILED if failed else 0

    guarded(work)


@plugin_app.command("dev")
def dev(
    project: Annotated[Path, typer.Argument(metavar="PATH", help="A folder with a pyproject.toml.")],
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(help="A .sidelight project to open at its newest answers, instead of the examples."),
    ] = None,
) -> None:
    """Open the window with a plugin from its source, showing the files in its folder "examples".

    Saving a file of the plugin draws what it shows, or judges, anew.
    """
    from sidelight.domain.errors import PluginError
    from sidelight.registry.discovery import conflict, from_project
    from sidelight.workbench.moment import Moment
    from sidelight.workbench.plugin_scratch import scratch_project

    def work() -> int:
        plugin = from_project(project)
        if taken := conflict(plugin):
            raise PluginError(taken)
        say(f"{plugin.info.name} is loaded from {plugin.where}; it {_use(plugin.info)}.")
        say(f"Save a file of it, and {_AFTER_SAVING[plugin.info.kind]}. Close the window to end.")
        opened = file or scratch_project(plugin, Moment.real())
        environ = os.environ | {PROJECT_VARIABLE: plugin.where}
        line = [sys.executable, "-m", "sidelight", str(opened)]
        sys.stdout.flush()
        if os.name == "posix":
            # The same process: whoever ends the command ends its window.
            os.execve(sys.executable, line, environ)
        return subprocess.run(line, env=environ, check=False).returncode

    guarded(work)


@plugin_app.command("install")
def install(
    what: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A package, a wheel or a source folder.")],
) -> None:
    """Install a plugin for yourself, with what it needs, in a folder of its own."""
    from sidelight.workbench.plugin_install import install as do

    def work() -> int:
        plugin = do(what, Places.of(os.environ), complain)
        say(f"Installed {plugin.info.name} {plugin.info.version}: it {_use(plugin.info)}.")
        if plugin.info.engine:
            say(f"It needs an engine besides: sidelight plugin get-engine {plugin.info.id}")
        return 0

    guarded(work)


@plugin_app.command("remove")
def remove(identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Remove a plugin that you installed for yourself."""
    from sidelight.workbench.plugin_install import remove as do

    def work() -> int:
        do(identifier, Places.of(os.environ))
        say(f"Removed {identifier}.")
        return 0

    guarded(work)


@plugin_app.command("enable")
def enable(identifier: Annotated[str, typer.Argument(metavar="ID", help="For example mermaid.")]) -> None:
    """Switch a plugin on again."""
    guarded(lambda: _switch(identifier, on=True))


@plugin_app.command("disable")
def disable(identifier: Annotated[str, typer.Argument(metavar="ID", help="For example mermaid.")]) -> None:
    """Switch a plugin off: what it showed stands as its source, or is shown by another."""
    guarded(lambda: _switch(identifier, on=False))


@plugin_app.command("allow")
def allow(identifier: Annotated[str, typer.Argument(metavar="ID", help="For example mermaid.")]) -> None:
    """Take a plugin out of quarantine, where it stands after three crashes in a row."""

    def work() -> int:
        with _known(identifier) as (rendering, plugin):
            rendering.forgive(identifier)
        say(
            f"{identifier} is allowed again." if plugin.quarantined else f"{identifier} is not in quarantine."
        )
        return 0

    guarded(work)


@plugin_app.command("get-engine")
def get_engine(identifier: Annotated[str, typer.Argument(metavar="ID", help="For example tikz.")]) -> None:
    """Fetch what a plugin cannot carry along, such as TeX for TikZ."""
    from sidelight.workbench.plugin_install import fetch_engine

    def work() -> int:
        folder = fetch_engine(identifier, Places.of(os.environ), complain)
        say(f"The engine is in {folder}.")
        return 0

    guarded(work)


@contextmanager
def _known(identifier: str) -> Iterator[tuple[Rendering, Plugin]]:
    """What plugins there are, and the one of this id; raises a ``UsageError`` where there is none."""
    from sidelight.workbench.rendering import Rendering

    rendering = Rendering(Places.of(os.environ))
    try:
        rendering.ready()
        if rendering.safe_mode:
            raise UsageError("In safe mode no plugin is looked for.", f"Unset {SAFE_MODE_VARIABLE} first.")
        known = {one.id: one for one in rendering.plugins() if one.info is not None}
        if identifier not in known:
            raise UsageError(f"There is no plugin {identifier}.", "See: sidelight plugin list")
        yield rendering, known[identifier]
    finally:
        rendering.close()


def _switch(identifier: str, *, on: bool) -> int:
    with _known(identifier) as (rendering, plugin):
        rendering.set_enabled(identifier, on)
    word = "on" if on else "off"
    say(f"{identifier} was {word} before." if plugin.enabled is on else f"{identifier} is {word}.")
    if on and plugin.quarantined:
        say(f"It is in quarantine besides. To allow it again: sidelight plugin allow {identifier}")
    return 0


def _uses(info: PluginInfo) -> list[str]:
    """The words that a plugin's use is known by."""
    return [*info.languages, *info.prompts, *(info.extensions if info.kind == "exporter" else ())]


def _place(plugin: Plugin) -> tuple[bool, str]:
    """Where it stands in the list: by the id that its line begins with, what cannot be used at the end."""
    return plugin.info is None, (plugin.id or plugin.name).lower()


_AFTER_SAVING = {
    "renderer": "what it shows is drawn anew",
    "verifier": "what is shown is judged anew",
    "exporter": "the next export (Ctrl+Alt+O) is written by what you saved",
}


def _use(info: PluginInfo) -> str:
    """What a plugin does, as the end of a sentence."""
    if info.kind == "verifier":
        return f"judges answers to prompts with {', '.join(info.prompts)}"
    if info.kind == "exporter":
        return f"writes {info.records} as {', '.join(info.extensions)}"
    return f"shows {', '.join(filter(None, info.languages)) or 'nothing by name'}"


def _progress(done: int, all_of_them: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == all_of_them else ""
        sys.stderr.write(f"\r  {done} of {all_of_them} artifacts{end}")
        sys.stderr.flush()
