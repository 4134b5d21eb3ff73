# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What would change the order: votes that the first place hangs on, and how many more might settle a pair."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sidelight.stats.bradley_terry import Fit, fit
from sidelight.stats.counts import LOSS, WIN, Floats, Ints, PairCounts
from sidelight.stats.evidence import Z95
from sidelight.stats.ties import logistic, terms

CHALLENGERS = 3
MOST_VOTES = 10_000
FOUR_IN_FIVE = 0.8416212335729143
"""The point below which a standard normal number lies with chance 0.8."""
_ROUNDS = 20
_CLOSE = 200
_EQUAL = 1e-8


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """What the first place hangs on.

    Attributes:
        leader, challenger: models.
        fewer: so few of the votes, had they not been cast, put the challenger above the leader. Found by
            taking away at each step the votes that matter most, and checked by a new fit; now and then one
            less would do.
        more: so many more wins of the challenger over the leader, in a row, put it above; within 1 % if many.
    """

    leader: int
    challenger: int
    fewer: int
    more: int


def first_place(counts: PairCounts, fitted: Fit) -> FirstPlace | None:
    """What the first place of a fit with a prior hangs on; ``None`` with fewer than two models.

    Args:
        counts: the votes, of models that hang together.
        fitted: their fit.
    """
    order = np.argsort(-fitted.strengths, kind="stable")
    if len(order) < 2 or not counts.votes:
        return None
    leader = int(order[0])
    reach = {int(c): len(_dropped(counts, fitted, leader, int(c))) for c in order[1 : 1 + CHALLENGERS]}
    challenger = min(reach, key=lambda c: (reach[c], -fitted.strengths[c]))
    return FirstPlace(
        leader,
        challenger,
        _fewest(counts, fitted, leader, challenger),
        _most_wins(counts, fitted, leader, challenger),
    )


def votes_to_settle(difference: Floats, sd: Floats) -> Ints:
    """About how many more votes between two models settle which is better, with four chances in five.

    It supposes that their strengths differ as they now seem to.

    Args:
        difference: estimated differences of log strengths, any shape.
        sd: their standard deviations, positive, same shape.

    Returns:
        0 where the 95 % interval leaves out zero already, -1 where more than ``MOST_VOTES`` were needed.
    """
    d = np.abs(difference)
    one = logistic(d) * logistic(-d)

    def settles(votes: Floats) -> Floats:
        then = 1 / np.sqrt(1 / sd**2 + votes * one)
        return d - Z95 * then - FOUR_IN_FIVE * then**2 * np.sqrt(votes * one)

    low, high = np.zeros(d.shape), np.full(d.shape, float(MOST_VOTES))
    never = settles(high) < 0
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = settles(middle) >= 0
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    found = np.where(never, -1, high).astype(np.int64)
    return np.where(d > Z95 * sd, 0, found)


def _pull(counts: PairCounts, fitted: Fit, leader: int, challenger: int) -> Floats:
    """Shape (P, 3): how far one vote of each kind holds the leader above the challenger, to first order."""
    row = fitted.covariance[leader] - fitted.covariance[challenger]
    d = fitted.strengths[counts.first] - fitted.strengths[counts.second]
    by_d = terms(fitted.ties, d, fitted.tie_parameter).by_d
    pull: Floats = (row[counts.first] - row[counts.second])[:, None] * by_d
    return pull


def _dropped(counts: PairCounts, fitted: Fit, leader: int, challenger: int) -> list[int]:
    """Cells of single votes, the weightiest first, that to first order hold the leader above."""
    gap = float(fitted.strengths[leader] - fitted.strengths[challenger])
    pull = _pull(counts, fitted, leader, challenger).ravel()
    there = np.floor(counts.outcomes.ravel())
    taken: list[int] = []
    for cell in np.argsort(-pull, kind="stable"):
        if pull[cell] <= 0 or gap < 0:
            break
        wanted = min(int(there[cell]), math.floor(gap / pull[cell]) + 1)
        taken += [int(cell)] * wanted
        gap -= wanted * float(pull[cell])
    return taken


def _without(counts: PairCounts, cells: list[int]) -> PairCounts:
    fewer = counts.outcomes.copy()
    np.subtract.at(fewer.reshape(-1), cells, 1.0)
    return PairCounts(counts.size, counts.first, counts.second, fewer)


def _leads(fitted: Fit, leader: int, challenger: int) -> bool:
    return bool(fitted.strengths[leader] >= fitted.strengths[challenger] - _EQUAL)


def _fewest(counts: PairCounts, fitted: Fit, leader: int, challenger: int) -> int:
    gone, now, then = 0, counts, fitted
    for _ in range(_ROUNDS):
        batch = _dropped(now, then, leader, challenger)
        if not batch:
            break
        after = _without(now, batch)
        refitted = fit(after, ties=fitted.ties, start=then)
        if not _leads(refitted, leader, challenger):
            low, high = 0, len(batch)
            while high - low > 1:
                middle = (low + high) // 2
                tried = fit(_without(now, batch[:middle]), ties=fitted.ties, start=then)
                if _leads(tried, leader, challenger):
                    low = middle
                else:
                    high = middle
            return gone + high
        gone, now, then = gone + len(batch), after, refitted
    return gone


def _most_wins(counts: PairCounts, fitted: Fit, leader: int, challenger: int) -> int:
    first, second = min(leader, challenger), max(leader, challenger)
    column = WIN if challenger == first else LOSS
    place = np.flatnonzero((counts.first == first) & (counts.second == second))
    if len(place):
        pairs, row = counts, int(place[0])
    else:
        pairs = PairCounts(
            counts.size,
            np.append(counts.first, first),
            np.append(counts.second, second),
            np.vstack([counts.outcomes, np.zeros((1, 3))]),
        )
        row = len(pairs.first) - 1

    def leads_after(wins: int) -> bool:
        outcomes = pairs.outcomes.copy()
        outcomes[row, column] += wins
        more = PairCounts(pairs.size, pairs.first, pairs.second, outcomes)
        return _leads(fit(more, ties=fitted.ties, start=fitted), leader, challenger)

    gap = float(fitted.strengths[leader] - fitted.strengths[challenger])
    each = abs(float(_pull(pairs, fitted, leader, challenger)[row, column]))
    low, high = 0, max(1, math.ceil(gap / each)) if each else 1
    while leads_after(high):
        low, high = high, high * 2
    while high - low > max(1, high // _CLOSE):
        middle = (low + high) // 2
        if leads_after(middle):
            low = middle
        else:
            high = middle
    return high
