# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The board's figures as they are written, and what each of them means in plain words."""

from __future__ import annotations

import math
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from sidelight.domain.battle import Ballot, Choice
from sidelight.stats.evidence import DECIDED
from sidelight.workbench.board import Board, Pair, Row


def tr(text: str) -> str:
    """A text of the leaderboard, translated."""
    return QCoreApplication.translate("Leaderboard", text)


def share(value: float) -> str:
    """``73 %``; what is nearly nothing or nearly everything says so."""
    if 0 < value < 0.01:
        return tr("< 1 %")
    return tr("> 99 %") if 0.99 < value < 1 else f"{100 * value:.0f} %"


def chance(value: float) -> str:
    """A share that was estimated: never nothing, never everything."""
    return tr("< 1 %") if value < 0.01 else tr("> 99 %") if value > 0.99 else share(value)


def votes(number: int) -> str:
    """``1 vote``, ``1,204 votes``."""
    return tr("1 vote") if number == 1 else tr("{0} votes").format(f"{number:,}")


def counted(board: Board) -> str:
    """``25 votes of 3 people, on 125 pairs``; whose they are where more than one voted."""
    told = [votes(board.votes)]
    if board.people > 1:
        told.append(tr("of {0} people").format(f"{board.people:,}"))
    if board.rankings:
        told.append(tr("on {0} pairs").format(f"{board.judgements:,}"))
    return " ".join(told)


def moment(created_ms: int) -> str:
    """Day and time of day, as the machine's clock has it."""
    try:
        return datetime.fromtimestamp(created_ms / 1000).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return "–"


def short(model: str) -> str:
    """A model's name without its connection."""
    return model.split("/", 1)[-1] or model


def person(annotator: str) -> str:
    """Who voted."""
    return annotator or tr("the owner")


def category(name: str) -> str:
    """Of the prompt."""
    return name or tr("no category")


def origin(name: str) -> str:
    """Where a battle was held."""
    return name or tr("held here")


def choice(ballot: Ballot) -> str:
    """What a vote says, seen from how the answers stood."""
    return {
        Choice.A: tr("left is better"),
        Choice.B: tr("right is better"),
        Choice.TIE: tr("as good"),
        Choice.BOTH_BAD: tr("both bad"),
    }[ballot.choice]


def marks(ballot: Ballot) -> str:
    """What is to be known of a vote besides."""
    found = [
        tr("early") if ballot.early else "",
        tr("an answer says whose it is") if ballot.leaked else "",
        tr("names known") if ballot.revealed or not ballot.blind else "",
        ballot.origin,
    ]
    return ", ".join(one for one in found if one)


# What figures mean ----------------------------------------------------------------------------------------


def of_rank(row: Row) -> str:
    """What a rank means."""
    ahead = row.rank - 1
    if not ahead:
        return tr("No model here is surely better than {0}.").format(row.model)
    many = tr("1 model is") if ahead == 1 else tr("{0} models are").format(ahead)
    told = tr("{0} surely better than {1}. Models that cannot be told apart share a rank.")
    return told.format(many, row.model)


def of_score(row: Row) -> str:
    """What a score means."""
    return tr(
        "{0} stands at {1}; the mean of the models that met is 1000. 100 points more win about 64 of 100 "
        "votes that decide, 400 points more about 91."
    ).format(row.model, f"{row.score:.0f}")


def of_interval(row: Row) -> str:
    """What an interval means."""
    return tr(
        "With other votes the score might be anywhere between {0} and {1}: in 95 of 100 boards made like "
        "this one the interval holds the true score. Wide means few votes, not a bad model."
    ).format(f"{row.low:.0f}", f"{row.high:.0f}")


def of_best(row: Row) -> str:
    """What the chance of being the best means."""
    return tr("Given these votes, the chance that {0} is the best of the models it met is {1}.").format(
        row.model, chance(row.p_best)
    )


def of_counts(row: Row) -> str:
    """What the counts are."""
    return tr(
        "{0} was voted on {1} times: {2} won, {3} lost, {4} called as good, {5} called both bad. "
        "Enter shows the votes."
    ).format(row.model, *(f"{n:,}" for n in (row.battles, row.wins, row.losses, row.ties, row.both_bad)))


def of_level(model: str, board: Board) -> str:
    """Which models cannot be told apart from this one; empty if all can."""
    others = dict.fromkeys(one for group in board.groups if model in group for one in group if one != model)
    return tr("Cannot be told apart from: {0}").format(", ".join(others)) if others else ""


# Pairs ----------------------------------------------------------------------------------------------------


def of_meeting(pair: Pair) -> str:
    """What a field of the win matrix says in full."""
    return tr(
        "{0} against {1}: {2}. {3} won, {4} lost, {5} as good, {6} both bad; a share of {7} of the wins "
        "with ties as half, between {8} and {9}. Enter shows the votes."
    ).format(
        pair.first,
        pair.second,
        votes(pair.battles),
        *(f"{n:,}" for n in (pair.wins, pair.losses, pair.ties, pair.both_bad)),
        *map(share, (pair.rate, pair.low, pair.high)),
    )


def evidence(pair: Pair) -> str:
    """An e-value in figures that can be read."""
    value = pair.e_value
    if math.isinf(value) or value >= 1e6:
        return tr("over a million")
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.0f}"


def of_evidence(pair: Pair) -> str:
    """What an e-value means."""
    verdict = tr("It is reached: you may stop.") if pair.e_value >= DECIDED else tr("It is not reached yet.")
    return tr(
        "Evidence that one of the two is preferred, from votes that decide. It may be looked at after every "
        "vote: among equal models it reaches {0} in at most 5 of 100 cases, ever. {1}"
    ).format(f"{DECIDED:.0f}", verdict)


def settled(pair: Pair, ahead: str) -> str:
    """Whether one of two is surely better, and what it might take; ``ahead`` stands higher on the board."""
    if pair.settled:
        return tr("{0} is ahead at 95 %, for one look").format(short(ahead))
    if pair.more_votes is None:
        return tr("not settled; 10,000 more votes might not do it")
    return tr("not settled; about {0} more might do it").format(votes(pair.more_votes))
