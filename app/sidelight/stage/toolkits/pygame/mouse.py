# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pygame.mouse``: where the pointer is and which buttons are held, from what the app told."""

from __future__ import annotations

from typing import Any

from sidelight.stage.events import ButtonChange, Motion
from sidelight.stage.screen import Screen


class Mouse:
    """``pygame.mouse``."""

    REPLACED = (
        *("get_pos", "get_rel", "get_pressed", "set_pos", "get_focused"),
        *("get_relative_mode", "set_relative_mode", "get_just_pressed", "get_just_released"),
        *("set_visible", "get_visible"),
    )

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._screen = screen
        self._input = screen.input
        self._moved_x = self._moved_y = 0
        self._relative = False
        self._visible = True
        self._grabbed = False
        self._just_down: set[int] = set()
        self._just_up: set[int] = set()

    def start_round(self) -> None:
        """A new look at the events begins."""
        self._just_down.clear()
        self._just_up.clear()

    def note(self, event: Motion | ButtonChange) -> None:
        """Remembers movement for ``get_rel`` and buttons for ``get_just_*``."""
        if isinstance(event, Motion):
            self._moved_x += event.dx
            self._moved_y += event.dy
        else:
            (self._just_down if event.down else self._just_up).add(event.button)

    def get_pos(self, *args: Any, **options: Any) -> tuple[int, int]:
        """Where the pointer is."""
        return self._input.x, self._input.y

    def get_rel(self) -> tuple[int, int]:
        """How far it went since the last time."""
        moved = self._moved_x, self._moved_y
        self._moved_x = self._moved_y = 0
        return moved

    def get_pressed(self, num_buttons: int = 3, *args: Any, **options: Any) -> tuple[bool, ...]:
        """The first three or five buttons."""
        if num_buttons not in (3, 5):
            raise ValueError("Number of buttons needs to be 3 or 5.")
        return tuple(button in self._input.buttons for button in range(1, num_buttons + 1))

    def get_just_pressed(self) -> tuple[bool, ...]:
        """Buttons that went down in the last round of events."""
        return tuple(button in self._just_down for button in range(1, 6))

    def get_just_released(self) -> tuple[bool, ...]:
        """Buttons that went up in the last round of events."""
        return tuple(button in self._just_up for button in range(1, 6))

    def set_pos(self, *position: Any) -> None:
        """Moves the pointer, which makes an event as a hand would."""
        x, y = position[0] if len(position) == 1 else position
        motion = self._input.warp(int(x), int(y))
        if motion.dx or motion.dy:
            self._screen.push(motion)

    def get_focused(self) -> bool:
        """Whether the pointer is over the window."""
        return self._input.focused

    def get_relative_mode(self) -> bool:
        """Whether the script wants movement without a place."""
        return self._relative

    def set_relative_mode(self, enable: bool) -> None:
        """Movement is told in either mode; the app only has to know that the pointer is caught."""
        self._relative = bool(enable)
        self._catch()

    def grabbed(self, on: bool) -> None:
        """The script wants all input for itself, or no longer."""
        self._grabbed = on
        self._catch()

    def _catch(self) -> None:
        # Hidden and grabbed is how pygame scripts ask for a pointer without bounds.
        self._screen.catch(self._relative or (self._grabbed and not self._visible))

    def get_visible(self) -> bool:
        """Whether the pointer is to be seen."""
        return self._visible

    def set_visible(self, value: bool) -> bool:
        """Shows or hides the pointer, and says how it was before."""
        before, self._visible = self._visible, bool(value)
        self._screen.pointer(self._visible)
        self._catch()
        return before
