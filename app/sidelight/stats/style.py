# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Strengths with the style of answers taken out: length, headings, lists, bold.

Longer and more decorated answers win more votes. Style control estimates how much, as further terms of the
same model: each is the relative difference (a - b) / (a + b + 1) of what two answers hold, in units of its
root mean square over all votes, which treats both sides alike. Ties count as half.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sidelight.stats.bradley_terry import PRIOR_SD, Fit
from sidelight.stats.counts import TIE, Floats, Ints
from sidelight.stats.ties import Ties, dispersion, logistic

RIDGE = 0.5
"""Precision of the prior on each term, and in arena mode also on each strength, as public arenas have it."""
FEATURES = ("length", "headings", "lists", "bold")
_STEPS = 50
_EXACT = 1e-10
_LONGEST_STEP = 3.0
_POINTS = np.array([1.0, 0.0, 0.5])


@dataclass(frozen=True, slots=True)
class StyledFit:
    """Strengths at equal style, and what style does.

    Attributes:
        fit: the models' strengths.
        effects: shape (F,), log odds for one root mean square more of each feature.
        sd: shape (F,), standard deviations of these.
    """

    fit: Fit
    effects: Floats
    sd: Floats


def relative_differences(a: Floats, b: Floats) -> Floats:
    """Features of votes from what the two answers hold, both of shape (N, F), not negative.

    A feature in which no two answers differ is 0 throughout.
    """
    difference = (a - b) / (a + b + 1.0)
    spread = np.sqrt((difference**2).mean(axis=0)) if len(difference) else np.ones(difference.shape[1])
    scaled: Floats = difference / np.where(spread > 0, spread, 1.0)
    return scaled


def fit_styled(
    size: int,
    a: Ints,
    b: Ints,
    outcome: Ints,
    features: Floats,
    weight: Floats | None = None,
    *,
    arena: bool = False,
) -> StyledFit:
    """Strengths and terms of style together.

    Args:
        size: number of models, K.
        a, b, outcome: shape (N,), as ``count`` takes them, without a model against itself.
        features: shape (N, F), see ``relative_differences``.
        weight: shape (N,), what each vote counts; 1 if not given.
        arena: the published way: ridge 0.5 on all, sandwich covariance; otherwise the usual prior and
            Laplace's.
    """
    points, counts = _POINTS[outcome], np.ones(len(a)) if weight is None else weight
    extra = features.shape[1]
    wide = size + extra
    precision = np.full(wide, RIDGE)
    if not arena:
        precision[:size] = PRIOR_SD**-2
    pair = a * size + b
    known = np.zeros(wide)
    curvature = np.diag(precision)
    for _ in range(_STEPS):
        p = logistic(known[a] - known[b] + features @ known[size:])
        curvature = np.diag(precision) + _spread(size, a, b, pair, features, counts * p * (1 - p))
        slope = _slope(size, a, b, features, counts * (points - p)) - precision * known
        step = np.linalg.solve(curvature, slope)
        longest = float(np.abs(step).max(initial=0.0))
        known = known + step * min(1.0, _LONGEST_STEP / longest if longest else 1.0)
        if longest < _EXACT:
            break
    if not arena:
        prior = np.diag(precision)
        p = logistic(known[a] - known[b] + features @ known[size:])
        ratio = dispersion(float(counts[outcome == TIE].sum()), float((counts * p * (1 - p)).sum()))
        curvature = (curvature - prior) / ratio + prior
    covariance = np.linalg.inv(curvature)
    if arena:
        p = logistic(known[a] - known[b] + features @ known[size:])
        covariance = (
            covariance @ _spread(size, a, b, pair, features, (counts * (points - p)) ** 2) @ covariance
        )
    middle = np.eye(size) - 1 / size if size else np.zeros((0, 0))
    strengths = known[:size] - known[:size].mean() if size else known[:size]
    fitted = Fit(strengths, middle @ covariance[:size, :size] @ middle, Ties.HALF, 0.0)
    return StyledFit(fitted, known[size:], np.sqrt(np.diag(covariance)[size:]))


def _slope(size: int, a: Ints, b: Ints, features: Floats, weight: Floats) -> Floats:
    own = np.bincount(a, weight, size) - np.bincount(b, weight, size)
    return np.concatenate([own, weight @ features])


def _spread(size: int, a: Ints, b: Ints, pair: Ints, features: Floats, weight: Floats) -> Floats:
    """The sum over votes of weight times x x', with x = (e_a - e_b, features)."""
    wide = size + features.shape[1]
    total = np.zeros((wide, wide))
    met = np.bincount(pair, weight, size * size).reshape(size, size)
    met = met + met.T
    total[:size, :size] = np.diag(met.sum(axis=1)) - met
    weighted = features * weight[:, None]
    for column in range(features.shape[1]):
        edge = np.bincount(a, weighted[:, column], size) - np.bincount(b, weighted[:, column], size)
        total[:size, size + column] = total[size + column, :size] = edge
    total[size:, size:] = features.T @ weighted
    return total
