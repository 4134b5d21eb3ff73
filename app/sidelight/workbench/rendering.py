# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Showing artifacts as what they are, by plugins in workers; the window asks here and never waits."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from sidelight.api import Artifact, Context, Kind, Rendered
from sidelight.domain.errors import PluginError
from sidelight.domain.running import Level
from sidelight.registry.bell import Bell
from sidelight.registry.cache import Cache, Kept
from sidelight.registry.choosing import choose
from sidelight.registry.discovery import Found, Installed, discover
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.pool import Pool
from sidelight.registry.standing import Standing
from sidelight.registry.worker import Outcome, Task
from sidelight.workbench.developing import Developing
from sidelight.workbench.plugins import Plugin, described, imported
from sidelight.workbench.render_job import LONGEST_TEXT, TOO_LONG, RenderJob, pictured, text_key
from sidelight.workbench.settings import PROJECT_VARIABLE, SAFE_MODE_VARIABLE, Places
from sidelight.workbench.svg_drawer import SVG, drawer_of, drawn_by
from sidelight.workbench.worker_process import WorkerProcess, engines_folder, font_folders

__all__ = ["PROJECT_VARIABLE", "Plugin", "PluginInfo", "RenderJob", "Rendering"]

RAISE_VARIABLE = "SIDELIGHT_RAISE_PLUGIN_ERRORS"

_News = tuple[RenderJob, Outcome] | RenderJob | Found
_WATCH_S = 0.4
_LARGEST_SVG = 8 << 20


class Rendering:
    """What artifacts can be shown as, and the jobs that do it. Belongs to one thread; nothing here waits.

    ``revision`` goes up when something else may be shown than before; ``fileno`` is then readable too. Which
    plugins there are is found out in the background: until then nothing can be shown.
    """

    def __init__(
        self, places: Places, environ: Mapping[str, str] | None = None, *, keep_warm_s: float = 120.0
    ) -> None:
        environ = os.environ if environ is None else environ
        self.revision = 0
        self.safe_mode = bool(environ.get(SAFE_MODE_VARIABLE))
        self._raises = bool(environ.get(RAISE_VARIABLE))
        self._plugins_folder = places.data / "plugins"
        self._engines = engines_folder(places.data)
        self._developing = Developing(environ.get(PROJECT_VARIABLE, ""))
        self.standing = Standing(places.config / "plugins.toml")
        self._pool = Pool(self._launch, idle_s=keep_warm_s)
        self._cache = Cache()
        self._found = Found()
        self._asked = self._ready = self._pumping = False
        self._level: Level | None = None
        self._last: dict[str, str] = {}
        self._eras: dict[str, int] = {}
        self._bad: dict[tuple[str, str, str], str] = {}
        self._over: deque[_News] = deque()
        self._bell = Bell()

    def preload(self) -> None:
        """Begin to find out which plugins there are; the first ``choices`` does it too."""
        if self._asked or self.safe_mode:
            return
        self._asked = True
        self._pool.call(self._discover)
        if self._developing.folders:
            watched = self._developing.watched()
            self._pool.every(_WATCH_S, lambda: self._discover() if watched.changed() else None)

    def ready(self, timeout_s: float = 30.0) -> bool:
        """Wait until it is known which plugins there are: for a command line, not for a window."""
        self.preload()
        until = time.monotonic() + timeout_s
        while not self._ready and not self.safe_mode and time.monotonic() < until:
            self._bell.wait(until)
            self.pump()
        return self._ready

    def choices(self, artifact: Artifact) -> tuple[PluginInfo, ...]:
        """Those that may show it, the person's order first. No code of a plugin runs."""
        self.preload()
        return choose(self._infos(), artifact, self.order(artifact.language))

    def start(
        self,
        artifact: Artifact,
        context: Context,
        renderer_id: str | None = None,
        *,
        place: Hashable = None,
    ) -> RenderJob:
        """Show an artifact; the job ends by itself, and ``pump`` tells it.

        Without ``renderer_id`` the choices are asked in turn whether it is theirs. ``place`` says where it is
        shown: of several jobs of one renderer for one place the newest counts, and the others end.
        """
        choices = self.choices(artifact)
        if renderer_id is not None:
            choices = tuple(info for info in self._infos() if info.id == renderer_id)
        if not context.font_folders:
            context = replace(context, font_folders=font_folders())
        job = RenderJob(artifact, context, choices, chosen=renderer_id is not None, place=place)
        job.on_cancel = self._cancel
        self._begin(job)
        return job

    def fileno(self) -> int:
        """A descriptor that is readable when ``pump`` has something to give."""
        return self._bell.fileno()

    def pump(self) -> list[RenderJob]:
        """The jobs that ended since the last call.

        Raises:
            PluginError: a plugin failed, and the environment asks for this (SIDELIGHT_RAISE_PLUGIN_ERRORS).
        """
        self._bell.hush()
        ended: list[RenderJob] = []
        self._pumping = True
        while self._over:
            told = self._over.popleft()
            if isinstance(told, Found):
                self._take_found(told)
            elif isinstance(told, RenderJob):
                ended.append(told)
            else:
                self._take(*told)
        self._pumping = False
        if self._raises:
            for job in ended:
                if job.trace:
                    raise PluginError(f"{job.failure}\n{job.trace}")
        return ended

    def wait(self, job: RenderJob, timeout_s: float = 60.0) -> RenderJob:
        """Wait until a job has ended: for a command line or a test, not for a window.

        Raises:
            TimeoutError: it has not ended in time.
        """
        until = time.monotonic() + timeout_s
        while not job.ended:
            if time.monotonic() > until:
                raise TimeoutError("The artifact was not shown in time.")
            self._bell.wait(until)
            self.pump()
        return job

    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin that is installed, those that cannot be used included."""
        self.preload()
        return described(self._found, self.standing, self._level, self._last)

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
        return imported(one)

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
        self._changed()

    def close(self) -> None:
        """End all workers. A second call does nothing."""
        self._pool.close()
        self._bell.close()

    def _infos(self) -> list[PluginInfo]:
        """Those that can be used now."""
        return [one.info for one in self._found.usable if one.info.kind == "renderer" and self._may(one.info)]

    def _may(self, info: PluginInfo) -> bool:
        return (
            self.standing.enabled(info.id)
            and not self.standing.quarantined(info)
            and (info.isolation == "worker" or self.standing.consented(info))
        )

    def _installed(self, identifier: str) -> Installed | None:
        return next((one for one in self._found.usable if one.info.id == identifier), None)

    def _discover(self) -> None:
        """On the pool's thread."""
        self._tell(discover(self._plugins_folder, self._developing.folders))

    def _take_found(self, found: Found) -> None:
        self._found, fresh = self._developing.loaded(found)
        self._ready = True
        for one in fresh:
            self._pool.restart(one.info.id)
            self._forget(one.info.id)
            self.standing.forgive(one.info.id)
        if self._raises and found.unusable:
            first = found.unusable[0]
            raise PluginError(f"{first.name}: {first.problem}")
        self._changed()

    def _launch(self, installed: Installed) -> WorkerProcess:
        """On the pool's thread."""
        process = WorkerProcess.start(installed, self._engines)
        self._level = process.level
        return process

    def _changed(self) -> None:
        self.revision += 1
        self._bell.ring()

    def _forget(self, identifier: str) -> None:
        """What it gave before, good or bad, counts no more; nor what it is about to give."""
        self._eras[identifier] = self._eras.get(identifier, 0) + 1
        self._cache.forget(identifier)
        drawer = drawer_of(self._found)  # by which any text may have failed
        whole = drawer is not None and drawer.info.id == identifier
        self._bad = {key: how for key, how in self._bad.items() if not whole and key[0] != identifier}

    def _begin(self, job: RenderJob) -> None:
        """Ask the next of a job's choices, or end it."""
        info = job.next_choice()
        if info is not None and len(job.artifact.text) > LONGEST_TEXT:
            self._end(job, Outcome(failure=TOO_LONG))
            return
        if info is None:
            self._end(job, Outcome(declined=True))
            return
        installed = self._installed(info.id)
        if installed is None or installed.info.isolation != "worker":
            self._end(job, Outcome(failure=f"“{info.name}” shows this with a widget of its own."))
            return
        job.info, job.era = installed.info, self._eras.get(info.id, 0)
        context = replace(
            job.context, settings=self.standing.settings(installed.info) | dict(job.context.settings)
        )
        drawn = drawn_by(installed.info, self._found, self.standing, self._eras)
        job.key = Cache.key(installed.info, job.artifact, context, drawn)
        kept = self._cache.get(job.key)
        bad = self._bad.get(text_key(installed.info, job.artifact))
        if kept is not None:
            job.cached = True
            job.source_svg = kept.source_svg
            self._end(job, Outcome(kept.rendered))
            return
        if bad is not None:
            self._end(job, Outcome(failure=bad))
            return
        update = not job.artifact.complete and info.streaming == "incremental"
        self._submit(job, installed, job.artifact, context, ask=not job.chosen, update=update)

    def _submit(
        self,
        job: RenderJob,
        installed: Installed,
        artifact: Artifact,
        context: Context,
        *,
        ask: bool = False,
        update: bool = False,
        place: bool = True,
    ) -> None:
        def done(outcome: Outcome) -> None:
            # On the pool's thread: only the count of crashes is kept here.
            outcome = self._developing.told(installed, outcome)
            if outcome.crashed and installed not in self._developing:
                self.standing.crashed(installed.info, outcome.failure)
            elif outcome.rendered is not None:
                self.standing.worked(installed.info)
            self._tell((job, outcome))

        job.task = Task(
            installed,
            artifact,
            context,
            done,
            ask=ask,
            update=update,
            place=job.place if place else None,
        )
        self._pool.submit(job.task)

    def _take(self, job: RenderJob, outcome: Outcome) -> None:
        """What the pool says of a job: its end, or the step before the next."""
        if job.ended or job.info is None:
            return
        if job.era != self._eras.get(job.info.id, 0):
            outcome = Outcome(cancelled=True)
        if outcome.declined and job.drawn is None:
            self._begin(job)
            return
        rendered = outcome.rendered
        who = job.task.installed.info if job.task is not None else job.info
        if job.drawn is not None:
            outcome = pictured(job.drawn, outcome)
        elif rendered is not None and rendered.kind is Kind.SVG:
            job.duration_ms += outcome.duration_ms
            self._draw(job, rendered)
            return
        if outcome.crashed:
            self._bad[text_key(job.info, job.artifact)] = outcome.failure
            if self.standing.quarantined(who):
                self._changed()
        if outcome.failure and (outcome.crashed or outcome.trace):
            self._last[who.id] = f"{outcome.failure}\n{outcome.trace}".strip()
        self._end(job, outcome)

    def _draw(self, job: RenderJob, rendered: Rendered) -> None:
        """Have the renderer for SVG make a picture of a drawing."""
        image = rendered.image
        drawer = drawer_of(self._found)
        if image is None or len(image.data) > _LARGEST_SVG:
            self._end(job, Outcome(failure="The drawing is too large to be shown."))
            return
        if drawer is None or not self._may(drawer.info) or drawer.info.isolation != "worker":
            self._end(job, Outcome(failure="It is an SVG drawing, and no plugin that draws SVG is at hand."))
            return
        job.drawn, job.source_svg = rendered, image.data
        artifact = Artifact(job.artifact.index, SVG, image.data.decode("utf-8", "replace"), True)
        context = replace(
            job.context,
            width=max(job.context.width, image.width),
            settings=self.standing.settings(drawer.info),
        )
        self._submit(job, drawer, artifact, context, place=False)

    def _end(self, job: RenderJob, outcome: Outcome) -> None:
        job.rendered, job.failure, job.line = outcome.rendered, outcome.failure, outcome.line
        job.declined = job.declined or outcome.declined
        job.superseded, job.unchanged, job.trace = outcome.cancelled, outcome.nothing, outcome.trace
        job.duration_ms += outcome.duration_ms
        job.task, job.ended = None, True
        if outcome.rendered is not None and not job.cached:
            self._cache.put(job.key, Kept(outcome.rendered, outcome.weight, job.source_svg))
        self._over.append(job)
        if not self._pumping:
            self._bell.ring()

    def _cancel(self, job: RenderJob) -> None:
        if job.task is not None:
            self._pool.cancel(job.task)

    def _tell(self, what: _News) -> None:
        self._over.append(what)
        self._bell.ring()
