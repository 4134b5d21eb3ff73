# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A battle with everything behind it, so that it can be given from one project or program to another."""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.domain.battle import Battle, Vote
from sidelight.domain.comparison import Comparison
from sidelight.domain.generation import Generation


@dataclass(frozen=True, slots=True)
class Bundle:
    """A battle, the votes on it, and its turns with both answers, oldest first; none if they are unknown."""

    battle: Battle
    votes: tuple[Vote, ...]
    comparisons: tuple[Comparison, ...] = ()
    generations: tuple[Generation, ...] = ()
