# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLUT's main loop: input, timers, reshapes, display callbacks and idling, in freeglut's order."""

from __future__ import annotations

import heapq
import time
from typing import Any

from sidelight.stage.events import ButtonChange, Event, Focus, KeyChange, Motion, Quit, Resize, Wheel
from sidelight.stage.glut.calls import fail, glut
from sidelight.stage.glut.menus import Entry, Popup
from sidelight.stage.glut.session import ACTION_EXIT, GlutSession
from sidelight.stage.glut.windows import GlutWindow
from sidelight.stage.keys import glut_character

_ACTION_ON_WINDOW_CLOSE = 0x01F9
_WAIT_S = 0.05
_DOWN, _UP = 0, 1
_WHEEL_BUTTONS = (3, 4)
_VISIBLE = 1
_CONTINUE = 2


class MainLoop:
    """Runs the callbacks of a session."""

    def __init__(self, session: GlutSession) -> None:
        self.session = session
        self._wheel = 0.0
        self._pointed: GlutWindow | None = None
        self._grabbing: GlutWindow | None = None
        self._popup_window: GlutWindow | None = None
        self._popup_moved = False

    @glut()
    def glutMainLoop(self) -> None:
        """Runs until a window is closed or the script leaves, and then, as a rule, ends the process."""
        session = self.session
        if not session.windows:
            fail(session, " ERROR:  glutMainLoop called with no windows created.")
        session.running = True
        while session.running and session.windows:
            self._round(self._wait())
            if session.running and session.idle is not None:
                self._call_idle()
        action = session.options.get(_ACTION_ON_WINDOW_CLOSE, ACTION_EXIT)
        session.reset()
        if action == ACTION_EXIT:
            session.screen.exit(0)

    @glut()
    def glutMainLoopEvent(self) -> None:
        """One round, for scripts with a loop of their own."""
        self._round(0.0)

    @glut()
    def glutLeaveMainLoop(self) -> None:
        """Ends the main loop after this round."""
        self.session.running = False

    @glut()
    def glutCheckLoop(self) -> None:
        """What macOS calls ``glutMainLoopEvent``."""
        self._round(0.0)

    def _wait(self) -> float:
        """Seconds until there is something to do."""
        session = self.session
        busy = any(
            window.redisplay or window.reshape or window.requested for window in session.windows.values()
        )
        if busy or session.idle is not None:
            return 0.0
        if session.timers:
            return max(0.0, min(_WAIT_S, session.timers[0][0] - time.perf_counter()))
        return _WAIT_S

    def _call_idle(self) -> None:
        session = self.session
        if session.current is None and session.front is not None:
            session.select(session.front)
        session.idle()

    def _round(self, wait_s: float) -> None:
        session = self.session
        for event in session.screen.take(wait_s):
            window = self._meant(event)
            if window is not None:
                self._deliver(window, event)
        self._run_timers()
        for number in list(session.windows):
            window = session.windows.get(number)
            if window is not None:
                self._work(window)

    def _meant(self, event: Event) -> GlutWindow | None:
        """The outermost window that an event is for: the one aimed at, or the first."""
        aimed = getattr(event, "target", None)
        return aimed if isinstance(aimed, GlutWindow) else self.session.front

    def _run_timers(self) -> None:
        timers, now = self.session.timers, time.perf_counter()
        while timers and timers[0][0] <= now:
            _, _, callback, value = heapq.heappop(timers)
            callback(value)

    def _work(self, window: GlutWindow) -> None:
        """Reshapes and draws a window if it needs to."""
        session = self.session
        if window.requested is not None:
            size, window.requested = window.requested, None
            self._resize(window, *size)
        if window.reshape:
            window.reshape = False
            session.select(window)
            reshape = window.callbacks.get("Reshape")
            if reshape is not None:
                reshape(window.width, window.height)
            else:
                session.gl.Viewport(0, 0, window.width, window.height)
        if not window.announced and window.number in session.windows:
            window.announced = True
            self._call(window, "Visibility", _VISIBLE)
            self._call(window, "WindowStatus", _VISIBLE)
        if window.redisplay and window.visible and window.number in session.windows:
            window.redisplay = False
            self._display(window)

    def _display(self, window: GlutWindow) -> None:
        session = self.session
        display = window.callbacks.get("Display")
        if display is None:
            fail(session, f"ERROR:  No display callback registered for window {window.number}\n")
            return
        session.select(window)
        window.swapped = False
        display()
        # Scripts that draw to the front buffer show their picture without a swap.
        if not window.swapped and not window.double and window.number in session.windows:
            session.present(window)

    def _resize(self, window: GlutWindow, width: int, height: int) -> None:
        if (width, height) == (window.width, window.height):
            return
        window.surface.resize(width, height)
        if self.session.current is not None and self.session.current is not window:
            self.session.current.surface.make_current()
        window.reshape = window.redisplay = True
        if window is self.session.front:
            self.session.screen.window(window.width, window.height, resizable=True)

    # Input

    def _deliver(self, front: GlutWindow, event: Event) -> None:
        if isinstance(event, KeyChange | Motion | ButtonChange | Wheel):
            self.session.modifiers = event.mods & 7
        match event:
            case Resize():
                self._resize(front, event.width, event.height)
            case Quit():
                self._quit(front)
            case _ if self.session.popup is not None and self._drive_popup(event):
                pass
            case KeyChange():
                self._deliver_key(front, event)
            case Motion():
                self._deliver_motion(front, event)
            case ButtonChange():
                self._deliver_button(front, event)
            case Wheel():
                self._deliver_wheel(front, event)
            case Focus():
                self._enter(front if event.on else None)
        self.session.modifiers = None

    def _call(self, window: GlutWindow, name: str, *arguments: Any) -> bool:
        """Calls a window's callback with the window current; ``False`` if it has none."""
        callback = window.callbacks.get(name)
        if callback is None:
            return False
        self.session.select(window)
        callback(*arguments)
        return True

    def _deliver_key(self, front: GlutWindow, event: KeyChange) -> None:
        session = self.session
        window, x, y = front.at(event.x, event.y)
        if event.repeat and (window.ignores_repeat or session.key_repeat == 0):
            return
        if event.key.glut is not None:
            self._call(window, "Special" if event.down else "SpecialUp", event.key.glut, x, y)
            return
        character = glut_character(event.key, event.text, event.mods)
        if character:
            self._call(window, "Keyboard" if event.down else "KeyboardUp", character, x, y)

    def _target(self, front: GlutWindow, x: int, y: int) -> tuple[GlutWindow, int, int]:
        """The window for the pointer: while a button is held, the one where it went down."""
        grabbing = self._grabbing
        if grabbing is not None and grabbing.number in self.session.windows:
            return grabbing, *grabbing.place_in(x, y)
        return front.at(x, y)

    def _deliver_motion(self, front: GlutWindow, event: Motion) -> None:
        window, x, y = self._target(front, event.x, event.y)
        held = bool(event.buttons)
        if not held and window is not self._pointed:
            self._enter(window)
        self._call(window, "Motion" if held else "PassiveMotion", x, y)

    def _enter(self, window: GlutWindow | None) -> None:
        left, self._pointed = self._pointed, window
        if left is not None and left is not window and left.number in self.session.windows:
            self._call(left, "Entry", 0)
        if window is not None and window is not left:
            self._call(window, "Entry", 1)

    def _deliver_button(self, front: GlutWindow, event: ButtonChange) -> None:
        window, x, y = self._target(front, event.x, event.y)
        button = event.button - 1
        if event.down:
            self._grabbing = window
        elif not event.buttons:
            self._grabbing = None
        if event.down and button in window.menus:
            self._open_popup(window, window.menus[button], event.x, event.y)
            return
        self._call(window, "Mouse", button, _DOWN if event.down else _UP, x, y)

    def _deliver_wheel(self, front: GlutWindow, event: Wheel) -> None:
        window, x, y = front.at(event.x, event.y)
        self._wheel += event.dy
        while abs(self._wheel) >= 1:
            direction = 1 if self._wheel > 0 else -1
            self._wheel -= direction
            if not self._call(window, "MouseWheel", 0, direction, x, y):
                button = _WHEEL_BUTTONS[direction < 0]
                self._call(window, "Mouse", button, _DOWN, x, y)
                self._call(window, "Mouse", button, _UP, x, y)

    def _quit(self, front: GlutWindow) -> None:
        session = self.session
        session.select(front)
        self._call(front, "Close")
        if front.number in session.windows:
            session.close(front)
        action = session.options.get(_ACTION_ON_WINDOW_CLOSE, ACTION_EXIT)
        if action == ACTION_EXIT:
            # At once: a timer of the script's would only find its window gone.
            session.screen.exit(0)
        if action != _CONTINUE:
            session.running = False

    # The open menu

    def _open_popup(self, window: GlutWindow, number: int, x: int, y: int) -> None:
        session, root = self.session, window.root
        menu = session.menus.get(number)
        if menu is None or not menu.entries:
            return
        session.popup = Popup(session.menus, menu, x, y, (root.width, root.height))
        self._popup_window, self._popup_moved = window, False
        root.overlay = session.popup.paint
        self._menu_status(1, x, y)
        session.screen.show(root)

    def _menu_status(self, status: int, x: int, y: int) -> None:
        for name, arguments in (("MenuStatus", (status, x, y)), ("MenuState", (status,))):
            callback = self.session.menu_callbacks.get(name)
            if callback is not None:
                callback(*arguments)

    def _drive_popup(self, event: Event) -> bool:
        """Gives an event to the open menu; ``True`` if it was the menu's."""
        popup, window = self.session.popup, self._popup_window
        if popup is None or window is None or window.number not in self.session.windows:
            self.session.popup = None
            return False
        match event:
            case Motion():
                self._popup_moved |= abs(event.dx) + abs(event.dy) > 0
                popup.point(event.x, event.y)
                self.session.screen.show(window.root)
            case ButtonChange():
                entry = popup.point(event.x, event.y)
                if entry is not None and entry.submenu is None and (event.down or self._popup_moved):
                    self._choose(popup, entry, event.x, event.y)
                elif entry is None and (event.down or self._popup_moved):
                    self._close_popup(event.x, event.y)
            case KeyChange(name="Escape", down=True):
                self._close_popup(event.x, event.y)
            case KeyChange() | Wheel():
                pass
            case _:
                return False
        return True

    def _choose(self, popup: Popup, entry: Entry, x: int, y: int) -> None:
        session, window = self.session, self._popup_window
        menu = popup.menu_of(entry)
        self._close_popup(x, y)
        if window is not None and window.number in session.windows:
            session.select(window)
        session.menu = menu
        menu.callback(entry.value)

    def _close_popup(self, x: int, y: int) -> None:
        session, window = self.session, self._popup_window
        session.popup = self._popup_window = self._grabbing = None
        if window is not None:
            window.root.overlay = None
            session.screen.show(window.root)
        self._menu_status(0, x, y)
