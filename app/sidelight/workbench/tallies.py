# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a leaderboard counts: of each model, and of each pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sidelight.stats.bradley_terry import Fit
from sidelight.stats.counts import Ints, PairCounts
from sidelight.stats.evidence import Z95, e_value, wilson
from sidelight.stats.flips import votes_to_settle
from sidelight.workbench.board import Pair


def tally_of(counts: PairCounts, bad: PairCounts) -> Ints:
    """Shape (K, 5): battles, wins, losses, ties, both bad of each model."""
    size = counts.size
    wins, losses, ties = counts.outcomes.T
    sums = [
        np.bincount(counts.first, first, size) + np.bincount(counts.second, second, size)
        for first, second in ((counts.totals, counts.totals), (wins, losses), (losses, wins), (ties, ties))
    ]
    both_bad = np.bincount(bad.first, bad.totals, size) + np.bincount(bad.second, bad.totals, size)
    sums[3] = sums[3] - both_bad
    return np.stack([*sums, both_bad], axis=1).astype(np.int64)


def pairs_of(own: Sequence[str], order: Ints, fitted: Fit, among: PairCounts, bad: PairCounts) -> list[Pair]:
    """The pairs that met, from the top of the board down; see ``Pair``.

    Args:
        own: names of the models.
        order: their numbers, best first.
        fitted, among: their fit, and the votes it rests on.
        bad: how many of these called both answers bad.
    """
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    names = zip(bad.first.tolist(), bad.second.tolist(), strict=True)
    spoiled = dict(zip(names, bad.totals.tolist(), strict=True))
    difference = fitted.strengths[among.first] - fitted.strengths[among.second]
    sd = fitted.difference_sd()[among.first, among.second]
    settled = np.abs(difference) > Z95 * sd
    further = votes_to_settle(difference, np.maximum(sd, 1e-12))
    found: list[tuple[int, int, Pair]] = []
    columns = (among.first, among.second, among.outcomes, settled, further)
    figures = zip(*(column.tolist() for column in columns), strict=True)
    for first, second, (wins, losses, ties), is_settled, more in figures:
        total, both_bad = wins + losses + ties, spoiled.get((first, second), 0.0)
        share = (wins + ties / 2) / total
        pair = Pair(
            own[first],
            own[second],
            int(total),
            int(wins),
            int(losses),
            int(ties - both_bad),
            int(both_bad),
            share,
            *wilson(wins + ties / 2, total),
            e_value(int(wins), int(losses)),
            is_settled,
            more if more > 0 else None,
        )
        higher, lower = int(place[first]), int(place[second])
        found.append((higher, lower, pair) if higher < lower else (lower, higher, pair.turned()))
    return [pair for _, _, pair in sorted(found, key=lambda row: row[:2])]
