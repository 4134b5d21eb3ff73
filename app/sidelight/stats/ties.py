# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How likely a win, a loss and a tie are, given the difference of two log strengths.

Three ways to take ties. *Half* counts one as half a win for each: simple, and ties then draw the strengths
together. *Davidson* (1970) lets a tie be as likely as ``nu`` times the geometric mean of the two strengths.
*Rao-Kupper* (1967) calls a tie where the difference that is felt stays below a threshold, ``log kappa``. The
last two have one further parameter, estimated with the strengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sidelight.stats.counts import LOSS, OUTCOMES, TIE, WIN, Floats

LEAST_THRESHOLD = 1e-6
UNSEEN = 10.0


class Ties(StrEnum):
    """How ties count."""

    HALF = "half"
    DAVIDSON = "davidson"
    RAO_KUPPER = "rao-kupper"


@dataclass(frozen=True, slots=True)
class Terms:
    """What one vote adds to the log likelihood, with its derivatives.

    ``d`` is the difference of log strengths, ``t`` the ties' parameter. All have shape (P, 3), by outcome.

    Attributes:
        value: the log likelihood.
        by_d, by_t: first derivatives.
        by_dd, by_dt, by_tt: second derivatives with the sign turned.
    """

    value: Floats
    by_d: Floats
    by_t: Floats
    by_dd: Floats
    by_dt: Floats
    by_tt: Floats


def logistic(x: Floats) -> Floats:
    """The logistic function, exact far out on both sides."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def log_logistic(x: Floats) -> Floats:
    """Its logarithm."""
    return np.minimum(x, 0.0) - np.log1p(np.exp(-np.abs(x)))


def half(d: Floats) -> Terms:
    """A tie is half a win and half a loss."""
    p = logistic(d)
    for_first, for_second = log_logistic(d), log_logistic(-d)
    nothing = np.zeros((len(d), OUTCOMES))
    return Terms(
        np.stack([for_first, for_second, (for_first + for_second) / 2], axis=1),
        np.stack([1 - p, -p, 0.5 - p], axis=1),
        nothing,
        np.repeat((p * (1 - p))[:, None], OUTCOMES, axis=1),
        nothing,
        nothing,
    )


def davidson(d: Floats, t: float) -> Terms:
    """Ties after Davidson; ``t`` is the logarithm of nu."""
    level = np.stack([d / 2, -d / 2, np.full(len(d), t)], axis=1)
    top = level.max(axis=1, keepdims=True)
    log_sum = top + np.log(np.exp(level - top).sum(axis=1, keepdims=True))
    value = level - log_sum
    chance = np.exp(value)
    slope = np.array([0.5, -0.5, 0.0])
    mean_d, mean_t = chance @ slope, chance[:, TIE]
    is_tie = np.array([0.0, 0.0, 1.0])

    def same(column: Floats) -> Floats:
        return np.repeat(column[:, None], OUTCOMES, axis=1)

    return Terms(
        value,
        slope - mean_d[:, None],
        is_tie - mean_t[:, None],
        same((chance[:, WIN] + chance[:, LOSS]) / 4 - mean_d**2),
        same(-mean_d * mean_t),
        same(mean_t * (1 - mean_t)),
    )


def rao_kupper(d: Floats, t: float) -> Terms:
    """Ties after Rao and Kupper; ``t`` is the logarithm of kappa and positive."""
    p, q = logistic(d - t), logistic(-d - t)
    for_first, for_second = log_logistic(d - t), log_logistic(-d - t)
    gap = -np.expm1(-2 * t)
    one = np.ones(len(d))
    a, b = p * (1 - p), q * (1 - q)
    return Terms(
        np.stack([for_first, for_second, for_first + for_second + 2 * t + np.log(gap)], axis=1),
        np.stack([1 - p, q - 1, q - p], axis=1),
        np.stack([p - 1, q - 1, p + q - 2 + 2 / gap * one], axis=1),
        np.stack([a, b, a + b], axis=1),
        np.stack([-a, b, b - a], axis=1),
        np.stack([a, b, a + b + 4 * np.exp(-2 * t) / gap**2 * one], axis=1),
    )


def terms(ties: Ties, d: Floats, t: float) -> Terms:
    """The terms of one of the three."""
    if ties is Ties.HALF:
        return half(d)
    return davidson(d, t) if ties is Ties.DAVIDSON else rao_kupper(d, t)


def dispersion(ties: float, spread: float) -> float:
    """By how much votes of which some are ties vary less than the likelihood of half a win supposes.

    A vote that is a win with chance p varies by p (1 - p); where a share t are ties, by a quarter of t less.
    A few votes must not seem to be ties always: ``UNSEEN`` votes that are none are added.

    Args:
        ties: how many there are.
        spread: the sum of p (1 - p) over all votes.

    Returns:
        Variance as it is over variance as supposed: 1 without ties, towards 0 with nothing else.
    """
    return 1 - ties / (4 * spread + UNSEEN)
