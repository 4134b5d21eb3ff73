# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The votes of a project as columns of numbers, so that a board over any part of them is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sidelight.domain.battle import Ballot, Choice, Purpose
from sidelight.stats.counts import LOSS, TIE, WIN, Bools, Floats, Ints
from sidelight.workbench.board import Asked
from sidelight.workbench.off_board import AGAIN, EARLY, ITSELF, KNOWN, LEAKED, PLAIN_STYLE

_OUTCOME = {Choice.A: WIN, Choice.B: LOSS, Choice.TIE: TIE, Choice.BOTH_BAD: TIE}

_AT_ONCE = 8192
"""Votes after which other threads have a turn."""


class Ballots:
    """Counted votes, in the order in which they were given.

    Attributes:
        models, categories, annotators, origins: the names in them, in order; ``""`` is the project's owner,
            a prompt without a category, or a battle that was held here.
        a, b: shape (N,), numbers of the models on the left and on the right.
        outcome: shape (N,), seen from the left; both bad is a tie here.
        both_bad: shape (N,).
        created_ms: shape (N,).
    """

    def __init__(self, ballots: Iterable[Ballot]) -> None:
        rows = list(ballots)
        self._many = len(rows)
        # Columns alone are kept, as tuples: the garbage collector's walks pass over those of plain values.
        # Not by one zip of all rows: other threads, a window's among them, would stand still meanwhile.
        self._columns: dict[str, tuple[Any, ...]] = {
            name: tuple([row[place] for row in rows]) for place, name in enumerate(Ballot._fields)
        }
        names = self._columns["model_a"], self._columns["model_b"]
        self.models = tuple(sorted({*names[0], *names[1]}))
        number = {name: place for place, name in enumerate(self.models)}
        self.a, self.b = (self._ints(number.__getitem__, column) for column in names)
        self.outcome = self._ints(_OUTCOME.__getitem__, self._columns["choice"])
        self.both_bad = self._bools(lambda choice: choice is Choice.BOTH_BAD, "choice")
        self.created_ms = self._ints(int, self._columns["created_ms"])
        self._purpose = self._ints([*Purpose].index, self._columns["purpose"])
        self._known = self._bools(bool, "revealed") | ~self._bools(bool, "blind")
        self._leaked, self._early = self._bools(bool, "leaked"), self._bools(bool, "early")
        self.categories, self._category = self._named("category")
        self.annotators, self._annotator = self._named("annotator")
        self.origins, self._origin = self._named("origin")

    def __len__(self) -> int:
        return self._many

    def chosen(self, asked: Asked) -> tuple[Bools, tuple[tuple[str, int], ...]]:
        """Which votes a board counts, shape (N,), and why it leaves out others that pass its filters."""
        passed = np.ones(len(self), dtype=bool)
        if asked.until_ms is not None:
            passed &= self.created_ms <= asked.until_ms
        if asked.models:
            wanted = np.isin(self.models, asked.models)
            passed &= wanted[self.a] & wanted[self.b]
        for names, column, wished in (
            (self.categories, self._category, asked.categories),
            (self.annotators, self._annotator, asked.annotators),
            (self.origins, self._origin, asked.origins),
        ):
            if wished:
                passed &= np.isin(names, wished)[column]
        kinds = [*Purpose]
        left_out: list[tuple[str, int]] = []
        for why, those in (
            (ITSELF, (self._purpose == kinds.index(Purpose.CONTROL)) | (self.a == self.b)),
            (AGAIN, self._purpose == kinds.index(Purpose.REPEAT)),
            (KNOWN, self._known if asked.blind_only else None),
            (LEAKED, None if asked.leaked else self._leaked),
            (EARLY, None if asked.early else self._early),
            (PLAIN_STYLE, ~self.has_style() if asked.style else None),
        ):
            if those is not None and (many := len(self.votes(passed & those))):
                left_out.append((why, many))
                passed &= ~those
        return passed, tuple(left_out)

    def clusters(self, by: str) -> Ints:
        """Shape (N,): votes of one number are by one annotator, on one prompt, or parts of one ranking."""
        return (
            self._annotator
            if by == "annotator"
            else self._named("prompt" if by == "prompt" else "vote_id")[1]
        )

    def held_here(self) -> Bools:
        """Shape (N,): whether a vote is on a battle that was not taken in from elsewhere."""
        return np.isin(self.origins, ("",))[self._origin]

    def votes(self, chosen: Bools) -> Ints:
        """How many judgements each of the chosen votes stands here as: 1, or more for a ranking."""
        return np.unique(self.clusters("vote")[chosen], return_counts=True)[1]

    def alone(self, chosen: Bools) -> Bools:
        """Which of the chosen are votes on two answers, and no part of a ranking, shape (M,)."""
        vote = self.clusters("vote")[chosen]
        alone: Bools = np.bincount(vote)[vote] == 1 if len(vote) else np.ones(0, dtype=bool)
        return alone

    def people(self, chosen: Bools) -> int:
        """How many gave the chosen votes."""
        return len(np.unique(self._annotator[chosen]))

    def weights(self, chosen: Bools) -> Floats:
        """What each of the chosen votes counts, shape (M,): 1, and less where it is one pair of a ranking.

        The pairs of a ranking of k hang together: their sum varies (k + 1) / 3 times as much as that of votes
        of their own. Each counted 3 / (k + 1), they say no more than the ranking does.
        """
        ranking = self.clusters("vote")[chosen]
        pairs = np.bincount(ranking)[ranking].astype(float)
        k = (1 + np.sqrt(1 + 8 * pairs)) / 2
        weights: Floats = 3 / (k + 1)
        return weights

    def has_style(self) -> Bools:
        """Shape (N,): whether the style of both answers is known."""
        return self._bools(lambda style: style is not None, "style_a") & self._bools(
            lambda style: style is not None, "style_b"
        )

    def styles(self, chosen: Bools) -> tuple[Floats, Floats]:
        """Characters, headings, list items and bold passages of the chosen votes' answers, each (M, 4)."""
        rows = np.flatnonzero(chosen).tolist()
        sides = (self._columns["style_a"], self._columns["style_b"])
        left, right = (
            np.concatenate(
                [
                    np.array([side[row] for row in rows[first : first + _AT_ONCE]], dtype=float)
                    for first in range(0, max(1, len(rows)), _AT_ONCE)
                ]
            ).reshape(-1, 4)
            for side in sides
        )
        return left, right

    def rows(self, chosen: Bools, most: int | None = None) -> list[Ballot]:
        """The chosen votes themselves, the newest first, so many at most."""
        columns = tuple(self._columns.values())
        return [
            Ballot._make([column[row] for column in columns])
            for row in np.flatnonzero(chosen)[::-1][:most].tolist()
        ]

    def _ints(self, number: Callable[..., int], column: Sequence[object]) -> Ints:
        return np.fromiter(map(number, column), dtype=np.int64, count=len(column))

    def _bools(self, holds: Callable[..., bool], name: str) -> Bools:
        column = self._columns[name]
        return np.fromiter(map(holds, column), dtype=bool, count=len(column))

    def _named(self, name: str) -> tuple[tuple[str, ...], Ints]:
        column = self._columns[name]
        names = tuple(sorted(set(column)))
        place = {name: number for number, name in enumerate(names)}
        return names, self._ints(place.__getitem__, column)
