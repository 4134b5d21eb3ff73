# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Putting one prompt to several models, and keeping every word that comes back."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.domain.comparison import Comparison
from sidelight.domain.delta import ReasoningDelta, TextDelta, WirePiece
from sidelight.domain.errors import ReadOnlyProject, SidelightError, UsageError
from sidelight.domain.generation import Generation
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.domain.message import Conversation, Message
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.providers.catalogue import Catalogue
from sidelight.providers.network import Network
from sidelight.providers.outbox import Batch, Ended, Outbox
from sidelight.providers.request import Request
from sidelight.store.journal import JournalPiece
from sidelight.store.project import ProjectFile
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.moment import Moment

MOST_PANES = 8
JOURNAL_EVERY_MS = 250.0


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
        self._unjournaled: dict[GenerationId, _Unjournaled] = {}
        self._journal_seq: dict[GenerationId, int] = {}
        self._journaled_ms = 0.0

    @property
    def busy(self) -> bool:
        """Whether an answer is being written."""
        return bool(self._running)

    def start(
        self,
        prompt: str,
        models: Sequence[Model],
        *,
        system: str = "",
        config: GenerationConfig = GenerationConfig(),  # noqa: B008 (frozen)
        attempts: int = 1,
        follows: LiveComparison | None = None,
    ) -> LiveComparison:
        """Put a prompt to models; their answers begin to grow at once.

        Args:
            prompt: what the user asks; sent as it is.
            models: one a pane, 1 to 8; the same model may stand in several panes.
            system: a system message; empty sends none.
            config: settings that win over each model's own.
            attempts: answers of each model to this prompt.
            follows: the comparison that this one continues; its panes' latest attempts are the history.

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
        if attempts < 1:
            raise UsageError("A model must be asked at least once.", "Ask for 1 attempt or more.")
        if follows is not None and len(follows.panes) != len(models):
            raise UsageError(
                "A follow-up goes to the panes that answered before.",
                "Start a new round to change them.",
            )
        self._refuse_read_only()
        comparison = Comparison(
            id=ComparisonId(self._moment.new_id()),
            conversation=Conversation.asking(prompt, system),
            models=tuple(model.ref for model in models),
            created_ms=self._moment.wall_ms(),
            follows=tuple(pane[-1].id for pane in follows.panes) if follows else (),
        )
        self._project.add_comparison(comparison)
        live = LiveComparison(comparison, tuple(models), [[] for _ in models])
        self._open[comparison.id] = live
        for position, model in enumerate(models):
            for attempt in range(1, attempts + 1):
                live.panes[position].append(self._ask(live, model, config, position, attempt))
        return live

    def open(self, identity: ComparisonId) -> LiveComparison:
        """A comparison from the project; one that is being written is the same object each time."""
        if identity in self._open:
            return self._open[identity]
        comparison = self._project.comparison(identity)
        models = tuple(self._known(ref) for ref in comparison.models)
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
        config = last.config if last else GenerationConfig()
        if last is not None and config.seed is not None and (config.temperature or 0) > 0:
            # The same seed would give the same answer: the point of asking again is another one.
            config = config.overridden_by(GenerationConfig(seed=config.seed + 1))
        self._open[live.comparison.id] = live
        answer = self._ask(live, live.models[position], config, position, last.attempt + 1 if last else 1)
        pane.append(answer)
        return answer

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
                answer.take(event.deltas)
                self._note(event)
            else:
                self._end(answer, event)
        now = self._moment.steady_ms()
        if self._unjournaled and now - self._journaled_ms >= JOURNAL_EVERY_MS:
            self._journal(now)
        return changed

    def _ask(
        self, live: LiveComparison, model: Model, config: GenerationConfig, position: int, attempt: int
    ) -> LiveAnswer:
        generation = Generation(
            id=GenerationId(self._moment.new_id()),
            comparison_id=live.comparison.id,
            model=model.ref,
            config=model.defaults.overridden_by(config),
            position=position,
            attempt=attempt,
            created_ms=self._moment.wall_ms(),
        )
        answer = LiveAnswer(generation, model, self._moment.steady_ms)
        connection = self._catalogue.connection(model.ref.connection)
        self._project.begin(generation)
        self._running[answer.id] = answer
        self._network.start(
            answer.id,
            Request(
                model=model,
                connection=connection,
                conversation=self._asked(live.comparison, position),
                config=generation.config,
            ),
        )
        return answer

    def _asked(self, comparison: Comparison, position: int) -> Conversation:
        """What a pane's model is sent: its own history, then what is new."""
        if not comparison.follows:
            return comparison.conversation
        earlier = self._project.generation(comparison.follows[position])
        before = self._asked(self._project.comparison(earlier.comparison_id), earlier.position)
        answer = Message.of("assistant", earlier.text)
        return Conversation((*before.messages, answer, *comparison.conversation.messages))

    def _known(self, ref: ModelRef) -> Model:
        try:
            return self._catalogue.model(ref)
        except SidelightError:
            return Model(ref, label=str(ref), about="This model is not available here now.")

    def _note(self, batch: Batch) -> None:
        waiting = self._unjournaled.setdefault(batch.stream, _Unjournaled())
        for delta in batch.deltas:
            if isinstance(delta, TextDelta):
                waiting.text.append(delta.text)
            elif isinstance(delta, ReasoningDelta):
                waiting.reasoning.append(delta.text)
        waiting.wire.extend(batch.wire)

    def _journal(self, now_ms: float) -> None:
        pieces = []
        for identity, waiting in self._unjournaled.items():
            seq = self._journal_seq.get(identity, 0)
            self._journal_seq[identity] = seq + 1
            text, reasoning = "".join(waiting.text), "".join(waiting.reasoning)
            pieces.append(JournalPiece(identity, seq, text, reasoning, tuple(waiting.wire)))
        self._unjournaled.clear()
        self._journaled_ms = now_ms
        self._project.journal(pieces)

    def _end(self, answer: LiveAnswer, ended: Ended) -> None:
        if answer.id in self._unjournaled:
            self._journal(self._moment.steady_ms())
        self._project.finish(answer.end(ended.timing), ended.exchange)
        del self._running[answer.id]
        self._journal_seq.pop(answer.id, None)
        live = next((c for c in self._open.values() if answer in c.answers()), None)
        if live is not None and not live.running:
            del self._open[live.comparison.id]

    def _refuse_read_only(self) -> None:
        if self._project.read_only:
            raise ReadOnlyProject(
                f"{self._project.path.name} can only be read, so no answer could be kept.",
                "Save a copy elsewhere and ask there.",
            )


class _Unjournaled:
    """What one stream brought since the journal was last written."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.reasoning: list[str] = []
        self.wire: list[WirePiece] = []
