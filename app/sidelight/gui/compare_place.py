# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Compare, and how it is tied to the rail, the inspector and the other places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.page import ComparePage
from sidelight.gui.frame import FrameClock
from sidelight.gui.library.rail import Rail
from sidelight.gui.looks import Looks
from sidelight.gui.other_places import to_arena
from sidelight.gui.places import Page, Place, Places
from sidelight.gui.reviewing import review_tools
from sidelight.gui.rooms import Rooms
from sidelight.gui.side import SidePanel

if TYPE_CHECKING:
    from sidelight.gui.tokens.page import TokensPage
    from sidelight.workbench.desk import Desk


def compare_place(
    desk: Desk,
    actions: Actions,
    looks: Looks,
    settings: QSettings,
    clock: FrameClock,
    rooms: Rooms,
    window: QWidget,
    rail: Callable[[], Rail],
    side: Callable[[], SidePanel],
) -> Place:
    """The place.

    Args:
        desk: the open project.
        actions: where its tools are made known.
        looks: the colours that hold when the page is made.
        settings: where choices are remembered.
        clock: drives what moves.
        rooms: what makes answers and live views.
        window: where cards open.
        rail: gives the rail, which is made after the page.
        side: gives the inspector's panel, which is made before the page.
    """

    def make(parent: QWidget) -> Page:
        places = cast("Places", parent)
        page = ComparePage(desk, clock, actions, rooms, looks.theme, settings, window, [review_tools(side)])
        page.comparison_begun.connect(lambda comparison: rail().add(comparison))
        page.comparison_changed.connect(lambda identity: rail().show_current(identity))
        page.header.battle_wanted.connect(lambda: to_arena(places))
        page.tokens_wanted.connect(lambda text: _show_tokens(places, text))
        _inspect(page, side(), desk, clock)
        return page

    return Place("compare", QCoreApplication.translate("Window", "Compare"), "compare", "Ctrl+1", make)


def _inspect(page: ComparePage, side: SidePanel, desk: Desk, clock: FrameClock) -> None:
    """The inspector shows the answer that is worked with, and what is done there is seen in the answer."""
    page.answer_changed.connect(side.show_answer)
    page.opening.annotate_requested.connect(side.annotate)
    page.record_wanted.connect(side.show_record)
    page.opening.run_ended.connect(lambda: side.look_for_runs(desk.running.version))
    page.opening.run_ended.connect(side.refresh)
    page.opening.judged.connect(side.refresh)
    side.notes_changed.connect(page.notes_changed)
    side.span_requested.connect(lambda span: page.known.show_span(span) if page.known else None)
    side.opened.connect(page.refresh)
    clock.advanced.connect(side.advance)


def _show_tokens(places: Places, text: str) -> None:
    cast("TokensPage", places.page("tokens")).show_text(text)
    places.go("tokens")
