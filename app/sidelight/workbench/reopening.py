# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles from the project that become rounds again: those left unfinished, those to be shown once more."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sidelight.domain.battle import Battle, LogEntry, LogEvent, Vote
from sidelight.domain.canonical import canonical_json
from sidelight.domain.comparison import Comparison
from sidelight.domain.identity import BattleId
from sidelight.domain.model import Model, ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench import commitment
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.commitment import Kind
from sidelight.workbench.void import Void


@dataclass(frozen=True, slots=True)
class Kept:
    """A battle with what belongs to it. ``lineage``: earlier turns and attempts, to be opened with it."""

    battle: Battle
    comparison: Comparison
    texts: tuple[str, ...]
    models: tuple[Model, ...] = ()
    lineage: tuple[Battle, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What earlier sittings left: rounds that wait for somebody, and entries that end the others."""

    waiting: tuple[Kept, ...]
    ended: tuple[tuple[LogEntry, Void | None], ...]

    def events(self, at_ms: int) -> list[LogEvent]:
        """What the log is to say of those that wait for nobody: void, if they were not, and opened."""
        told: list[LogEvent] = []
        for entry, why in self.ended:
            event = entry.event
            if why is not None:
                body: dict[str, object] = {
                    "answers": [],
                    "battle": None,
                    "reason": why,
                    "version": commitment.VERSION,
                }
                told.append(replace(event, kind=Kind.VOID, body=canonical_json(body), created_ms=at_ms))
            bare = canonical_json({"version": commitment.VERSION})
            told.append(replace(event, kind=Kind.REVEALED, body=bare, created_ms=at_ms))
        return told


def committed(battle: Battle, comparison: Comparison) -> Battle:
    """The battle on this comparison, with its commitment."""
    prompt = commitment.conversation_digest(comparison.conversation)
    battle = replace(battle, comparison_id=comparison.id, prompt=prompt)
    return replace(battle, commitment=commitment.commitment(battle))


def swapped(blank: Battle, of: Battle) -> Battle:
    """A repeat of a battle: the same answers on the other sides."""
    return replace(blank, repeats=of.id, generations=tuple(reversed(of.generations)))


def rules_of(battle: Battle) -> Rules:
    """The rules that a battle was drawn by, as far as they matter for showing it."""
    said = json.loads(battle.settings)
    return replace(
        Rules(), pace=said["pace"], mask=said["mask"], plain=said["plain"], cut_counts=said["cut_counts"]
    )


def repeat(
    project: ProjectFile,
    known: Callable[[ModelRef], Model],
    annotator: str,
    leave: int,
    chance: random.Random,
) -> Kept | None:
    """A battle that may be shown again, chosen by lot; ``None`` if there is none. Reads the project."""
    ids = project.repeatable(annotator, leave)
    if not ids:
        return None
    battle = project.battle(chance.choice(ids))
    kept = _kept(project, battle)
    return replace(kept, models=tuple(known(ref) for ref in battle.models)) if kept is not None else None


def find(project: ProjectFile, but: frozenset[BattleId]) -> Found:
    """What is not opened yet, except some. Reads the project."""
    unopened = [one for one in project.unopened() if one not in but]
    logs = {one: project.log(one) for one in unopened}
    said = {one: {entry.event.kind for entry in log} for one, log in logs.items()}
    shown = {one: project.battle(one) for one in unopened if Kind.SHOWN in said[one]}
    votes = {one: tuple(project.votes(one)) for one in shown}
    # A turn that was followed by another that was shown waits no more.
    followed = {battle.follows for battle in shown.values()}
    waiting, taken = [], set()
    for one in reversed(unopened):
        if one in shown and Kind.VOID not in said[one] and one not in followed:
            kept = _kept(project, shown[one])
            if kept is not None:
                lineage = tuple(_lineage(shown[one], shown.values()))
                taken |= {one, *(battle.id for battle in lineage)}
                waiting.append(replace(kept, lineage=lineage, votes=votes[one]))
    ended = tuple(
        (logs[one][0], None if Kind.VOID in said[one] or one in shown else Void.ENDED)
        for one in unopened
        if one not in taken
    )
    return Found(tuple(reversed(waiting)), ended)


def _lineage(battle: Battle, others: Iterable[Battle]) -> Sequence[Battle]:
    """Earlier attempts of the battle and the turns before it."""
    by_id = {other.id: other for other in others}
    found = [one for one in by_id.values() if one.comparison_id == battle.comparison_id and one.id < battle.id
             and one.repeats == battle.repeats]  # fmt: skip
    before = by_id.get(battle.follows) if battle.follows is not None else None
    return [*(_lineage(before, others) if before else ()), *((before,) if before else ()), *found]


def _kept(project: ProjectFile, battle: Battle) -> Kept | None:
    if battle.comparison_id is None:
        return None
    texts = tuple(project.generation(one).text for one in battle.generations)
    return Kept(battle, project.comparison(battle.comparison_id), texts)
