# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLFW on the stage: the real library on its null platform for windows and time; ours for GL and input.

Windows are made without a context, which the null platform cannot give, and get a surface of ours. Callbacks
for size, focus and the like are the library's own; those for keys, pointer and wheel are kept here, because
the null platform has no input.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from sidelight.stage.events import ButtonChange, Event, Focus, KeyChange, Motion, Quit, Resize, Wheel
from sidelight.stage.screen import Screen
from sidelight.stage.surface import ContextRequest, NoSurface, Surface

_WAIT_SLICE_S = 0.05
_BUTTONS = {1: 0, 2: 2, 3: 1}
"""Left, middle, right as the app numbers them, and as GLFW does."""

_LIBRARY_VARIABLE = "PYGLFW_LIBRARY"
_INPUT_CALLBACKS = (
    "key",
    "char",
    "char_mods",
    "cursor_pos",
    "cursor_enter",
    "mouse_button",
    "scroll",
    "drop",
)
_RELEASE, _PRESS, _REPEAT = 0, 1, 2
_NEWEST = (4, 5)
"""The newest OpenGL of the software renderer."""


def prepare(module: ModuleType) -> None:
    """Names the package's own library: looking for it starts processes, which a sandbox may forbid."""
    if os.environ.get(_LIBRARY_VARIABLE) or module.__file__ is None:
        return
    library = Path(module.__file__).parent / "x11" / "libglfw.so"
    if library.exists():
        os.environ[_LIBRARY_VARIABLE] = str(library)


def install(module: ModuleType, screen: Screen) -> None:
    """Changes the imported package."""
    screen.toolkit("glfw")
    glfw = _Glfw(module, screen)
    for name in _Glfw.REPLACED:
        if hasattr(module, name):
            setattr(module, name, getattr(glfw, name))
    for name in _INPUT_CALLBACKS:
        setattr(module, f"set_{name}_callback", glfw.callback_setter(name))
    # Known here because the null platform cannot call it; the rest of a window's callbacks are the library's.
    setattr(module, "set_window_close_callback", glfw.callback_setter("window_close"))  # noqa: B010


@dataclass(eq=False)
class _Window:
    """What the stage knows of one of the library's windows."""

    handle: Any
    surface: Surface | None
    callbacks: dict[str, Callable[..., Any]] = field(default_factory=dict)
    sticky: set[int] = field(default_factory=set)


class _Glfw:
    """The functions that take the place of the package's own."""

    REPLACED = (
        *("init", "window_hint", "default_window_hints", "create_window", "destroy_window", "terminate"),
        *("make_context_current", "get_current_context", "swap_buffers", "swap_interval"),
        *("poll_events", "wait_events", "wait_events_timeout", "post_empty_event"),
        *(
            "get_key",
            "get_mouse_button",
            "get_cursor_pos",
            "set_cursor_pos",
            "get_input_mode",
            "set_input_mode",
        ),
        *("set_window_title", "set_window_size", "get_window_attrib", "set_window_monitor"),
        *("get_proc_address", "extension_supported", "raw_mouse_motion_supported"),
    )

    def __init__(self, glfw: Any, screen: Screen) -> None:
        self._glfw = glfw
        self._screen = screen
        self._real: dict[str, Callable[..., Any]] = {name: getattr(glfw, name) for name in self.REPLACED}
        self._hints: dict[int, int] = {}
        self._windows: dict[int, _Window] = {}
        self._current: Any = None
        self._modes: dict[tuple[int, int], int] = {}
        self._woken = False

    # Start and windows

    def init(self) -> Any:
        """Starts the library on its null platform."""
        glfw = self._glfw
        glfw.init_hint(glfw.PLATFORM, glfw.PLATFORM_NULL)
        return self._real["init"]()

    def terminate(self) -> None:
        """Ends the library, and with it every window."""
        self._screen.show_unseen()
        for window in list(self._windows.values()):
            self._forget(window)
        self._real["terminate"]()

    def window_hint(self, hint: int, value: int) -> None:
        """Remembers a hint; the library hears those that are not about contexts."""
        self._hints[hint] = value

    def default_window_hints(self) -> None:
        """Forgets all hints."""
        self._hints.clear()

    def create_window(
        self, width: int, height: int, title: Any, monitor: Any = None, share: Any = None
    ) -> Any:
        """A window of the library's, and a surface of ours for it."""
        glfw = self._glfw
        self._real["default_window_hints"]()
        for hint in (
            glfw.RESIZABLE,
            glfw.VISIBLE,
            glfw.DECORATED,
            glfw.FOCUSED,
            glfw.FLOATING,
            glfw.MAXIMIZED,
        ):
            if hint in self._hints:
                self._real["window_hint"](hint, self._hints[hint])
        self._real["window_hint"](glfw.CLIENT_API, glfw.NO_API)
        # On a monitor the null platform would give the monitor's size; the stage shows windows only.
        handle = self._real["create_window"](width, height, title, None, None)
        if not handle:
            return handle
        surface = None
        if self._hints.get(glfw.CLIENT_API, glfw.OPENGL_API) != glfw.NO_API:
            shared = self._windows.get(_address(share)) if share else None
            try:
                surface = self._screen.surface(
                    width, height, self._request(), shared.surface if shared else None
                )
            except NoSurface:
                # As with the real library: no window, and the script looks at what it got.
                self._real["destroy_window"](handle)
                return None
            self._restore_current()
        self._windows[_address(handle)] = _Window(handle, surface)
        self._screen.title(_text(title))
        self._screen.window(width, height, resizable=bool(self._hints.get(glfw.RESIZABLE, 1)))
        return handle

    def destroy_window(self, window: Any) -> None:
        """Closes a window."""
        known = self._windows.get(_address(window))
        if known is not None:
            self._screen.show_unseen()
            self._forget(known)
        self._real["destroy_window"](window)

    def _forget(self, window: _Window) -> None:
        self._windows.pop(_address(window.handle), None)
        if self._current is not None and _address(self._current) == _address(window.handle):
            self._current = None
        if window.surface is not None:
            self._screen.forget(window.surface)
            window.surface.destroy()
            self._restore_current()

    def _request(self) -> ContextRequest:
        glfw, hints = self._glfw, self._hints
        major = hints.get(glfw.CONTEXT_VERSION_MAJOR)
        minor = hints.get(glfw.CONTEXT_VERSION_MINOR, 0)
        api: Any = "compatibility"
        if hints.get(glfw.CLIENT_API) == glfw.OPENGL_ES_API:
            api = "es"
        elif hints.get(glfw.OPENGL_PROFILE) == glfw.OPENGL_CORE_PROFILE:
            api = "core"
        # 1.0 is GLFW's way to say: whatever there is.
        version = (major, minor) if major is not None and (major, minor) != (1, 0) else None
        return ContextRequest(
            api=api,
            version=version,
            forward_compatible=bool(hints.get(glfw.OPENGL_FORWARD_COMPAT, 0)),
            debug=bool(hints.get(glfw.OPENGL_DEBUG_CONTEXT, 0)),
            # GLFW asks for one unless it is told not to.
            stencil=hints.get(glfw.STENCIL_BITS, 8) != 0,
            samples=max(0, hints.get(glfw.SAMPLES, 0)),
        )

    def set_window_title(self, window: Any, title: Any) -> None:
        """Names the window."""
        self._real["set_window_title"](window, title)
        self._screen.title(_text(title))

    def set_window_size(self, window: Any, width: int, height: int) -> None:
        """Resizes the window on the script's behalf."""
        known = self._windows.get(_address(window))
        if known is not None:
            self._resize_surface(known, width, height)
            self._screen.window(width, height, resizable=True)
        # After the surface, because the library calls the script's size callbacks from within.
        self._real["set_window_size"](window, width, height)

    def set_window_monitor(
        self, window: Any, monitor: Any, xpos: int, ypos: int, width: int, height: int, refresh_rate: int
    ) -> None:
        """To a full screen and back: the window takes the size that was asked for."""
        self.set_window_size(window, width, height)

    def get_window_attrib(self, window: Any, attrib: int) -> Any:
        """What the library knows, and of the context what we know."""
        glfw, known = self._glfw, self._windows.get(_address(window))
        surface = known.surface if known else None
        if surface is not None:
            request = surface.request
            version = min(request.version or _NEWEST, _NEWEST)
            profile = glfw.OPENGL_CORE_PROFILE if request.api == "core" else glfw.OPENGL_COMPAT_PROFILE
            told = {
                glfw.CLIENT_API: glfw.OPENGL_ES_API if request.api == "es" else glfw.OPENGL_API,
                glfw.CONTEXT_VERSION_MAJOR: version[0],
                glfw.CONTEXT_VERSION_MINOR: version[1],
                glfw.OPENGL_PROFILE: profile,
                glfw.OPENGL_FORWARD_COMPAT: int(request.forward_compatible),
            }
            if attrib in told:
                return told[attrib]
        return self._real["get_window_attrib"](window, attrib)

    # Contexts

    def make_context_current(self, window: Any) -> None:
        """Directs GL calls to the window's surface, or nowhere."""
        self._current = window if window else None
        self._restore_current()

    def _restore_current(self) -> None:
        window = self._windows.get(_address(self._current)) if self._current is not None else None
        if window is not None and window.surface is not None:
            window.surface.make_current()
        else:
            self._screen.egl.release()

    def get_current_context(self) -> Any:
        """The window whose context is current."""
        return self._current

    def swap_buffers(self, window: Any) -> None:
        """One swap."""
        known = self._windows.get(_address(window))
        if known is None or known.surface is None:
            return
        if self._current is None or _address(self._current) != _address(window):
            known.surface.make_current()
            self._screen.present(known.surface)
            self._restore_current()
        else:
            self._screen.present(known.surface)

    def swap_interval(self, interval: int) -> None:
        """The app sets the pace."""

    def get_proc_address(self, procname: Any) -> int | None:
        """Where a GL function lies."""
        return self._screen.egl.address(procname if isinstance(procname, bytes) else str(procname).encode())

    def extension_supported(self, extension: Any) -> bool:
        """Whether the current context has an extension."""
        from OpenGL import GL  # Here because a script with another binding does not pay for this one.

        name = extension if isinstance(extension, bytes) else str(extension).encode()
        count = GL.glGetIntegerv(GL.GL_NUM_EXTENSIONS)
        return any(GL.glGetStringi(GL.GL_EXTENSIONS, index) == name for index in range(count))

    # Input

    def callback_setter(self, name: str) -> Callable[[Any, Any], Any]:
        """The function that takes a script's callback for ``name`` and returns the one before it."""

        def setter(window: Any, callback: Any) -> Any:
            known = self._windows.get(_address(window))
            if known is None:
                return None
            before = known.callbacks.pop(name, None)
            if callback is not None:
                known.callbacks[name] = callback
            return before

        return setter

    def poll_events(self) -> None:
        """Hands over what has arrived."""
        self._real["poll_events"]()
        self._dispatch(self._screen.take())

    def wait_events(self) -> None:
        """Hands over what has arrived, as soon as something has."""
        self._real["poll_events"]()
        self._woken = False
        while not self._woken:
            events = self._screen.take(_WAIT_SLICE_S)
            if events:
                self._dispatch(events)
                return

    def wait_events_timeout(self, timeout: float) -> None:
        """The same, for at most ``timeout`` seconds."""
        self._real["poll_events"]()
        self._dispatch(self._screen.take(max(0.0, float(timeout))))

    def post_empty_event(self) -> None:
        """Wakes a waiting thread."""
        self._woken = True

    def _dispatch(self, events: list[Event]) -> None:
        for event in events:
            # The app shows one window, the first that still is.
            window = next(iter(self._windows.values()), None)
            if window is not None:
                self._deliver(window, event)

    def _deliver(self, window: _Window, event: Event) -> None:
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
                if self._real["get_window_attrib"](window.handle, self._glfw.RESIZABLE):
                    self.set_window_size(window.handle, event.width, event.height)
            case Focus():
                if event.on:
                    self._glfw.focus_window(window.handle)
                self._call(window, "cursor_enter", int(event.on))
            case Quit():
                self._glfw.set_window_should_close(window.handle, True)
                self._call(window, "window_close")

    def _deliver_key(self, window: _Window, event: KeyChange) -> None:
        code = event.key.glfw
        if event.down:
            window.sticky.add(code)
        action = (_REPEAT if event.repeat else _PRESS) if event.down else _RELEASE
        self._call(window, "key", code, event.key.scancode, action, event.mods)
        if event.down and event.text.isprintable():
            for character in event.text:
                self._call(window, "char", ord(character))
                self._call(window, "char_mods", ord(character), event.mods)

    def _call(self, window: _Window, name: str, *arguments: Any) -> None:
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
        known = self._windows.get(_address(window))
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
        return self._modes.get((_address(window), mode), default)

    def set_input_mode(self, window: Any, mode: int, value: int) -> None:
        """Remembers an input mode. A disabled cursor goes on moving: its place has no bounds here."""
        self._modes[_address(window), mode] = int(value)

    def raw_mouse_motion_supported(self) -> bool:
        """There is no raw motion behind the app's."""
        return False

    def _resize_surface(self, window: _Window, width: int, height: int) -> None:
        if window.surface is not None:
            with contextlib.suppress(NoSurface):
                window.surface.resize(width, height)
            self._restore_current()


def _address(window: Any) -> int:
    """A window's identity: the pointers that the package hands out are new objects each time."""
    return ctypes.cast(window, ctypes.c_void_p).value or 0


def _text(title: Any) -> str:
    return title.decode("utf-8", "replace") if isinstance(title, bytes) else str(title)
