# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Input as every toolkit receives it, and the state that it leaves behind.

``x`` and ``y`` are pixels of the script's window from its top left corner; buttons are 1 left, 2 middle and
3 right. Several events arrive at once, so that each carries what was held when it happened. ``target`` is the
picture that an event is meant for, where a script shows several; otherwise it is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass

from sidelight.stage.channel import Message
from sidelight.stage.keys import Key, key


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key went down or up, with the pointer at ``x``, ``y``; ``repeat`` if it was down already."""

    name: str
    key: Key
    text: str
    down: bool
    mods: int
    repeat: bool
    x: int
    y: int
    target: object | None = None


@dataclass(frozen=True, slots=True)
class Motion:
    """The pointer moved by ``dx``, ``dy`` to ``x``, ``y``."""

    x: int
    y: int
    dx: int
    dy: int
    buttons: frozenset[int]
    mods: int
    target: object | None = None


@dataclass(frozen=True, slots=True)
class ButtonChange:
    """A mouse button went down or up; ``buttons`` are those held afterwards."""

    button: int
    down: bool
    x: int
    y: int
    buttons: frozenset[int]
    mods: int
    target: object | None = None


@dataclass(frozen=True, slots=True)
class Wheel:
    """The wheel turned, in notches: ``dy`` > 0 away from the hand, ``dx`` > 0 to the right."""

    dx: float
    dy: float
    x: int
    y: int
    mods: int
    target: object | None = None


@dataclass(frozen=True, slots=True)
class Resize:
    """The window should become this large."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Focus:
    """The window got or lost the keyboard and the pointer."""

    on: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """The user's screen has so many pixels to one of an ordinary screen."""

    scale: float


@dataclass(frozen=True, slots=True)
class Quit:
    """The window should close."""

    target: object | None = None


Event = KeyChange | Motion | ButtonChange | Wheel | Resize | Focus | Scale | Quit

_SCALES = (0.5, 4.0)
"""The least and the largest scale that is believed."""


class Input:
    """Turns messages into events and remembers what is held down.

    A script may move the pointer itself, as games do to catch it in the middle. What the app sends afterwards
    is then taken relative to that place, until the focus is lost.
    """

    def __init__(self) -> None:
        self.held: dict[str, Key] = {}
        self.mods = 0
        self.x = self.y = 0
        self.buttons: set[int] = set()
        self.focused = True
        self.quit = False
        self.scale = 1.0
        self.target: object | None = None
        self._shift_x = self._shift_y = 0

    def warp(self, x: int, y: int) -> Motion:
        """Moves the pointer on the script's behalf."""
        motion = self._moved(x, y)
        self._shift_x += motion.dx
        self._shift_y += motion.dy
        return motion

    def _moved(self, x: int, y: int) -> Motion:
        motion = Motion(x, y, x - self.x, y - self.y, frozenset(self.buttons), self.mods, self.target)
        self.x, self.y = x, y
        return motion

    def event(self, message: Message) -> Event | None:
        """The event in a message from the app, or ``None`` for a message that is not input."""
        try:
            return self._event(message)
        except (KeyError, TypeError, ValueError, OverflowError):
            return None

    def _event(self, message: Message) -> Event | None:
        match message.get("t"):
            case "key":
                return self._key(message)
            case "motion":
                return self._move(message)
            case "button":
                return self._button(message)
            case "wheel":
                dx, dy = float(message.get("dx", 0)), float(message.get("dy", 0))
                return Wheel(dx, dy, self.x, self.y, self.mods, self.target)
            case "resize":
                return Resize(int(message["w"]), int(message["h"]))
            case "focus":
                self.focused = bool(message["on"])
                if not self.focused:
                    self._shift_x = self._shift_y = 0
                return Focus(self.focused)
            case "scale":
                self.scale = min(max(float(message["scale"]), _SCALES[0]), _SCALES[1])
                return Scale(self.scale)
            case "quit":
                self.quit = True
                return Quit(self.target)
        return None

    def _key(self, message: Message) -> KeyChange:
        name, down = str(message["key"]), bool(message["down"])
        self.mods = int(message.get("mods", 0))
        repeat = down and name in self.held
        pressed = key(name)
        if down:
            self.held[name] = pressed
        else:
            self.held.pop(name, None)
        text = str(message.get("text") or "")
        return KeyChange(name, pressed, text, down, self.mods, repeat, self.x, self.y, self.target)

    def _move(self, message: Message) -> Motion:
        if "dx" in message:
            # The pointer is caught: it has no place any more, only a way that it went.
            moved_x, moved_y = int(message["dx"]), int(message.get("dy", 0))
            self._shift_x += moved_x
            self._shift_y += moved_y
            return self._moved(self.x + moved_x, self.y + moved_y)
        return self._moved(int(message["x"]) + self._shift_x, int(message["y"]) + self._shift_y)

    def _button(self, message: Message) -> ButtonChange:
        button, down = int(message["b"]), bool(message["down"])
        self.x, self.y = int(message["x"]) + self._shift_x, int(message["y"]) + self._shift_y
        (self.buttons.add if down else self.buttons.discard)(button)
        held = frozenset(self.buttons)
        return ButtonChange(button, down, self.x, self.y, held, self.mods, self.target)
