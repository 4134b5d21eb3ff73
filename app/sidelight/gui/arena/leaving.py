# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a round makes of it when somebody goes elsewhere, or closes the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sidelight.gui.arena.words import ended_by_closing
from sidelight.gui.places import Unfinished

if TYPE_CHECKING:
    from sidelight.gui.arena.leave_card import LeaveCard
    from sidelight.workbench.rounds import Round


class Leaving:
    """Stands between answers without names and answers with them."""

    def __init__(
        self, shown: Callable[[], Round | None], card: LeaveCard, ended: Callable[[], object]
    ) -> None:
        """Watch the round that is ``shown``; ``ended`` is called when it was ended for something else."""
        self._shown = shown
        self._card = card
        self._ended = ended

    def holds(self, place: str, go: Callable[[], None]) -> bool:
        """Whether a place must wait that shows names, and answers to compare these with; asks then."""
        shown = self._shown()
        if place != "compare" or shown is None or not shown.exposed:
            return False

        def end() -> None:
            shown.leave("left for answers with names")
            self._ended()
            go()

        self._card.ask(end, shown.given)
        return True

    def unfinished(self) -> Unfinished | None:
        """What would end if the window closed now."""
        shown = self._shown()
        return ended_by_closing(shown) if shown is not None else None
