# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How often a model succeeds, from verdicts on its attempts at one prompt, honest where they are few.

Only *pass* and *fail* are counted; *unsure* is told apart, for it may be either. ``pass@k`` is the chance
that at least one of k attempts passes, estimated without bias from n >= k attempts of which c passed: one
minus the share of all selections of k that hold no pass, ``1 - C(n-c, k) / C(n, k)``. It supposes that the
attempts are alike, as those of one prompt in one setting are, and that nobody stopped asking because one
passed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.domain.verdict import Verdict

INTERVAL_FROM = 5
"""An interval over fewer attempts spans most of what is possible, and says less than the count does."""
TRIES = 3
Z95 = 1.959963984540054


def pass_at(n: int, c: int, k: int) -> float | None:
    """The unbiased estimate of pass@k from n attempts of which c passed; ``None`` if n < k.

    Raises:
        ValueError: c is not within 0 and n, or k is not positive.
    """
    if not 0 <= c <= n or k < 1:
        raise ValueError("there are 0 <= c <= n passes, and k is at least 1")
    return None if n < k else 1 - math.comb(n - c, k) / math.comb(n, k)


def wilson(c: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share of which c in n were seen; from 0 to 1 if n is 0."""
    if n == 0:
        return 0.0, 1.0
    share, square = c / n, Z95 * Z95
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Success:
    """Verdicts of one model, counted.

    Attributes:
        attempts: all there are.
        passed, failed, unsure: their verdicts; the rest has none yet.
        first: the verdict on the first attempt.
        within_three: whether one of the first three attempts passes; ``None`` if that cannot be told.
    """

    attempts: int
    passed: int
    failed: int
    unsure: int
    first: Verdict | None
    within_three: bool | None

    @property
    def judged(self) -> int:
        """The n of every estimate."""
        return self.passed + self.failed

    @property
    def open(self) -> int:
        """Attempts without a verdict."""
        return self.attempts - self.judged - self.unsure

    def pass_at(self, k: int) -> float | None:
        """The estimate of pass@k; ``None`` with fewer than k verdicts."""
        return pass_at(self.judged, self.passed, k)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of pass@1; ``None`` where there are too few verdicts to say one."""
        return wilson(self.passed, self.judged) if self.judged >= INTERVAL_FROM else None


def success_of(verdicts: Sequence[Verdict | None]) -> Success:
    """Count the verdicts on a model's attempts, in the order of the attempts; ``None`` for no verdict."""
    tries = verdicts[:TRIES]
    within: bool | None = None
    if Verdict.PASS in tries:
        within = True
    elif len(tries) == TRIES and all(one is Verdict.FAIL for one in tries):
        within = False
    return Success(
        attempts=len(verdicts),
        passed=sum(one is Verdict.PASS for one in verdicts),
        failed=sum(one is Verdict.FAIL for one in verdicts),
        unsure=sum(one is Verdict.UNSURE for one in verdicts),
        first=verdicts[0] if verdicts else None,
        within_three=within,
    )
