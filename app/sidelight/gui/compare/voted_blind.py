# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What was voted while names were hidden, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from sidelight.domain.battle import Choice, Vote


def _tr(text: str) -> str:
    return QCoreApplication.translate("VotedBlind", text)


def in_words(votes: Sequence[Vote], names: Sequence[str]) -> str:
    """Who said what; ``names`` are those of the answers, leftmost first."""
    told = []
    for vote in votes:
        who = _tr("Voted blind by {0}").format(vote.annotator) if vote.annotator else _tr("Voted blind")
        told.append(_tr("{0}: {1}").format(who, _said(vote, names)))
    return " · ".join(told)


def _said(vote: Vote, names: Sequence[str]) -> str:
    if vote.ranks:
        order = sorted(range(len(names)), key=lambda at: vote.ranks[at])
        return ", ".join(_tr("{0}. {1}").format(vote.ranks[at], names[at]) for at in order)
    if vote.choice is Choice.TIE:
        return _tr("a tie")
    if vote.choice is Choice.BOTH_BAD:
        return _tr("both bad")
    return _tr("{0} better").format(names[0 if vote.choice is Choice.A else -1])
