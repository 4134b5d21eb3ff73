# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on attempts: what a verifier finds in their runs, and what people say, who have the last word."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

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
from sidelight.workbench.witness import Witness

JOIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of an attempt.

    Attributes:
        verdict: ``None`` if there is none yet.
        by: who says so; empty if nobody.
        evidence: why, in sentences.
        found: what the verifier says, whoever has the last word; ``None`` if it says nothing.
    """

    verdict: Verdict | None = None
    by: Literal["", "person", "verifier"] = ""
    evidence: tuple[str, ...] = ()
    found: Verdict | None = None


class Judging:
    """Verdicts of one project."""

    def __init__(
        self,
        project: ProjectFile,
        reviewing: Reviewing,
        moment: Moment,
        is_new: Callable[[GenerationId], bool] = lambda _: False,
    ) -> None:
        """Begin.

        Args:
            project: where verdicts are kept.
            reviewing: keeps what can be taken back.
            moment: clocks and chance.
            is_new: whether an answer is of this sitting, so that nothing of it need be read.
        """
        self._is_new = is_new
        self._project = project
        self._reviewing = reviewing
        self._moment = moment
        # Guards what the judging thread adds to: judgements and the version.
        self._lock = threading.Lock()
        self._judgements: dict[GenerationId, list[Judgement]] = {}
        self._version = 0
        self._applies: dict[ComparisonId, bool] = {}
        self._comparisons: dict[GenerationId, ComparisonId] = {}
        self._witnesses: weakref.WeakSet[Witness] = weakref.WeakSet()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    @property
    def version(self) -> int:
        """Grows with every new verdict."""
        return self._version

    def learn(self, live: LiveComparison) -> None:
        """Know a comparison that is shown, so that nothing need be read for it later."""
        self._applies[live.comparison.id] = asks_for_turning_cube(live.prompt)
        for answer in live.answers():
            self._comparisons[answer.id] = live.comparison.id

    def applies(self, answer: GenerationId) -> bool:
        """Whether there is a verifier for what was asked."""
        if answer not in self._comparisons:
            self._comparisons[answer] = self._project.generation(answer).comparison_id
        asked = self._comparisons[answer]
        if asked not in self._applies:
            prompt = self._project.comparison(asked).conversation.prompt
            self._applies[asked] = asks_for_turning_cube(prompt)
        return self._applies[asked]

    def witness(self, answer: GenerationId) -> Witness | None:
        """Who watches a run of an answer's code; ``None`` if there is no verifier for what was asked."""
        if not self.applies(answer):
            return None
        made = Witness(self._give, lambda run, finding: self._found(answer, run, finding))
        self._witnesses.add(made)
        return made

    def tick(self) -> None:
        """Judge what is due; call about once a second."""
        for witness in tuple(self._witnesses):
            witness.tick()

    def standing(self, answer: LiveAnswer) -> Standing:
        """What stands of an attempt: a person's word, else the newest certain verdict, else the newest."""
        self._comparisons[answer.id] = answer.generation.comparison_id
        judgements = self._loaded(answer.id)
        found = _newest_certain([one for one in judgements if one.source != PERSON])
        said = found.verdict if found is not None else None
        evidence = found.evidence if found is not None else ()
        if found is None and self._holds_nothing(answer):
            said, evidence = Verdict.FAIL, ("The answer holds no code.",)
        person = next((one for one in reversed(judgements) if one.source == PERSON), None)
        if person is not None and person.verdict is not None:
            return Standing(person.verdict, "person", evidence, said)
        return Standing(said, "verifier" if said is not None else "", evidence, said)

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
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(JOIN_S)
            self._thread = None

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
        found = Judgement(
            RecordId(self._moment.new_id()),
            answer,
            run,
            finding.verifier,
            finding.verdict,
            finding.evidence,
            self._moment.wall_ms(),
            known[-1].id if known else None,
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
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="verdicts", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _work(self) -> None:
        # The window and the scripts come first; where threads have no priority of their own, so be it.
        with suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        while (job := self._jobs.get()) is not None:
            job()


def _newest_certain(judgements: Sequence[Judgement]) -> Judgement | None:
    certain = [one for one in judgements if one.verdict is not Verdict.UNSURE]
    return certain[-1] if certain else judgements[-1] if judgements else None
