# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles given out in the form of another program, with a count of what has no place there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidelight.domain.battle import Battle, Purpose, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.generation import Generation
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.exchange.battles_out import check_target, write_battles
from sidelight.store.project import ProjectFile

NO_VOTE = "no vote, or one that was skipped or taken back"
RANKING = "a ranking of more than two answers"
CHECKS = "a battle that was held to check the voter"
NOT_OPENED = "a blind battle whose names are not to be known yet"
LOST = "the answers are not in this project"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: battles written, and how many have no place in such a file, by the reason.

    Votes of which the answers are missing are written without them.
    """

    written: int
    without_answers: int
    left_out: tuple[tuple[str, int], ...]


def export_battles(project: ProjectFile, path: Path, format_name: str) -> Exported:
    """Write the battles of a project, each with the vote that stands.

    Raises:
        UsageError: there is no such form, the file's name does not fit it, or nothing can be written.
        ExchangeError: the file cannot be written.
        ProjectError: the project cannot be read.
    """
    check_target(path, format_name)
    left_out: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    votes = _standing(project.votes())
    hidden = frozenset(project.unopened())

    def bundles() -> Iterator[Bundle]:
        for battle in project.battles():
            vote = votes.get(battle.id)
            why = NOT_OPENED if battle.id in hidden else _has_no_place(battle, vote)
            if why or vote is None:
                left_out[why] += 1
                continue
            turns = _turns(project, battle)
            if not turns[0]:
                if format_name == "fastchat":
                    left_out[LOST] += 1
                    continue
                counted["bare"] += 1
            counted["written"] += 1
            yield Bundle(battle, (vote,), *turns)

    write_battles(path, format_name, bundles())
    if not counted["written"]:
        path.unlink(missing_ok=True)
        why = "; ".join(f"{reason}: {many:,}" for reason, many in left_out.items())
        raise UsageError("There is no battle that can be written." + (f" Left out: {why}." if why else ""))
    return Exported(counted["written"], counted["bare"], tuple(left_out.items()))


def _standing(votes: list[Vote]) -> dict[BattleId, Vote]:
    """Of each battle the vote that no later one supersedes, if it counts."""
    superseded = {vote.supersedes for vote in votes}
    return {vote.battle_id: vote for vote in votes if vote.id not in superseded and vote.counts}


def _has_no_place(battle: Battle, vote: Vote | None) -> str:
    if vote is None:
        return NO_VOTE
    if battle.purpose is not Purpose.PLAIN:
        return CHECKS
    return RANKING if vote.choice is None else ""


def _turns(project: ProjectFile, battle: Battle) -> tuple[tuple[Comparison, ...], tuple[Generation, ...]]:
    """The battle's turns from the first, with the two answers to each, as displayed."""
    comparisons: list[Comparison] = []
    generations: list[Generation] = []
    wanted = battle.generations
    seen: set[ComparisonId] = set()
    try:
        while wanted:
            pair = [project.generation(identity) for identity in wanted]
            if pair[0].comparison_id in seen:
                return (), ()
            seen.add(pair[0].comparison_id)
            asked = project.comparison(pair[0].comparison_id)
            comparisons.insert(0, asked)
            generations[:0] = pair
            # The sides of a battle are drawn: they need not be in the order of the panes.
            before = asked.follows
            wanted = tuple(before[one.position] for one in pair) if before else ()
    except (ProjectError, IndexError):
        return (), ()
    return tuple(comparisons), tuple(generations)
