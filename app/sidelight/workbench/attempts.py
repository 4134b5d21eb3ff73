# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Running the scripts of many attempts, a few at once, so that each is seen and judged."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sidelight.domain.artifact import Artifact
from sidelight.domain.errors import SidelightError
from sidelight.domain.identity import GenerationId
from sidelight.text.artifacts import artifacts
from sidelight.workbench.live import LiveAnswer
from sidelight.workbench.live_run import LiveRun
from sidelight.workbench.running import Running

SEEN_FPS, HIDDEN_FPS = 15.0, 5.0
UNJUDGED_S = 4.0
"""For how long a script is shown that no verifier looks at, before the next one gets its place."""
NO_PICTURE_S = 15.0
"""A script that has shown nothing for so long gives its place to the next one."""

State = Literal["idle", "waiting", "running"]


def at_once() -> int:
    """How many scripts may run side by side here: two, or three where there are processors for them."""
    return max(2, min(3, (os.cpu_count() or 2) // 2))


@dataclass(slots=True)
class _Place:
    """One script that runs, and whether it may be ended for the next one."""

    run: LiveRun
    stopping: bool = False


class AttemptRuns:
    """The scripts of one comparison's attempts. Call ``tick`` some fifteen times a second while ``busy``."""

    def __init__(self, running: Running, most: int | None = None) -> None:
        """Begin with nothing running.

        Args:
            running: starts scripts.
            most: how many may run at once.
        """
        self._running = running
        self._most = most or at_once()
        self._waiting: deque[tuple[GenerationId, Artifact, Sequence[Artifact]]] = deque()
        self._places: dict[GenerationId, _Place] = {}
        self._seen: frozenset[GenerationId] = frozenset()
        self._scripts: dict[GenerationId, tuple[int, Artifact | None]] = {}
        self.trouble = ""

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._places or self._waiting)

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @property
    def judging(self) -> int:
        """How many run and are still being watched to be judged."""
        return sum(not _settled(place.run) and not place.stopping for place in self._places.values())

    def script(self, answer: LiveAnswer) -> Artifact | None:
        """What is run of an answer: its longest whole program in Python or page; ``None`` if it has none."""
        known = self._scripts.get(answer.id)
        if known is None or known[0] != answer.version:
            whole = [one for one in artifacts(answer.text) if self._running.can_run(one)]
            longest = max(whole, key=lambda one: len(one.text), default=None)
            self._scripts[answer.id] = known = (answer.version, longest)
        return known[1]

    def state(self, answer: GenerationId) -> State:
        """Whether an attempt's script runs, waits, or neither."""
        if answer in self._places:
            return "running"
        return "waiting" if any(one[0] == answer for one in self._waiting) else "idle"

    def run_of(self, answer: GenerationId) -> LiveRun | None:
        """The run of an attempt, while there is one."""
        place = self._places.get(answer)
        return place.run if place is not None else None

    def begin(self, answers: Iterable[LiveAnswer]) -> int:
        """Have scripts run as soon as there is a place, in this order; returns how many will."""
        self.trouble = ""
        added = 0
        for answer in answers:
            script = self.script(answer)
            if script is not None and not answer.running and self.state(answer.id) == "idle":
                self._waiting.append((answer.id, script, artifacts(answer.text)))
                added += 1
        return added

    def stop(self, answer: GenerationId) -> None:
        """End one, or let it wait no longer."""
        self._waiting = deque(one for one in self._waiting if one[0] != answer)
        place = self._places.get(answer)
        if place is not None and not place.stopping:
            place.stopping = True
            place.run.stop()

    def stop_all(self) -> None:
        """End all, and let none wait."""
        self._waiting.clear()
        for answer in tuple(self._places):
            self.stop(answer)

    def set_seen(self, answers: frozenset[GenerationId]) -> None:
        """Which attempts can be seen: they are shown at a low rate, the others go slower."""
        if answers != self._seen:
            self._seen = answers
            for answer, place in self._places.items():
                self._pace(answer, place.run)

    def tick(self) -> bool:
        """Take in what the scripts did, free places and fill them.

        Returns:
            Whether anything but pictures changed.
        """
        changed = False
        for answer, place in tuple(self._places.items()):
            changed |= place.run.pump()
            if place.run.witness is not None:
                place.run.witness.tick()
            if place.run.ended is not None:
                place.run.close()
                del self._places[answer]
                changed = True
        settled = [one for one, place in self._places.items() if not place.stopping and _settled(place.run)]
        wanted = min(len(self._waiting), self._most)
        # Who is out of sight goes first, then who has been there longest.
        for answer in sorted(settled, key=lambda one: one in self._seen):
            free = self._most - sum(not place.stopping for place in self._places.values())
            if answer not in self._seen or free < wanted:
                self.stop(answer)
                changed = True
        return self._fill() or changed

    def close(self) -> None:
        """End everything; what was seen is kept."""
        self._waiting.clear()
        for place in self._places.values():
            place.run.stop()
        for place in self._places.values():
            place.run.close()
        self._places.clear()

    def _fill(self) -> bool:
        """Start one that waits, if there is a place."""
        if not self._waiting or len(self._places) >= self._most:
            return False
        if self._running.report() is None:
            # What holds here is found out on a thread; starting now would wait for it.
            probe = self._running.probe()
            if not probe.done() or probe.exception() is None:
                return False
        answer, script, beside = self._waiting.popleft()
        try:
            run = self._running.start(answer, script, beside=beside)
        except SidelightError as error:
            # What refuses one refuses all.
            self._waiting.clear()
            self.trouble = str(error)
            return True
        run.recent.recording = False
        self._places[answer] = _Place(run)
        self._pace(answer, run)
        return True

    def _pace(self, answer: GenerationId, run: LiveRun) -> None:
        if run.running:
            run.set_rate(SEEN_FPS if answer in self._seen else HIDDEN_FPS)


def _settled(run: LiveRun) -> bool:
    """Whether nothing more is to be learnt from a run."""
    if run.first_frame_ms is None:
        return run.played_s > NO_PICTURE_S
    if run.witness is None:
        return run.played_s - run.first_frame_ms / 1000 > UNJUDGED_S
    return run.witness.settled
