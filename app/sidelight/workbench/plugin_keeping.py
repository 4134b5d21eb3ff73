# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Plugins of an open project: found in the background, looked after, and the pool of their workers."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sidelight.api import Artifact, Attempt, Context
from sidelight.domain.errors import PluginError
from sidelight.domain.running import Level
from sidelight.registry.discovery import Found, Installed, discover
from sidelight.registry.manifest import PluginInfo, PluginKind
from sidelight.registry.pool import Pool
from sidelight.registry.standing import CRASHES, Standing
from sidelight.registry.task import Outcome, Task
from sidelight.registry.whereabouts import Whereabouts
from sidelight.workbench.developing import Developing
from sidelight.workbench.plugins import Plugin, described, imported
from sidelight.workbench.settings import PROJECT_VARIABLE, SAFE_MODE_VARIABLE, Places
from sidelight.workbench.worker_process import WorkerProcess, engines_folder

RAISE_VARIABLE = "SIDELIGHT_RAISE_PLUGIN_ERRORS"
NOTHING = Artifact(0, "", "", True)
"""Stands where there is no artifact."""
_WATCH_S = 0.4


@dataclass(frozen=True, slots=True)
class _Others:
    """Another program chose otherwise for plugins; what was of those in ``anew`` counts no more."""

    anew: frozenset[str]


class PluginKeeping(ABC):
    """What plugins there are, and what a person does with them. Belongs to one thread; nothing here waits.

    ``standing`` is what is remembered of them. In ``safe_mode`` none is looked for.
    """

    def __init__(self, places: Places, environ: Mapping[str, str], keep_warm_s: float) -> None:
        self.safe_mode = bool(environ.get(SAFE_MODE_VARIABLE))
        self.standing = Standing(places.config / "plugins.toml")
        self._raises = bool(environ.get(RAISE_VARIABLE))
        self._plugins_folder = places.data / "plugins"
        self._engines = engines_folder(places.data)
        self._whereabouts = Whereabouts(self._plugins_folder, self._engines, self.standing.folder)
        self._developing = Developing(environ.get(PROJECT_VARIABLE, ""))
        self._pool = Pool(self._launch, idle_s=keep_warm_s)
        self._found = Found()
        self._fresh: deque[Found | _Others] = deque()
        self._imported: dict[str, Installed] = {}
        self._asked = self._ready = False
        self._level: Level | None = None
        self._last: dict[str, str] = {}
        self._eras: dict[str, int] = {}

    def era(self, identifier: str) -> int:
        """How often what a plugin gave came to count no more, because it was saved anew."""
        return self._eras.get(identifier, 0)

    def judge(self, verifier: Installed, attempt: Attempt, done: Callable[[Outcome], None]) -> None:
        """Have a verifier judge an attempt. Called on any thread; ``done`` on the workers' own."""
        context = Context(settings=self.standing.settings(verifier.info))

        def note(outcome: Outcome) -> None:
            if outcome.failure:
                # There is no place where an attempt is shown that says so.
                self._last[verifier.info.id] = f"{outcome.failure}\n{outcome.trace}".strip()
            done(outcome)

        told = self._counted(verifier, note)
        spare = self._sparing(verifier)
        self._pool.submit(Task(verifier, NOTHING, context, told, attempt=attempt, spare=spare))

    @abstractmethod
    def _changed(self) -> None:
        """Other plugins, or another order of them, may be used than before."""

    @abstractmethod
    def _forget(self, identifier: str) -> None:
        """What a plugin gave before counts no more."""

    @abstractmethod
    def _ring(self) -> None:
        """There is something to look at. Called on any thread."""

    def preload(self) -> None:
        """Begin to find out which plugins there are; the first ``choices`` does it too."""
        if self._asked or self.safe_mode:
            return
        self._asked = True
        self._pool.call(self._look_around)
        if self._developing.folders:
            watched = self._developing.watched()
            self._pool.every(_WATCH_S, lambda: self._discover() if watched.changed() else None)

    def look_again(self) -> None:
        """See soon whether plugins came, went or changed, or another program chose otherwise for them.

        Cheap where nothing did; in safe mode nothing is looked at.
        """
        if self._asked:
            self._pool.call(self._look_around)

    def watched(self) -> tuple[str, ...]:
        """Folders whose names change when there may be something for ``look_again`` to see."""
        if self.safe_mode:
            return ()
        return self._whereabouts.folders()

    def usable(self, kind: PluginKind) -> tuple[Installed, ...]:
        """The plugins of a kind that can be used now, as far as it is known; never waits."""
        self._look()
        return tuple(one for one in self._found.usable if one.info.kind == kind and self._may(one.info))

    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin that is installed, those that cannot be used included."""
        self._look()
        stale = {name for name, one in self._imported.items() if self._installed(name) not in (None, one)}
        return described(self._found, self.standing, self._level, self._last, stale)

    @property
    def author_problem(self) -> str:
        """Why a plugin under development cannot be used as it was saved last; empty if it can."""
        return self._developing.problem

    def set_enabled(self, identifier: str, on: bool) -> None:
        """Switch a plugin on or off."""
        self.standing.set_enabled(identifier, on)
        if not on:
            self._pool.restart(identifier)
        self._changed()

    def forgive(self, identifier: str) -> None:
        """Take a plugin out of quarantine."""
        self.standing.forgive(identifier)
        self._last.pop(identifier, None)
        self._forget(identifier)
        self._changed()

    def consent(self, identifier: str, on: bool = True) -> None:
        """Let this version of a plugin with widgets of its own run in this process, or no longer."""
        if (one := self._installed(identifier)) is not None:
            self.standing.consent(one.info, on)
            self._changed()

    def widgets(self, identifier: str) -> Any:
        """The ``WidgetRenderer`` of a plugin that the person consented to, imported into this process.

        Raises:
            PluginError: there is no consent, or it cannot be imported.
        """
        one = self._installed(identifier)
        if one is None or one.info.isolation != "inprocess":
            raise PluginError(f"There is no plugin “{identifier}” with widgets of its own.")
        if not self._may(one.info):
            raise PluginError(f"“{one.info.name}” may not run in this window: nobody consented.")
        if self._imported.get(identifier, one) != one:
            raise PluginError(
                f"“{one.info.name}” was changed since it began to run in this window: "
                "start Sidelight again to see it as it is now."
            )
        made = imported(one)
        self._imported[identifier] = one
        return made

    def order(self, language: str) -> tuple[str, ...]:
        """The ids of renderers as the person ordered them for a language; empty if they did not."""
        return self.standing.order(language)

    def set_order(self, language: str, identifiers: tuple[str, ...]) -> None:
        """Say which renderers go first for a language."""
        self.standing.set_order(language, tuple(identifiers))
        self._changed()

    def set_setting(self, identifier: str, key: str, value: bool | int | float | str) -> None:
        """Keep the person's choice for one of a plugin's settings.

        Raises:
            PluginError: the plugin has no such setting, or it takes another kind of value.
        """
        one = self._installed(identifier)
        settings = () if one is None else one.info.settings
        if not any(setting.key == key and setting.accepts(value) for setting in settings):
            raise PluginError(f"The plugin “{identifier}” does not take {value!r} for “{key}”.")
        self.standing.set_setting(identifier, key, value)
        if one is not None and one.info.kind == "verifier":
            self._forget(identifier)  # it may judge otherwise now
        self._changed()

    def _may(self, info: PluginInfo) -> bool:
        return (
            self.standing.enabled(info.id)
            and not self.standing.quarantined(info)
            and (info.isolation == "worker" or self.standing.consented(info))
        )

    def _installed(self, identifier: str) -> Installed | None:
        return next((one for one in self._found.usable if one.info.id == identifier), None)

    def _look_around(self) -> None:
        """On the pool's thread."""
        if (otherwise := self.standing.refresh()) is not None:
            self._fresh.append(_Others(otherwise.forgiven))
        if self._whereabouts.look():
            importlib.invalidate_caches()
            self._discover()
        if self._whereabouts.engines and self._ready:
            self._fresh.append(_Others(self._whereabouts.engines))
        if self._fresh:
            self._ring()

    def _discover(self) -> None:
        """On the pool's thread."""
        self._fresh.append(discover(self._plugins_folder, self._developing.folders))
        self._ring()

    def _look(self) -> None:
        """Take in what was found meanwhile."""
        self.preload()
        while self._fresh:
            news = self._fresh.popleft()
            if isinstance(news, Found):
                self._take_found(news)
            else:
                self._take_of_others(news)

    def _take_of_others(self, news: _Others) -> None:
        for one in self._found.usable:
            if one.info.id in news.anew:
                self._start_anew(one.info.id)
            elif not self._may(one.info):
                self._pool.restart(one.info.id)
        self._changed()

    def _start_anew(self, identifier: str) -> None:
        """What a plugin gave, and what went wrong with it, is of before."""
        self._pool.restart(identifier)
        self._forget(identifier)
        self._last.pop(identifier, None)

    def _take_found(self, found: Found) -> None:
        before = {one.info.id: one for one in self._found.usable}
        known, asked_before = self._found, self._ready
        self._found, fresh = self._developing.loaded(found)
        self._ready = True
        now = {one.info.id: one for one in self._found.usable}
        for name in [name for name, one in before.items() if now.get(name) != one]:
            self._start_anew(name)
        for one in fresh:
            self._start_anew(one.info.id)
            self.standing.forgive(one.info.id)
        if self._found == known and asked_before and not fresh:
            return
        if self._raises and found.unusable:
            broken = found.unusable[0]
            raise PluginError(f"{broken.name}: {broken.problem}")
        self._changed()

    def _counted(self, installed: Installed, done: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
        """What is to be done with an outcome, on the pool's thread, after the count of crashes was kept."""

        def told(outcome: Outcome) -> None:
            outcome = self._developing.told(installed, outcome)
            if outcome.failure and (outcome.crashed or outcome.trace):
                self._last[installed.info.id] = f"{outcome.failure}\n{outcome.trace}".strip()
            if outcome.crashed and installed not in self._developing:
                self.standing.crashed(installed.info, outcome.failure)
            elif outcome.rendered is not None or outcome.finding is not None:
                self.standing.worked(installed.info)
            done(outcome)

        return told

    def _sparing(self, installed: Installed) -> Callable[[str], bool]:
        """Whether work is done again whose worker was killed; each death counts, on the pool's thread."""

        def spare(how: str) -> bool:
            if installed in self._developing:
                return True
            if self.standing.crashes(installed.info).count + 1 >= CRASHES:
                return False  # what comes of it now is counted as the last of them
            self.standing.crashed(installed.info, how)
            return True

        return spare

    def _launch(self, installed: Installed) -> WorkerProcess:
        """On the pool's thread."""
        heard = self._developing.listener(installed)
        process = WorkerProcess.start(installed, self._engines, heard=heard)
        self._level = process.level
        return process
