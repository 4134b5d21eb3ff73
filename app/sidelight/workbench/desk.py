# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One open project and everything to work on it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight import resources
from sidelight.domain.delta import Exchange
from sidelight.domain.errors import UsageError
from sidelight.domain.failure import Failure
from sidelight.domain.generation import Generation, Usage
from sidelight.domain.identity import GenerationId
from sidelight.domain.logprob import TokenLogprob
from sidelight.domain.model import Connection, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Outbox
from sidelight.providers.provider import Pause
from sidelight.providers.request import Request
from sidelight.store.project import ProjectFile
from sidelight.workbench.catalogue import catalogue_of
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.connecting import Connecting
from sidelight.workbench.counting import Counting
from sidelight.workbench.cutting import Cutting
from sidelight.workbench.fitting import refused as too_long
from sidelight.workbench.judging import Judging
from sidelight.workbench.library import Library
from sidelight.workbench.live import LiveAnswer
from sidelight.workbench.moment import Moment
from sidelight.workbench.quotas import Quotas
from sidelight.workbench.replaying import Replaying
from sidelight.workbench.rereading import reread
from sidelight.workbench.reviewing import Reviewing
from sidelight.workbench.running import Running
from sidelight.workbench.settings import Places

if TYPE_CHECKING:
    from sidelight.workbench.battling import Arena
    from sidelight.workbench.giving_out import GivingOut
    from sidelight.workbench.rendering import Rendering
    from sidelight.workbench.standings import Standings
    from sidelight.workbench.verifying import Verifying


class Desk:
    """A project, its models, and the use cases, wired together. Belongs to one thread.

    Attributes:
        notice: what the user should know of how it was opened; empty if nothing.
        voter: who votes in the arena when it is first asked for; empty is the project's owner.
    """

    def __init__(
        self,
        project: ProjectFile,
        catalogue: Catalogue,
        moment: Moment,
        recordings: Path | None = None,
        quotas: Quotas | None = None,
        places: Places | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """Wire the parts together.

        Args:
            project: the open project.
            catalogue: the models that can be asked.
            moment: clocks and chance.
            recordings: where recordings of comparisons are kept; beside the project if not given.
            quotas: the user's own limits; none hold if not given.
            places: where servers are named; beside the project if not given.
            environ: where variables with keys are; the process's own if not given.
        """
        self.notice = ""
        self.voter = ""
        self._project = project
        self._catalogue = catalogue
        outbox = Outbox()

        def permit(request: Request) -> Failure | Pause | None:
            return too_long(request) or (quotas.permit(request) if quotas else None)

        def settle(request: Request, usage: Usage | None) -> None:
            if quotas is not None:
                quotas.settle(request, usage)

        self._network = Network(catalogue, outbox, permit=permit, settle=settle)
        self.comparing = Comparing(project, catalogue, self._network, outbox, moment)
        self.reviewing = Reviewing(project, moment, self.comparing.was_begun_now)
        beside = Places(project.path.parent, project.path.parent / "config")
        self.running = Running(project, moment, (places or beside).data)
        self._verifying: Verifying | None = None
        self.judging = Judging(
            project, self.reviewing, moment, self.comparing.was_begun_now, lambda: self.verifying
        )
        self.running.witness = self.judging.witness
        self.library = Library(project)
        self.cutting = Cutting(resources.path("ranks"))
        self.connecting = Connecting(
            places or beside, catalogue, os.environ if environ is None else environ, quotas
        )
        self._places = places or beside
        self._environ = environ
        self._rendering: Rendering | None = None
        self.counting = Counting(catalogue, self._network)
        self._moment = moment
        self._quotas = quotas
        self._arena: Arena | None = None
        self._standings: Standings | None = None
        self._giving_out: GivingOut | None = None
        self._recorded: dict[GenerationId, bool] = {}
        self.replaying = Replaying(catalogue, recordings or project.path.parent / "recordings")

    @classmethod
    def on(cls, project: ProjectFile, places: Places, environ: Mapping[str, str] | None = None) -> Desk:
        """A desk with the machine's clocks, the user's connections, and the samples that ship.

        Connections that cannot be understood are left out, and ``notice`` says why.
        """
        environ = os.environ if environ is None else environ
        notice = ""
        try:
            catalogue = catalogue_of(places, environ)
        except UsageError as error:
            notice = f"{error.sentence} Until then your servers are left out."
            catalogue = catalogue_of(places, environ, ())
        recordings = places.data / "recordings"
        desk = cls(project, catalogue, Moment.real(), recordings, Quotas.of(places), places, environ)
        desk.notice = notice or catalogue.trouble
        if environ.get("SIDELIGHT_SAFE_MODE"):
            desk.notice = f"Safe mode: no plugin is used, so answers show as text. {desk.notice}".strip()
        return desk

    @property
    def arena(self) -> Arena:
        """Blind battles; what they need is loaded when they are first asked for."""
        if self._arena is None:
            from sidelight.workbench.battling import Arena

            self._arena = Arena(
                self._project,
                self.comparing,
                self._moment,
                self._places.config,
                may_be_asked=self._may_be_asked,
            )
            self._arena.annotator = self.voter
            self.connecting.hushed = lambda arena=self._arena: arena.blind  # type: ignore[misc]
        return self._arena

    @property
    def standings(self) -> Standings:
        """The leaderboard over the project's votes; nothing is read or loaded before a board is asked for."""
        if self._standings is None:
            from sidelight.workbench.standings import Standings

            self._standings = Standings(self._project)
        return self._standings

    @property
    def verifying(self) -> Verifying:
        """Verifiers of plugins."""
        if self._verifying is None:
            from sidelight.workbench.verifying import Verifying

            self._verifying = Verifying(self.rendering)
        return self._verifying

    @property
    def giving_out(self) -> GivingOut:
        """Exports of the project; nothing is looked for before somebody wants one."""
        if self._giving_out is None:
            from sidelight.workbench.exporters import Exporters
            from sidelight.workbench.giving_out import GivingOut

            exporters = Exporters(self._places, self._environ, self.rendering.standing)
            self._giving_out = GivingOut(self._project, exporters)
        return self._giving_out

    @property
    def rendering(self) -> Rendering:
        """What artifacts are shown as. A window is painted before it asks for this the first time."""
        if self._rendering is None:
            from sidelight.workbench.rendering import Rendering

            self._rendering = Rendering(self._places, self._environ)
        return self._rendering

    def fetch_engine(self, plugin: str, say: Callable[[str], None]) -> None:
        """Have a plugin fetch what it cannot carry along. Blocks: for a thread of its own.

        Raises:
            PluginError: it has nothing to fetch, or it failed.
        """
        from sidelight.workbench.plugin_install import fetch_engine  # few ever ask for it

        fetch_engine(plugin, self._places, say)

    @property
    def path(self) -> Path:
        """The project file."""
        return self._project.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be kept."""
        return self._project.read_only

    @property
    def recovered(self) -> tuple[GenerationId, ...]:
        """Answers that were being written when the program last ended."""
        return self._project.recovered

    @property
    def busy(self) -> bool:
        """Whether an answer is being written."""
        return self.comparing.busy or (self._arena is not None and self._arena.busy)

    def models(self) -> tuple[Model, ...]:
        """The models that can be asked."""
        return self._catalogue.models()

    def connections(self) -> tuple[Connection, ...]:
        """Where models are served."""
        return self._catalogue.connections()

    def list_models(self, connection: str) -> Future[list[Model]]:
        """Ask a server which models it has; the answer comes from another thread."""
        return self._network.list_models(connection)

    def model(self, name: str) -> Model:
        """A model by its name, ``connection/name[@setting]``.

        Raises:
            UsageError: there is no such model.
        """
        return self._catalogue.model(ModelRef.parse(name))

    def add_model_file(self, path: Path) -> Model:
        """Offer a GGUF file as a local model.

        Raises:
            ModelFileError: it cannot be used.
        """
        return self._catalogue.add_model_file(path)

    def exchange(self, answer: GenerationId) -> tuple[Generation, Exchange | None]:
        """The exact record behind an answer."""
        return self._project.generation(answer), self._project.exchange(answer)

    def logprobs(self, answer: LiveAnswer | GenerationId) -> tuple[TokenLogprob, ...]:
        """How probable an answer's tokens were; read from its record where the answer does not hold them.

        Raises:
            ProjectError: the project cannot be read.
        """
        if isinstance(answer, LiveAnswer):
            if answer.logprobs or answer.running:
                return answer.logprobs
            answer = answer.id
        generation, exchange = self.exchange(answer)
        if generation.config.logprobs is None:
            return ()
        try:
            return reread(generation, exchange).logprobs
        except UsageError:
            return ()

    def has_record(self, answer: GenerationId) -> bool:
        """Whether there is an exact record behind an answer. Read once; of this sitting's, never.

        Raises:
            ProjectError: the project cannot be read.
        """
        if answer not in self._recorded:
            begun_now = self.comparing.was_begun_now(answer)
            self._recorded[answer] = begun_now or self._project.has_exchange(answer)
        return self._recorded[answer]

    def save_copy(self, target: Path) -> None:
        """Write the project as it stands to a new file.

        Raises:
            ProjectError: something is there already, or it cannot be written.
        """
        self._project.save_copy(target)

    def tick(self) -> bool:
        """Take in what arrived; call every few milliseconds while ``busy``."""
        changed = self.comparing.tick()
        return (self._arena is not None and self._arena.tick()) or changed

    def _may_be_asked(self, model: Model) -> bool:
        if self._quotas is None:
            return True
        connection = self._catalogue.connection(model.ref.connection)
        return all(quota.left for quota in self._quotas.of_model(connection, model.ref))

    def preload(self) -> None:
        """After the window's first paint: begin what is slow, in the background."""
        self._network.preload()
        self.running.probe()
        self.rendering.preload()

    def problem(self) -> str:
        """Why nothing can be written now, as a sentence; empty if all is well."""
        error = self._project.failed()
        return error.sentence if error else ""

    def close(self) -> None:
        """End what is running, keep every word, and free everything."""
        self._network.close()
        self.cutting.close()
        if self._standings is not None:
            self._standings.close()
        if self._giving_out is not None:
            self._giving_out.close()
        self.running.close()
        self.judging.close()
        if self._rendering is not None:
            self._rendering.close()
        self.comparing.tick()
        if self._arena is not None:
            self._arena.close()
        self._project.close()
