# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""OpenGL contexts on macOS: CGL without a drawable. Experimental, from documentation.

There is old OpenGL up to 2.1 and a core profile up to 4.1, and nothing that is both.
"""

from __future__ import annotations

import ctypes
from typing import Any

from sidelight.stage.surface import ContextRequest, NoSurface

FRAMEWORK = "/System/Library/Frameworks/OpenGL.framework/OpenGL"

_COLOR_SIZE, _ALPHA_SIZE, _DEPTH_SIZE, _STENCIL_SIZE = 8, 11, 12, 13
_ALLOW_OFFLINE, _PROFILE = 96, 99
_LEGACY, _CORE_3_2, _CORE_4_1 = 0x1000, 0x3200, 0x4100


class Cgl:
    """Contexts by CGL; ``library`` is the OpenGL framework."""

    def __init__(self, library: Any) -> None:
        self._gl = library
        library.CGLErrorString.restype = ctypes.c_char_p

    def create(self, request: ContextRequest, share: int | None) -> int:
        """A context of the profile that comes nearest.

        Raises:
            NoSurface: CGL's own words.
        """
        pixels, count, context = ctypes.c_void_p(), ctypes.c_int(), ctypes.c_void_p()
        attributes = (ctypes.c_uint * 12)(
            *(_PROFILE, self._profile(request), _COLOR_SIZE, 24, _ALPHA_SIZE, 8),
            *(_DEPTH_SIZE, 24, _STENCIL_SIZE, 8, _ALLOW_OFFLINE, 0),
        )
        self._check(self._gl.CGLChoosePixelFormat(attributes, ctypes.byref(pixels), ctypes.byref(count)))
        if not pixels:
            raise NoSurface(f"macOS has no OpenGL for this script ({request.api}, {request.version}).")
        failed = self._gl.CGLCreateContext(pixels, ctypes.c_void_p(share), ctypes.byref(context))
        self._gl.CGLDestroyPixelFormat(pixels)
        self._check(failed)
        return int(context.value or 0)

    def _profile(self, request: ContextRequest) -> int:
        if request.api == "es":
            raise NoSurface("macOS has no OpenGL ES.")
        if request.api == "core":
            return _CORE_4_1 if (request.version or (3, 2)) >= (4, 0) else _CORE_3_2
        return _LEGACY

    def _check(self, error: int) -> None:
        if error:
            words = self._gl.CGLErrorString(error) or b""
            raise NoSurface(f"macOS gives no OpenGL context: {words.decode('utf-8', 'replace')}.")

    def make_current(self, context: int) -> None:
        """Directs the calling thread's GL calls to a context."""
        self._check(self._gl.CGLSetCurrentContext(ctypes.c_void_p(context)))

    def release(self) -> None:
        """Leaves the calling thread without one."""
        self._gl.CGLSetCurrentContext(None)

    def destroy(self, context: int) -> None:
        """Gives a context back."""
        self._gl.CGLDestroyContext(ctypes.c_void_p(context))

    def address(self, name: bytes) -> int | None:
        """Where a GL function lies: the framework exports them all."""
        function = getattr(self._gl, name.decode("ascii"), None)
        return None if function is None else ctypes.cast(function, ctypes.c_void_p).value


def open_cgl() -> Cgl:
    """The contexts of this system."""
    return Cgl(ctypes.CDLL(FRAMEWORK))
