# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What people say of one round: votes, each of which supersedes the one before by the same person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sidelight.domain.battle import Choice, Vote
from sidelight.domain.errors import UsageError
from sidelight.domain.identity import BattleId, RecordId
from sidelight.workbench.moment import Moment


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a round.

    Attributes:
        choice: between two.
        ranks: in a ranking, a place for each side, 1 is best, equal numbers are a tie.
        strength: how sure, 1 to 3.
        reasons: what decided.
        comment: anything else.
    """

    choice: Choice | None = None
    ranks: Sequence[int] = ()
    strength: int | None = None
    reasons: Sequence[str] = ()
    comment: str = ""

    @classmethod
    def by(cls, vote: Vote) -> Said:
        """What a vote says."""
        return cls(vote.choice, vote.ranks, vote.strength, vote.reasons, vote.comment)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which a vote is given; ``shown_ms`` since the answers appeared, if that is known."""

    shown_ms: int | None
    early: bool
    leaked: bool


class Voting:
    """The votes on one battle, oldest first."""

    def __init__(
        self,
        battle_id: BattleId,
        sides: int,
        moment: Moment,
        annotator: Callable[[], str],
        votes: Sequence[Vote] = (),
    ) -> None:
        self._battle_id = battle_id
        self._sides = sides
        self._moment = moment
        self._annotator = annotator
        self._votes = list(votes)

    @property
    def given(self) -> Vote | None:
        """The vote that stands of who votes now; ``None`` if there is none."""
        last = self._last
        return last if last is not None and (last.counts or last.skipped) else None

    @property
    def _last(self) -> Vote | None:
        who = self._annotator()
        return next((vote for vote in reversed(self._votes) if vote.annotator == who), None)

    def keep(self, vote: Vote) -> None:
        """This one stands from now on."""
        self._votes.append(vote)

    def vote(self, under: Circumstances, said: Said, *, revealed: bool = False) -> Vote:
        """A vote that fits the round; it does not stand yet.

        Raises:
            UsageError: it does not fit.
        """
        ranking = self._sides > 2
        if ranking != (said.choice is None) or (ranking and len(said.ranks) != self._sides):
            what = "a place for each answer" if ranking else "one choice between the two"
            raise UsageError(f"This round takes {what}.", "Vote again.")
        try:
            return self._made(under, said, revealed=revealed)
        except ValueError as error:
            raise UsageError(f"That is no vote: {error}.", "Vote again.") from error

    def skip(self, under: Circumstances, reason: str) -> Vote:
        """That there is no vote.

        Raises:
            UsageError: there is no reason.
        """
        if not reason.strip():
            raise UsageError("Nobody would know why this was skipped.", "Give a reason.")
        return self._made(under, Said(), skipped=reason.strip())

    def withdrawal(self, under: Circumstances) -> Vote:
        """That the vote before is taken back."""
        return self._made(under, Said())

    def _made(self, under: Circumstances, said: Said, *, skipped: str = "", revealed: bool = False) -> Vote:
        return Vote(
            id=RecordId(self._moment.new_id()),
            battle_id=self._battle_id,
            choice=said.choice,
            created_ms=self._moment.wall_ms(),
            ranks=tuple(said.ranks),
            skipped=skipped,
            strength=said.strength,
            reasons=tuple(said.reasons),
            comment=said.comment,
            annotator=self._annotator(),
            shown_ms=under.shown_ms,
            early=under.early,
            leaked=under.leaked,
            revealed=revealed,
            supersedes=self._last.id if self._last is not None else None,
        )
