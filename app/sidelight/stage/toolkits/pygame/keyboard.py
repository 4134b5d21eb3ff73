# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pygame.key``: what is held, from what the app told."""

from __future__ import annotations

from typing import Any

from sidelight.stage.events import KeyChange
from sidelight.stage.keys import ALT, CTRL, SHIFT, SUPER
from sidelight.stage.screen import Screen


class Keyboard:
    """``pygame.key``."""

    REPLACED = ("get_pressed", "get_mods", "set_mods", "get_focused", "get_just_pressed", "get_just_released")

    def __init__(self, pygame: Any, screen: Screen) -> None:
        self._pygame = pygame
        self._input = screen.input
        self._just_down: set[int] = set()
        self._just_up: set[int] = set()
        self._set_mods: int | None = None

    def start_round(self) -> None:
        """A new look at the events begins: nothing has *just* happened any more."""
        self._just_down.clear()
        self._just_up.clear()
        self._set_mods = None

    def note(self, change: KeyChange) -> None:
        """Remembers a key for ``get_just_pressed`` and ``get_just_released``."""
        if not change.repeat:
            (self._just_down if change.down else self._just_up).add(change.key.scancode)

    def modifiers(self, mods: int) -> int:
        """The ``KMOD_*`` bits for a key event's modifiers, left and right told apart where that is known."""
        pygame, bits = self._pygame, 0
        for bit, left, right, name in (
            (SHIFT, pygame.KMOD_LSHIFT, pygame.KMOD_RSHIFT, "Shift_R"),
            (CTRL, pygame.KMOD_LCTRL, pygame.KMOD_RCTRL, "Control_R"),
            (ALT, pygame.KMOD_LALT, pygame.KMOD_RALT, "Alt_R"),
            (SUPER, pygame.KMOD_LGUI, pygame.KMOD_RGUI, "Super_R"),
        ):
            if mods & bit:
                bits |= right if name in self._input.held else left
        return bits

    def get_pressed(self) -> Any:
        """All keys, indexed by ``K_*``."""
        return self._keys({held.scancode for held in self._input.held.values()})

    def get_just_pressed(self) -> Any:
        """Keys that went down in the last round of events."""
        return self._keys(self._just_down)

    def get_just_released(self) -> Any:
        """Keys that went up in the last round of events."""
        return self._keys(self._just_up)

    def _keys(self, scancodes: set[int]) -> Any:
        return self._pygame.key.ScancodeWrapper([code in scancodes and code > 0 for code in range(512)])

    def get_mods(self) -> int:
        """Modifiers held now."""
        return self.modifiers(self._input.mods) if self._set_mods is None else self._set_mods

    def set_mods(self, mods: int) -> None:
        """Pretends that other modifiers are held, until the next event."""
        self._set_mods = int(mods)

    def get_focused(self) -> bool:
        """Whether the window has the keyboard."""
        return self._input.focused
