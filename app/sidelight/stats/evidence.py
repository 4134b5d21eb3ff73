# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What votes on one pair say of a preference, also to those who look while they vote.

A test that is made once, after a number of votes that was fixed before, may call one in twenty equal pairs
different. Made after every vote it will call about one in three so. An *e-process* may be looked at whenever
one likes: among pairs that are equal, at most one in twenty ever reaches 20.

The one used here is the likelihood of the votes under a mixture of all chances (beta with a = b = 1/2) over
their likelihood at one half; its confidence sequence holds all chances that it has not refuted.
"""

from __future__ import annotations

import math
from collections.abc import Callable

A = B = 0.5
Z95 = 1.959963984540054
DECIDED = 20.0
"""An e-value that decides at 5 %."""


def log_mixture(wins: int, losses: int) -> float:
    """Logarithm of the votes' likelihood under the mixture."""
    return _log_beta(A + wins, B + losses) - _log_beta(A, B)


def e_value(wins: int, losses: int) -> float:
    """Evidence against equal chances from decisive votes; infinite if it is too great for a number.

    Raises:
        ValueError: a count is negative.
    """
    if wins < 0 or losses < 0:
        raise ValueError("votes cannot be negative")
    exponent = log_mixture(wins, losses) + (wins + losses) * math.log(2)
    return math.exp(exponent) if exponent < 700 else math.inf


def confidence_sequence(wins: int, losses: int, alpha: float = 0.05) -> tuple[float, float]:
    """The chances of a win that no look so far can refute at level alpha, lowest and highest.

    Raises:
        ValueError: alpha is not between 0 and 1, or a count is negative.
    """
    if not 0 < alpha < 1 or wins < 0 or losses < 0:
        raise ValueError("alpha lies between 0 and 1, and votes cannot be negative")
    if wins + losses == 0:
        return 0.0, 1.0
    bound = log_mixture(wins, losses) + math.log(alpha)
    peak = wins / (wins + losses)

    def refuted(p: float) -> bool:
        return bound > _log_power(p, wins) + _log_power(1 - p, losses)

    return _edge(refuted, 0.0, peak), _edge(refuted, 1.0, peak)


def wilson(successes: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval for a share; from 0 to 1 if n is 0. A tie may count as half a success."""
    if n <= 0:
        return 0.0, 1.0
    share, square = successes / n, Z95 * Z95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * math.sqrt(max(share * (1 - share), 0.0) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _edge(refuted: Callable[[float], bool], outside: float, inside: float) -> float:
    """Where refutation begins between a chance outside and one that is not refuted."""
    if not refuted(outside):
        return outside
    for _ in range(40):
        middle = (outside + inside) / 2
        if refuted(middle):
            outside = middle
        else:
            inside = middle
    return inside


def _log_power(p: float, n: int) -> float:
    if n == 0:
        return 0.0
    return n * math.log(p) if p > 0 else -math.inf


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
