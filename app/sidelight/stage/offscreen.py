# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A surface where a context has no window to draw on: a framebuffer object takes its place. Experimental.

Windows gives contexts only to windows, and a hidden one's content is nobody's; macOS gives them to nothing.
So the script draws into a framebuffer object, and by framebuffer 0 it means that one: see ``redirect.py``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Protocol

from sidelight.stage.readback import Readback
from sidelight.stage.surface import ContextRequest, NoSurface, Surface, clamped

_FRAMEBUFFER, _RENDERBUFFER = 0x8D40, 0x8D41
_COLOR_ATTACHMENT, _DEPTH_STENCIL_ATTACHMENT = 0x8CE0, 0x821A
_RGBA8, _DEPTH24_STENCIL8 = 0x8058, 0x88F0
_COMPLETE = 0x8CD5


class Contexts(Protocol):
    """How one system makes OpenGL contexts."""

    def create(self, request: ContextRequest, share: int | None) -> int:
        """A new context that shares its objects with another.

        Raises:
            NoSurface: There is none of this kind.
        """

    def make_current(self, context: int) -> None:
        """Directs the calling thread's GL calls to a context."""

    def release(self) -> None:
        """Leaves the calling thread without one."""

    def destroy(self, context: int) -> None:
        """Gives a context back."""

    def address(self, name: bytes) -> int | None:
        """Where a GL function lies."""


class Offscreen:
    """The display of such a system: what ``Egl`` is on Linux.

    Attributes:
        framebuffer: the object that stands for the window of the current context; 0 without one.
    """

    def __init__(self, contexts: Contexts, function: Callable[..., Callable[..., Any]] | None = None) -> None:
        """``function(name, *argument_types)`` gives a GL function; by default the one at its address."""
        self.contexts = contexts
        self.framebuffer = 0
        self.function = function or self._function

    def surface(
        self, width: int, height: int, request: ContextRequest | None = None, share: Surface | None = None
    ) -> OffscreenSurface:
        """A new drawing area with a context of its own, which becomes current."""
        return OffscreenSurface(self, width, height, request or ContextRequest(), share)

    def current(self) -> Surface | None:
        """Not known here."""
        return None

    def release(self) -> None:
        """Leaves the calling thread without a current context."""
        self.framebuffer = 0
        self.contexts.release()

    def address(self, name: bytes) -> int | None:
        """Where a GL function lies."""
        return self.contexts.address(name)

    def _function(self, name: str, *arguments: Any) -> Callable[..., Any]:
        found = self.contexts.address(name.encode())
        if not found:
            raise NoSurface(f"The OpenGL library has no {name}.")
        function: Callable[..., Any] = ctypes.CFUNCTYPE(ctypes.c_uint, *arguments)(found)
        return function


class OffscreenSurface(Surface):
    """A context with a framebuffer object for its window. ``framebuffer`` is that object's name."""

    def __init__(
        self, display: Offscreen, width: int, height: int, request: ContextRequest, share: Surface | None
    ) -> None:
        self._display = display
        self.request = request
        self.width = self.height = 0
        self.samples, self.depth_bits, self.stencil_bits = 0, 24, 8
        self.context = display.contexts.create(request, share.context if share is not None else None)
        display.contexts.make_current(self.context)
        enum, integer, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_void_p
        self._bind_framebuffer = display.function("glBindFramebuffer", enum, enum)
        self._bind_renderbuffer = display.function("glBindRenderbuffer", enum, enum)
        self._storage = display.function("glRenderbufferStorage", enum, enum, integer, integer)
        self._attach = display.function("glFramebufferRenderbuffer", enum, enum, enum, enum)
        self._status = display.function("glCheckFramebufferStatus", enum)
        self._flush_drawing = display.function("glFlush")
        names = (ctypes.c_uint * 3)()
        display.function("glGenFramebuffers", integer, pointer)(1, names)
        display.function("glGenRenderbuffers", integer, pointer)(2, ctypes.byref(names, 4))
        self.framebuffer, self._colours, self._depths = (int(name) for name in names)
        self._reader: Readback | None = None
        self.resize(width, height)

    def make_current(self) -> None:
        """Directs the calling thread's GL calls here."""
        if self.context is not None:
            self._display.contexts.make_current(self.context)
            self._display.framebuffer = self.framebuffer

    def resize(self, width: int, height: int) -> None:
        """Gives the framebuffer another size. What was bound stays; its content does not."""
        width, height = clamped(width, height)
        self.make_current()
        if (width, height) == (self.width, self.height):
            return
        for buffer, kind in ((self._colours, _RGBA8), (self._depths, _DEPTH24_STENCIL8)):
            self._bind_renderbuffer(_RENDERBUFFER, buffer)
            self._storage(_RENDERBUFFER, kind, width, height)
        self._bind_renderbuffer(_RENDERBUFFER, 0)
        self._bind_framebuffer(_FRAMEBUFFER, self.framebuffer)
        for place, buffer in ((_COLOR_ATTACHMENT, self._colours), (_DEPTH_STENCIL_ATTACHMENT, self._depths)):
            self._attach(_FRAMEBUFFER, place, _RENDERBUFFER, buffer)
        if self._status(_FRAMEBUFFER) != _COMPLETE:
            raise NoSurface(f"There is no memory for a window of {width} x {height} pixels.")
        self.width, self.height = width, height

    def read(self, address: int) -> None:
        """Copies the picture to ``address``: BGRA, rows from the top."""
        self.make_current()
        if self._reader is None:
            es = self.request.api == "es"
            self._reader = Readback(self._display.address, es=es, samples=0, window=self.framebuffer)
        self._reader.read(self.width, self.height, address)

    def flush(self) -> None:
        """Sends what was drawn on its way."""
        self._flush_drawing()

    def destroy(self) -> None:
        """Gives the context back, and with it all that is its own; idempotent."""
        if self.context is not None:
            self._display.release()
            self._display.contexts.destroy(self.context)
            self.context = None
