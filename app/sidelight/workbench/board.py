# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A leaderboard as values: what was asked of it, its rows, and what it says in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from sidelight.stats.evidence import confidence_sequence


class Method(StrEnum):
    """With a prior, which holds from few votes on; or as public arenas publish it."""

    BAYES = "bayes"
    ARENA = "arena"


class Ties(StrEnum):
    """How ties count: half a win each, or by a model of their own."""

    HALF = "half"
    DAVIDSON = "davidson"
    RAO_KUPPER = "rao-kupper"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which votes a board counts, and how.

    Empty filters let everything pass. ``leaked`` counts votes on answers that said whose they are; ``early``
    those given before the answers ended; without ``blind_only`` also those given with the names known.
    ``until_ms`` leaves out what came later. ``cluster`` widens the intervals of the arena's method where
    votes of one person, or on one prompt, hang together.
    """

    method: Method = Method.BAYES
    ties: Ties = Ties.HALF
    style: bool = False
    models: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    leaked: bool = False
    early: bool = True
    blind_only: bool = True
    until_ms: int | None = None
    cluster: Literal["", "annotator", "prompt"] = ""


USUAL = Asked()
"""The board that nobody has asked for otherwise."""


@dataclass(frozen=True, slots=True)
class Row:
    """A model on the board.

    Scores are on the Elo scale, 1000 is the mean of its component; ``low`` and ``high`` end the interval of
    95 %; ``p_best`` is the chance that it is the best of its component, given the votes.
    """

    model: str
    score: float
    low: float
    high: float
    rank: int
    battles: int
    wins: int
    losses: int
    ties: int
    both_bad: int
    p_best: float
    component: int


@dataclass(frozen=True, slots=True)
class Pair:
    """How two models met; wins and losses are the first's.

    Attributes:
        ties, both_bad: votes for neither; both count half where a share is formed.
        rate, low, high: share of the first's wins, with Wilson's 95 % interval.
        e_value: evidence from the decisive votes; 20 decides at 5 %, however often one looked.
        settled: whether the 95 % interval of the difference in strength leaves out zero.
        more_votes: about how many more votes on this pair might settle it, with four chances in five;
            ``None`` if it is settled, or would take more than 10,000.
    """

    first: str
    second: str
    battles: int
    wins: int
    losses: int
    ties: int
    both_bad: int
    rate: float
    low: float
    high: float
    e_value: float
    settled: bool
    more_votes: int | None

    @property
    def always(self) -> tuple[float, float]:
        """The interval of the chance of a decisive win that holds at 95 %, however often one looked."""
        return confidence_sequence(self.wins, self.losses)

    def turned(self) -> Pair:
        """The same, seen from the second."""
        return replace(
            self,
            first=self.second,
            second=self.first,
            wins=self.losses,
            losses=self.wins,
            rate=1 - self.rate,
            low=1 - self.high,
            high=1 - self.low,
        )


@dataclass(frozen=True, slots=True)
class Flip:
    """What the first place hangs on.

    So few votes, had they not been cast, would take it from the first; so many more wins of the challenger
    over the first would do so too. With ``shared`` it is a lead alone: others share its rank.
    """

    first: str
    challenger: str
    fewer: int
    more: int
    sentence: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What style does: log odds of winning for an answer that has one usual difference more of something."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard.

    Attributes:
        asked: what was asked for.
        method: what was used; arena falls back to bayes with a note.
        rows: by component, in it by score.
        components: models that met, through others if need be, the largest group first. Scores and ranks
            mean nothing across them.
        groups: neighbours on the board that cannot be told apart, two at least; groups may overlap.
        pairs: those that met; the first stands higher on the board.
        votes: how many were counted; a ranking of several answers is one.
        rankings: how many of them were rankings of more than two answers.
        people: how many gave them.
        judgements: pairs of answers that they say something of; more than the votes where there are rankings.
        tie_rate, both_bad_rate: shares of the judgements.
        left, right: decisive votes for either side, where there were two.
        position: share of the left side in them, with Wilson's 95 % interval.
        style: empty unless asked for.
        left_out: why votes were not counted, and how many.
        notes: in plain words, what matters most first.
        flips: one for each component of two models at least whose first two are not level.
    """

    asked: Asked
    method: Method
    rows: tuple[Row, ...] = ()
    components: tuple[tuple[str, ...], ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[Pair, ...] = ()
    votes: int = 0
    rankings: int = 0
    people: int = 0
    judgements: int = 0
    tie_rate: float = 0.0
    both_bad_rate: float = 0.0
    left: int = 0
    right: int = 0
    position: tuple[float, float, float] = (0.5, 0.0, 1.0)
    style: tuple[Effect, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()

    def pair(self, first: str, second: str) -> Pair | None:
        """How two models met, seen from the first; ``None`` if they did not."""
        for pair in self.pairs:
            if (pair.first, pair.second) == (first, second):
                return pair
            if (pair.first, pair.second) == (second, first):
                return pair.turned()
        return None
