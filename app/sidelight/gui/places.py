# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The places of a window, one of which is shown in its middle; a place is furnished when first gone to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.dressing import HandsOn
from sidelight.gui.theme import Theme


class Page(Protocol):
    """What a place shows: a widget that can also do this."""

    def enter(self) -> None:
        """It is shown now: take the keyboard, and look whether anything has changed."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""

    def leave(self) -> None:
        """The window closes: end what is running, keep what was typed."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places. ``make`` gives its page, a widget, in the colours that hold then.

    Actions that ``make`` adds can be done there only. ``icon`` is a drawing by its name.
    """

    name: str
    text: str
    icon: str
    keys: str
    make: Callable[[QWidget], Page]


Holds = Callable[[str, Callable[[], None]], bool]
"""Given a place's name, and what goes there: whether it must wait."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something that ends when the window closes: what it is, what becomes of it, and the way back to it."""

    what: str
    then: str
    back: str


class Places(QStackedWidget, HandsOn):
    """The middle of the window.

    Signals:
        went: another place is shown now (its name).
        stayed: somebody wanted to go elsewhere, and something holds (the name of the place that is shown).
    """

    went = Signal(str)
    stayed = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._places: dict[str, Place] = {}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._holds: list[Holds] = []
        self._ends: list[Callable[[], Unfinished | None]] = []

    @property
    def current(self) -> str:
        """The name of the place that is shown."""
        return self._current

    def every(self) -> tuple[Place, ...]:
        """The places, in the order in which the rail shows them."""
        return tuple(self._places.values())

    def add(self, place: Place) -> None:
        """Offer a place, with an action ``place.NAME`` that goes there."""
        self._places[place.name] = place
        self._actions.add(
            f"place.{place.name}", place.text, place.keys, lambda: self.go(place.name), icon_name=place.icon
        )

    def page(self, name: str) -> Page:
        """What a place shows, made now if it was not yet."""
        if name not in self._pages:
            with self._actions.belonging_to(name):
                page = self._places[name].make(self)
            self._pages[name] = page
            self.addWidget(cast("QWidget", page))
        return self._pages[name]

    def watch(self, holds: Holds) -> None:
        """Ask this before a place is shown; what holds may go on later."""
        self._holds.append(holds)

    def go(self, name: str, before: Callable[[], object] = lambda: None) -> None:
        """Show a place and give it the keyboard, unless something holds; ``before`` is done first."""
        if any(holds(name, partial(self.go, name, before)) for holds in self._holds):
            self.stayed.emit(self._current)
            return
        before()
        page = self.page(name)
        self.setCurrentWidget(cast("QWidget", page))
        changed = name != self._current
        self._current = name
        if changed:
            self._actions.enter(name)
            self.went.emit(name)
        page.enter()

    def watch_closing(self, ends: Callable[[], Unfinished | None]) -> None:
        """Ask this before the window closes."""
        self._ends.append(ends)

    def unfinished(self) -> list[Unfinished]:
        """What would end if the window closed now."""
        return [found for ends in self._ends if (found := ends()) is not None]

    def hand_on(self, theme: Theme) -> tuple[Page, ...]:
        """Give the pages that are furnished: they take other colours one by one."""
        return tuple(self._pages.values())

    def leave(self) -> None:
        """The window closes."""
        for page in self._pages.values():
            page.leave()
