# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The leaderboard beside a window: boards, the votes behind them and imports, on threads of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sidelight.domain.battle import Ballot
from sidelight.domain.identity import BattleId, ComparisonId
from sidelight.store.project import ProjectFile
from sidelight.workbench.board import Asked, Board
from sidelight.workbench.opened_votes import OpenedVotes

if TYPE_CHECKING:
    from sidelight.workbench.ballots import Ballots
    from sidelight.workbench.importing import Imported
    from sidelight.workbench.ranking import Ranking

Result = TypeVar("Result")

MOST_MOMENTS = 200
"""Steps of the way through time; each adds votes, as many as the next does."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A board, and what could have been asked for.

    Attributes:
        models: all that votes name, in the order in which they were first voted on, those of imports last:
            their places stay as they are when votes come.
        categories, annotators, origins: as in ``Ballots``.
        moments: times in milliseconds since 1970, rising: the last is the newest vote's.
        votes: how many the project holds that a board of this kind chooses from.
        known: where there is none for a blind board: how many were given with the names known.
    """

    board: Board
    models: tuple[str, ...]
    categories: tuple[str, ...]
    annotators: tuple[str, ...]
    origins: tuple[str, ...]
    moments: tuple[int, ...]
    votes: int
    known: int = 0


class GivenUp(Exception):
    """An import was ended by its user; what was added before stays."""


class Standings:
    """One thread that counts and one that takes in files, each made when first asked."""

    def __init__(self, project: ProjectFile) -> None:
        """Read nothing yet."""
        self._project = project
        self._ranking: Ranking | None = None
        self._counting: ThreadPoolExecutor | None = None
        self._importing: ThreadPoolExecutor | None = None
        self._closed = False

    @property
    def read_only(self) -> bool:
        """Whether nothing can be taken in."""
        return self._project.read_only

    def board(self, asked: Asked, *, anew: bool = False) -> Future[Shown]:
        """The board that was asked for; ``anew`` reads the votes again. May raise ``ProjectError``."""
        return self._count(lambda: self._board(asked, anew))

    def votes(
        self, asked: Asked, model: str, against: str = "", most: int | None = None
    ) -> Future[list[Ballot]]:
        """The votes behind a figure, the newest first, so many at most: a model's, or those between two."""
        return self._count(lambda: self._ranked().votes(asked, model, against, most))

    def comparison(self, battle: BattleId) -> Future[ComparisonId | None]:
        """Where a battle's answers are; ``None`` if they are not in this project."""
        return self._count(lambda: self._project.battle(battle).comparison_id)

    def write(self, work: Callable[[], None]) -> Future[None]:
        """Have a file written beside the window; the future raises what ``work`` raises."""
        return self._count(work)

    def take_in(
        self, path: Path, progress: Callable[[int], None], given_up: Callable[[], bool]
    ) -> Future[Imported]:
        """Import the battles of a file.

        Args:
            path: of the file.
            progress: is told how many records were read, on another thread.
            given_up: whether to stop; asked now and then.

        Raises:
            GivenUp: by the future, after ``given_up`` said so.
            SidelightError: by the future, as ``import_battles`` does.
        """

        def tell(read: int) -> None:
            progress(read)
            if given_up() or self._closed:
                raise GivenUp

        def work() -> Imported:
            from sidelight.workbench.importing import import_battles

            return import_battles(self._project, path, time.time_ns() // 1_000_000, progress=tell)

        if self._importing is None:
            self._importing = ThreadPoolExecutor(1, thread_name_prefix="sidelight-import")
        return self._importing.submit(work)

    def close(self) -> None:
        """Begin nothing more, and wait for what is being read or written."""
        self._closed = True
        for pool in (self._counting, self._importing):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)

    def _count(self, work: Callable[[], Result]) -> Future[Result]:
        if self._counting is None:
            self._counting = ThreadPoolExecutor(1, thread_name_prefix="sidelight-counting")
        return self._counting.submit(work)

    def _ranked(self) -> Ranking:
        if self._ranking is None:
            # numpy's own threads gain nothing on matrices of some hundred rows, and take the window's time.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            from sidelight.workbench.ranking import Ranking

            self._ranking = Ranking(OpenedVotes(self._project))
        return self._ranking

    def _board(self, asked: Asked, anew: bool) -> Shown:
        ranking = self._ranked()
        if anew:
            ranking.refresh()
        ballots = ranking.ballots(asked)
        board = ranking.board(asked)
        return Shown(
            board,
            _by_first_vote(ballots),
            ballots.categories,
            ballots.annotators,
            ballots.origins,
            _moments(ballots),
            len(ballots),
            0 if len(ballots) or not asked.blind_only else self._known(),
        )

    def _known(self) -> int:
        return len(OpenedVotes(self._project).ballots(with_style=False))


def _by_first_vote(ballots: Ballots) -> tuple[str, ...]:
    import numpy as np

    # Those of battles held here first: an import with older votes must not shift their places.
    order = np.argsort(~ballots.held_here(), kind="stable")
    numbers = np.stack([ballots.a[order], ballots.b[order]], axis=1).ravel()
    _, first = np.unique(numbers, return_index=True)
    return tuple(ballots.models[one] for one in numbers[np.sort(first)].tolist())


def _moments(ballots: Ballots) -> tuple[int, ...]:
    import numpy as np

    votes = len(ballots)
    if not votes:
        return ()
    steps = np.linspace(0, votes - 1, min(votes, MOST_MOMENTS)).round().astype(int)
    return tuple(np.unique(ballots.created_ms[steps]).tolist())
