# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Rows one below the other, of which only those in sight have been laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Heights:
    """How high each row is, and where each begins, in pixels. Rows never seen have estimates."""

    def __init__(self, heights: Sequence[float] = ()) -> None:
        self._heights = list(heights)
        self._tops: list[float] | None = None

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> float:
        """Of all rows together."""
        return self._all_tops()[-1]

    def top(self, row: int) -> float:
        """Where a row begins; behind the last one, where all end."""
        return self._all_tops()[row]

    def height(self, row: int) -> float:
        """How high it is."""
        return self._heights[row]

    def set(self, row: int, height: float) -> bool:
        """A row's height is known now; ``True`` if it was another."""
        if self._heights[row] == height:
            return False
        self._heights[row] = height
        self._tops = None
        return True

    def at(self, y: float) -> int:
        """The row at a height; the first or the last one beyond the ends. -1 if there is none."""
        return max(0, min(bisect_right(self._all_tops(), y) - 1, len(self) - 1)) if len(self) else -1

    def _all_tops(self) -> list[float]:
        # One sum over 20,000 rows takes less than a millisecond and is made once for each picture.
        if self._tops is None:
            self._tops = list(accumulate(self._heights, initial=0.0))
        return self._tops
