# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools for the panes: going from one to another, setting them, and what is done in all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from sidelight.domain.comparison import MOST_PANES
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.pane_menu import open_menu
from sidelight.gui.compare.tool import Page, Tool, reading


def _tr(text: str) -> str:
    return QCoreApplication.translate("CompareTools", text)


def tools(page: Page) -> tuple[Tool, ...]:
    """They serve while a comparison is open; most of them while nothing covers its panes."""
    tool = partial(reading, page)
    return (
        tool(
            "compare.prompt",
            _tr("Show the whole prompt"),
            "Ctrl+P",
            "system",
            lambda _known: page.show_prompt(),
            _open,
        ),
        tool(
            "compare.again",
            _tr("Ask every model again"),
            "Ctrl+Alt+R",
            "again",
            lambda _known: page.rounds.again_everywhere(),
            _quiet,
        ),
        tool(
            "compare.replay",
            _tr("Replay these answers at one pace…"),
            "Ctrl+Alt+P",
            "play",
            lambda _known: page.choose_pace(),
            _quiet,
        ),
        tool(
            "compare.tiles",
            _tr("Show panes as tiles"),
            "Ctrl+Alt+G",
            "tiles",
            lambda _known: page.arrange("tiles"),
            _several,
        ),
        tool(
            "compare.tabs",
            _tr("Show panes as tabs"),
            "Ctrl+Alt+T",
            "tabs",
            lambda _known: page.arrange("tabs"),
            _several,
        ),
        tool(
            "pane.menu",
            _tr("Menu of this pane"),
            "Shift+F10",
            "more",
            lambda known: open_menu(known, page.actions_),
            lambda known: known.pane is not None,
        ),
        tool(
            "pane.next",
            _tr("Next pane"),
            "F6; Ctrl+PgDown",
            "right",
            lambda known: known.step_pane(1),
            _several,
        ),
        tool(
            "pane.previous",
            _tr("Previous pane"),
            "Shift+F6; Ctrl+PgUp",
            "left",
            lambda known: known.step_pane(-1),
            _several,
        ),
        *(_going_to(page, place) for place in range(MOST_PANES)),
        tool(
            "compare.raw",
            _tr("Raw text in all panes"),
            "Ctrl+Shift+T",
            "raw",
            OpenComparison.toggle_all_raw,
            _readable,
            on=lambda known: known.all_raw,
        ),
        tool(
            "compare.find",
            _tr("Find in all panes"),
            "Ctrl+Alt+F",
            "search",
            lambda known: known.find_all.begin(),
            _readable,
        ),
        tool(
            "compare.together",
            _tr("Scroll panes together"),
            "Ctrl+Alt+Y",
            "together",
            lambda known: known.together.toggle(known.deck.panes, known.pane),
            lambda known: _several(known) and not known.covered,
            on=lambda known: known.together.on,
        ),
        tool(
            "compare.turns",
            _tr("Fold or show earlier turns"),
            "Ctrl+Alt+E",
            "history",
            OpenComparison.toggle_turns,
            lambda known: bool(known.turns) and not known.covered,
        ),
    )


def _going_to(page: Page, place: int) -> Tool:
    return reading(
        page,
        f"pane.{place + 1}",
        _tr("Go to pane {0}").format(place + 1),
        f"Alt+{place + 1}",
        "",
        lambda _known: page.choose_pane(place),
        lambda known: _several(known) and place < len(known.deck.panes),
    )


def _open(known: OpenComparison) -> bool:
    return bool(known.live)


def _quiet(known: OpenComparison) -> bool:
    return not known.live.running


def _several(known: OpenComparison) -> bool:
    return len(known.deck.panes) > 1


def _readable(known: OpenComparison) -> bool:
    return known.answer is not None and not known.covered
