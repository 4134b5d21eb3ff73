# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a leaderboard says of itself in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sidelight.stats.evidence import DECIDED, e_value
from sidelight.workbench.board import Board

FEW = 30
"""Votes below which a board says that it rests on few."""

HALF_WITH_STYLE = "With style taken out, ties count as half a win each."
NO_STYLED_RANKINGS = (
    "With style taken out, rankings of several answers need the method for few votes; it was used."
)
CLUSTERS_WITH_ARENA = "Votes are only taken together by person or prompt with the arena's method."


def without_votes(left_out: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """What a board without votes says."""
    if not left_out:
        return ("No vote counts yet.",)
    return ("No vote counts here.", *_left_out(left_out))


def no_arena(votes: int, needed: int) -> str:
    """Why the arena's method was not used."""
    instead = "The method for few votes was used."
    if votes < needed:
        return f"The arena's method needs {needed} votes; there {_are(votes)}. {instead}"
    return f"The arena's method needs every model to have lost or tied against the rest once. {instead}"


def few_rankings(needed: int) -> str:
    """Why the arena's method was not used where answers were ranked."""
    return (
        f"The arena's method needs {needed} votes in each group of models where answers were ranked. "
        "The method for few votes was used."
    )


def few_clusters(by: str, needed: int) -> str:
    """Why votes were not taken together."""
    who = "people" if by == "annotator" else "prompts"
    return f"With fewer than {needed} {who}, votes cannot be taken together by {by}; each counts on its own."


LEVEL = 1e-3
"""Points on the Elo scale within which two scores are the same: a fit is no finer."""


def of_flip(first: str, challenger: str, fewer: int, more: int, votes: int, *, shared: bool) -> str:
    """What the first place hangs on, or the lead of a model that shares it."""
    by, wins = f"{fewer:,} of {_count(votes, 'vote')}", _count(more, "more win")
    if shared:
        return (
            f"No model is surely first. {first} leads by {by}; {wins} of {challenger} over it would end that."
        )
    return f"{first} is first by {by}; {wins} of {challenger} over it would end that."


def with_notes(board: Board, first: Sequence[str]) -> Board:
    """The board with its notes: those given, then what can be seen from its figures."""
    notes = list(first)
    if len(board.components) > 1:
        notes.append(
            f"{len(board.components)} groups of models never met each other, not even through others: "
            "scores and ranks hold within a group only."
        )
    if board.rankings:
        notes.append(_ranked(board))
    if board.votes < FEW:
        notes.append(f"{_count(board.votes, 'vote')}: the intervals are wide, and they hold nevertheless.")
    notes += _between(board)
    notes += [flip.sentence for flip in board.flips[:1]] or _level(board)
    decisive = board.left + board.right
    if e_value(board.left, board.right) >= DECIDED:
        left = board.left > board.right
        side, share = ("left", board.position[0]) if left else ("right", 1 - board.position[0])
        won = f"The {side} answer won {_percent(share)} of {_count(decisive, 'decisive vote')}"
        notes.append(f"{won}: the side seems to matter.")
    if board.both_bad_rate:
        of = "the judgements" if board.rankings else "the votes"
        notes.append(f"Both answers were bad in {_percent(board.both_bad_rate)} of {of}.")
    notes += _left_out(board.left_out)
    return replace(board, notes=tuple(notes))


def _ranked(board: Board) -> str:
    """That the pairs of a ranking are no votes of their own."""
    if board.votes == 1:
        what = "1 vote, a ranking, judges"
    elif board.rankings == board.votes:
        what = f"{board.votes:,} votes, all of them rankings, judge"
    else:
        what = f"{board.votes:,} votes, {board.rankings:,} of them rankings, judge"
    return (
        f"{what} {board.judgements:,} pairs of answers. "
        "The pairs of a ranking hang together, and count for no more than the ranking says."
    )


def _between(board: Board) -> list[str]:
    top = [row for row in board.rows if row.component == 0]
    if len(top) < 2:
        return []
    found = []
    if {row.model for row in top} in [set(group) for group in board.groups]:
        who = "The two models" if len(top) == 2 else f"None of the {len(top)} models"
        found.append(f"{who} {'cannot' if len(top) == 2 else 'can'} be told apart yet.")
    first, second = top[0].model, top[1].model
    pair = board.pair(first, second)
    if pair is None:
        found.append(f"{first} and {second} have not met; votes between them would help most.")
    elif not pair.settled and pair.more_votes is not None:
        more = _count(pair.more_votes, "more vote")
        found.append(f"About {more} between {first} and {second} might settle which is first.")
    elif not pair.settled:
        found.append(f"{first} and {second} are so close that 10,000 more votes might not settle it.")
    return found


def _level(board: Board) -> list[str]:
    top = [row for row in board.rows if row.component == 0]
    level = [row.model for row in top if top[0].score - row.score < LEVEL]
    if len(level) < 2:
        return []
    who = f"{level[0]} and {level[1]}" if len(level) == 2 else f"{len(level)} models"
    return [f"{who} are level: no model is first."]


def _left_out(left_out: Sequence[tuple[str, int]]) -> list[str]:
    if not left_out:
        return []
    total = sum(many for _, many in left_out)
    why = "; ".join(f"{reason} ({many:,})" if len(left_out) > 1 else reason for reason, many in left_out)
    return [f"{_count(total, 'vote')} left out: {why}."]


def _are(n: int) -> str:
    return f"is {n}" if n == 1 else f"are {n:,}"


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.1f} %"
