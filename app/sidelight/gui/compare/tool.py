# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The tools of the place Compare: what one is, what it may use, and how all of them become actions.

A new tool is a function ``tools(page)`` in a file of its own, and a line in ``every_tool.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.compare.asking import Asking, Mode
from sidelight.gui.compare.beforehand import Beforehand
from sidelight.gui.compare.composer import Composer
from sidelight.gui.compare.deck import Arrangement
from sidelight.gui.compare.opened import OpenComparison
from sidelight.gui.compare.rounds import Rounds
from sidelight.gui.compare.settings_cards import SettingCards
from sidelight.gui.compare.vote_bar import VoteBar

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk


class Page(Protocol):
    """What tools may use: when they are made, little of it is there yet; when they are used, all of it."""

    actions_: Actions
    desk: Desk
    asking: Asking
    rounds: Rounds
    before: Beforehand
    composer: Composer
    cards: SettingCards
    votes: VoteBar
    known: OpenComparison | None

    def window(self) -> QWidget:
        """Where a dialog belongs."""

    def refresh(self) -> None:
        """Something else can be done now."""

    @property
    def trouble(self) -> SignalInstance:
        """A sentence for a banner."""

    @property
    def trouble_here(self) -> SignalInstance:
        """A sentence for a banner, for as long as the current answer is."""

    @property
    def tokens_wanted(self) -> SignalInstance:
        """A text's tokens are to be shown (it)."""

    @property
    def record_wanted(self) -> SignalInstance:
        """The record of the answer that is worked with is to be shown."""

    def begin_new(self) -> None:
        """An empty page."""

    def focus_prompt(self) -> None:
        """Go to the prompt box."""

    def set_mode(self, mode: Mode) -> None:
        """Ask one model, or several."""

    def choose_models(self) -> None:
        """Open the list of models."""

    def show_prompt(self) -> None:
        """Show the whole prompt."""

    def choose_pane(self, place: int) -> None:
        """Go to a pane, counted from 0."""

    def choose_pace(self) -> None:
        """Ask at which pace the answers are to come once more."""

    def arrange(self, arrangement: Arrangement) -> None:
        """Tabs or tiles."""


def always() -> bool:
    """It can be done at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that can be done in the place.

    Attributes:
        name: how code asks for it, for example ``compare.send``.
        text: what it does, translated.
        keys: its key, and others behind ``; ``.
        icon: a drawing by its name, or empty.
        do: what it does.
        can: whether it can be done now.
        on: whether it is on now, if it is a state rather than a deed.
    """

    name: str
    text: str
    keys: str
    icon: str
    do: Callable[[], object]
    can: Callable[[], bool] = always
    on: Callable[[], bool] | None = None


def has_answer(known: OpenComparison) -> bool:
    """There is an answer that is worked with."""
    return known.answer is not None


def reading(
    page: Page,
    name: str,
    text: str,
    keys: str,
    icon: str,
    do: Callable[[OpenComparison], object],
    can: Callable[[OpenComparison], bool] = has_answer,
    on: Callable[[OpenComparison], bool] | None = None,
) -> Tool:
    """A tool for what is open; where nothing is, it cannot be used."""

    def told(question: Callable[[OpenComparison], bool]) -> Callable[[], bool]:
        return lambda: page.known is not None and question(page.known)

    def run() -> None:
        if page.known is not None:
            do(page.known)
            page.refresh()

    return Tool(name, text, keys, icon, run, told(can), told(on) if on is not None else None)


class Tools:
    """All tools of a place, as actions that are offered when they serve."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._tools: dict[str, Tool] = {}

    def add(self, tools: Iterable[Tool]) -> None:
        """Make tools known."""
        for tool in tools:
            self._tools[tool.name] = tool
            self._actions.add(
                tool.name,
                tool.text,
                tool.keys,
                tool.do,
                icon_name=tool.icon,
                checkable=tool.on is not None,
            )

    def refresh(self) -> None:
        """Offer what can be done now, and show what is on."""
        for name, tool in self._tools.items():
            self._actions[name].setEnabled(tool.can())
            if tool.on is not None:
                self._actions[name].setChecked(tool.on())
