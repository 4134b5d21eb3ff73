# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reading the finished picture out of a context without leaving a trace in it.

Everything that bends ``glReadPixels`` is looked at, set straight if it is not, and put back: the read
framebuffer and its buffer, the pixel pack buffer, pack alignment and skips, and in old GL the pixel
transfer's scales and biases. ``glGetError`` is never called, because the error it would take away belongs to
the script.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_BGRA, _RGBA, _UNSIGNED_BYTE, _UNSIGNED_INT_8_8_8_8_REV = 0x80E1, 0x1908, 0x1401, 0x8367
_READ_FRAMEBUFFER, _READ_FRAMEBUFFER_BINDING = 0x8CA8, 0x8CAA
_FRAMEBUFFER, _FRAMEBUFFER_BINDING = 0x8D40, 0x8CA6
_PACK_BUFFER, _PACK_BUFFER_BINDING = 0x88EB, 0x88ED
_DRAW_FRAMEBUFFER, _DRAW_FRAMEBUFFER_BINDING = 0x8CA9, 0x8CA6
_RENDERBUFFER, _RENDERBUFFER_BINDING, _COLOR_ATTACHMENT, _RGBA8 = 0x8D41, 0x8CA7, 0x8CE0, 0x8058
_COLOR_BUFFER_BIT, _NEAREST, _SCISSOR_TEST = 0x4000, 0x2600, 0x0C11
_READ_BUFFER, _BACK = 0x0C02, 0x0405
_PACK_INVERT_MESA = 0x8758
_NUM_EXTENSIONS, _EXTENSIONS = 0x821D, 0x1F03
_CONTEXT_PROFILE_MASK = 0x9126
_CORE_BIT = 1

# swap bytes, lsb first, row length, skip rows, skip pixels, alignment: what a plain copy needs
_PACK_PLAIN = ((0x0D00, 0), (0x0D01, 0), (0x0D02, 0), (0x0D03, 0), (0x0D04, 0), (0x0D05, 4))
_PACK_PLAIN_ES = ((0x0D05, 4),)
# map color, then scale and bias of red, green, blue, alpha
TRANSFER_PLAIN = (
    *((0x0D10, 0.0), (0x0D14, 1.0), (0x0D15, 0.0), (0x0D18, 1.0), (0x0D19, 0.0)),
    *((0x0D1A, 1.0), (0x0D1B, 0.0), (0x0D1C, 1.0), (0x0D1D, 0.0)),
)


class Readback:
    """Reads from one context, which must be current whenever this is used, also when it is made."""

    def __init__(
        self, address: Callable[[bytes], int | None], *, es: bool, samples: int, window: int = 0
    ) -> None:
        """``window`` is the framebuffer that the script takes for its window's."""
        self._window = window
        self._buffer = _COLOR_ATTACHMENT if window else _BACK
        self._address = address
        self._es = es
        self._resolve: _Resolve | None = None
        enum, integer, real, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_float, ctypes.c_void_p
        self._flush = self._function("glFlush")
        self._get_integers = self._function("glGetIntegerv", enum, pointer)
        self._get_floats = self._function("glGetFloatv", enum, pointer)
        self._pixel_store = self._function("glPixelStorei", enum, integer)
        self._read_buffer = self._function("glReadBuffer", enum)
        self._bind_framebuffer = self._function("glBindFramebuffer", enum, enum)
        self._bind_buffer = self._function("glBindBuffer", enum, enum)
        self._pixel_transfer = self._function("glPixelTransferf", enum, real)
        self._read_pixels = self._function(
            "glReadPixels", integer, integer, integer, integer, enum, enum, pointer
        )
        if samples and not es:
            self._resolve = _Resolve(self._function, self._get)
        self._integer = ctypes.c_int()
        self._integer_at = ctypes.byref(self._integer)
        self._float = ctypes.c_float()
        self._float_at = ctypes.byref(self._float)
        self._old_gl = not es and not self._is_core()
        self._inverts = not es and b"GL_MESA_pack_invert" in self._extensions()

    def flush(self) -> None:
        """Sends what was drawn on its way."""
        self._flush()

    def read(self, width: int, height: int, address: int) -> None:
        """Copies the window's picture to ``address``: BGRA, rows from the top."""
        if self._es:
            self._read_es(width, height, address)
            return
        framebuffer = self._get(_READ_FRAMEBUFFER_BINDING)
        if framebuffer != self._window:
            self._bind_framebuffer(_READ_FRAMEBUFFER, self._window)
        buffer = self._get(_READ_BUFFER)
        if buffer != self._buffer:
            self._read_buffer(self._buffer)
        pack_buffer = self._get(_PACK_BUFFER_BINDING)
        if pack_buffer:
            self._bind_buffer(_PACK_BUFFER, 0)
        if self._resolve is not None:
            self._resolve.begin(width, height)
        changed = self._straighten(_PACK_PLAIN)
        bent = self._straighten_transfer() if self._old_gl else []
        if self._inverts:
            before = self._get(_PACK_INVERT_MESA)
            self._pixel_store(_PACK_INVERT_MESA, 1)
            self._read_pixels(0, 0, width, height, _BGRA, _UNSIGNED_INT_8_8_8_8_REV, address)
            self._pixel_store(_PACK_INVERT_MESA, before)
        else:
            self._read_pixels(0, 0, width, height, _BGRA, _UNSIGNED_INT_8_8_8_8_REV, address)
            _flip_rows(width, height, address)
        for name, factor in bent:
            self._pixel_transfer(name, factor)
        for name, value in changed:
            self._pixel_store(name, value)
        if pack_buffer:
            self._bind_buffer(_PACK_BUFFER, pack_buffer)
        if self._resolve is not None:
            self._bind_framebuffer(_READ_FRAMEBUFFER, self._window)
        if buffer != self._buffer:
            self._read_buffer(buffer)
        if framebuffer != self._window:
            self._bind_framebuffer(_READ_FRAMEBUFFER, framebuffer)

    def _read_es(self, width: int, height: int, address: int) -> None:
        framebuffer = self._get(_FRAMEBUFFER_BINDING)
        if framebuffer != self._window:
            self._bind_framebuffer(_FRAMEBUFFER, self._window)
        changed = self._straighten(_PACK_PLAIN_ES)
        self._read_pixels(0, 0, width, height, _RGBA, _UNSIGNED_BYTE, address)
        for name, value in changed:
            self._pixel_store(name, value)
        if framebuffer != self._window:
            self._bind_framebuffer(_FRAMEBUFFER, framebuffer)
        _flip_rows(width, height, address)
        pixels = (ctypes.c_char * (4 * width * height)).from_address(address)
        swapped = bytearray(pixels.raw)
        swapped[0::4], swapped[2::4] = swapped[2::4], swapped[0::4]
        pixels.raw = bytes(swapped)

    def _straighten(self, plain: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        """Sets pack state as a plain copy needs it, and returns what must be put back."""
        changed = []
        for name, wanted in plain:
            found = self._get(name)
            if found != wanted:
                changed.append((name, found))
                self._pixel_store(name, wanted)
        return changed

    def _straighten_transfer(self) -> list[tuple[int, float]]:
        changed = []
        for name, wanted in TRANSFER_PLAIN:
            self._get_floats(name, self._float_at)
            found = self._float.value
            if found != wanted:
                changed.append((name, found))
                self._pixel_transfer(name, wanted)
        return changed

    def _get(self, name: int) -> int:
        self._get_integers(name, self._integer_at)
        return self._integer.value

    def _is_core(self) -> bool:
        # A fresh context: an error from asking an old one is no script's, and asking for the version raises
        # none since GL 3.0, which is the least that Mesa gives for desktop GL.
        return bool(self._get(_CONTEXT_PROFILE_MASK) & _CORE_BIT)

    def _extensions(self) -> set[bytes]:
        get_string = self._function("glGetStringi", ctypes.c_uint, ctypes.c_uint, result=ctypes.c_char_p)
        return {get_string(_EXTENSIONS, index) or b"" for index in range(self._get(_NUM_EXTENSIONS))}

    def _function(self, name: str, *arguments: Any, result: Any = None) -> Callable[..., Any]:
        found = self._address(name.encode())
        if not found:
            raise OSError(f"The OpenGL library has no {name}.")
        function: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(found)
        return function


class _Resolve:
    """Makes one sample a pixel out of several, because reading would take any one of them."""

    def __init__(self, function: Callable[..., Callable[..., Any]], get: Callable[[int], int]) -> None:
        enum, integer, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_void_p
        self._get = get
        self._bind_framebuffer = function("glBindFramebuffer", enum, enum)
        self._bind_renderbuffer = function("glBindRenderbuffer", enum, enum)
        self._storage = function("glRenderbufferStorage", enum, enum, integer, integer)
        self._enable = function("glEnable", enum)
        self._disable = function("glDisable", enum)
        self._blit = function("glBlitFramebuffer", *([integer] * 8), enum, enum)
        self._attach = function("glFramebufferRenderbuffer", enum, enum, enum, enum)
        self._names = (ctypes.c_uint * 2)()
        self._make = (
            function("glGenFramebuffers", integer, pointer),
            function("glGenRenderbuffers", integer, pointer),
        )
        self._size = (0, 0)

    def begin(self, width: int, height: int) -> None:
        """Leaves the finished picture in the framebuffer that is bound for reading; the rest is as before."""
        drawn = self._get(_DRAW_FRAMEBUFFER_BINDING)
        scissors = self._get(_SCISSOR_TEST)
        if not self._names[0]:
            for index, make in enumerate(self._make):
                make(1, ctypes.byref(self._names, 4 * index))
        self._bind_framebuffer(_DRAW_FRAMEBUFFER, self._names[0])
        if self._size != (width, height):
            bound = self._get(_RENDERBUFFER_BINDING)
            self._bind_renderbuffer(_RENDERBUFFER, self._names[1])
            self._storage(_RENDERBUFFER, _RGBA8, width, height)
            self._attach(_DRAW_FRAMEBUFFER, _COLOR_ATTACHMENT, _RENDERBUFFER, self._names[1])
            self._bind_renderbuffer(_RENDERBUFFER, bound)
            self._size = (width, height)
        if scissors:
            self._disable(_SCISSOR_TEST)
        self._blit(0, 0, width, height, 0, 0, width, height, _COLOR_BUFFER_BIT, _NEAREST)
        if scissors:
            self._enable(_SCISSOR_TEST)
        self._bind_framebuffer(_DRAW_FRAMEBUFFER, drawn)
        self._bind_framebuffer(_READ_FRAMEBUFFER, self._names[0])


def _flip_rows(width: int, height: int, address: int) -> None:
    stride = 4 * width
    pixels = (ctypes.c_char * (stride * height)).from_address(address)
    upside_down = pixels.raw
    pixels.raw = b"".join(upside_down[row * stride : (row + 1) * stride] for row in range(height - 1, -1, -1))
