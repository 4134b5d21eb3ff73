# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Strengths of models from votes on pairs: the model of Bradley and Terry (1952), fitted by Newton's method.

A model of log strength x is preferred to one of y with the chance 1 / (1 + exp(y - x)). Two ways:

*With a prior* (``fit``): each log strength is taken to come from a normal distribution of standard deviation
1.5 around 0. The estimate is the most likely one given votes and prior, and its covariance is the inverse of
the curvature there (Laplace), sharpened where ties count as half: such votes vary less than whole ones. It is
finite whatever the votes are, and its intervals hold from some twenty votes on.

*Without* (``fit_arena``): the plain maximum of the likelihood with the robust sandwich covariance, as public
arenas publish it. It exists only if no set of models is unbeaten by the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sidelight.stats.counts import TIE, Floats, Ints, PairCounts, strongly_connected
from sidelight.stats.ties import LEAST_THRESHOLD, Terms, Ties, dispersion, terms

PRIOR_SD = 1.5
TIES_SD = 3.0
"""A wide prior on the ties' parameter, so that it is finite if all votes are ties."""
ELO = 400 / math.log(10)
"""Points of the Elo scale for one unit of log strength."""
MIDDLE = 1000.0
"""The score of the mean of all models."""
_STEPS = 60
_EXACT = 1e-11
_LONGEST_STEP = 3.0


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimated strengths of K models.

    Attributes:
        strengths: shape (K,), log strengths with the mean 0.
        covariance: shape (K, K), of these centred strengths; its rows sum to 0.
        ties: how ties were counted; half if there were none.
        tie_parameter: log nu or log kappa; 0 if ties count as half.
    """

    strengths: Floats
    covariance: Floats
    ties: Ties
    tie_parameter: float

    @property
    def scores(self) -> Floats:
        """Strengths on the Elo scale, mean 1000."""
        return elo(self.strengths)

    def difference_sd(self) -> Floats:
        """Shape (K, K): standard deviations of the differences of log strengths."""
        own = np.diag(self.covariance)
        squares: Floats = own[:, None] + own[None, :] - 2 * self.covariance
        return np.sqrt(np.maximum(squares, 0.0))


def elo(strengths: Floats) -> Floats:
    """Log strengths on the Elo scale."""
    return MIDDLE + ELO * strengths


def fit(
    counts: PairCounts, *, prior_sd: float = PRIOR_SD, ties: Ties = Ties.HALF, start: Fit | None = None
) -> Fit:
    """Strengths with a prior, and their Laplace covariance.

    Models that never met, not even through others, get strengths that say nothing about each other:
    ``components`` tells. A fit of nearly the same votes to ``start`` from saves time and changes nothing.

    Raises:
        ValueError: the prior is not positive and finite.
    """
    if not 0 < prior_sd < math.inf:
        raise ValueError("the prior's standard deviation must be positive and finite")
    precision = 1 / prior_sd**2
    theta, t, ties, curvature = _climb(counts, precision, ties, start)
    if ties is Ties.HALF:
        prior = precision * np.eye(counts.size)
        spread = float(np.trace(curvature - prior)) / 2
        curvature = (curvature - prior) / dispersion(float(counts.outcomes[:, TIE].sum()), spread) + prior
    covariance = _inverse(curvature)
    return Fit(theta, _centred(covariance[: counts.size, : counts.size]), ties, t)


def fit_arena(counts: PairCounts, *, ties: Ties = Ties.HALF, meat: Meat | None = None) -> Fit:
    """Strengths of greatest likelihood, and their sandwich covariance.

    Args:
        counts: the votes; strongly connected.
        ties: how ties count.
        meat: gives the covariance of the scores where votes hang together; without it each stands alone.

    Raises:
        ValueError: the votes are not strongly connected, so that no such strengths exist.
    """
    if not strongly_connected(counts):
        raise ValueError("without a prior, every model must have been beaten or tied by the rest")
    theta, t, ties, curvature = _climb(counts, 0.0, ties)
    bread = _inverse(curvature)
    if meat is not None:
        filling = meat.of(theta, t, ties)[: len(bread), : len(bread)]
    else:
        filling = _independent(counts, theta, t, ties)[: len(bread), : len(bread)]
    sandwich = bread @ filling @ bread
    return Fit(theta, _centred(sandwich[: counts.size, : counts.size]), ties, t)


@dataclass(frozen=True, slots=True)
class Meat:
    """Votes that hang together because one person gave them, or because they are on one prompt.

    Attributes:
        size: number of models, K.
        a, b, outcome: shape (N,), as ``count`` takes them.
        cluster: shape (N,), from 0; votes of one number hang together.
    """

    size: int
    a: Ints
    b: Ints
    outcome: Ints
    cluster: Ints

    def of(self, theta: Floats, t: float, ties: Ties) -> Floats:
        """Covariance of the likelihood's slope, shape (K + 1, K + 1); the last is the ties' parameter."""
        found = terms(ties, theta[self.a] - theta[self.b], t)
        row = np.arange(len(self.a))
        u, v = found.by_d[row, self.outcome], found.by_t[row, self.outcome]
        order = np.argsort(self.cluster, kind="stable")
        names, start = np.unique(self.cluster[order], return_index=True)
        groups, wide = len(names), self.size + 1
        total = np.zeros((wide, wide))
        ends = np.append(start[1:], len(order))
        # In portions, so that a million clusters of many models need no more memory than some.
        step = max(1, 2_000_000 // wide)
        for low in range(0, groups, step):
            high = min(low + step, groups)
            chosen = order[start[low] : ends[high - 1]]
            local = np.repeat(np.arange(high - low), ends[low:high] - start[low:high]) * wide
            cells = (high - low) * wide
            slopes = (
                np.bincount(local + self.a[chosen], u[chosen], cells)
                - np.bincount(local + self.b[chosen], u[chosen], cells)
                + np.bincount(local + self.size, v[chosen], cells)
            ).reshape(high - low, wide)
            total += slopes.T @ slopes
        return total * (groups / (groups - 1) if groups > 1 else 1.0)


def _climb(
    counts: PairCounts, precision: float, ties: Ties, start: Fit | None = None
) -> tuple[Floats, float, Ties, Floats]:
    """Newton's method with halved steps; strengths, the ties' parameter, and the curvature at the top."""
    if not counts.outcomes[:, 2].any():
        ties = Ties.HALF
    size, i, j = counts.size, counts.first, counts.second
    free = 0 if ties is Ties.HALF else 1
    theta, t = np.zeros(size), 0.5 * free
    if start is not None and start.ties is ties:
        theta, t = start.strengths, start.tie_parameter

    def height(theta: Floats, t: float) -> tuple[float, Terms]:
        found = terms(ties, theta[i] - theta[j], t)
        loss = precision * float(theta @ theta) / 2 + free * (t / TIES_SD) ** 2 / 2
        return float((counts.outcomes * found.value).sum()) - loss, found

    now, found = height(theta, t)
    curvature = np.eye(size + free)
    for _ in range(_STEPS):
        curvature = _laplacian(size, i, j, (counts.outcomes * found.by_dd).sum(axis=1), size + free)
        # Without a prior only differences are known: the mean is held at 0 instead.
        curvature[:size, :size] += precision * np.eye(size) if precision else 1 / size
        pull = (counts.outcomes * found.by_d).sum(axis=1)
        slope = np.zeros(size + free)
        slope[:size] = np.bincount(i, pull, size) - np.bincount(j, pull, size) - precision * theta
        if free:
            mixed = (counts.outcomes * found.by_dt).sum(axis=1)
            edge = np.bincount(i, mixed, size) - np.bincount(j, mixed, size)
            curvature[size, :size] = curvature[:size, size] = edge
            curvature[size, size] = (counts.outcomes * found.by_tt).sum() + TIES_SD**-2
            slope[size] = (counts.outcomes * found.by_t).sum() - t / TIES_SD**2
        step = np.linalg.solve(curvature, slope)
        longest = float(np.abs(step).max(initial=0.0))
        if longest < _EXACT:
            break
        if longest > _LONGEST_STEP:
            step *= _LONGEST_STEP / longest
        for _ in range(40):
            further = t + float(step[size]) if free else t
            if ties is not Ties.RAO_KUPPER or further > LEAST_THRESHOLD:
                then, tried = height(theta + step[:size], further)
                if then >= now - 1e-12 * abs(now):
                    break
            step = step / 2
        theta, t, now, found = theta + step[:size], further, then, tried
    return theta - theta.mean() if size else theta, t, ties, curvature


def _independent(counts: PairCounts, theta: Floats, t: float, ties: Ties) -> Floats:
    size, i, j = counts.size, counts.first, counts.second
    found = terms(ties, theta[i] - theta[j], t)
    total = _laplacian(size, i, j, (counts.outcomes * found.by_d**2).sum(axis=1), size + 1)
    mixed = (counts.outcomes * found.by_d * found.by_t).sum(axis=1)
    edge = np.bincount(i, mixed, size) - np.bincount(j, mixed, size)
    total[size, :size] = total[:size, size] = edge
    total[size, size] = (counts.outcomes * found.by_t**2).sum()
    return total


def _laplacian(size: int, i: Ints, j: Ints, weight: Floats, wide: int) -> Floats:
    """Shape (wide, wide): the sum over pairs of weight times (e_i - e_j)(e_i - e_j)'."""
    matrix = np.zeros((wide, wide))
    matrix[i, j] = matrix[j, i] = -weight
    own = np.bincount(i, weight, size) + np.bincount(j, weight, size)
    matrix[np.arange(size), np.arange(size)] = own
    return matrix


def _inverse(matrix: Floats) -> Floats:
    return np.linalg.inv(matrix).astype(np.float64, copy=False)


def _centred(covariance: Floats) -> Floats:
    rows = covariance - covariance.mean(axis=0, keepdims=True)
    centred: Floats = rows - rows.mean(axis=1, keepdims=True)
    return centred
