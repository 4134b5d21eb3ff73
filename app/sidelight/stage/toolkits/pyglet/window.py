# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pyglet.window.headless``: windows with a surface of ours, and input from the app.

Events come in the order and with the coordinates of pyglet's X11 platform: ``y`` from the bottom.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyglet
from pyglet.display.headless import HeadlessCanvas as StageCanvas
from pyglet.event import EventDispatcher
from pyglet.window import BaseWindow, DefaultMouseCursor, key, mouse

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
from sidelight.stage.screen import FULL_SCREEN, Screen
from sidelight.stage.surface import Surface, clamped
from sidelight.stage.toolkits.pyglet import keys
from sidelight.stage.toolkits.pyglet.desk import Desk

_BUTTONS = {1: mouse.LEFT, 2: mouse.MIDDLE, 3: mouse.RIGHT}


class StageWindow(BaseWindow):
    """A window that the app shows."""

    desk: Desk
    # pyglet's own, named here for the type checker.
    _width: int
    _height: int
    _mouse_in_window: bool
    _mapped = False
    _clipboard = ""

    # Making and ending it

    def _create(self) -> None:
        self._dpi, scale = self._screen.get_dpi(), self._screen.get_scale()
        if pyglet.options.dpi_scaling in ("scaled", "stretch"):
            self._width, self._height = int(self._width * scale), int(self._height * scale)
        self._width, self._height = clamped(self._width, self._height)
        self.canvas = StageCanvas(self.display, self._width, self._height)
        self.context.attach(self.canvas)
        self.desk.windows.append(self)
        if self._fullscreen:
            self.desk.screen.say(FULL_SCREEN)

    def _recreate(self, changes: Sequence[str]) -> None:
        if self._fullscreen:
            self.desk.screen.say(FULL_SCREEN)
        self._resized(self._width, self._height)

    def close(self) -> None:
        """Ends the window and its context."""
        if self in self.desk.windows:
            self.desk.windows.remove(self)
        super().close()
        front = self.desk.front
        if self._mapped and isinstance(front, StageWindow):
            self._tell(front)
        self._mapped = False

    @property
    def picture(self) -> Surface | None:
        """What the screen shows of the window."""
        return self.context.surface if self.context is not None else None

    def _tell(self, window: StageWindow) -> None:
        self.desk.screen.title(str(window.caption))
        self.desk.screen.window(*window.get_size(), resizable=bool(window.resizeable))

    # What a script does with it

    def flip(self) -> None:
        """One swap."""
        self.draw_mouse_cursor()
        if self.context:
            self.context.flip()

    def switch_to(self) -> None:
        """Directs GL calls here."""
        if self.context:
            self.context.set_current()

    def set_caption(self, caption: str) -> None:
        """Names the window."""
        self._caption = caption or ""
        self.desk.screen.title(str(self._caption))

    def get_caption(self) -> Any:
        """The window's name."""
        return self._caption

    def set_size(self, width: int, height: int) -> None:
        """Resizes the window on the script's behalf."""
        super().set_size(width, height)
        self._resized(width, height)

    def _resized(self, width: int, height: int) -> None:
        self._width, self._height = self.canvas.width, self.canvas.height = clamped(width, height)
        self.switch_to()
        if self._mapped:
            self._tell(self)
        self.dispatch_event("_on_internal_resize", self._width, self._height)

    def set_visible(self, visible: bool = True) -> None:
        """Shows or hides the window."""
        super().set_visible(visible)
        if visible and not self._mapped:
            self._mapped = True
            self._tell(self)
            self.dispatch_event("_on_internal_resize", self._width, self._height)
            self.dispatch_event("on_show")
            self.dispatch_event("on_expose")
        elif not visible and self._mapped:
            self._mapped = False
            if self.picture is not None:
                self.desk.screen.forget(self.picture)

    def set_icon(self, *images: Any) -> None:
        """The first of the icons that the script offers."""
        if images:
            image = images[0].get_image_data()
            rgba = bytes(image.get_data("RGBA", -4 * image.width))
            self.desk.screen.icon(image.width, image.height, rgba)

    def get_location(self) -> tuple[int, int]:
        """Where windows stand is the app's affair."""
        return 0, 0

    def set_location(self, x: int, y: int) -> None:
        """Nobody sees it."""

    def activate(self) -> None:
        """The keyboard is where the user's pointer is."""

    def minimize(self) -> None:
        """There is nowhere to go."""

    def maximize(self) -> None:
        """The app decides how large a picture is."""

    def set_vsync(self, vsync: bool) -> None:
        """Remembers what the script wanted."""
        super().set_vsync(vsync)
        self.context.set_vsync(vsync)

    def set_mouse_passthrough(self, state: bool) -> None:
        """There is nothing behind the window."""

    def get_clipboard_text(self) -> str:
        """What the script itself put there; the user's own clipboard is not for scripts."""
        return self._clipboard

    def set_clipboard_text(self, text: str) -> None:
        """Keeps a text for the script."""
        StageWindow._clipboard = str(text)

    # The pointer

    def set_mouse_platform_visible(self, platform_visible: bool | None = None) -> None:
        """Shows or hides the user's pointer over the picture."""
        if platform_visible is None:
            platform_visible = self._mouse_visible and not self._mouse_cursor.gl_drawable
        self.desk.screen.pointer(bool(platform_visible) and not self._mouse_exclusive)

    def set_exclusive_mouse(self, exclusive: bool = True) -> None:
        """Catches the pointer, or lets it go."""
        super().set_exclusive_mouse(exclusive)
        self.desk.screen.catch(bool(exclusive))
        self.set_mouse_platform_visible()

    def set_exclusive_keyboard(self, exclusive: bool = True) -> None:
        """All keys there are come here already."""
        super().set_exclusive_keyboard(exclusive)

    def set_mouse_position(self, x: int, y: int) -> None:
        """Moves the pointer, which makes an event as a hand would."""
        moved = self.desk.screen.input.warp(int(x), self._height - int(y))
        if moved.dx or moved.dy:
            self.desk.screen.push(moved)

    def get_system_mouse_cursor(self, name: str) -> Any:
        """The app has one pointer for all scripts."""
        return DefaultMouseCursor()

    # Events

    def dispatch_events(self) -> None:
        """Hands over what has arrived, for scripts with a loop of their own."""
        self.dispatch_pending_events()
        self._allow_dispatch_event = True
        self.desk.deliver()
        self._allow_dispatch_event = False

    def dispatch_pending_events(self) -> None:
        """Hands over what happened before the loop began."""
        while self._event_queue:
            EventDispatcher.dispatch_event(self, *self._event_queue.popleft())

    def receive(self, event: Event) -> None:
        """Turns one thing that happened into pyglet's events."""
        match event:
            case KeyChange():
                self._receive_key(event)
            case Motion():
                self._receive_motion(event)
            case ButtonChange():
                self._receive_button(event)
            case Wheel():
                self._place(event.x, event.y)
                self.dispatch_event("on_mouse_scroll", self._mouse_x, self._mouse_y, event.dx, event.dy)
            case Resize() if self._resizable and not self._fullscreen:
                self._resized(event.width, event.height)
            case Focus():
                self._receive_focus(on=event.on)
            case Scale():
                self.dispatch_event("_on_internal_scale", event.scale, self.screen.get_dpi())
            case Quit():
                self.dispatch_event("on_close")

    def _place(self, x: int, y: int) -> None:
        self._mouse_x, self._mouse_y = x, self._height - 1 - y

    def _receive_key(self, event: KeyChange) -> None:
        number, mods = keys.symbol(event, key), keys.modifiers(event.mods, key)
        if not event.down:
            self.dispatch_event("on_key_release", number, mods)
            return
        if not event.repeat:
            self.dispatch_event("on_key_press", number, mods)
        if self.context is None:
            return
        motion = keys.motion(number, mods, key)
        if motion:
            kind = "on_text_motion_select" if mods & key.MOD_SHIFT else "on_text_motion"
            self.dispatch_event(kind, motion)
        elif not mods & (key.MOD_CTRL | key.MOD_ALT) and keys.typed(event):
            self.dispatch_event("on_text", keys.typed(event))

    def _receive_motion(self, event: Motion) -> None:
        dx, dy = (event.dx, -event.dy) if self._mouse_in_window else (0, 0)
        if not self._mouse_in_window:
            self._enter(event.x, event.y)
        self._place(event.x, event.y)
        buttons = sum(_BUTTONS.get(button, 0) for button in event.buttons)
        if buttons:
            mods = keys.modifiers(event.mods, key)
            self.dispatch_event("on_mouse_drag", self._mouse_x, self._mouse_y, dx, dy, buttons, mods)
        else:
            self.dispatch_event("on_mouse_motion", self._mouse_x, self._mouse_y, dx, dy)

    def _receive_button(self, event: ButtonChange) -> None:
        self._place(event.x, event.y)
        button = _BUTTONS.get(event.button, 1 << (event.button - 1 if event.button > 0 else 0))
        kind = "on_mouse_press" if event.down else "on_mouse_release"
        self.dispatch_event(kind, self._mouse_x, self._mouse_y, button, keys.modifiers(event.mods, key))

    def _receive_focus(self, *, on: bool) -> None:
        self.dispatch_event("on_activate" if on else "on_deactivate")
        if not on and self._mouse_in_window:
            self._mouse_in_window = False
            self.dispatch_event("on_mouse_leave", self._mouse_x, self._mouse_y)

    def _enter(self, x: int, y: int) -> None:
        self._place(x, y)
        self._mouse_in_window = True
        self.dispatch_event("on_mouse_enter", self._mouse_x, self._mouse_y)


def names(screen: Screen) -> dict[str, object]:
    """The content of the module."""

    class HeadlessWindow(StageWindow):
        desk = Desk.of(screen)

    return {"HeadlessWindow": HeadlessWindow}
