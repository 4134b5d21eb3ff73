# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLFW's windows and contexts: the library's own windows, each with a surface of ours."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sidelight.stage.screen import FULL_SCREEN, Screen
from sidelight.stage.surface import ContextRequest, NoSurface, Surface

_NEWEST = (4, 5)
"""The newest OpenGL of the software renderer."""


@dataclass(eq=False)
class Window:
    """What the stage knows of one of the library's windows."""

    handle: Any
    surface: Surface | None
    callbacks: dict[str, Callable[..., Any]] = field(default_factory=dict)
    sticky: set[int] = field(default_factory=set)


class Windows:
    """The functions for windows and contexts that take the place of the package's own."""

    REPLACED = (
        *("init", "window_hint", "default_window_hints", "create_window", "destroy_window", "terminate"),
        *("make_context_current", "get_current_context", "swap_buffers", "swap_interval"),
        *("set_window_title", "set_window_size", "get_window_attrib", "set_window_monitor"),
        *("get_proc_address", "extension_supported", "set_window_icon"),
        *("get_window_content_scale", "get_monitor_content_scale"),
    )

    def __init__(self, glfw: Any, screen: Screen) -> None:
        self._glfw = glfw
        self._screen = screen
        self._real: dict[str, Callable[..., Any]] = {name: getattr(glfw, name) for name in self.REPLACED}
        self._hints: dict[int, int] = {}
        self._windows: dict[int, Window] = {}
        self._current: Any = None

    @property
    def front(self) -> Window | None:
        """The window that the app shows: the first that still is."""
        return next(iter(self._windows.values()), None)

    def known(self, window: Any) -> Window | None:
        """What is known of one of the library's windows."""
        return self._windows.get(address(window))

    def showing(self, picture: object) -> Window | None:
        """The window whose picture this is."""
        if picture is None:
            return None
        return next((window for window in self._windows.values() if window.surface is picture), None)

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
        if monitor:
            self._screen.say(FULL_SCREEN)
        # On a monitor the null platform would give the monitor's size; the stage shows windows only.
        handle = self._real["create_window"](width, height, title, None, None)
        if not handle:
            return handle
        surface = None
        if self._hints.get(glfw.CLIENT_API, glfw.OPENGL_API) != glfw.NO_API:
            shared = self._windows.get(address(share)) if share else None
            try:
                surface = self._screen.surface(
                    width, height, self._request(), shared.surface if shared else None
                )
            except NoSurface:
                # As with the real library: no window, and the script looks at what it got.
                self._real["destroy_window"](handle)
                return None
            self._restore_current()
        self._windows[address(handle)] = Window(handle, surface)
        self._screen.title(_text(title))
        self._screen.window(width, height, resizable=bool(self._hints.get(glfw.RESIZABLE, 1)))
        return handle

    def destroy_window(self, window: Any) -> None:
        """Closes a window."""
        known = self._windows.get(address(window))
        if known is not None:
            self._screen.show_unseen()
            self._forget(known)
        self._real["destroy_window"](window)

    def _forget(self, window: Window) -> None:
        self._windows.pop(address(window.handle), None)
        if self._current is not None and address(self._current) == address(window.handle):
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
            # GLFW asks for all of these unless it is told not to.
            depth=24 if hints.get(glfw.DEPTH_BITS, 24) < 0 else hints.get(glfw.DEPTH_BITS, 24),
            stencil=hints.get(glfw.STENCIL_BITS, 8) != 0,
            samples=max(0, hints.get(glfw.SAMPLES, 0)),
            double=bool(hints.get(glfw.DOUBLEBUFFER, 1)),
            accumulation=self._accumulates(),
        )

    def _accumulates(self) -> bool:
        """GLFW takes the nearest of what there is: no bits at all, or sixteen in each of four channels."""
        glfw = self._glfw
        names = (glfw.ACCUM_RED_BITS, glfw.ACCUM_GREEN_BITS, glfw.ACCUM_BLUE_BITS, glfw.ACCUM_ALPHA_BITS)
        return sum(max(0, self._hints.get(name, 0)) for name in names) > 32

    def set_window_title(self, window: Any, title: Any) -> None:
        """Names the window."""
        self._real["set_window_title"](window, title)
        self._screen.title(_text(title))

    def set_window_size(self, window: Any, width: int, height: int) -> None:
        """Resizes the window on the script's behalf."""
        known = self._windows.get(address(window))
        if known is not None:
            self._resize_surface(known, width, height)
            self._screen.window(width, height, resizable=True)
        # After the surface, because the library calls the script's size callbacks from within.
        self._real["set_window_size"](window, width, height)

    def set_window_monitor(
        self, window: Any, monitor: Any, xpos: int, ypos: int, width: int, height: int, refresh_rate: int
    ) -> None:
        """To a full screen and back: the window takes the size that was asked for."""
        if monitor:
            self._screen.say(FULL_SCREEN)
        self.set_window_size(window, width, height)

    def get_window_attrib(self, window: Any, attrib: int) -> Any:
        """What the library knows, and of the context what we know."""
        glfw, known = self._glfw, self._windows.get(address(window))
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

    def set_window_icon(self, window: Any, count: int, images: Any) -> None:
        """The first of the icons that the script offers; each is a PIL image or (width, height, rows)."""
        if not count or not images:
            return
        image = images[0] if isinstance(images, list | tuple) else images
        if hasattr(image, "convert"):
            width, height = image.size
            self._screen.icon(width, height, image.convert("RGBA").tobytes())
            return
        width, height, rows = image
        self._screen.icon(width, height, bytes(part for row in rows for pixel in row for part in pixel))

    def get_window_content_scale(self, window: Any) -> tuple[float, float]:
        """How fine the user's screen is, as far as the app has told."""
        scale = self._screen.input.scale
        return scale, scale

    def get_monitor_content_scale(self, monitor: Any) -> tuple[float, float]:
        """The same for the one monitor."""
        return self.get_window_content_scale(None)

    # Contexts

    def make_context_current(self, window: Any) -> None:
        """Directs GL calls to the window's surface, or nowhere."""
        self._current = window if window else None
        self._restore_current()

    def _restore_current(self) -> None:
        window = self._windows.get(address(self._current)) if self._current is not None else None
        if window is not None and window.surface is not None:
            window.surface.make_current()
        else:
            self._screen.egl.release()

    def get_current_context(self) -> Any:
        """The window whose context is current."""
        return self._current

    def swap_buffers(self, window: Any) -> None:
        """One swap."""
        known = self._windows.get(address(window))
        if known is None or known.surface is None:
            return
        if self._current is None or address(self._current) != address(window):
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

    def _resize_surface(self, window: Window, width: int, height: int) -> None:
        if window.surface is not None:
            with contextlib.suppress(NoSurface):
                window.surface.resize(width, height)
            self._restore_current()


def address(window: Any) -> int:
    """A window's identity: the pointers that the package hands out are new objects each time."""
    return ctypes.cast(window, ctypes.c_void_p).value or 0


def _text(title: Any) -> str:
    return title.decode("utf-8", "replace") if isinstance(title, bytes) else str(title)
