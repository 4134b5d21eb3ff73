# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The scale on which all intervals of a board are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.workbench.board import Row

STEPS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Scale:
    """Scores from ``low`` to ``high``, with a tick every ``step``."""

    low: float
    high: float
    step: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Scale:
        """Holds every interval."""
        low = min((row.low for row in rows), default=900.0)
        high = max((row.high for row in rows), default=1100.0)
        span = max(high - low, 1.0)
        step = next((step for step in STEPS if span / step <= MOST_TICKS), 10 ** math.ceil(math.log10(span)))
        return cls(step * math.floor(low / step), step * math.ceil(high / step), step)

    def across(self, score: float, left: float, width: float) -> float:
        """Where a score stands between two edges, in their unit."""
        return left + (score - self.low) / max(self.high - self.low, 1.0) * width

    def ticks(self) -> tuple[float, ...]:
        """The scores at which lines are drawn."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + self.step * number for number in range(count + 1))


def lanes(groups: Sequence[tuple[str, ...]], order: Sequence[str]) -> list[tuple[int, int, int]]:
    """Brackets beside rows: (first row, last row, lane), so that none covers another.

    ``order`` holds what stands in each row; headings are empty.
    """
    place = {name: row for row, name in enumerate(order) if name}
    spans = sorted((min(rows), max(rows)) for rows in ([place[one] for one in group] for group in groups))
    ends: list[int] = []
    found = []
    for first, last in spans:
        lane = next((lane for lane, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        found.append((first, last, lane))
    return found
