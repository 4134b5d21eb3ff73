# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on attempts: what verifiers find in their runs and texts, and what people say: the last word."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sidelight.domain.errors import ProjectError
from sidelight.domain.generation import StopReason
from sidelight.domain.identity import ComparisonId, GenerationId, RecordId, RunId
from sidelight.domain.verdict import PERSON, Finding, Judgement, Verdict
from sidelight.probes.success import Success, success_of
from sidelight.probes.task import asks_for_turning_cube, holds_code
from sidelight.store.project import ProjectFile
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.moment import Moment
from sidelight.workbench.reviewing import Reviewing
from sidelight.workbench.verdict_standing import Standing, name_of, standing_of
from sidelight.workbench.witness import Witness

if TYPE_CHECKING:
    from sidelight.registry.discovery import Installed
    from sidelight.workbench.verifying import Verifying

JOIN_S = 5.0


class Judging:
    """Verdicts of one project."""

    def __init__(
        self,
        project: ProjectFile,
        reviewing: Reviewing,
        moment: Moment,
        is_new: Callable[[GenerationId], bool] = lambda _: False,
        verifying: Callable[[], Verifying] | None = None,
    ) -> None:
        """Begin.

        Args:
            project: where verdicts are kept.
            reviewing: keeps what can be taken back.
            moment: clocks and chance.
            is_new: whether an answer is of this sitting, so that nothing of it need be read.
            verifying: gives what asks plugins; asked for with the first tick. Without it none are asked.
        """
        self._is_new = is_new
        self._project = project
        self._reviewing = reviewing
        self._moment = moment
        self._verifying = verifying
        self._shown: LiveComparison | None = None
        # Guards what the judging thread adds to, judgements and the version, and its beginning.
        self._lock = threading.Lock()
        self._judgements: dict[GenerationId, list[Judgement]] = {}
        self._version = 0
        self._applies: dict[ComparisonId, bool] = {}
        self._comparisons: dict[GenerationId, ComparisonId] = {}
        self._witnesses: weakref.WeakSet[Witness] = weakref.WeakSet()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def version(self) -> int:
        """Grows with every new verdict."""
        return self._version

    def learn(self, live: LiveComparison) -> None:
        """Know a comparison that is shown, so that nothing need be read for it later."""
        self._shown = live
        self._applies[live.comparison.id] = asks_for_turning_cube(live.prompt)
        for answer in live.answers():
            self._comparisons[answer.id] = live.comparison.id

    def applies(self, answer: GenerationId) -> bool:
        """Whether what was asked is the built-in verifier's."""
        if answer not in self._comparisons:
            self._comparisons[answer] = self._project.generation(answer).comparison_id
        asked = self._comparisons[answer]
        if asked not in self._applies:
            prompt = self._project.comparison(asked).conversation.prompt
            self._applies[asked] = asks_for_turning_cube(prompt)
        return self._applies[asked]

    def witness(self, answer: GenerationId) -> Witness | None:
        """Who watches a run of an answer's code; ``None`` if no verifier watches runs of what was asked."""
        if not self.applies(answer):
            return None
        made = Witness(self._give, lambda run, finding: self._found(answer, run, finding))
        self._witnesses.add(made)
        return made

    def tick(self) -> None:
        """Judge what is due; call about once a second."""
        for witness in tuple(self._witnesses):
            witness.tick()
        if self._verifying is not None and self._shown is not None:
            # What cannot be read is said where it is to be shown.
            with suppress(ProjectError):
                self._ask_plugins(self._verifying(), self._shown)

    def standing(self, answer: LiveAnswer) -> Standing:
        """What stands of an attempt: a person's word, else the newest certain verdict, else the newest."""
        self._comparisons[answer.id] = answer.generation.comparison_id
        standing = standing_of(self._loaded(answer.id))
        if standing.found in (None, Verdict.UNSURE) and self._holds_nothing(answer):
            said, evidence = Verdict.FAIL, ("The answer holds no code.",)
            if standing.by == "person":
                return replace(standing, found=said, evidence=evidence)
            return Standing(said, "verifier", evidence, said)
        return standing

    def _holds_nothing(self, answer: LiveAnswer) -> bool:
        """Whether a complete answer to what asks for a script holds none."""
        complete = answer.stop_reason is StopReason.COMPLETE
        return complete and not holds_code(answer.text) and self.applies(answer.id)

    def success(self, attempts: Sequence[LiveAnswer]) -> Success:
        """How often a model succeeded, over its attempts in order."""
        return success_of([self.standing(answer).verdict for answer in attempts])

    def say(self, answer: LiveAnswer, verdict: Verdict | None) -> None:
        """Give a person's verdict; ``None`` takes it back. Can be undone with the other reviews.

        Raises:
            ReadOnlyProject: it could not be kept.
        """
        standing = self.standing(answer)
        before = standing.verdict if standing.by == "person" else None
        if before is verdict:
            return
        identity, found = answer.id, standing.found
        words = f"verdict “{verdict or before}”"
        self._reviewing.perform(
            words,
            do=lambda: self._set(identity, verdict, found),
            undo=lambda: self._set(identity, before, found),
        )

    def press(self, answer: LiveAnswer, verdict: Verdict) -> None:
        """Give a person's verdict, or take it back if it is the one that was given.

        Raises:
            ReadOnlyProject: it could not be kept.
        """
        standing = self.standing(answer)
        again = standing.by == "person" and standing.verdict is verdict
        self.say(answer, None if again else verdict)

    def close(self) -> None:
        """End the thread, after what was given; runs have been closed before."""
        with self._lock:
            thread, self._thread, self._closed = self._thread, None, True
        if thread is not None:
            self._jobs.put(None)
            thread.join(JOIN_S)

    def _set(self, identity: GenerationId, verdict: Verdict | None, found: Verdict | None) -> None:
        current = next((one for one in reversed(self._loaded(identity)) if one.source == PERSON), None)
        said = Judgement(
            RecordId(self._moment.new_id()),
            identity,
            RunId(""),
            PERSON,
            verdict,
            (f"The verifier said {found}.",) if found is not None else (),
            self._moment.wall_ms(),
            current.id if current is not None else None,
        )
        self._project.add_judgement(said)
        self._add(said)

    def _found(self, answer: GenerationId, run: RunId, finding: Finding) -> None:
        """On the judging thread: keep what was found, unless it was found of this run already."""
        with self._lock:
            known = [one for one in self._judgements.get(answer, ()) if one.run_id == run]
        if known and (known[-1].verdict is finding.verdict or finding.verdict is Verdict.UNSURE):
            return
        self._keep(answer, run, finding, known[-1] if known else None)

    def _ask_plugins(self, verifying: Verifying, live: LiveComparison) -> None:
        """Have plugins judge what is complete of a comparison, each answer once."""
        if not verifying.any:
            return
        for answer in live.answers():
            if answer.stop_reason is not StopReason.COMPLETE:
                continue
            judged = {one.source for one in self._loaded(answer.id)}
            for verifier in verifying.due(answer.id, live.prompt, judged):
                self._give(partial(self._ask, verifying, verifier, live, answer.id, answer.text))

    def _ask(
        self,
        verifying: Verifying,
        verifier: Installed,
        live: LiveComparison,
        answer: GenerationId,
        text: str,
    ) -> None:
        """On the judging thread: to find the blocks of a long answer takes a while."""

        def then(finding: Finding) -> None:
            self._give(partial(self._verified, answer, finding))

        verifying.ask(verifier, live.comparison.conversation, text, then)

    def _verified(self, answer: GenerationId, finding: Finding) -> None:
        """On the judging thread: keep what a plugin found, in the place of what it found before."""
        known = [
            one
            for one in self._loaded(answer)
            if one.source != PERSON and not one.run_id and name_of(one.source) == name_of(finding.verifier)
        ]
        last = known[-1] if known else None
        if last is not None and (last.source, last.verdict, last.evidence) == (
            finding.verifier,
            finding.verdict,
            finding.evidence,
        ):
            return
        self._keep(answer, RunId(""), finding, last)

    def _keep(self, answer: GenerationId, run: RunId, finding: Finding, superseded: Judgement | None) -> None:
        found = Judgement(
            RecordId(self._moment.new_id()),
            answer,
            run,
            finding.verifier,
            finding.verdict,
            finding.evidence,
            self._moment.wall_ms(),
            superseded.id if superseded is not None else None,
        )
        self._loaded(answer)
        if not self._project.read_only:
            with suppress(ProjectError):
                self._project.add_judgement(found)
        self._add(found)

    def _loaded(self, identity: GenerationId) -> list[Judgement]:
        """An answer's judgements, oldest first."""
        with self._lock:
            if identity in self._judgements:
                return list(self._judgements[identity])
        read = [] if self._is_new(identity) else self._project.judgements(identity)
        with self._lock:
            return list(self._judgements.setdefault(identity, read))

    def _add(self, judgement: Judgement) -> None:
        with self._lock:
            kept = self._judgements.setdefault(judgement.generation_id, [])
            kept[:] = [one for one in kept if one.id != judgement.supersedes]
            kept.append(judgement)
            self._version += 1

    def _give(self, job: Callable[[], None]) -> None:
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._work, name="verdicts", daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def _work(self) -> None:
        # The window and the scripts come first; where threads have no priority of their own, so be it.
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        while (job := self._jobs.get()) is not None:
            job()
