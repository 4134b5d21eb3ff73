# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a round of the arena is made of: its states, what is around it, and what it hides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum

from sidelight.domain.battle import Battle, Vote
from sidelight.domain.model import GenerationConfig, Model
from sidelight.store.project import ProjectFile
from sidelight.workbench.arena_rules import Rules
from sidelight.workbench.comparing import Comparing
from sidelight.workbench.live import LiveAnswer, LiveComparison
from sidelight.workbench.moment import Moment
from sidelight.workbench.sides import Prepared


class RoundState(StrEnum):
    """Where a round is. ``PAST`` is a turn that was followed by another."""

    ASKING = "asking"
    READY = "ready"
    SHOWING = "showing"
    VOTED = "voted"
    VOID = "void"
    REVEALED = "revealed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Venue:
    """What rounds need from around them.

    ``prepare`` makes answers fit to be shown, ``recognise`` finds whether one of them stands in the project
    with its name already; both on another thread.
    """

    project: ProjectFile
    comparing: Comparing
    moment: Moment
    prepare: Callable[[Sequence[str], Sequence[Model], Rules], Future[Prepared]]
    annotator: Callable[[], str]
    recognise: Callable[[Sequence[str], Sequence[Model]], Future[bool]]


@dataclass(frozen=True, slots=True)
class Held:
    """A battle and all that must stay unknown until it is opened.

    ``takes_ms``: for how long its answers are awaited though they are there: a repeat takes as long as the
    first time, and gives itself away neither by being quick nor by what can be done with it.
    """

    battle: Battle
    models: tuple[Model, ...]
    live: LiveComparison | None
    answers: tuple[LiveAnswer, ...]
    texts: tuple[str, ...] = ()
    lineage: tuple[Battle, ...] = ()
    votes: tuple[Vote, ...] = ()
    is_logged: bool = False
    takes_ms: int = 0
    config: GenerationConfig = GenerationConfig()  # noqa: RUF009 (frozen)
