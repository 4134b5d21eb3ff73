# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLFW's input: callbacks and state from what the app told, because the null platform has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sidelight.stage.events import (
    ButtonChange,
    Event,
    Focus,
    KeyChange,
    Motion,
    Quit,
    Resize,
    Scale,
    Wheel,
)
from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.glfw.windows import Window, Windows, address

_WAIT_SLICE_S = 0.05
_BUTTONS = {1: 0, 2: 2, 3: 1}
"""Left, middle, right as the app numbers them, and as GLFW does."""

_RELEASE, _PRESS, _REPEAT = 0, 1, 2


class Input:
    """The functions for input that take the place of the package's own."""

    REPLACED = (
        *("poll_events", "wait_events", "wait_events_timeout", "post_empty_event"),
        *(
            "get_key",
            "get_mouse_button",
            "get_cursor_pos",
            "set_cursor_pos",
            "get_input_mode",
            "set_input_mode",
        ),
        "raw_mouse_motion_supported",
    )

    def __init__(self, glfw: Any, screen: Screen, windows: Windows) -> None:
        self._glfw = glfw
        self._screen = screen
        self._windows = windows
        self._poll: Callable[[], None] = glfw.poll_events
        self._modes: dict[tuple[int, int], int] = {}
        self._woken = False

    def callback_setter(self, name: str) -> Callable[[Any, Any], Any]:
        """The function that takes a script's callback for ``name`` and returns the one before it."""

        def setter(window: Any, callback: Any) -> Any:
            known = self._windows.known(window)
            if known is None:
                return None
            before = known.callbacks.pop(name, None)
            if callback is not None:
                known.callbacks[name] = callback
            return before

        return setter

    def poll_events(self) -> None:
        """Hands over what has arrived."""
        self._poll()
        self._dispatch(self._screen.take())

    def wait_events(self) -> None:
        """Hands over what has arrived, as soon as something has."""
        self._poll()
        self._woken = False
        while not self._woken:
            events = self._screen.take(_WAIT_SLICE_S)
            if events:
                self._dispatch(events)
                return

    def wait_events_timeout(self, timeout: float) -> None:
        """The same, for at most ``timeout`` seconds."""
        self._poll()
        self._dispatch(self._screen.take(max(0.0, float(timeout))))

    def post_empty_event(self) -> None:
        """Wakes a waiting thread."""
        self._woken = True

    def _dispatch(self, events: list[Event]) -> None:
        for event in events:
            window = self._windows.showing(getattr(event, "target", None)) or self._windows.front
            if window is not None:
                self._deliver(window, event)

    def _deliver(self, window: Window, event: Event) -> None:
        match event:
            case KeyChange():
                self._deliver_key(window, event)
            case Motion():
                self._call(window, "cursor_pos", float(event.x), float(event.y))
            case ButtonChange():
                button = _BUTTONS.get(event.button, event.button - 1)
                if event.down:
                    window.sticky.add(-1 - button)
                action = _PRESS if event.down else _RELEASE
                self._call(window, "mouse_button", button, action, event.mods)
            case Wheel():
                self._call(window, "scroll", float(event.dx), float(event.dy))
            case Resize():
                if self._windows.get_window_attrib(window.handle, self._glfw.RESIZABLE):
                    self._windows.set_window_size(window.handle, event.width, event.height)
            case Focus():
                if event.on:
                    self._glfw.focus_window(window.handle)
                self._call(window, "cursor_enter", int(event.on))
            case Scale():
                self._call(window, "window_content_scale", event.scale, event.scale)
            case Quit():
                self._glfw.set_window_should_close(window.handle, True)
                self._call(window, "window_close")

    def _deliver_key(self, window: Window, event: KeyChange) -> None:
        code = event.key.glfw
        if event.down:
            window.sticky.add(code)
        action = (_REPEAT if event.repeat else _PRESS) if event.down else _RELEASE
        self._call(window, "key", code, event.key.scancode, action, event.mods)
        if event.down and event.text.isprintable():
            for character in event.text:
                self._call(window, "char", ord(character))
                self._call(window, "char_mods", ord(character), event.mods)

    def _call(self, window: Window, name: str, *arguments: Any) -> None:
        callback = window.callbacks.get(name)
        if callback is not None:
            callback(window.handle, *arguments)

    def get_key(self, window: Any, key: int) -> int:
        """Whether a key is down; with sticky keys, or was since the last time."""
        held = any(pressed.glfw == key for pressed in self._screen.input.held.values())
        return self._state(window, held, key, self._glfw.STICKY_KEYS)

    def get_mouse_button(self, window: Any, button: int) -> int:
        """Whether a mouse button is down; with sticky buttons, or was since the last time."""
        held = any(_BUTTONS.get(one, one - 1) == button for one in self._screen.input.buttons)
        return self._state(window, held, -1 - button, self._glfw.STICKY_MOUSE_BUTTONS)

    def _state(self, window: Any, held: bool, name: int, mode: int) -> int:
        known = self._windows.known(window)
        if known is None:
            return _RELEASE
        was_pressed = name in known.sticky
        known.sticky.discard(name)
        return _PRESS if held or (was_pressed and self.get_input_mode(window, mode)) else _RELEASE

    def get_cursor_pos(self, window: Any) -> tuple[float, float]:
        """Where the pointer is."""
        return float(self._screen.input.x), float(self._screen.input.y)

    def set_cursor_pos(self, window: Any, xpos: float, ypos: float) -> None:
        """Moves the pointer; GLFW calls no callback for that."""
        self._screen.input.warp(round(xpos), round(ypos))

    def get_input_mode(self, window: Any, mode: int) -> int:
        """An input mode as the script set it."""
        default = self._glfw.CURSOR_NORMAL if mode == self._glfw.CURSOR else 0
        return self._modes.get((address(window), mode), default)

    def set_input_mode(self, window: Any, mode: int, value: int) -> None:
        """Remembers an input mode. A disabled cursor goes on moving: its place has no bounds here."""
        glfw = self._glfw
        self._modes[address(window), mode] = int(value)
        if mode == glfw.CURSOR:
            self._screen.catch(value in (glfw.CURSOR_DISABLED, glfw.CURSOR_CAPTURED))
            self._screen.pointer(value in (glfw.CURSOR_NORMAL, glfw.CURSOR_CAPTURED))

    def raw_mouse_motion_supported(self) -> bool:
        """There is no raw motion behind the app's."""
        return False
