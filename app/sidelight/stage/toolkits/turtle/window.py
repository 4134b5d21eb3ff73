# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""turtle's one window: its size, what is bound in it, and what is due."""

from __future__ import annotations

import ctypes
import heapq
import itertools
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sidelight.stage.events import ButtonChange, Event, KeyChange, Motion, Quit, Resize, Wheel
from sidelight.stage.screen import Screen
from sidelight.stage.surface import clamped
from sidelight.stage.toolkits.turtle.canvas import Drawing

_FRAME_S = 1 / 60
_WAIT_S = 0.05


class TclError(Exception):
    """What Tk says when something is wrong."""


class Window:
    """The one window: its size, what is bound, and what is due."""

    def __init__(self) -> None:
        self.screen: Screen | None = None
        self.drawing = Drawing()
        self.width, self.height = 960, 810
        self.region = (-200.0, -150.0, 200.0, 150.0)
        self.bindings: dict[str, list[Callable[..., Any]]] = {}
        self.item_bindings: dict[tuple[int, str], list[Callable[..., Any]]] = {}
        self.close: Callable[[], Any] | None = None
        self.open = True
        self._timers: list[tuple[float, int, Callable[..., Any], tuple[Any, ...]]] = []
        self._numbers = itertools.count()
        self._shown = 0.0
        self._dragged: int | None = None

    # A picture for the screen

    def read(self, address: int) -> None:
        """Draws the canvas to ``address``."""
        left, top = self.corner
        pixels = self.drawing.picture(self.width, self.height, left, top).tobytes("raw", "BGRX")
        ctypes.memmove(address, pixels, len(pixels))

    def flush(self) -> None:
        """Pillow has nothing on its way."""

    @property
    def corner(self) -> tuple[float, float]:
        """The place on the canvas that is shown in the window's top left corner."""
        left, top, right, bottom = self.region
        return (left + right) / 2 - self.width / 2, (top + bottom) / 2 - self.height / 2

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size."""
        self.width, self.height = clamped(width, height)
        self.drawing.changed = True
        if self.screen is not None:
            self.screen.window(self.width, self.height, resizable=True)
        self.call("<Configure>", SimpleNamespace(width=self.width, height=self.height))

    # Time

    def after(self, milliseconds: float, function: Callable[..., Any], *arguments: Any) -> str:
        """Calls something later; 0 is as soon as nothing else is to do."""
        number = next(self._numbers)
        due = time.perf_counter() + milliseconds / 1000
        heapq.heappush(self._timers, (due, number, function, arguments))
        return f"after#{number}"

    def after_cancel(self, name: str) -> None:
        """Calls it no more."""
        self._timers = [timer for timer in self._timers if f"after#{timer[1]}" != name]
        heapq.heapify(self._timers)

    def turn(self, wait_s: float = 0.0) -> None:
        """One round: shows what has changed, hears what has come, calls what is due."""
        if not self.open:
            raise TclError('can\'t invoke "update" command: application has been destroyed')
        if self.screen is None:
            return
        now = time.perf_counter()
        if self.drawing.changed and (wait_s > 0 or now - self._shown >= _FRAME_S):
            self._shown = now
            self.screen.present(self)
        if self._timers:
            wait_s = min(wait_s, max(0.0, self._timers[0][0] - time.perf_counter()))
        for event in self.screen.take(wait_s):
            self._receive(event)
        now = time.perf_counter()
        while self._timers and self._timers[0][0] <= now:
            _, _, function, arguments = heapq.heappop(self._timers)
            function(*arguments)

    def pause(self, milliseconds: float) -> None:
        """Waits, and hears nothing meanwhile but keeps it."""
        until = time.perf_counter() + milliseconds / 1000
        if self.drawing.changed and self.screen is not None and until - self._shown >= _FRAME_S:
            self._shown = time.perf_counter()
            self.screen.present(self)
        time.sleep(max(0.0, until - time.perf_counter()))

    def turn_until_closed(self) -> None:
        """Tk's main loop."""
        while self.open:
            self.turn(_WAIT_S)

    # Events

    def call(self, name: str, event: Any) -> None:
        """Calls what is bound to a name."""
        for function in list(self.bindings.get(name, ())):
            function(event)

    def _receive(self, event: Event) -> None:
        match event:
            case KeyChange():
                kind = "KeyPress" if event.down else "KeyRelease"
                told = SimpleNamespace(keysym=event.name, char=event.text, x=event.x, y=event.y)
                self.call(f"<{kind}-{event.name}>", told)
                # Tk calls the general binding only where there is none for the very key.
                if not self.bindings.get(f"<{kind}-{event.name}>"):
                    self.call(f"<{kind}>", told)
            case ButtonChange():
                self._receive_button(event)
            case Motion():
                told = SimpleNamespace(x=event.x, y=event.y)
                for button in sorted(event.buttons):
                    self._call_item(self._dragged, f"<Button{button}-Motion>", told)
                    self.call(f"<B{button}-Motion>", told)
                self.call("<Motion>", told)
            case Wheel():
                for _ in range(abs(round(event.dy))):
                    told = SimpleNamespace(x=event.x, y=event.y)
                    self.call("<Button-4>" if event.dy > 0 else "<Button-5>", told)
            case Resize():
                self.resize(event.width, event.height)
            case Quit():
                self.quit()

    def _receive_button(self, event: ButtonChange) -> None:
        told = SimpleNamespace(x=event.x, y=event.y, num=event.button)
        if event.down:
            left, top = self.corner
            self._dragged = self.drawing.at(event.x + left, event.y + top)
            self._call_item(self._dragged, f"<Button-{event.button}>", told)
            self.call(f"<Button-{event.button}>", told)
        else:
            self._call_item(self._dragged, f"<Button{event.button}-ButtonRelease>", told)
            self.call(f"<ButtonRelease-{event.button}>", told)

    def _call_item(self, item: int | None, name: str, event: Any) -> None:
        if item is not None:
            for function in list(self.item_bindings.get((item, name), ())):
                function(event)

    def quit(self) -> None:
        """The user closes the window."""
        if self.close is not None:
            self.close()
        self.open = False
