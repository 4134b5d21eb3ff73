# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Votes on answers that stand side by side with their names. No blind board counts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sidelight.domain.battle import MOST_RANKED, Battle, Choice, Vote
from sidelight.domain.errors import ReadOnlyProject, UsageError
from sidelight.domain.identity import BattleId, ComparisonId, GenerationId
from sidelight.store.project import ProjectFile
from sidelight.text.looks import looks
from sidelight.workbench.commitment import conversation_digest
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.moment import Moment
from sidelight.workbench.reviewing import Reviewing
from sidelight.workbench.void import fault
from sidelight.workbench.voting import Circumstances, Said, Voting


class NamedVotes:
    """Votes of one project on answers whose models are known."""

    def __init__(
        self,
        project: ProjectFile,
        moment: Moment,
        annotator: Callable[[], str],
        is_new: Callable[[GenerationId], bool] = lambda _: False,
        of_round: Callable[[ComparisonId], bool] = lambda _: True,
    ) -> None:
        """So that nothing need be read of what is of this sitting.

        Args:
            project: where votes are kept.
            moment: clocks and names.
            annotator: who votes.
            is_new: whether an answer is of this sitting.
            of_round: whether a comparison of this sitting was asked for in a round without names.
        """
        self._project = project
        self._of_round = of_round
        self._is_new = is_new
        self._read: set[ComparisonId] = set()
        self._moment = moment
        self._annotator = annotator
        self._known: dict[tuple[str, ...], tuple[Battle, Voting]] = {}

    def given(self, live: LiveComparison, answers: Sequence[LiveAnswer]) -> Vote | None:
        """The vote that stands on these answers, leftmost first; ``None`` if there is none.

        Raises:
            ProjectError: the project cannot be read.
        """
        known = self._found(live, answers)
        return known[1].given if known is not None else None

    def blind(self, live: LiveComparison, answers: Sequence[LiveAnswer]) -> tuple[Vote, ...]:
        """What was said of these answers while their names were hidden, by each who said it, oldest first.

        Choices and places are those of ``answers``, leftmost first, however the battle showed them. A battle
        whose names are not to be known yet gives nothing.

        Raises:
            ProjectError: the project cannot be read.
        """
        asked = [answer.id for answer in answers]
        if any(map(self._is_new, asked)) and not self._of_round(live.comparison.id):
            return ()
        found: dict[str, Vote] = {}
        for battle in self._project.battles(live.comparison.id):
            if not battle.blind or sorted(battle.generations) != sorted(asked):
                continue
            if battle.id in self._project.unopened():
                continue
            places = [battle.generations.index(one) for one in asked]
            for vote in self._project.votes(battle.id):
                if vote.revealed:
                    continue
                found.pop(vote.annotator, None)
                if vote.counts:
                    found[vote.annotator] = _as_placed(vote, places)
        return tuple(found.values())

    def votable(self, answers: Sequence[LiveAnswer]) -> bool:
        """Whether these are 2 to 8 whole answers, in a project that can keep a vote."""
        if not 2 <= len(answers) <= MOST_RANKED or self._project.read_only:
            return False
        ended = not any(answer.running for answer in answers)
        return ended and fault([answer.generation for answer in answers], cut_counts=True) is None

    def say(
        self,
        reviewing: Reviewing,
        live: LiveComparison,
        answers: Sequence[LiveAnswer],
        said: Said | None,
    ) -> None:
        """Vote, or with ``None`` take the vote back. It can be undone with the other reviews.

        Raises:
            UsageError, ReadOnlyProject: as for ``vote``.
        """
        before = self.given(live, answers)
        was = Said.by(before) if before is not None else None

        def stand(wanted: Said | None) -> None:
            if wanted is None:
                self.take_back(live, answers)
            else:
                self.vote(live, answers, wanted)

        reviewing.perform("vote", do=lambda: stand(said), undo=lambda: stand(was))

    def take_back(self, live: LiveComparison, answers: Sequence[LiveAnswer]) -> None:
        """The vote that stands on these answers does not stand any more; it stays in the record."""
        known = self._found(live, answers)
        if known is not None and known[1].given is not None:
            vote = known[1].withdrawal(Circumstances(None, early=False, leaked=False))
            self._project.add_battles([], [vote])
            known[1].keep(vote)

    def vote(self, live: LiveComparison, answers: Sequence[LiveAnswer], said: Said) -> Vote:
        """Vote on answers of a comparison; a later vote on the same ones takes the place of an earlier one.

        Args:
            live: the comparison.
            answers: one of each pane, leftmost first, 2 to 8.
            said: of two a choice, of more than two a place for each.

        Raises:
            UsageError: there is nothing to vote on, or the vote does not fit.
            ReadOnlyProject: it could not be kept.
        """
        if not 2 <= len(answers) <= MOST_RANKED:
            raise UsageError("A vote is between 2 answers or more.", "Ask more models.")
        if self._project.read_only:
            raise ReadOnlyProject(f"{self._project.path.name} can only be read, so no vote could be kept.")
        ended = [answer for answer in answers if not answer.running]
        if fault([answer.generation for answer in ended], cut_counts=True) is not None:
            raise UsageError("One of the answers is not whole: a vote would say nothing.", "Ask again first.")
        known = self._found(live, answers)
        battle, voting = known if known is not None else self._made(live, answers)
        under = Circumstances(None, early=len(ended) < len(answers), leaked=False)
        vote = voting.vote(under, said, revealed=True)
        self._project.add_battles([] if known is not None else [battle], [vote])
        voting.keep(vote)
        self._known[battle.generations] = battle, voting
        return vote

    def _found(self, live: LiveComparison, answers: Sequence[LiveAnswer]) -> tuple[Battle, Voting] | None:
        key = tuple(answer.id for answer in answers)
        identity = live.comparison.id
        # A vote on an answer of this sitting was given in it, and is known without looking.
        if key not in self._known and identity not in self._read and not any(map(self._is_new, key)):
            for battle in self._project.battles(identity):
                if not battle.blind and battle.generations not in self._known:
                    voting = self._voting(battle, self._project.votes(battle.id))
                    self._known[battle.generations] = battle, voting
            self._read.add(identity)
        return self._known.get(key)

    def _made(self, live: LiveComparison, answers: Sequence[LiveAnswer]) -> tuple[Battle, Voting]:
        running = any(answer.running for answer in answers)
        battle = Battle(
            id=BattleId(self._moment.new_id()),
            comparison_id=live.comparison.id,
            models=tuple(answer.model.ref for answer in answers),
            generations=tuple(answer.id for answer in answers),
            created_ms=self._moment.wall_ms(),
            prompt=conversation_digest(live.comparison.conversation),
            blind=False,
            styles=() if running else tuple(looks(answer.text) for answer in answers),
        )
        return battle, self._voting(battle, ())

    def _voting(self, battle: Battle, votes: Sequence[Vote]) -> Voting:
        return Voting(battle.id, len(battle.models), self._moment, self._annotator, votes)


def _as_placed(vote: Vote, places: Sequence[int]) -> Vote:
    """The vote as it is on the same answers in another order; ``places`` says where each one stood."""
    if vote.ranks:
        return replace(vote, ranks=tuple(vote.ranks[at] for at in places))
    other = {Choice.A: Choice.B, Choice.B: Choice.A}
    turned = vote.choice is not None and list(places) == [1, 0]
    return replace(vote, choice=other.get(vote.choice, vote.choice)) if turned and vote.choice else vote
