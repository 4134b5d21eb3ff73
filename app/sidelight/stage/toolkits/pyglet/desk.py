# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All windows of a pyglet script, and which of them an event is for."""

from __future__ import annotations

from typing import ClassVar, Protocol

from sidelight.stage.events import Event
from sidelight.stage.screen import Screen


class DeskWindow(Protocol):
    """What the desk knows of a window."""

    @property
    def visible(self) -> bool:
        """Whether it can be seen."""

    @property
    def picture(self) -> object:
        """What the screen shows of it."""

    def receive(self, event: Event) -> None:
        """Something happened that is for this window."""


class Desk:
    """One for a screen."""

    _known: ClassVar[dict[int, Desk]] = {}

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.windows: list[DeskWindow] = []

    @classmethod
    def of(cls, screen: Screen) -> Desk:
        """The desk that belongs to a screen; pyglet's modules come one by one and share it."""
        return cls._known.setdefault(id(screen), cls(screen))

    @property
    def front(self) -> DeskWindow | None:
        """The window that gets what is aimed at none: the first that can be seen."""
        return next((window for window in self.windows if window.visible), None)

    @property
    def waiting(self) -> bool:
        """Whether something has been received that was not handed over yet."""
        return self.screen.waiting

    def deliver(self) -> None:
        """Hands what has arrived to the windows it is for."""
        for event in self.screen.take():
            target = getattr(event, "target", None)
            aimed = next((window for window in self.windows if window.picture is target), None)
            window = aimed if target is not None and aimed is not None else self.front
            if window is not None:
                window.receive(event)
