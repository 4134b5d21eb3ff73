# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pygame.event``: input becomes events in pygame's own queue."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sidelight.stage.events import ButtonChange, Event, Focus, KeyChange, Motion, Quit, Resize, Wheel
from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.pygame.keyboard import Keyboard
from sidelight.stage.toolkits.pygame.mouse import Mouse
from sidelight.stage.toolkits.pygame.window import Window

_WAIT_SLICE_S = 0.01
"""pygame's timers post events behind our back: a wait looks for them this often."""


class Events:
    """``pygame.event``."""

    REPLACED = ("get", "poll", "pump", "wait", "peek", "clear", "get_grab", "set_grab")

    def __init__(self, pygame: Any, screen: Screen, window: Window, keyboard: Keyboard, mouse: Mouse) -> None:
        self._pygame = pygame
        self._screen = screen
        self._window = window
        self._keyboard = keyboard
        self._mouse = mouse
        self._real: dict[str, Callable[..., Any]] = {n: getattr(pygame.event, n) for n in self.REPLACED}
        self._grab = False

    def get(self, *args: Any, **options: Any) -> Any:
        """Everything that is in the queue, or what was asked for."""
        if options.get("pump", True):
            self._receive()
        return self._real["get"](*args, **options)

    def peek(self, *args: Any, **options: Any) -> Any:
        """Whether something is in the queue."""
        if options.get("pump", True):
            self._receive()
        return self._real["peek"](*args, **options)

    def clear(self, *args: Any, **options: Any) -> Any:
        """Empties the queue."""
        if options.get("pump", True):
            self._receive()
        return self._real["clear"](*args, **options)

    def pump(self, *args: Any, **options: Any) -> Any:
        """Lets input in."""
        self._receive()
        return self._real["pump"](*args, **options)

    def poll(self) -> Any:
        """One event, or ``NOEVENT``."""
        self._receive()
        return self._real["poll"]()

    def wait(self, timeout: int = 0) -> Any:
        """One event, after at most ``timeout`` milliseconds (0: however long it takes)."""
        until = time.monotonic() + timeout / 1000 if timeout > 0 else None
        self._receive()
        while True:
            event = self._real["poll"]()
            if event.type != self._pygame.NOEVENT:
                return event
            remaining = _WAIT_SLICE_S if until is None else min(_WAIT_SLICE_S, until - time.monotonic())
            if remaining <= 0:
                return event
            self._receive(remaining)

    def get_grab(self) -> bool:
        """Whether the script wanted all input for itself."""
        return self._grab

    def set_grab(self, grab: bool) -> None:
        """All input there is belongs to the script already; with a hidden pointer, SDL also catches it."""
        self._grab = bool(grab)
        self._mouse.grabbed(self._grab)

    def _receive(self, timeout_s: float = 0.0) -> None:
        self._keyboard.start_round()
        self._mouse.start_round()
        if not self._pygame.display.get_init():
            return
        for event in self._screen.take(timeout_s):
            self._post(event)

    def _post(self, event: Event) -> None:
        pygame = self._pygame
        match event:
            case KeyChange():
                self._post_key(event)
            case Motion():
                self._mouse.note(event)
                buttons = tuple(int(button in event.buttons) for button in (1, 2, 3))
                moved = (event.dx, event.dy)
                self._put(pygame.MOUSEMOTION, pos=(event.x, event.y), rel=moved, buttons=buttons, touch=False)
            case ButtonChange():
                self._mouse.note(event)
                kind = pygame.MOUSEBUTTONDOWN if event.down else pygame.MOUSEBUTTONUP
                self._put(kind, pos=(event.x, event.y), button=event.button, touch=False)
            case Wheel():
                self._post_wheel(event)
            case Resize() if self._window.resizable:
                self._post_resize(event)
            case Focus():
                self._put(pygame.ACTIVEEVENT, gain=int(event.on), state=pygame.APPINPUTFOCUS)
                self._put(pygame.WINDOWFOCUSGAINED if event.on else pygame.WINDOWFOCUSLOST)
            case Quit():
                self._put(pygame.WINDOWCLOSE)
                self._put(pygame.QUIT, window=False)

    def _post_key(self, event: KeyChange) -> None:
        pygame = self._pygame
        self._keyboard.note(event)
        # pygame hands on a key that repeats only to scripts that asked for it.
        if event.repeat and pygame.key.get_repeat() == (0, 0):
            return
        mods = self._keyboard.modifiers(event.mods)
        text = event.text if event.text.isprintable() else ""
        self._put(
            pygame.KEYDOWN if event.down else pygame.KEYUP,
            key=event.key.pygame,
            mod=mods,
            unicode=event.text or event.key.char,
            scancode=event.key.scancode,
        )
        if event.down and text:
            self._put(pygame.TEXTINPUT, text=text)

    def _post_wheel(self, event: Wheel) -> None:
        pygame, place = self._pygame, (event.x, event.y)
        for amount, forth, back in ((event.dy, 4, 5), (event.dx, 7, 6)):
            for _ in range(min(20, round(abs(amount)))):
                button = forth if amount > 0 else back
                self._put(pygame.MOUSEBUTTONDOWN, pos=place, button=button, touch=False)
                self._put(pygame.MOUSEBUTTONUP, pos=place, button=button, touch=False)
        self._put(
            pygame.MOUSEWHEEL,
            flipped=False,
            x=round(event.dx),
            y=round(event.dy),
            precise_x=event.dx,
            precise_y=event.dy,
            touch=False,
        )

    def _post_resize(self, event: Resize) -> None:
        pygame = self._pygame
        self._window.resized(event.width, event.height)
        width, height = pygame.display.get_window_size()
        self._put(pygame.VIDEORESIZE, size=(width, height), w=width, h=height)
        self._put(pygame.WINDOWRESIZED, x=width, y=height)

    def _put(self, kind: int, window: bool = True, **fields: Any) -> None:
        if window:
            fields["window"] = None
        try:
            self._pygame.event.post(self._pygame.event.Event(kind, fields))
        except self._pygame.error:
            # The queue is full because the script does not look at it; SDL would drop the event too.
            pass
