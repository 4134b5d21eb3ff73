# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Records of a project given out in some form, with a count of what has no place there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sidelight.domain.battle import Battle, Purpose, Vote
from sidelight.domain.bundle import Bundle
from sidelight.domain.comparison import Comparison
from sidelight.domain.errors import ProjectError, UsageError
from sidelight.domain.generation import Generation
from sidelight.domain.identity import ComparisonId, GenerationId
from sidelight.exchange.battles_out import write_battles
from sidelight.exchange.recording import battle_record, comparison_record
from sidelight.stage import wire
from sidelight.stage.exporting import line_of
from sidelight.store.portions import Held
from sidelight.store.project import ProjectFile
from sidelight.workbench.exporters import OWN, Exporters, Form, GivenUp
from sidelight.workbench.off_board import KNOWN, LEAKED
from sidelight.workbench.verdict_standing import standing_of

NO_VOTE = "no vote, or one that was skipped or taken back"
RANKING = "a ranking of more than two answers"
CHECKS = "a battle that was held to check the voter"
NOT_OPENED = "a blind battle whose names are not to be known yet"
LOST = "the answers are not in this project"
NO_ANSWER = "no answer has ended"
TOO_LARGE = f"larger than {wire.MOST_BYTES >> 20} MB"
TOLD_EVERY = 200


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did: records written, and how many have no place in such a file, by the reason.

    ``what`` they are: battles or comparisons. Votes of which the answers are missing are written without
    them. A plugin is given the ``written`` ones, and makes of them what it likes (``by_plugin``).
    ``not_on_board``: why a leaderboard that counts what is usual leaves written ones out, and how many.
    """

    written: int
    without_answers: int
    left_out: tuple[tuple[str, int], ...]
    what: str = "battles"
    not_on_board: tuple[tuple[str, int], ...] = ()
    by_plugin: bool = False

    @property
    def noun(self) -> str:
        """``what`` they are, as a word that fits their number."""
        return self.what if self.written != 1 else self.what.removesuffix("s")


def export_battles(project: ProjectFile, path: Path, format_name: str) -> Exported:
    """Write the battles of a project in one of the program's own forms; see ``Exporting``."""
    form = next((one for one in OWN if one.name == format_name), None)
    if form is None:
        raise UsageError(
            f"“{format_name}” is no known form of battles.",
            f"There are: {', '.join(one.name for one in OWN)}.",
        )
    return Exporting(project).export(form, path)


class Exporting:
    """Gives out the records of one project. Blocks: for a command line, or a thread of its own."""

    def __init__(self, project: ProjectFile, exporters: Exporters | None = None) -> None:
        """Begin; ``exporters`` has plugins write, and is not needed for the program's own forms."""
        self._project = project
        self._exporters = exporters

    def export(
        self,
        form: Form,
        path: Path,
        *,
        progress: Callable[[int], None] = lambda _read: None,
        given_up: Callable[[], bool] = lambda: False,
    ) -> Exported:
        """Write the records of the project: battles each with the vote that stands, or comparisons.

        Names that are not to be known yet are left out. The file is whole or not there; what was there
        before stays until then.

        Args:
            form: what to write.
            path: the file.
            progress: is told how many records were read, now and then.
            given_up: whether to stop; asked now and then.

        Raises:
            GivenUp: ``given_up`` said so.
            UsageError: the file's name does not fit the form, or nothing can be written.
            ExchangeError: the file cannot be written.
            ProjectError: the project cannot be read.
            PluginError, SandboxRefused: the plugin that was to write it failed, or cannot be held.
        """
        form.check(path)
        counted: Counter[str] = Counter()
        left_out: Counter[str] = Counter()
        off_board: Counter[str] = Counter()

        def look(number: int) -> None:
            if number % TOLD_EVERY == 0:
                progress(number)
                if given_up():
                    raise GivenUp

        if form.plugin is None:
            found = self._bundles(counted, left_out, look, bare=form.name != "fastchat")
            bundles = _seen(found, off_board)
            write_battles(path, form.name, _or_refuse(_counted(bundles, counted), left_out, "battle"))
        else:
            assert self._exporters is not None
            if form.records == "battles":
                lines = (
                    line_of(battle_record(one, self._verdict))
                    for one in _seen(self._bundles(counted, left_out, look, bare=True), off_board)
                )
            else:
                lines = (
                    line_of(comparison_record(*one, self._verdict))
                    for one in self._comparisons(left_out, look)
                )
            fitting = _counted(_fitting(lines, left_out), counted)
            self._exporters.write(form, path, _or_refuse(fitting, left_out, form.records[:-1]), given_up)
        reasons = tuple(left_out.items()), form.records, tuple(off_board.items())
        by_plugin = form.plugin is not None
        return Exported(counted["written"], counted["bare"], *reasons, by_plugin=by_plugin)

    def _verdict(self, answer: GenerationId) -> str:
        verdict = standing_of(self._project.judgements(answer)).verdict
        return verdict.value if verdict is not None else ""

    def _bundles(
        self, counted: Counter[str], left_out: Counter[str], look: Callable[[int], None], *, bare: bool
    ) -> Iterator[Bundle]:
        """Every battle that has a place in a file, with its vote; ``bare`` ones have lost their answers."""
        hidden = frozenset(self._project.unopened())
        for number, (battle, vote) in enumerate(self._held(), start=1):
            look(number)
            why = NOT_OPENED if battle.id in hidden else _has_no_place(battle, vote)
            if why or vote is None:
                left_out[why] += 1
                continue
            turns = _turns(self._project, battle)
            if not turns[0]:
                if not bare:
                    left_out[LOST] += 1
                    continue
                counted["bare"] += 1
            yield Bundle(battle, (vote,), *turns)

    def _held(self) -> Iterator[Held]:
        portion = self._project.battles_after(None)
        while portion:
            yield from portion
            portion = self._project.battles_after(portion[-1].battle.id)

    def _comparisons(
        self, left_out: Counter[str], look: Callable[[int], None]
    ) -> Iterator[tuple[Comparison, list[Generation]]]:
        """Every comparison whose names may be seen, with the answers that have ended."""
        number = 0
        portion = self._project.comparisons_after(None)
        while portion:
            for comparison in portion:
                number += 1
                look(number)
                answers = [
                    one for one in self._project.generations(comparison.id) if one.stop_reason is not None
                ]
                if answers:
                    yield comparison, answers
                else:
                    left_out[NO_ANSWER] += 1
            portion = self._project.comparisons_after(portion[-1])


def _fitting(lines: Iterator[bytes], left_out: Counter[str]) -> Iterator[bytes]:
    """The records that are not too large for a plugin."""
    for line in lines:
        if len(line) > wire.MOST_BYTES:
            left_out[TOO_LARGE] += 1
        else:
            yield line


def _counted(records: Iterator[T], counted: Counter[str]) -> Iterator[T]:
    for one in records:
        counted["written"] += 1
        yield one


def _seen(bundles: Iterator[Bundle], off_board: Counter[str]) -> Iterator[Bundle]:
    """The battles; those that a leaderboard leaves out are counted by the reason."""
    for bundle in bundles:
        (vote,) = bundle.votes
        # A vote that was changed behind the names stays on the board as it was before.
        if not bundle.battle.blind or (vote.revealed and vote.supersedes is None):
            off_board[KNOWN] += 1
        elif vote.leaked:
            off_board[LEAKED] += 1
        yield bundle


def _or_refuse(records: Iterator[T], left_out: Counter[str], what: str) -> Iterator[T]:
    """The records; an error where there is not one, so that no empty file comes of it.

    Raises:
        UsageError: there is none.
    """
    first = next(records, None)
    if first is None:
        why = "; ".join(f"{reason}: {many:,}" for reason, many in left_out.items())
        raise UsageError(f"There is no {what} that can be written." + (f" Left out: {why}." if why else ""))
    yield first
    yield from records


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
