# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Checks that the log of blind battles is whole, and that battles, votes and answers are what it says."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sidelight.domain.battle import Battle, LogEntry, Vote, entry_digest
from sidelight.domain.canonical import digest
from sidelight.domain.errors import ProjectError
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.store.project import ProjectFile
from sidelight.workbench.commitment import (
    VERSION,
    Kind,
    battle_digest,
    commitment,
    conversation_digest,
    vote_digest,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not what it was: ``where`` it is, and ``what`` is wrong with it."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found.

    Attributes:
        problems: none, if all is well.
        heads: digests of the log's newest entries: one, or several after a merge.
        entries: of the log.
        battles: that were held here and are in the log.
        votes: on those, every version of each.
        imported: battles from elsewhere, which nothing was promised about.
        unopened: battles whose names nobody was given yet.
    """

    problems: tuple[Problem, ...]
    heads: tuple[str, ...]
    entries: int
    battles: int
    votes: int
    imported: int = 0
    unopened: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything is as it was put on record."""
        return not self.problems


@dataclass(slots=True)
class _Story:
    """What the log says of one battle, in the order of the log."""

    entries: list[tuple[LogEntry, dict[str, Any]]] = field(default_factory=list)

    def of(self, kind: Kind) -> list[tuple[LogEntry, dict[str, Any]]]:
        return [(entry, body) for entry, body in self.entries if entry.event.kind == kind]

    def first_seq(self, kind: Kind) -> int | None:
        return min((entry.seq for entry, _ in self.of(kind)), default=None)


class Auditing:
    """One look at a whole project. Reads all of it, so it belongs on a thread that nobody waits for."""

    def __init__(self, project: ProjectFile) -> None:
        self._project = project
        self._problems: list[Problem] = []
        self._prompts: dict[ComparisonId, str] = {}
        self._unread = False

    def audit(self, noted: str = "") -> Audit:
        """Check everything.

        Args:
            noted: the digest of an entry that somebody wrote down earlier: it must still be there.
        """
        entries = self._read("the log", self._project.log)
        battles = {one.id: one for one in self._read("the battles", self._project.battles)}
        votes = {one.id: one for one in self._read("the votes", self._project.votes)}
        for told in self._read("the file", self._project.inconsistent):
            self._complain("the file", f"Its tables and indexes do not agree: {told}.")
        self._check_chain(entries)
        if self._unread:
            # What is missing from these lists would be called missing everywhere.
            return self._result(entries, battles=len(battles), votes=len(votes))
        if noted and noted not in {entry.digest for entry in entries}:
            self._complain("the log", f"It lacks the entry {noted}, which was noted earlier.")
        stories = self._stories(entries)
        held = {one: battle for one, battle in battles.items() if one in stories or not battle.origin}
        for identity, battle in held.items():
            if identity not in stories:
                if battle.blind or battle.commitment:
                    self._complain(_of_battle(identity), "The log does not know it.")
                continue
            self._check_battle(battle, stories[identity])
        for identity, story in stories.items():
            if identity not in battles and story.of(Kind.SHOWN):
                self._complain(_of_battle(identity), "The log says that it was shown, and it is not there.")
            self._check_order(identity, story)
        judged = self._check_votes(votes, stories)
        return self._result(
            entries,
            battles=sum(one in stories for one in held),
            votes=judged,
            imported=len(battles) - len(held),
            unopened=sum(not story.of(Kind.REVEALED) for story in stories.values()),
        )

    def _result(self, entries: Sequence[LogEntry], **counts: int) -> Audit:
        named = {digest_ for entry in entries for digest_ in entry.previous}
        heads = tuple(sorted(entry.digest for entry in entries if entry.digest not in named))
        return Audit(tuple(self._problems), heads, len(entries), **counts)

    def _read(self, what: str, read: Callable[[], list[T]]) -> list[T]:
        try:
            return read()
        except ProjectError as error:
            self._unread = True
            self._complain(what, str(error))
            for where in self._project.unreadable():
                self._complain(where, "It cannot be read.")
            return []

    def _complain(self, where: str, what: str) -> None:
        problem = Problem(where, what)
        if problem not in self._problems:
            self._problems.append(problem)

    def _check_chain(self, entries: Sequence[LogEntry]) -> None:
        places = {entry.digest: entry.seq for entry in entries}
        for entry in entries:
            where = _of_entry(entry)
            if entry_digest(entry.seq, entry.previous, entry.event) != entry.digest:
                self._complain(where, "It is not what it was when it was written.")
            missing = [one for one in entry.previous if one not in places]
            if missing:
                self._complain(where, f"The entry before it ({missing[0][:16]}…) is not there.")
            elif entry.seq != 1 + max((places[one] for one in entry.previous), default=0):
                self._complain(where, "It is not at its place.")

    def _stories(self, entries: Sequence[LogEntry]) -> dict[BattleId, _Story]:
        stories: dict[BattleId, _Story] = defaultdict(_Story)
        for entry in entries:
            try:
                body = json.loads(entry.event.body)
                known = body["version"] == VERSION and entry.event.kind in list(Kind)
            except (ValueError, KeyError, TypeError):
                known, body = False, {}
            if not known:
                self._complain(_of_entry(entry), "What it says cannot be understood.")
                continue
            stories[entry.event.battle_id].entries.append((entry, body))
        return dict(stories)

    def _check_battle(self, battle: Battle, story: _Story) -> None:
        where = _of_battle(battle.id)
        drawn = story.of(Kind.DRAWN)
        if len(drawn) != 1 or drawn[0][1].get("commitment") != battle.commitment:
            self._complain(where, "It is not the battle that was drawn: its commitment is another one.")
        if commitment(battle) != battle.commitment:
            self._complain(where, "Models, order, settings or nonce are not those that were committed to.")
        for _, body in [*story.of(Kind.SHOWN), *story.of(Kind.VOID)]:
            if body.get("battle") not in (None, battle_digest(battle)):
                self._complain(where, "It is not what it was when it was shown.")
            for identity, told in _pairs(body.get("answers")):
                self._check_answer(where, identity, told)
        if battle.comparison_id is not None and self._prompt(battle.comparison_id) != battle.prompt:
            self._complain(where, "The prompt is not the one that was committed to.")

    def _check_answer(self, where: str, identity: Any, told: Any) -> None:
        try:
            answer = self._project.generation(identity)
        except (ProjectError, ValueError, TypeError):
            self._complain(where, f"The answer {identity} cannot be read.")
            return
        if digest(answer.text) != told:
            self._complain(where, f"The answer {identity} is not the one that was shown.")

    def _prompt(self, identity: ComparisonId) -> str:
        if identity not in self._prompts:
            try:
                self._prompts[identity] = conversation_digest(self._project.comparison(identity).conversation)
            except (ProjectError, ValueError, TypeError):
                self._prompts[identity] = "none"
        return self._prompts[identity]

    def _check_order(self, identity: BattleId, story: _Story) -> None:
        """What must come before something else, did."""
        places = [story.first_seq(kind) for kind in (Kind.DRAWN, Kind.SHOWN, Kind.VOTE)]
        if places[0] is None:
            self._complain(_of_battle(identity), "The log does not say that it was drawn.")
        known = [place for place in places if place is not None]
        if known != sorted(known) or (places[2] is not None and places[1] is None):
            self._complain(_of_battle(identity), "It was not drawn, shown and voted on in this order.")

    def _check_votes(self, votes: dict[Any, Vote], stories: dict[BattleId, _Story]) -> int:
        judged = 0
        told: dict[str, tuple[LogEntry, dict[str, Any]]] = {}
        for story in stories.values():
            for entry, body in story.of(Kind.VOTE):
                told[str(body.get("vote"))] = entry, body
                if body.get("vote") not in votes:
                    self._complain(_of_entry(entry), f"The vote {body.get('vote')} is not there.")
        for vote in votes.values():
            where = f"vote {vote.id}"
            before = votes.get(vote.supersedes)
            if before is not None and before.battle_id != vote.battle_id:
                self._complain(where, "It takes the place of a vote on another battle.")
            if vote.battle_id not in stories:
                continue
            judged += 1
            if vote.id not in told:
                self._complain(where, "The log does not know it.")
                continue
            entry, body = told[vote.id]
            if body.get("digest") != vote_digest(vote) or entry.event.battle_id != vote.battle_id:
                self._complain(where, "It is not what it was when it was given.")
            opened = stories[vote.battle_id].first_seq(Kind.REVEALED)
            if opened is not None and entry.seq > opened and not vote.revealed:
                self._complain(where, "It was given when the names were known, and does not say so.")
        return judged


def _pairs(answers: Any) -> Iterator[tuple[Any, Any]]:
    for one in answers if isinstance(answers, list) else []:
        if isinstance(one, list) and len(one) == 2:
            yield one[0], one[1]


def _of_entry(entry: LogEntry) -> str:
    return f"entry {entry.seq} of the log ({entry.digest[:16]}…)"


def _of_battle(identity: BattleId) -> str:
    return f"battle {identity}"
