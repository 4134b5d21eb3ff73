# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenGL contexts on Windows: a window that is never shown, and WGL. Experimental, from documentation."""

from __future__ import annotations

import ctypes
from typing import Any

from sidelight.stage.surface import ContextRequest, NoSurface

_POPUP = 0x80000000
_DRAW_TO_WINDOW, _SUPPORT_OPENGL, _DOUBLE_BUFFER = 0x4, 0x20, 0x1
_MAJOR, _MINOR, _FLAGS, _PROFILE = 0x2091, 0x2092, 0x2094, 0x9126
_DEBUG, _FORWARD_COMPATIBLE = 0x1, 0x2
_CORE, _COMPATIBILITY, _ES2 = 0x1, 0x2, 0x4


class PixelFormat(ctypes.Structure):
    """What Windows calls PIXELFORMATDESCRIPTOR."""

    _fields_ = (
        ("size", ctypes.c_uint16),
        ("version", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("kind", ctypes.c_uint8),
        ("colour_bits", ctypes.c_uint8),
        ("unused", ctypes.c_uint8 * 13),
        ("depth_bits", ctypes.c_uint8),
        ("stencil_bits", ctypes.c_uint8),
        ("more", ctypes.c_uint8 * 3),
        ("masks", ctypes.c_uint32 * 3),
    )


class Wgl:
    """Contexts on one hidden window. ``user32``, ``gdi32`` and ``opengl32`` are the system's libraries."""

    def __init__(self, user32: Any, gdi32: Any, opengl32: Any) -> None:
        """Makes the window and chooses its pixels.

        Raises:
            NoSurface: Windows refuses one or the other.
        """
        self._gl = opengl32
        pointer = ctypes.c_void_p
        for library, names in (
            (user32, ("CreateWindowExW", "GetDC")),
            (opengl32, ("wglCreateContext", "wglGetProcAddress")),
        ):
            for name in names:
                getattr(library, name).restype = pointer
        window = user32.CreateWindowExW(0, "STATIC", "Sidelight", _POPUP, 0, 0, 1, 1, None, None, None, None)
        self._device = user32.GetDC(pointer(window)) if window else None
        if not self._device:
            raise NoSurface("Windows gives no hidden window to draw on.")
        wanted = PixelFormat(size=ctypes.sizeof(PixelFormat), version=1, colour_bits=32, depth_bits=24)
        wanted.flags = _DRAW_TO_WINDOW | _SUPPORT_OPENGL | _DOUBLE_BUFFER
        wanted.stencil_bits = 8
        chosen = gdi32.ChoosePixelFormat(pointer(self._device), ctypes.byref(wanted))
        if not chosen or not gdi32.SetPixelFormat(pointer(self._device), chosen, ctypes.byref(wanted)):
            raise NoSurface("Windows has no OpenGL pixels of 32 bits.")

    def create(self, request: ContextRequest, share: int | None) -> int:
        """A context through WGL_ARB_create_context, whose function is only found with a plain one current."""
        device = ctypes.c_void_p(self._device)
        plain = self._gl.wglCreateContext(device)
        if not plain:
            raise NoSurface("Windows gives no OpenGL context.")
        self.make_current(plain)
        found = self._gl.wglGetProcAddress(b"wglCreateContextAttribsARB")
        if not found:
            if share is not None:
                self._gl.wglShareLists(ctypes.c_void_p(share), ctypes.c_void_p(plain))
            return int(plain)
        integer = ctypes.c_int
        create = self._attributed(found)
        attributes = self._attributes(request)
        context = create(device, ctypes.c_void_p(share), (integer * len(attributes))(*attributes))
        if not context:
            # Asked for more than there is, the newest of the same kind.
            attributes = self._attributes(ContextRequest(api=request.api))
            context = create(device, ctypes.c_void_p(share), (integer * len(attributes))(*attributes))
        self.release()
        self.destroy(plain)
        if not context:
            raise NoSurface(f"No OpenGL context ({request.api}) can be made here.")
        return int(context)

    def _attributed(self, address: int) -> Any:
        pointer = ctypes.c_void_p
        return ctypes.CFUNCTYPE(pointer, pointer, pointer, pointer)(address)

    def _attributes(self, request: ContextRequest) -> list[int]:
        core, es = request.api == "core", request.api == "es"
        version = request.version or ((3, 2) if core else (3, 0) if es else None)
        found = [] if version is None else [_MAJOR, version[0], _MINOR, version[1]]
        flags = _DEBUG * request.debug | _FORWARD_COMPATIBLE * request.forward_compatible
        if flags:
            found += [_FLAGS, flags]
        if es or (version is not None and version >= (3, 2)):
            found += [_PROFILE, _ES2 if es else _CORE if core else _COMPATIBILITY]
        return [*found, 0]

    def make_current(self, context: int) -> None:
        """Directs the calling thread's GL calls to a context."""
        if not self._gl.wglMakeCurrent(ctypes.c_void_p(self._device), ctypes.c_void_p(context)):
            raise NoSurface("The OpenGL context cannot be used in this thread: another one holds it.")

    def release(self) -> None:
        """Leaves the calling thread without one."""
        self._gl.wglMakeCurrent(None, None)

    def destroy(self, context: int) -> None:
        """Gives a context back."""
        self._gl.wglDeleteContext(ctypes.c_void_p(context))

    def address(self, name: bytes) -> int | None:
        """Where a GL function lies: those of OpenGL 1.1 are the library's own, and WGL does not know them."""
        found = self._gl.wglGetProcAddress(name)
        # Some drivers say 1, 2, 3 or -1 for a function that is not there.
        if found in (None, 0, 1, 2, 3, ctypes.c_void_p(-1).value):
            function = getattr(self._gl, name.decode("ascii"), None)
            return None if function is None else ctypes.cast(function, ctypes.c_void_p).value
        return int(found)


def open_wgl() -> Wgl:
    """The contexts of this system."""
    load: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - there is none elsewhere, and mypy looks from there
    return Wgl(load("user32"), load("gdi32"), load("opengl32"))
