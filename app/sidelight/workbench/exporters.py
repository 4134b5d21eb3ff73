# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The forms in which a project's records can be given out: those of the program, and plugins'."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.errors import ExchangeError, PluginError, UsageError
from sidelight.exchange.battles_out import SUFFIXES
from sidelight.exchange.drafting import draft_of
from sidelight.registry.discovery import Installed, discover
from sidelight.registry.exporting import ExportFault, ExportRun, end
from sidelight.registry.manifest import Records
from sidelight.registry.standing import Standing
from sidelight.registry.task import Outcome
from sidelight.workbench.developing import Developing
from sidelight.workbench.settings import PROJECT_VARIABLE, SAFE_MODE_VARIABLE, Places
from sidelight.workbench.worker_process import WorkerProcess, engines_folder


class GivenUp(Exception):
    """An export was ended by its user; there is no file."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files.

    Attributes:
        name: how it is asked for.
        title: how it is called in a list.
        about: what it is, in a sentence.
        suffixes: endings of its files, the usual one first.
        records: what it holds.
        plugin: the exporter that writes it; ``None`` if the program does.
    """

    name: str
    title: str
    about: str
    suffixes: tuple[str, ...]
    records: Records = "battles"
    plugin: Installed | None = None

    def check(self, path: Path) -> None:
        """See that a file of this name can have this form.

        Raises:
            UsageError: it cannot.
        """
        if path.suffix.lower() not in self.suffixes:
            raise UsageError(
                f"“{path.name}” is no name for a file of the form {self.name}.",
                f"Use {', '.join(self.suffixes)}.",
            )


OWN = (
    Form("arena", "Arena", "Battles as the public data sets of Chatbot Arena have them.", SUFFIXES["arena"]),
    Form("fastchat", "FastChat", "Battles as a log of FastChat's arena.", SUFFIXES["fastchat"]),
)


class Exporters:
    """Knows all forms, and has plugins' workers write theirs. Safe to use from several threads."""

    def __init__(
        self, places: Places, environ: Mapping[str, str] | None = None, standing: Standing | None = None
    ) -> None:
        """Look for nothing yet.

        Args:
            places: the user's folders.
            environ: the variables that hold; the process's own if not given.
            standing: what is remembered of plugins, if somebody has read it already.
        """
        environ = os.environ if environ is None else environ
        self._safe_mode = bool(environ.get(SAFE_MODE_VARIABLE))
        self._folder = places.data / "plugins"
        self._engines = engines_folder(places.data)
        self._developing = Developing(environ.get(PROJECT_VARIABLE, ""))
        self._standing = standing or Standing(places.config / "plugins.toml")

    def forms(self) -> tuple[Form, ...]:
        """All forms that can be had now, the program's own first. Reads files; no code of a plugin runs."""
        if self._safe_mode:
            return OWN
        found = discover(self._folder, self._developing.folders).usable
        taken = {form.name for form in OWN}
        plugins = [
            Form(info.id, info.name, info.description, info.extensions, info.records, one)
            for one in found
            if (info := one.info).kind == "exporter"
            and info.id not in taken
            and self._standing.enabled(info.id)
            and not self._standing.quarantined(info)
        ]
        return (*OWN, *sorted(plugins, key=lambda form: form.title.lower()))

    def form(self, name: str) -> Form:
        """The form of a name.

        Raises:
            UsageError: there is none.
        """
        forms = self.forms()
        found = next((form for form in forms if form.name == name), None)
        if found is None:
            raise UsageError(
                f"“{name}” is no known form to export in.",
                f"There are: {', '.join(form.name for form in forms)}.",
            )
        return found

    def write(
        self, form: Form, path: Path, lines: Iterator[bytes], given_up: Callable[[], bool] = lambda: False
    ) -> None:
        """Have a plugin write a file. Blocks.

        Args:
            form: one with a plugin.
            path: the file; what was there stays until the new one is whole.
            lines: the records, as ``stage.exporting.line_of`` makes them.
            given_up: whether to stop; asked now and then.

        Raises:
            GivenUp: ``given_up`` said so.
            SandboxRefused: nothing here can hold the plugin.
            PluginError: the plugin failed.
            ExchangeError: the plugin says why these records cannot be written so, or the disk does.
        """
        plugin = form.plugin
        assert plugin is not None
        told = {
            "records": form.records,
            "suffix": path.suffix.lower(),
            "settings": self._standing.settings(plugin.info),
        }
        process = WorkerProcess.start(plugin, self._engines, heard=self._developing.listener(plugin))
        try:
            with draft_of(path) as draft, draft.open("xb") as file:
                if not ExportRun(plugin.info, process, file.write).run(told, lines, given_up):
                    raise GivenUp
        except ExportFault as fault:
            raise self._error(plugin, fault) from fault
        finally:
            end(process)
        self._standing.worked(plugin.info)

    def _error(self, plugin: Installed, fault: ExportFault) -> PluginError | ExchangeError:
        if fault.refused:
            return ExchangeError(str(fault))
        told = self._developing.told(plugin, Outcome(failure=str(fault), trace=fault.trace))
        if fault.crashed and plugin not in self._developing:
            self._standing.crashed(plugin.info, str(fault))
        end = "" if told.failure.endswith((".", "!", "?")) else "."
        return PluginError(f"{told.failure}{end}", "No file was written.")
