# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a round stands, in a sentence. Names only where the round is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sidelight.domain.battle import Choice, Purpose
from sidelight.gui.places import Unfinished
from sidelight.workbench.arena_rules import PairChoice, Rules
from sidelight.workbench.venue import RoundState

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArenaWords", text)


def told(shown: Round, seconds: int) -> str:
    """What the bar says.

    Args:
        shown: the round.
        seconds: for how long answers have been written, while they are.
    """
    count = len(shown.sides)
    match shown.state:
        case RoundState.ASKING:
            words = _tr("{0} models are writing. Their answers appear together, when all are there.").format(
                count
            )
            return f"{words} {_tr('{0} s').format(seconds)}" if seconds > 9 else words
        case RoundState.VOID:
            return shown.void_reason
        case RoundState.SHOWING if shown.ranking:
            return _tr("Give each answer its place: 1 is the best, equal numbers are a tie.")
        case RoundState.SHOWING:
            return _tr("Which answer is better?")
        case RoundState.VOTED if shown.busy:
            return _tr("The vote is being kept; then the names are shown.")
        case RoundState.VOTED:
            return said_by(shown)
        case RoundState.REVEALED:
            return " ".join(part for part in (said_by(shown), _aside(shown)) if part)
        case _:
            return ""


def said_by(shown: Round) -> str:
    """What the vote that stands says."""
    given = shown.given
    if given is None:
        return shown.void_reason or _tr("You gave no vote.")
    if given.skipped:
        return _tr("Skipped: {0}.").format(given.skipped)
    names = [model.label for model in shown.models]
    if given.ranks:
        order = sorted(range(len(given.ranks)), key=lambda at: given.ranks[at])
        labels = names or [side.label for side in shown.sides]
        return _tr("Your ranking: {0}.").format(
            _ranked([given.ranks[at] for at in order], [labels[at] for at in order])
        )
    if given.choice is Choice.TIE:
        return _tr("You called it a tie.")
    if given.choice is Choice.BOTH_BAD:
        return _tr("You called both bad.")
    place = 0 if given.choice is Choice.A else 1
    side = shown.sides[place].label
    return (
        _tr("You chose {0}, {1}.").format(side, names[place]) if names else _tr("You chose {0}.").format(side)
    )


def ended_by_closing(shown: Round) -> Unfinished | None:
    """What closing the window would do to a round; ``None`` where it loses nothing and waits for nothing."""
    back = _tr("Back to the round")
    if shown.state is RoundState.ASKING:
        then = _tr(
            "If you close now, the round is void: no answer was shown, so there is no vote. "
            "The prompt and what has come of the answers stay in the project."
        )
        return Unfinished(_tr("The answers of this round are still being written."), then, back)
    if shown.state in (RoundState.READY, RoundState.SHOWING):
        then = _tr(
            "If you close now, the round waits in the arena, still without names, "
            "and may be voted on when this project is open again."
        )
        return Unfinished(_tr("You have not voted on this round."), then, back)
    return None


def summary(rules: Rules) -> str:
    """In what rules differ from the usual ones, for a chip."""
    said = []
    if rules.pair_choice is PairChoice.WEIGHTED:
        said.append(_tr("weighted"))
    elif rules.pair_choice is PairChoice.INFORMATIVE:
        said.append(_tr("informative pairs"))
    if rules.pace:
        said.append(_tr("{0} tok/s").format(rules.pace))
    if not rules.mask:
        said.append(_tr("names not hidden in answers"))
    if rules.plain:
        said.append(_tr("plain"))
    if rules.repeat_percent:
        said.append(_tr("{0} % repeats").format(rules.repeat_percent))
    if rules.control_percent:
        said.append(_tr("{0} % controls").format(rules.control_percent))
    return ", ".join(said)


def _ranked(ranks: list[int], labels: list[str]) -> str:
    out = labels[0]
    for before, rank, label in zip(ranks, ranks[1:], labels[1:], strict=False):
        out += f" = {label}" if rank == before else f" > {label}"
    return out


def _aside(shown: Round) -> str:
    """What else there is to know once it is open."""
    said = []
    if shown.purpose is Purpose.REPEAT:
        said.append(_tr("This was an earlier battle with its sides exchanged; no board counts it."))
    elif shown.purpose is Purpose.CONTROL:
        said.append(_tr("This was one model against itself; no board counts it."))
    if shown.given is not None and shown.given.revealed:
        said.append(_tr("Changed after the names were known: blind boards count the first vote."))
    if shown.leaked:
        said.append(_tr("A name stood in an answer; the vote is marked."))
    if shown.recognised:
        said.append(_tr("An answer stood here before, word for word, with its name; the vote is marked."))
    return " ".join(said)
