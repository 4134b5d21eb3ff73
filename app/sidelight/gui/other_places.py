# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The places beside Compare. What a page needs is imported when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.choosing.voter import kept_voter
from sidelight.gui.frame import FrameClock
from sidelight.gui.looks import Looks
from sidelight.gui.places import Page, Place, Places
from sidelight.gui.rooms import Rooms

if TYPE_CHECKING:
    from sidelight.domain.identity import ComparisonId
    from sidelight.gui.arena.page import ArenaPage
    from sidelight.gui.compare.asking import Mode
    from sidelight.gui.compare.page import ComparePage
    from sidelight.gui.library.rail import Rail
    from sidelight.workbench.desk import Desk


def _tr(text: str) -> str:
    return QCoreApplication.translate("OtherPlaces", text)


def other_places(
    desk: Desk,
    actions: Actions,
    looks: Looks,
    settings: QSettings,
    clock: FrameClock,
    rooms: Rooms,
    rail: Callable[[], Rail],
) -> tuple[Place, ...]:
    """The places, in the order of the rail.

    Args:
        desk: the open project.
        actions: where a page makes known what can be done in it.
        looks: the colours that hold when a page is made.
        settings: where the window's own state is remembered.
        clock: drives what moves.
        rooms: what makes answers.
        rail: gives the rail, which may be made after the places.
    """
    # Votes on answers with their names are given elsewhere, too, before anybody goes to the arena.
    desk.voter = kept_voter(settings)

    def arena(parent: QWidget) -> Page:
        from sidelight.gui.arena.page import ArenaPage

        page = ArenaPage(desk, clock, actions, rooms, looks.theme, settings, parent)
        page.opened.connect(lambda: rail().reload())
        page.blind_changed.connect(lambda on, seen: rail().set_blind(on, searched=not seen))
        places = cast("Places", parent)
        places.watch(page.leaving.holds)
        page.cards.leave.back_wanted.connect(lambda: places.go("arena"))
        places.watch_closing(page.leaving.unfinished)
        page.named_wanted.connect(partial(_ask_by_name, places))
        return page

    def tokens(parent: QWidget) -> Page:
        from sidelight.gui.tokens.page import TokensPage

        return TokensPage(desk.cutting, actions, looks.theme, settings, parent)

    def board(parent: QWidget) -> Page:
        from sidelight.gui.board.page import BoardPage

        places = cast("Places", parent)
        page = BoardPage(
            desk.standings,
            actions,
            looks.theme,
            desk.path.parent,
            parent,
            with_arena=any(place.name == "arena" for place in places.every()),
        )
        page.arena_wanted.connect(lambda: places.go("arena"))
        page.comparison_wanted.connect(lambda found: _open(places, found))
        return page

    return (
        Place("arena", _tr("Arena"), "arena", "Ctrl+2", arena),
        Place("board", _tr("Leaderboard"), "board", "Ctrl+3", board),
        Place("tokens", _tr("Tokens"), "tokens", "Ctrl+5", tokens),
    )


def _open(places: Places, comparison: ComparisonId) -> None:
    page = cast("ComparePage", places.page("compare"))
    places.go("compare", before=lambda: page.open(comparison))


def _ask_by_name(places: Places, mode: Mode, prompt: str) -> None:
    """Go on in Compare with the prompt that stood in the arena's box."""
    page = cast("ComparePage", places.page("compare"))

    def begin() -> None:
        page.set_mode(mode)
        if prompt.strip():
            page.offer_prompt(prompt)

    places.go("compare", before=begin)


def to_arena(places: Places) -> None:
    """Go on in the arena with the prompt that is written or shown in Compare."""
    page = cast("ComparePage", places.page("compare"))
    live = page.live
    prompt = page.composer.box.exact_text() or (live.prompt if live is not None else "")
    page.header.modes.set_current(page.asking.mode)
    places.go("arena")
    cast("ArenaPage", places.page("arena")).offer_prompt(prompt)
