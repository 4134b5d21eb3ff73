# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running what a model wrote, watching it, and keeping what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import GenerationId, RecordId
from sidelight.domain.running import Level, Limits, Policy, Run, RunPicture, SandboxReport
from sidelight.sandbox import run as sandbox
from sidelight.sandbox.consent import Consent
from sidelight.sandbox.run import Program, SandboxedRun
from sidelight.sandbox.spares import Spares
from sidelight.store.project import ProjectFile
from sidelight.text.pages import is_page
from sidelight.workbench import live_pages
from sidelight.workbench.live_run import LiveRun
from sidelight.workbench.moment import Moment
from sidelight.workbench.recent import Darkroom
from sidelight.workbench.witness import Witness

PYTHON = frozenset({"python", "py", "python3"})

UNTIL_STOPPED = Policy(Limits(seconds=None, cpu_seconds=None))
"""A picture turns until somebody stops it; memory, processes, disk and output stay bounded."""


class Running:
    """The sandbox as a project uses it."""

    def __init__(self, project: ProjectFile, moment: Moment, data: Path | None = None) -> None:
        """``data`` is the folder in which what was fetched lies: libraries for pages."""
        self._project = project
        self._data = data
        self._moment = moment
        self._probe: Future[SandboxReport] | None = None
        self._darkroom = Darkroom()
        self._spares = Spares(UNTIL_STOPPED)
        self.version = 0
        """Grows with every run that is kept."""
        self.witness: Callable[[GenerationId], Witness | None] = lambda _answer: None
        """Who watches a run of an answer's code for a verifier."""

    def probe(self, *, again: bool = False) -> Future[SandboxReport]:
        """Find out, on a thread of its own, what this machine can hold. Asked once, unless ``again``."""
        if self._probe is None or (again and self._probe.done()):
            self._probe = Future()
            threading.Thread(
                target=_resolve,
                args=(self._probe, lambda: _examine(refresh=again)),
                name="sandbox-probe",
                daemon=True,
            ).start()
        return self._probe

    def report(self) -> SandboxReport | None:
        """What ``probe`` found; ``None`` until it has."""
        probe = self._probe
        return probe.result() if probe is not None and probe.done() and probe.exception() is None else None

    def awaited(self) -> Future[SandboxReport] | None:
        """What has to be found out before anything can be started; ``None`` when nothing has.

        Who starts something before it is done waits for that, so a window comes back to it then.
        """
        return None if sandbox.probed() else self.probe(again=True)

    def can_run(self, artifact: Artifact) -> bool:
        """Whether this is a whole program in Python, or a whole page and there is an engine for it."""
        if not artifact.complete:
            return False
        if artifact.language.lower() in PYTHON:
            return bool(artifact.text.strip())
        return is_page(artifact.language.lower(), artifact.text) and live_pages.possible()

    def start(
        self,
        answer: GenerationId,
        artifact: Artifact,
        *,
        beside: Sequence[Artifact] = (),
        consented: bool = False,
        held: bool = False,
        source: str | None = None,
    ) -> LiveRun:
        """Run an artifact inside the sandbox; its outcome is stored with the answer when it ends.

        Args:
            answer: the generation that holds it.
            artifact: a whole program in Python, or a page of HTML.
            beside: all artifacts of the answer: a page may need some of the others.
            consented: somebody read it just now and wants it run once even where nothing can hold it. Where
                something can, this changes nothing.
            held: it waits at its first frame until it is let go on, so that several can begin together.
            source: what a person made of its text, and is run instead.

        Raises:
            UsageError: it is neither.
            SandboxRefused: this machine cannot hold it, and nobody consented; or there is no engine for it.
        """
        page = live_pages.is_one(artifact) and artifact.complete and bool(artifact.text.strip())
        if not page and not self.can_run(artifact):
            raise UsageError(
                "Only a complete Python script or page can be run.",
                "Wait until the code block is finished." if not artifact.complete else "",
            )
        consent = Consent.to(artifact.text, self._moment.wall_ms()) if consented else None
        shelf = live_pages.shelf_in(self._data) if page and self._data is not None else None

        def begin(source: str) -> SandboxedRun:
            if page:
                return live_pages.start(source, beside, shelf=shelf)
            # A consent is for one run of one text: starting again asks again.
            return self._spares.start(Program(source=source, stage=True), consent=consent)

        return LiveRun(
            answer,
            artifact,
            begin,
            self._keep,
            self._moment,
            keep_picture=self._keep_picture,
            darkroom=self._darkroom,
            witness=self.witness(answer),
            held=held,
            source=source,
        )

    def expect(self, programs: int) -> None:
        """Say that so many programs are in sight: in the background, sandboxes get ready for some."""
        self._spares.expect(programs)

    def runs(self, answer: GenerationId) -> list[Run]:
        """What came of earlier runs of an answer's code, newest first."""
        return self._project.runs(answer)

    def pictures(self, answer: GenerationId) -> list[RunPicture]:
        """Pictures of those runs that were kept, oldest first."""
        return self._project.run_pictures(answer)

    def close(self) -> None:
        """End the thread that keeps frames, and sandboxes that wait; views have closed their runs before."""
        self._spares.close()
        self._darkroom.close()

    def _keep(self, ended: Run) -> None:
        if not self._project.read_only:
            self._project.add_run(replace(ended, created_ms=self._moment.wall_ms()))
            self.version += 1

    def _keep_picture(self, picture: RunPicture) -> bool:
        if self._project.read_only:
            return False
        named = replace(picture, id=RecordId(self._moment.new_id()), created_ms=self._moment.wall_ms())
        self._project.add_run_picture(named)
        return True


def _examine(*, refresh: bool) -> SandboxReport:
    """What this machine can hold: nothing, for now, if it had no means left even to try."""
    try:
        return sandbox.probe(refresh=refresh)
    except OSError as error:
        why = f"The self-test could not be made: {error.strerror or error}."
        return SandboxReport(Level.NONE, (), (why, "Close other programs, and test again."), ())


def _resolve(future: Future[SandboxReport], work: Callable[[], SandboxReport]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # the asker gets it, whatever it is
        future.set_exception(error)
