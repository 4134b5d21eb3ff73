# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Showing artifacts as what they are, by plugins in workers; the window asks here and never waits."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import replace

from sidelight.api import Artifact, Context, Kind, Rendered
from sidelight.domain.errors import PluginError
from sidelight.registry.bell import Bell
from sidelight.registry.cache import Cache, Kept
from sidelight.registry.choosing import choose, is_named
from sidelight.registry.discovery import Installed
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.task import Outcome, Task
from sidelight.workbench.plugin_keeping import PluginKeeping
from sidelight.workbench.plugins import Plugin
from sidelight.workbench.render_job import LONGEST_TEXT, TOO_LONG, RenderJob, pictured, text_key
from sidelight.workbench.settings import PROJECT_VARIABLE, Places
from sidelight.workbench.svg_drawer import SVG, drawer_of, drawn_by
from sidelight.workbench.worker_process import font_folders

__all__ = ["PROJECT_VARIABLE", "Plugin", "PluginInfo", "RenderJob", "Rendering"]

_News = tuple[RenderJob, Outcome] | RenderJob
_LARGEST_SVG = 8 << 20


class Rendering(PluginKeeping):
    """What artifacts can be shown as, and the jobs that do it. Belongs to one thread; nothing here waits.

    ``revision`` goes up when something else may be shown than before; ``fileno`` is then readable too. Which
    plugins there are is found out in the background: until then nothing can be shown.
    """

    def __init__(
        self, places: Places, environ: Mapping[str, str] | None = None, *, keep_warm_s: float = 120.0
    ) -> None:
        super().__init__(places, os.environ if environ is None else environ, keep_warm_s)
        self.revision = 0
        self._cache = Cache()
        self._pumping = False
        self._bad: dict[tuple[str, str, str], str] = {}
        self._over: deque[_News] = deque()
        self._bell = Bell()

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
        return choose(self._infos(), artifact, self.order(artifact.language))

    def aside(self, artifact: Artifact) -> PluginInfo | None:
        """The renderer of its language that crashed too often and is not used; ``None`` if none is."""
        self._look()
        infos = (one.info for one in self._found.usable if one.info.kind == "renderer")
        named = [info for info in infos if is_named(info, artifact.language)]
        found = [one for one in named if self.standing.enabled(one.id) and self.standing.quarantined(one)]
        return next(iter(choose(found, artifact, self.order(artifact.language))), None)

    def start(
        self,
        artifact: Artifact,
        context: Context,
        renderer_id: str | None = None,
        *,
        place: Hashable = None,
    ) -> RenderJob:
        """Show an artifact; the job ends by itself, and ``pump`` tells it.

        Without ``renderer_id`` the choices are asked in turn whether it is theirs; those that only run it
        come last, because nothing would be seen before somebody runs it. ``place`` says where it is shown: of
        several jobs of one renderer for one place the newest counts, and the others end.
        """
        choices = tuple(sorted(self.choices(artifact), key=lambda info: info.output == (Kind.LIVE,)))
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
        self._look()
        self._pumping = True
        while self._over:
            told = self._over.popleft()
            if isinstance(told, RenderJob):
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

    def close(self) -> None:
        """End all workers. A second call does nothing."""
        self._pool.close()
        self._bell.close()

    def _infos(self) -> list[PluginInfo]:
        return [one.info for one in self.usable("renderer")]

    def _ring(self) -> None:
        self._bell.ring()

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
            self._tell((job, outcome))

        job.task = Task(
            installed,
            artifact,
            context,
            self._counted(installed, done),
            ask=ask,
            update=update,
            place=job.place if place else None,
            spare=self._sparing(installed),
        )
        self._pool.submit(job.task)

    def _take(self, job: RenderJob, outcome: Outcome) -> None:
        """What the pool says of a job: its end, or the step before the next."""
        if job.ended or job.info is None:
            return
        if job.era != self._eras.get(job.info.id, 0):
            outcome = Outcome(cancelled=True)
        if outcome.declined and job.drawn is None:
            if job.task is not None:
                self._developing.declined(job.task.installed, job.artifact, others=job.has_more)
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
            if not outcome.killed:
                self._bad[text_key(job.info, job.artifact)] = outcome.failure
            if self.standing.quarantined(who):
                self._changed()
        self._end(job, outcome)

    def _draw(self, job: RenderJob, rendered: Rendered) -> None:
        """Have the renderer for SVG make a picture of a drawing."""
        image = rendered.image
        drawer = drawer_of(self._found)
        if image is None or len(image.data) > _LARGEST_SVG:
            self._end(job, Outcome(failure="The drawing is too large to be shown."))
            return
        if drawer is not None and self.standing.quarantined(drawer.info):
            name = drawer.info.name
            failure = f"“{name}” draws it, and is in quarantine; it is allowed again among the plugins."
            self._end(job, Outcome(failure=failure))
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
