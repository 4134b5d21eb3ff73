# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's state: how it was initialised, which windows and menus there are, and the callbacks they have."""

from __future__ import annotations

import ctypes
import heapq
import itertools
import sys
import time
from typing import Any

from OpenGL import contextdata

from sidelight.stage.glut.calls import fail
from sidelight.stage.glut.gl import Gl
from sidelight.stage.glut.menus import Menu, Popup
from sidelight.stage.glut.windows import GlutWindow
from sidelight.stage.screen import Screen
from sidelight.stage.surface import ContextRequest

DOUBLE, ACCUM, DEPTH, STENCIL, MULTISAMPLE, CORE_3_2 = 0x0002, 0x0004, 0x0010, 0x0020, 0x0080, 0x0800
_CORE_PROFILE = 1
_FORWARD_COMPATIBLE, _DEBUG = 2, 1

ACTION_EXIT = 0

Timer = tuple[float, int, Any, int]


class GlutSession:
    """One for a process."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.gl = Gl(lambda name: screen.egl.address(name))
        self.initialised = False
        self.program = ""
        self.started = time.perf_counter()
        self.mode = 0
        self.size = (300, 300)
        self.place = (-1, -1)
        self.version = (1, 0)
        self.flags = 0
        self.profile = 0
        self.options: dict[int, int] = {}
        self.windows: dict[int, GlutWindow] = {}
        self.current: GlutWindow | None = None
        self.idle: Any = None
        self.timers: list[Timer] = []
        self.menus: dict[int, Menu] = {}
        self.menu: Menu | None = None
        self.popup: Popup | None = None
        self.running = False
        self.modifiers: int | None = None
        self.key_repeat = 2
        self.menu_callbacks: dict[str, Any] = {}
        self._numbers = itertools.count(1)
        self._menu_numbers = itertools.count(1)
        self._timer_numbers = itertools.count()

    # Windows

    @property
    def front(self) -> GlutWindow | None:
        """The window that is shown: the first that still is."""
        return next((window for window in self.windows.values() if window.parent is None), None)

    def request(self) -> ContextRequest:
        """The context that the next window gets."""
        core = self.profile == _CORE_PROFILE or bool(self.mode & CORE_3_2)
        version = self.version if self.version != (1, 0) else ((3, 2) if core else None)
        samples = self.options.get(120, 4) if self.mode & MULTISAMPLE else 0
        return ContextRequest(
            api="core" if core else "compatibility",
            version=version,
            forward_compatible=bool(self.flags & _FORWARD_COMPATIBLE),
            debug=bool(self.flags & _DEBUG),
            depth=None if self.mode & DEPTH else 0,
            stencil=bool(self.mode & STENCIL),
            samples=samples,
            double=bool(self.mode & DOUBLE),
            accumulation=bool(self.mode & ACCUM),
        )

    def open(
        self, title: str, size: tuple[int, int], parent: GlutWindow | None, place: tuple[int, int]
    ) -> int:
        """Makes a window, which becomes current, and returns its number."""
        surface = self.screen.surface(*size, self.request())
        number = next(self._numbers)
        double = bool(self.mode & DOUBLE)
        window = GlutWindow(number, surface, title, double, parent, *place)
        self.windows[number] = window
        if parent is not None:
            parent.children.append(window)
        self.current = window
        if window is self.front:
            self.screen.title(title)
            self.screen.window(surface.width, surface.height, resizable=True)
        return number

    def close(self, window: GlutWindow) -> None:
        """Destroys a window and those in it."""
        for child in list(window.children):
            self.close(child)
        if window.parent is not None:
            window.parent.children.remove(window)
        else:
            self.screen.show_unseen()
        self.windows.pop(window.number, None)
        self.screen.forget(window)
        window.surface.destroy()
        if self.current is window:
            self.current = None
        elif self.current is not None:
            self.current.surface.make_current()
        front = self.front
        if front is not None and window.parent is None:
            self.screen.title(front.title)
            self.screen.window(front.width, front.height, resizable=True)

    def select(self, window: GlutWindow) -> None:
        """Makes a window current."""
        if window is not self.current:
            self.current = window
            window.surface.make_current()

    def require_window(self, function: str) -> GlutWindow:
        """The current window; without one, the script ends as it would with freeglut."""
        if self.current is None:
            fail(self, f" ERROR:  Function <{function}> called with no current window defined.")
            raise AssertionError("the process has ended")
        return self.current

    def present(self, window: GlutWindow) -> None:
        """One swap of a window, which is shown with all that is in it."""
        window.swapped = True
        self.screen.present(window.root)

    # Callbacks

    def callback(self, name: str, types: tuple[Any, ...], function: Any, result: Any = None) -> Any:
        """Wraps a script's function as PyOpenGL does.

        Called through ctypes it gets its arguments as C would pass them, and an error in it is reported by
        ctypes and goes no further, which is what happens behind the real library too.

        Raises:
            OpenGL.error.Error: There is no context yet.
        """
        wrapped = ctypes.CFUNCTYPE(result, *types)(function) if callable(function) else function
        contextdata.setValue(f"glut{name}Func", wrapped)
        return wrapped

    def add_timer(self, milliseconds: int, callback: Any, value: int) -> None:
        """Calls ``callback(value)`` once, as soon as so many milliseconds have passed."""
        due = time.perf_counter() + milliseconds / 1000
        heapq.heappush(self.timers, (due, next(self._timer_numbers), callback, value))

    def add_menu(self, callback: Any) -> Menu:
        """A new menu, which becomes the current one."""
        menu = Menu(next(self._menu_numbers), callback)
        self.menus[menu.number] = menu
        self.menu = menu
        return menu

    def milliseconds(self) -> int:
        """Time since ``glutInit``."""
        return int((time.perf_counter() - self.started) * 1000)

    def initialise(self, arguments: list[bytes]) -> None:
        """What ``glutInit`` does; a second time is an error of the script's."""
        if self.initialised:
            fail(self, "illegal glutInit() reinitialization attempt")
        self.initialised = True
        self.started = time.perf_counter()
        self.program = arguments[0].decode("utf-8", "replace") if arguments else sys.argv[0]

    def reset(self) -> None:
        """After the main loop all is as before ``glutInit``."""
        for window in list(self.windows.values()):
            if window.number in self.windows and window.parent is None:
                self.close(window)
        self.initialised = False
        self.program = ""
        self.idle = None
        self.timers.clear()
        self.menus.clear()
        self.menu = self.popup = None
        self.options.clear()
        self.mode, self.size, self.place = 0, (300, 300), (-1, -1)
        self.version, self.flags, self.profile = (1, 0), 0, 0
