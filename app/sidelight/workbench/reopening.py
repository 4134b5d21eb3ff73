# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles from the project that become rounds again: those left unfinished, those to be shown once more."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sidelight.domain.battle import Battle, LogEntry, LogEvent, Vote
from sidelight.domain.canonical import canonical_json
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.identity import BattleId, GenerationId
from sidelight.domain.model import GenerationConfig, Model, ModelRef
from sidelight.store.project import ProjectFile
from sidelight.workbench import commitment
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.commitment import Kind
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.live import LiveComparison
from sidelight.workbench.void import Void

LONGEST_WAIT_MS = 600_000
"""A repeat is not awaited for longer, however long the first time took."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A battle with what belongs to it.

    ``lineage``: earlier turns and attempts, to be opened with it. ``took_ms``: from the draw to the answers.
    """

    battle: Battle
    comparison: Comparison
    texts: tuple[str, ...]
    models: tuple[Model, ...] = ()
    lineage: tuple[Battle, ...] = ()
    votes: tuple[Vote, ...] = ()
    took_ms: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """A battle that waits for nobody: why it is void if it was not yet, and whether it may be opened now."""

    entry: LogEntry
    why: Void | None
    opened: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What earlier sittings left: rounds that wait for somebody, and entries that end the others."""

    waiting: tuple[Kept, ...]
    ended: tuple[Ended, ...]

    def events(self, at_ms: int) -> list[LogEvent]:
        """What the log is to say of those that wait for nobody: void, if they were not, and opened."""
        told: list[LogEvent] = []
        for one in self.ended:
            event = one.entry.event
            if one.why is not None:
                body: dict[str, object] = {
                    "answers": [],
                    "battle": None,
                    "reason": one.why,
                    "version": commitment.VERSION,
                }
                told.append(replace(event, kind=Kind.VOID, body=canonical_json(body), created_ms=at_ms))
            if one.opened:
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
    """The rules that a battle was drawn by, as far as they matter for showing it; else the usual."""
    try:
        said = json.loads(battle.settings)
        return Rules(
            pace=int(said["pace"]),
            mask=said["mask"] is not False,
            plain=said["plain"] is True,
            cut_counts=said["cut_counts"] is True,
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, UsageError):
        return Rules()


def config_of(battle: Battle) -> GenerationConfig:
    """The sampler's settings that a battle was asked with; each model's own where they cannot be read."""
    try:
        said = json.loads(battle.settings)
        temperature = said["temperature"]
        return GenerationConfig(
            temperature=None if temperature is None else float(temperature),
            max_tokens=said["max_tokens"],
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return GenerationConfig()


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
    if kept is None:
        return None
    models = tuple(known(ref) for ref in battle.models)
    return replace(kept, models=models, took_ms=_took_ms(project.log(battle.id)))


def _took_ms(log: Sequence[LogEntry]) -> int:
    """For how long whoever voted had waited for the answers; the machine may have slept meanwhile."""
    at = {entry.event.kind: entry.event.created_ms for entry in reversed(log)}
    if Kind.DRAWN not in at or Kind.SHOWN not in at:
        return 0
    return min(max(0, at[Kind.SHOWN] - at[Kind.DRAWN]), LONGEST_WAIT_MS)


def as_repeated(comparing: Comparing, battle: Battle) -> LiveComparison:
    """What a further turn of a repeat goes on from: the earlier answers, on the sides that they have now.

    Raises:
        ProjectError: they cannot be read.
    """
    if battle.comparison_id is None:
        raise UsageError("The answers of this round are not in the project.", "Vote, or begin a new round.")
    kept = comparing.open(battle.comparison_id)
    by_id = {answer.id: answer for answer in kept.answers()}
    panes = [[by_id[identity]] for identity in battle.generations if identity in by_id]
    return LiveComparison(kept.comparison, tuple(reversed(kept.models)), panes)


def find(project: ProjectFile, but: frozenset[BattleId]) -> Found:
    """What is not opened yet, except some. Reads the project."""
    logs = {one: project.log(one) for one in project.unopened() if one not in but}
    said = {one: {entry.event.kind for entry in log} for one, log in logs.items()}
    shown = {one: project.battle(one) for one in logs if Kind.SHOWN in said[one]}
    # A turn that was followed by another that was shown waits no more.
    followed = {battle.follows for battle in shown.values()}
    waiting: dict[BattleId, Kept] = {}
    for one, battle in shown.items():
        kept = None if Kind.VOID in said[one] or one in followed else _kept(project, battle)
        if kept is not None:
            lineage = tuple(_lineage(battle, shown.values()))
            waiting[one] = replace(kept, lineage=lineage, votes=tuple(project.votes(one)))
    taken = {*waiting, *(battle.id for kept in waiting.values() for battle in kept.lineage)}
    turns = {answer: one for one in waiting for answer in shown[one].generations}
    ended = []
    for one, log in logs.items():
        if one in taken:
            continue
        why = None if Kind.VOID in said[one] or one in shown else Void.ENDED
        waits = _turn_before(project, log[0], turns)
        ended.append(Ended(log[0], why, opened=waits is None))
        if waits is not None:
            # A further turn of a round that waits would give its models away.
            kept, event = waiting[waits], log[0].event
            turn = replace(kept.battle, id=one, comparison_id=event.comparison_id)
            waiting[waits] = replace(kept, lineage=(*kept.lineage, turn))
    return Found(tuple(waiting.values()), tuple(ended))


def _turn_before(
    project: ProjectFile, entry: LogEntry, turns: Mapping[GenerationId, BattleId]
) -> BattleId | None:
    """The round whose answers a battle went on from, if it is one of these."""
    try:
        comparison_id = entry.event.comparison_id
        follows = project.comparison(comparison_id).follows if comparison_id is not None else ()
    except ProjectError:
        return None
    return next((turns[answer] for answer in follows if answer in turns), None)


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
