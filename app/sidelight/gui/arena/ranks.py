# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Places that are given to several answers one after the other."""

from __future__ import annotations


class Ranks:
    """The places so far, and the answer for which one is asked next."""

    def __init__(self) -> None:
        self.given: list[int] = []
        self.at = 0

    def begin(self, count: int) -> None:
        """None is given."""
        self.given = [0] * count
        self.at = 0

    @property
    def complete(self) -> bool:
        """Whether all have one."""
        return bool(self.given) and all(self.given)

    @property
    def normal(self) -> tuple[int, ...]:
        """As they are kept: from 1 on, without gaps between them."""
        steps = sorted(set(self.given))
        return tuple(steps.index(rank) + 1 for rank in self.given)

    def give(self, rank: int) -> None:
        """The marked answer has this place; the mark goes to the next one that has none."""
        if self.complete:
            self.begin(len(self.given))
        self.given[self.at] = rank
        left = [at for at, given in enumerate(self.given) if not given]
        behind = [at for at in left if at > self.at]
        self.at = (behind or left or [self.at])[0]

    def step(self, by: int) -> None:
        """Mark the next answer, or the one before."""
        if self.given:
            self.at = (self.at + by) % len(self.given)
