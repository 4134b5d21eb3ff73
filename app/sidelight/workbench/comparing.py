# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Putting one prompt to several models, and keeping every word that comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sidelight.domain.comparison import MOST_PANES, Comparison
from sidelight.domain.errors import ReadOnlyProject, SidelightError, UsageError
from sidelight.domain.generation import Generation
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation, Message, Part
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import RECORDED, Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Batch, Ended, Outbox
from sidelight.providers.request import Request
from sidelight.store.project import ProjectFile
from sidelight.workbench.attachments import check
from sidelight.workbench.fitting import Fit, misfit
from sidelight.workbench.journaling import Journaling
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.moment import Moment


class Comparing:
    """Comparisons of one project: those being written and those that were."""

    def __init__(
        self, project: ProjectFile, catalogue: Catalogue, network: Network, outbox: Outbox, moment: Moment
    ) -> None:
        self._project = project
        self._catalogue = catalogue
        self._network = network
        self._outbox = outbox
        self._moment = moment
        self._running: dict[GenerationId, LiveAnswer] = {}
        self._open: dict[ComparisonId, LiveComparison] = {}
        self._begun: set[GenerationId] = set()
        self._unlimited: set[ComparisonId] = set()
        self._asked: dict[tuple[ComparisonId, int], Conversation] = {}
        self._journaling = Journaling(project, moment.steady_ms)

    @property
    def busy(self) -> bool:
        """Whether an answer is being written."""
        return bool(self._running)

    def was_begun_now(self, identity: GenerationId) -> bool:
        """Whether an answer was asked for since the project was opened."""
        return identity in self._begun

    def start(
        self,
        prompt: str,
        models: Sequence[Model],
        *,
        system: str = "",
        config: GenerationConfig = GenerationConfig(),  # noqa: B008 (frozen)
        attempts: int = 1,
        follows: LiveComparison | None = None,
        common: int | None = None,
        attachments: Sequence[Part] = (),
        beyond_limits: bool = False,
        first: Callable[[Comparison], None] = lambda _: None,
    ) -> LiveComparison:
        """Put a prompt to models; their answers begin to grow at once.

        Args:
            prompt: what the user asks; sent as it is.
            models: one a pane, 1 to 8; the same model may stand in several panes.
            system: a system message; empty sends none.
            config: settings that win over each model's own.
            attempts: answers of each model to this prompt.
            follows: the comparison that this one continues; its panes' latest attempts are the history.
            common: the pane of ``follows`` whose history and answer all models continue, 0 is leftmost; each
                pane continues its own if not given.
            attachments: files that go with the prompt, as ``workbench.attachments`` reads them.
            beyond_limits: the user's own limits on the number of answers do not hold, re-rolls included.
            first: called when nothing can fail any more, before anything is kept or sent.

        Raises:
            UsageError: there is nothing to send, or nobody to send it to.
            ReadOnlyProject: the answers could not be kept.
        """
        if not prompt.strip():
            raise UsageError("There is nothing to send yet.", "Write a prompt first.")
        if not 1 <= len(models) <= MOST_PANES:
            raise UsageError(
                "No model is chosen." if not models else f"{len(models)} models are chosen.",
                f"Choose 1 to {MOST_PANES}.",
            )
        check(attachments)
        if attempts < 1:
            raise UsageError("A model must be asked at least once.", "Ask for 1 attempt or more.")
        if follows is None:
            if common is not None:
                raise UsageError("There is no answer yet that could be the context.", "Ask something first.")
        elif common is None:
            _check_own(follows, len(models))
        else:
            _check_common(follows, common)
        self._refuse_read_only()
        comparison = Comparison(
            id=ComparisonId(self._moment.new_id()),
            conversation=Conversation.asking(prompt, system, attachments),
            models=tuple(model.ref for model in models),
            created_ms=self._moment.wall_ms(),
            follows=tuple(
                follows.panes[position if common is None else common][-1].id
                for position in range(len(models))
            )
            if follows
            else (),
        )
        live = LiveComparison(comparison, tuple(models), [[] for _ in models])
        # Everything that can fail comes before the first write: a comparison is begun whole or not at all.
        asked = [
            self._asked_after(follows, position if common is None else common, comparison)
            for position in range(len(models))
        ]
        self._asked.update({(comparison.id, position): whole for position, whole in enumerate(asked)})
        if beyond_limits:
            self._unlimited.add(comparison.id)
        planned = [
            self._plan(live, position, _seeded(model.defaults.overridden_by(config), attempt - 1), attempt)
            for position, model in enumerate(models)
            for attempt in range(1, attempts + 1)
        ]
        first(comparison)
        self._project.add_comparison(comparison)
        for answer, request in planned:
            self._ask(live, answer, request)
        return live

    def open(self, identity: ComparisonId) -> LiveComparison:
        """A comparison from the project; one that is being written is the same object each time."""
        if identity in self._open:
            return self._open[identity]
        comparison = self._project.comparison(identity)
        models = tuple(self.known(ref) for ref in comparison.models)
        panes: list[list[LiveAnswer]] = [[] for _ in models]
        for generation in self._project.generations(identity):
            panes[generation.position].append(
                LiveAnswer(generation, models[generation.position], self._moment.steady_ms)
            )
        return LiveComparison(comparison, models, panes)

    def reroll(self, live: LiveComparison, position: int) -> LiveAnswer:
        """Ask a pane's model once more, with the settings of its last attempt. Every attempt stays."""
        self._refuse_read_only()
        pane = live.panes[position]
        last = pane[-1] if pane else None
        if last is None:
            config, attempt = live.models[position].defaults, 1
        else:
            config, attempt = _seeded(last.config, 1), last.attempt + 1
        answer, request = self._plan(live, position, config, attempt)
        self._ask(live, answer, request)
        return answer

    def conversation(self, live: LiveComparison, position: int) -> Conversation:
        """Everything that was said in a pane, the model's own earlier answers among it.

        Questions that were never answered stand there too; the model gets them as one with the next.

        Raises:
            ProjectError: what was said before cannot be read.
        """
        return self._conversation(live.comparison, position)

    def speakers(self, live: LiveComparison, position: int) -> tuple[Model, ...]:
        """Whose the earlier answers of ``conversation`` are, oldest first: all may have gone on from one.

        Raises:
            ProjectError: what was said before cannot be read.
        """
        models: list[Model] = []
        at, place = live.comparison, position
        while at.follows:
            earlier = self._project.generation(at.follows[place])
            if earlier.text:
                models.append(self.known(earlier.model))
            at, place = self._project.comparison(earlier.comparison_id), earlier.position
        return tuple(reversed(models))

    def misfits(
        self,
        prompt: str,
        models: Sequence[Model],
        *,
        system: str = "",
        config: GenerationConfig = GenerationConfig(),  # noqa: B008 (frozen)
        follows: LiveComparison | None = None,
        common: int | None = None,
        attachments: Sequence[Part] = (),
    ) -> tuple[Fit, ...]:
        """The models whose context a prompt, with all that was said before, seems to exceed. Sends nothing.

        Raises:
            ProjectError: what was said before cannot be read.
        """
        new = Conversation.asking(prompt, system, attachments)
        found: list[Fit | None] = []
        for position, model in enumerate(models):
            said, place = new, position if common is None else common
            if follows is not None and place < len(follows.panes) and follows.panes[place]:
                before = self._conversation(follows.comparison, place)
                said = _continued(before, follows.panes[place][-1].text, new)
            found.append(misfit(model, said, model.defaults.overridden_by(config)))
        return tuple(fit for fit in found if fit is not None)

    def stop(self, answer: LiveAnswer) -> None:
        """End an answer now; what has come stays."""
        if answer.id in self._running:
            self._network.stop(answer.id)

    def stop_all(self, live: LiveComparison) -> None:
        """End every answer of a comparison that is still being written."""
        for answer in live.answers():
            self.stop(answer)

    def tick(self) -> bool:
        """Take in what arrived and journal it when it is time. Returns whether any answer changed."""
        changed = False
        for event in self._outbox.drain():
            answer = self._running.get(event.stream)
            if answer is None:
                continue
            changed = True
            if isinstance(event, Batch):
                answer.take(event.deltas, event.at_ms)
                self._journaling.note(event)
            else:
                self._end(answer, event)
        self._journaling.write_if_due()
        return changed

    def _plan(
        self, live: LiveComparison, position: int, config: GenerationConfig, attempt: int
    ) -> tuple[LiveAnswer, Request]:
        """An answer to be, and what its model is to be sent.

        Raises:
            UsageError: the model's connection is not there any more.
            ProjectError: what was said before cannot be read.
        """
        model = live.models[position]
        connection = self._catalogue.connection(model.ref.connection)
        generation = Generation(
            id=GenerationId(self._moment.new_id()),
            comparison_id=live.comparison.id,
            model=model.ref,
            config=config,
            position=position,
            attempt=attempt,
            created_ms=self._moment.wall_ms(),
        )
        answer = LiveAnswer(generation, model, self._moment.steady_ms)
        said = self._conversation(live.comparison, position)
        if connection.kind != RECORDED.kind:  # those are found by the one prompt that they were recorded for
            said = _by_turns(said)
        beyond = live.comparison.id in self._unlimited
        return answer, Request(model, connection, said, config, generation.id, beyond)

    def _ask(self, live: LiveComparison, answer: LiveAnswer, request: Request) -> None:
        self._open[live.comparison.id] = live
        live.panes[answer.position].append(answer)
        self._begun.add(answer.id)
        self._project.begin(answer.generation)
        self._running[answer.id] = answer
        self._network.start(answer.id, request)

    def _conversation(self, comparison: Comparison, position: int) -> Conversation:
        """What a pane's model is sent: its own history, then what is new."""
        asked = self._asked.get((comparison.id, position))
        if asked is None:
            asked = self._asked[comparison.id, position] = self._read_conversation(comparison, position)
        return asked

    def _asked_after(
        self, follows: LiveComparison | None, position: int, comparison: Comparison
    ) -> Conversation:
        if follows is None:
            return comparison.conversation
        before = self._conversation(follows.comparison, position)
        return _continued(before, follows.panes[position][-1].text, comparison.conversation)

    def _read_conversation(self, comparison: Comparison, position: int) -> Conversation:
        # Back to where it began, or to what is known already, and forward again: a conversation of hundreds
        # of turns is deeper than calls may be.
        said: list[tuple[str, Conversation]] = []
        at, place = comparison, position
        while at.follows and (at.id, place) not in self._asked:
            earlier = self._project.generation(at.follows[place])
            said.append((earlier.text, at.conversation))
            at, place = self._project.comparison(earlier.comparison_id), earlier.position
        conversation = self._asked.get((at.id, place), at.conversation)
        for answer, new in reversed(said):
            conversation = _continued(conversation, answer, new)
        return conversation

    def can_ask(self, model: Model) -> bool:
        """Whether the server of a model is still there to be asked."""
        return any(one.name == model.ref.connection for one in self._catalogue.connections())

    def known(self, ref: ModelRef) -> Model:
        """The model of a reference; one that cannot be asked here has a name all the same."""
        try:
            return self._catalogue.model(ref)
        except SidelightError:
            return Model(ref, label=str(ref), about="This model is not available here now.")

    def _end(self, answer: LiveAnswer, ended: Ended) -> None:
        self._journaling.close(answer.id)
        self._project.finish(answer.end(ended.timing), ended.exchange)
        del self._running[answer.id]
        live = self._open.get(answer.generation.comparison_id)
        if live is not None and not live.running:
            del self._open[live.comparison.id]

    def _refuse_read_only(self) -> None:
        if self._project.read_only:
            raise ReadOnlyProject(
                f"{self._project.path.name} can only be read, so no answer could be kept.",
                "Save a copy elsewhere and ask there.",
            )


def _check_own(follows: LiveComparison, models: int) -> None:
    if len(follows.panes) != models:
        raise UsageError(
            "A follow-up goes to the panes that answered before.",
            "Start a new round to change them.",
        )
    if not all(follows.panes):
        raise UsageError("One of the panes has no answer to follow.", "Ask it again first.")


def _check_common(follows: LiveComparison, common: int) -> None:
    pane = follows.panes[common] if 0 <= common < len(follows.panes) else []
    if not pane or not pane[-1].text:
        raise UsageError("There is no answer that could be the context of all.", "Choose another one.")
    if pane[-1].running:
        raise UsageError(
            "The answer that is to be the context of all is still being written.", "Wait for it."
        )


def _continued(before: Conversation, answer: str, new: Conversation) -> Conversation:
    """The history with its answer, if there is one, then what is new."""
    answered = (Message.of("assistant", answer),) if answer else ()
    return Conversation((*before.messages, *answered, *new.messages))


def _by_turns(said: Conversation) -> Conversation:
    """Questions that follow each other without an answer are sent as one: many models refuse two in a row."""
    messages: list[Message] = []
    for message in said.messages:
        if messages and messages[-1].role == message.role == "user":
            message = Message("user", (*messages.pop().parts, Part("\n\n"), *message.parts))
        messages.append(message)
    return Conversation(tuple(messages))


def _seeded(config: GenerationConfig, further: int) -> GenerationConfig:
    """Another seed for a further attempt: the point of asking again is another answer.

    At temperature 0 there is no other answer, and the seed stays what the user set.
    """
    if config.seed is None or config.temperature == 0:
        return config
    return config.overridden_by(GenerationConfig(seed=config.seed + further))
