# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The leaderboard: the votes of a project turned into scores, and into what may be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sidelight.domain.battle import Ballot
from sidelight.stats import bradley_terry, standing
from sidelight.stats.bradley_terry import Fit, Meat
from sidelight.stats.counts import (
    LOSS,
    TIE,
    WIN,
    Bools,
    Ints,
    PairCounts,
    components,
    count,
    strongly_connected,
)
from sidelight.stats.evidence import Z95, wilson
from sidelight.stats.flips import first_place
from sidelight.stats.style import FEATURES, fit_styled, relative_differences
from sidelight.stats.ties import Ties as TiesModel
from sidelight.workbench import remarks
from sidelight.workbench.ballots import Ballots
from sidelight.workbench.board import USUAL, Asked, Board, Effect, Flip, Method, Pair, Row
from sidelight.workbench.tallies import pairs_of, tally_of

ARENA_FROM = 300
"""Votes from which the arena's method may be used; the pairs of a ranking are one."""
LEAST_CLUSTERS = 20
"""Fewer people or prompts than this cannot tell how far their votes hang together."""


class Votes(Protocol):
    """Where votes are kept, as a project file keeps them."""

    def ballots(self, *, blind_only: bool = False, with_style: bool = True) -> list[Ballot]:
        """See ``ProjectFile.ballots``."""


class Ranking:
    """Boards of one project. Votes are read once; ``refresh`` says that there are new ones."""

    def __init__(self, project: Votes) -> None:
        self._project = project
        self._read: dict[tuple[bool, bool], Ballots] = {}

    def refresh(self) -> None:
        """Read the votes anew when a board is asked for next."""
        self._read.clear()

    def ballots(self, asked: Asked = USUAL) -> Ballots:
        """The votes that a board chooses from: blind ones as they were before any name was known, or all."""
        for known in ((asked.blind_only, True), (asked.blind_only, asked.style)):
            if known in self._read:
                return self._read[known]
        read = Ballots(self._project.ballots(blind_only=asked.blind_only, with_style=asked.style))
        return self._read.setdefault((asked.blind_only, asked.style), read)

    def board(self, asked: Asked = USUAL) -> Board:
        """The board that was asked for; without votes it is empty and says so."""
        return board_of(self.ballots(asked), asked)

    def votes(self, asked: Asked, model: str, against: str = "", most: int | None = None) -> list[Ballot]:
        """The votes behind a figure, the newest first, so many at most: a model's, or those between two."""
        ballots = self.ballots(asked)
        chosen, _ = ballots.chosen(asked)
        names = np.array(ballots.models, dtype=object)
        left, right = names[ballots.a], names[ballots.b]
        if against:
            chosen &= ((left == model) & (right == against)) | ((left == against) & (right == model))
        else:
            chosen &= (left == model) | (right == model)
        return ballots.rows(chosen, most)


def board_of(ballots: Ballots, asked: Asked) -> Board:
    """The board over some votes."""
    chosen, left_out = ballots.chosen(asked)
    if not chosen.any():
        return Board(asked, Method.BAYES, left_out=left_out, notes=remarks.without_votes(left_out))
    return _Count(ballots, chosen, asked).board(left_out)


class _Count:
    """The votes of one board, with models numbered by their components."""

    def __init__(self, ballots: Ballots, chosen: Bools, asked: Asked) -> None:
        self.asked = asked
        self.ballots = ballots
        self.chosen = chosen
        a, b = ballots.a[chosen], ballots.b[chosen]
        there = np.unique(np.concatenate([a, b]))
        self.names = [ballots.models[one] for one in there.tolist()]
        self.a, self.b = np.searchsorted(there, a), np.searchsorted(there, b)
        self.outcome = ballots.outcome[chosen]
        self.counts = count(len(there), self.a, self.b, self.outcome)
        self.bad = count(len(there), self.a, self.b, self.outcome, ballots.both_bad[chosen].astype(float))
        self.parts = components(self.counts.met())
        self.notes: list[str] = []
        self.votes = ballots.votes(chosen)
        self.ranked = bool((self.votes > 1).any())
        self.method = self._method()
        self.weight = ballots.weights(chosen) if self.ranked and self.method is Method.BAYES else None
        self.weighed = self.counts
        if self.weight is not None:
            self.weighed = count(len(there), self.a, self.b, self.outcome, self.weight)

    def _method(self) -> Method:
        if self.asked.method is Method.BAYES:
            return Method.BAYES
        if self.ranked and self.asked.style:
            self.notes.append(remarks.NO_STYLED_RANKINGS)
            return Method.BAYES
        votes = len(self.votes)
        met = [part for part in self.parts if len(part) > 1]
        if self.ranked and any(self._votes_in(part) < LEAST_CLUSTERS for part in met):
            self.notes.append(remarks.few_rankings(LEAST_CLUSTERS))
            return Method.BAYES
        if votes >= ARENA_FROM and all(strongly_connected(self.counts.of(part)) for part in met):
            return Method.ARENA
        self.notes.append(remarks.no_arena(votes, ARENA_FROM))
        return Method.BAYES

    def board(self, left_out: tuple[tuple[str, int], ...]) -> Board:
        """Fit each component, and put all together."""
        rows: list[Row] = []
        groups: list[tuple[str, ...]] = []
        pairs: list[Pair] = []
        flips: list[Flip] = []
        effects: tuple[Effect, ...] = ()
        tally = tally_of(self.counts, self.bad)
        for number, part in enumerate(self.parts):
            among = self.counts.of(part)
            fitted, styled = self._fit(part, self.weighed.of(part))
            # Of several components the largest speaks for what style does.
            effects = effects or styled
            own = [self.names[one] for one in part.tolist()]
            order = np.argsort(-fitted.strengths, kind="stable")
            better = standing.better(fitted)
            among_rows = self._rows(number, own, order, fitted, better, tally[part])
            rows += among_rows
            found = standing.inseparable(order, better)
            groups += [tuple(own[place] for place in group.tolist()) for group in found]
            pairs += pairs_of(own, order, fitted, among, self.bad.of(part))
            flips += self._flip(own, among, fitted, among_rows)
        judged = len(self.a)
        bad = int(self.ballots.both_bad[self.chosen].sum())
        ties = int((self.outcome == TIE).sum()) - bad
        # Of several answers no one stands left: and what a ranking says of its pairs hangs together.
        of_two = self.outcome[self.ballots.alone(self.chosen)]
        left, right = int((of_two == WIN).sum()), int((of_two == LOSS).sum())
        made = Board(
            self.asked,
            self.method,
            rows=tuple(rows),
            components=tuple(tuple(self.names[one] for one in part.tolist()) for part in self.parts),
            groups=tuple(groups),
            pairs=tuple(pairs),
            votes=len(self.votes),
            rankings=int((self.votes > 1).sum()),
            people=self.ballots.people(self.chosen),
            judgements=judged,
            tie_rate=ties / judged,
            both_bad_rate=bad / judged,
            left=left,
            right=right,
            position=(left / (left + right) if left + right else 0.5, *wilson(left, left + right)),
            style=effects,
            left_out=left_out,
            flips=tuple(flips),
        )
        return remarks.with_notes(made, self.notes)

    def _rows(
        self, number: int, own: Sequence[str], order: Ints, fitted: Fit, better: Bools, tally: Ints
    ) -> list[Row]:
        low, high = standing.score_intervals(fitted)
        arena = self.method is Method.ARENA
        ranks = standing.published_ranks(low, high) if arena else standing.ranks(better)
        chances = standing.chance_of_best(fitted)
        scores = fitted.scores
        rows = []
        for place in order.tolist():
            battles, wins, losses, ties, both_bad = (int(figure) for figure in tally[place])
            score, ends = float(scores[place]), (float(low[place]), float(high[place]))
            met = (battles, wins, losses, ties, both_bad)
            rows.append(Row(own[place], score, *ends, int(ranks[place]), *met, float(chances[place]), number))
        return rows

    def _fit(self, part: Ints, among: PairCounts) -> tuple[Fit, tuple[Effect, ...]]:
        arena = self.method is Method.ARENA and len(part) > 1
        ties = TiesModel(self.asked.ties)
        if self.asked.style:
            if ties is not TiesModel.HALF:
                self._note(remarks.HALF_WITH_STYLE)
            return self._styled(part, arena)
        if not arena:
            if self.asked.cluster:
                self._note(remarks.CLUSTERS_WITH_ARENA)
            return bradley_terry.fit(among, ties=ties), ()
        return bradley_terry.fit_arena(among, ties=ties, meat=self._meat(part)), ()

    def _styled(self, part: Ints, arena: bool) -> tuple[Fit, tuple[Effect, ...]]:
        place, within = self._within(part)
        left, right = self.ballots.styles(self.chosen)
        features = relative_differences(left[within], right[within])
        a, b = place[self.a[within]], place[self.b[within]]
        weight = None if self.weight is None else self.weight[within]
        found = fit_styled(len(part), a, b, self.outcome[within], features, weight, arena=arena)
        ends = Z95 * found.sd
        rows = np.stack([found.effects, found.effects - ends, found.effects + ends], axis=1).tolist()
        # Of what no two answers differ in nothing can be said.
        seen = (features != 0).any(axis=0).tolist()
        named = zip(FEATURES, rows, seen, strict=True)
        return found.fit, tuple(Effect(name, *row) for name, row, differs in named if differs)

    def _meat(self, part: Ints) -> Meat | None:
        place, within = self._within(part)
        for by in filter(None, (self.asked.cluster, "vote" if self.ranked else "")):
            cluster = self.ballots.clusters(by)[self.chosen][within]
            if len(np.unique(cluster)) >= LEAST_CLUSTERS:
                a, b = place[self.a[within]], place[self.b[within]]
                return Meat(len(part), a, b, self.outcome[within], cluster)
            # Rankings are many enough where this method is used at all.
            self._note(remarks.few_clusters(by, LEAST_CLUSTERS))
        return None

    def _votes_in(self, part: Ints) -> int:
        return len(np.unique(self.ballots.clusters("vote")[self.chosen][self._within(part)[1]]))

    def _within(self, part: Ints) -> tuple[Ints, Bools]:
        place = np.full(len(self.names), -1, dtype=np.int64)
        place[part] = np.arange(len(part))
        return place, place[self.a] >= 0

    def _flip(self, own: Sequence[str], among: PairCounts, fitted: Fit, rows: Sequence[Row]) -> list[Flip]:
        """What the first place hangs on, where each vote is one on two answers.

        Under another method than the plain one only if both agree on who is first; and nobody is where the
        first two, of ``rows`` with the best first, are level.
        """
        if self.asked.style or self.ranked:
            return []
        if len(rows) > 1 and rows[0].score - rows[1].score < remarks.LEVEL:
            return []
        plain = fitted if self.method is Method.BAYES else bradley_terry.fit(among, ties=fitted.ties)
        if plain.strengths.argmax() != fitted.strengths.argmax():
            return []
        found = first_place(among, plain)
        if found is None:
            return []
        first, challenger = own[found.leader], own[found.challenger]
        shared = sum(row.rank == 1 for row in rows) > 1
        hangs_on = first, challenger, found.fewer, found.more
        sentence = remarks.of_flip(*hangs_on, int(among.votes), shared=shared)
        return [Flip(*hangs_on, sentence, shared)]

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)
