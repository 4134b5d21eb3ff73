# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What can be done in the arena, its keys, and when. None of its words names a model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from sidelight.domain.battle import MOST_RANKED
from sidelight.gui.actions import Actions
from sidelight.workbench.venue import RoundState

if TYPE_CHECKING:
    from sidelight.workbench.rounds import Round

CHOICES = {"arena.a": "a", "arena.tie": "tie", "arena.bad": "both_bad", "arena.b": "b"}
LETTERS = {"arena.a": "A", "arena.tie": "T", "arena.b": "B"}
"""The letters that vote, beside a digit each."""

REASON_KEYS = 5


SINGLE = (
    "arena.a",
    "arena.b",
    "arena.tie",
    "arena.bad",
    "arena.skip",
    "arena.undo",
    "arena.reveal",
    "arena.next",
    "arena.same",
    "arena.reroll",
    "arena.follow",
    "arena.all",
    "arena.sure",
    "arena.comment",
    "arena.original",
)


def is_single(name: str) -> bool:
    """Whether a deed has a key that is a letter or a digit elsewhere."""
    return name.startswith(("arena.place.", "arena.reason.")) or name in SINGLE


def _tr(text: str) -> str:
    return QCoreApplication.translate("Arena", text)


def add_deeds(actions: Actions, do: Callable[[str], object]) -> None:
    """Make them known; ``do`` is given the name of the one that is wanted."""
    for name, text, keys, drawing in (
        ("arena.send", _tr("Ask without names"), "Ctrl+Return; Ctrl+Enter", "send"),
        ("arena.stop", _tr("Stop, or go back to the answers"), "Esc", "stop"),
        ("arena.a", _tr("A is better"), "1; A", ""),
        ("arena.b", _tr("B is better"), "2; B", ""),
        ("arena.tie", _tr("As good as each other"), "3; T", ""),
        ("arena.bad", _tr("Both are bad"), "4", ""),
        ("arena.skip", _tr("Skip this round…"), "S", ""),
        ("arena.undo", _tr("Take the vote back"), "U; Ctrl+Z", "undo"),
        ("arena.reveal", _tr("Show the names"), "Return; Enter", ""),
        ("arena.next", _tr("New round"), "N", "plus"),
        ("arena.new", _tr("New round, with nothing said before"), "Ctrl+N", "plus"),
        ("arena.same", _tr("New round with the same prompt"), "P", "again"),
        ("arena.reroll", _tr("Ask all once more, still without names"), "R", "again"),
        ("arena.follow", _tr("Ask all something further, still without names"), "F", "follow"),
        ("arena.all", _tr("Show the rest of all answers at once"), "E", "down"),
        ("arena.sure", _tr("How sure: the next step"), "G", ""),
        ("arena.comment", _tr("Add a word of your own"), "C", "note"),
        ("arena.original", _tr("Show the answers as they came"), "O", "raw"),
        ("arena.prompt", _tr("Show the whole prompt"), "Ctrl+P", "system"),
        ("arena.pool", _tr("Choose models to draw from…"), "Ctrl+M", "model"),
        ("arena.rules", _tr("Rules of the arena…"), "Ctrl+G", "more"),
        ("arena.temperature", _tr("Temperature…"), "Alt+T", "temperature"),
        ("arena.tokens", _tr("Max tokens…"), "Alt+M", "length"),
        ("arena.system", _tr("System prompt…"), "Alt+Y", "system"),
        ("arena.attach", _tr("Attach text files…"), "Alt+A", "attach"),
        ("arena.voter", _tr("Who votes…"), "Alt+I", "person"),
        ("arena.two", _tr("Battle: two answers"), "Ctrl+Shift+3", "arena"),
        ("arena.many", _tr("Blind ranking: three answers or more"), "Ctrl+Shift+4", ""),
        ("arena.direct", _tr("Direct: ask one model, by its name"), "Ctrl+Shift+1", ""),
        ("arena.side", _tr("Side by side: ask several models, by their names"), "Ctrl+Shift+2", "compare"),
        ("arena.focus", _tr("Go to the prompt box"), "Ctrl+L", "note"),
        ("arena.pane", _tr("Next answer"), "F6; Ctrl+PgDown", "right"),
        ("arena.pane_back", _tr("Previous answer"), "Shift+F6; Ctrl+PgUp", "left"),
    ):
        actions.add(name, text, keys, partial(do, name), icon_name=drawing)
    for place in range(1, MOST_RANKED + 1):
        name = f"arena.place.{place}"
        actions.add(
            name, _tr("Give place {0} to the marked answer").format(place), str(place), partial(do, name)
        )
    for place in range(1, REASON_KEYS + 1):
        name = f"arena.reason.{place}"
        text = _tr("Mark reason {0}, or take the mark away").format(place)
        actions.add(name, text, f"Shift+F{place + 6}", partial(do, name))


def enable_deeds(actions: Actions, shown: Round | None, *, writing: bool, can_rank: bool, here: bool) -> None:
    """Offer what can be done now.

    Args:
        actions: the registry.
        shown: the round that is on display, if one is.
        writing: whether a prompt is being written, so that the round waits.
        can_rank: whether places are being given.
        here: whether the place is the one that is shown.
    """
    behind, shown = shown, None if writing else shown
    state = shown.state if shown is not None else None
    open_now = state is RoundState.REVEALED
    votable = state in (RoundState.SHOWING, RoundState.VOTED) and shown is not None
    opening = shown is not None and shown.busy and state in (RoundState.VOTED, RoundState.VOID)
    voted = shown is not None and shown.given is not None
    two = shown is not None and not shown.ranking
    over = open_now or state is RoundState.VOID
    # A round that was skipped gets no vote by a stray key: the skip is taken back first.
    given = shown.given if shown is not None else None
    counts = given is not None and given.counts
    skipped = state is RoundState.VOTED and given is not None and not counts
    can_vote = two and not opening and ((votable and not skipped) or (open_now and counts))
    enabled = {
        "arena.send": writing,
        "arena.stop": state is RoundState.ASKING or (writing and behind is not None),
        **dict.fromkeys(CHOICES, can_vote),
        "arena.skip": votable and not opening,
        "arena.undo": state is RoundState.VOTED and voted and not opening,
        "arena.reveal": state in (RoundState.VOTED, RoundState.VOID) and not opening,
        "arena.next": over and not opening,
        "arena.same": over and not opening,
        "arena.reroll": shown is not None and shown.can_reroll,
        "arena.follow": shown is not None and shown.can_follow,
        "arena.all": state is RoundState.SHOWING and shown is not None and not shown.complete,
        "arena.sure": votable and not opening,
        "arena.comment": votable and not opening,
        "arena.original": open_now,
        "arena.prompt": shown is not None,
        "arena.pane": state is not RoundState.ASKING and shown is not None,
        "arena.pane_back": state is not RoundState.ASKING and shown is not None,
    }
    enabled |= dict.fromkeys(("arena.temperature", "arena.tokens", "arena.system", "arena.attach"), writing)
    for name, on in enabled.items():
        actions[name].setEnabled(on)
    if here:
        # Letters vote up to the reveal. Behind it, who types the next prompt too early must change nothing.
        for name, letter in LETTERS.items():
            keys = [actions.keys_of(name)[0], *([] if over else [QKeySequence(letter)])]
            actions[name].setShortcuts(keys)
    for place in range(1, MOST_RANKED + 1):
        fits = shown is not None and place <= len(shown.sides)
        actions[f"arena.place.{place}"].setEnabled(can_rank and fits and not opening)
        actions[f"arena.place.{place}"].setVisible(can_rank and fits)
    for place in range(1, REASON_KEYS + 1):
        actions[f"arena.reason.{place}"].setEnabled(votable and not opening)
