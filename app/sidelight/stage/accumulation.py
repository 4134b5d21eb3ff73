# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The accumulation buffer of old OpenGL, which a surface without a display has not: kept beside it in memory.

Sixteen bits a channel, cut as Mesa cuts them. For this Mesa takes a window's bytes for sRGB, so half of a
grey is darker than with makers who count the bytes. What is wanted is the picture of a desktop with Mesa, so
it is done alike; each return may be off by one step of 255.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Protocol

from sidelight.stage.readback import TRANSFER_PLAIN

ACCUM, LOAD, RETURN, MULT, ADD = 0x0100, 0x0101, 0x0102, 0x0103, 0x0104

_ONE = 32767.0
_SCISSOR_TEST, _SCISSOR_BOX, _COLOR_WRITEMASK, _CLEAR_VALUE = 0x0C11, 0x0C10, 0x0C23, 0x0B80
_READ_FRAMEBUFFER, _READ_BINDING, _DRAW_BINDING = 0x8CA8, 0x8CAA, 0x8CA6
_UNPACK_BUFFER = 0x88EC
_UNPACK_PLAIN = ((0x0CF0, 0), (0x0CF1, 0), (0x0CF2, 0), (0x0CF3, 0), (0x0CF4, 0), (0x0CF5, 4))
_PIXEL_STORE_BIT, _PIXEL_MODE_AND_TEXTURE_BITS = 0x1, 0x20 | 0x40000
_TEXTURE_2D, _RGBA8, _RGBA, _UNSIGNED_BYTE = 0x0DE1, 0x8058, 0x1908, 0x1401
_COLOR_ATTACHMENT, _COLOR_BUFFER_BIT, _NEAREST = 0x8CE0, 0x4000, 0x2600


class Drawn(Protocol):
    """What accumulates: a window's own framebuffer."""

    width: int
    height: int

    def read(self, address: int) -> None:
        """Copies the picture to ``address``: BGRA, rows from the top."""


class Accumulation:
    """The buffer of one surface, whose context must be current whenever it is used."""

    def __init__(self, surface: Drawn, address: Callable[[bytes], int | None]) -> None:
        self._surface = surface
        self._address = address
        self._kept: Any = None
        self._texture, self._framebuffer = ctypes.c_uint(), ctypes.c_uint()
        self._size = (0, 0)
        enum, integer, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_void_p
        self._get_integers = self._function("glGetIntegerv", enum, pointer)
        self._get_floats = self._function("glGetFloatv", enum, pointer)
        self._get_booleans = self._function("glGetBooleanv", enum, pointer)
        self._bind_framebuffer = self._function("glBindFramebuffer", enum, enum)
        self._blit = self._function("glBlitFramebuffer", *([integer] * 8), enum, enum)

    @property
    def usable(self) -> bool:
        """Whether what is drawn goes to the window: a script's own framebuffer accumulates nothing."""
        return self._integers(_DRAW_BINDING, 1)[0] == 0

    def clear(self) -> None:
        """``glClear`` with ``GL_ACCUM_BUFFER_BIT``."""
        values = (ctypes.c_float * 4)()
        self._get_floats(_CLEAR_VALUE, values)
        self._part()[...] = [int(value * _ONE) for value in values]

    def operate(self, operation: int, value: float) -> None:
        """``glAccum``."""
        import numpy as np  # whoever accumulates pays for it

        part, factor = self._part(), np.float32(value)
        if operation == RETURN:
            self._show(part, factor)
        elif operation == MULT:
            part[...] = (part * factor).astype(np.int16)
        elif operation == ADD:
            part += np.int16(factor * np.float32(_ONE))
        else:
            colours = _linear(np)[self._drawn()]
            scaled = (colours * (factor * np.float32(_ONE))).astype(np.int16)
            if operation == LOAD:
                part[...] = scaled
            else:
                part += scaled

    def _show(self, part: Any, factor: Any) -> None:
        import numpy as np

        linear = np.clip(part * (factor / np.float32(_ONE)), 0, 1)
        # Between two bytes the nearer: the table has what lies half way.
        shown = np.searchsorted(_halves(np), linear).astype(np.uint8)
        mask = (ctypes.c_ubyte * 4)()
        self._get_booleans(_COLOR_WRITEMASK, mask)
        if not all(mask):
            shown = np.where(np.array(list(mask), bool), shown, self._drawn())
        whole = np.zeros((self._surface.height, self._surface.width, 4), np.uint8)
        left, low, right, high = self._bounds()
        whole[low:high, left:right] = shown
        self._draw(whole)

    def _draw(self, pixels: Any) -> None:
        """Copies pixels (rows from below, RGBA) into the window past all that bends drawing but scissors."""
        call = self._function
        enum, integer, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_void_p
        width, height = self._surface.width, self._surface.height
        call("glPushClientAttrib", enum)(_PIXEL_STORE_BIT)
        call("glPushAttrib", enum)(_PIXEL_MODE_AND_TEXTURE_BITS)
        read = self._integers(_READ_BINDING, 1)[0]
        call("glBindBuffer", enum, enum)(_UNPACK_BUFFER, 0)
        for name, number in _UNPACK_PLAIN:
            call("glPixelStorei", enum, integer)(name, number)
        for name, real in TRANSFER_PLAIN:
            call("glPixelTransferf", enum, ctypes.c_float)(name, real)
        if not self._texture.value:
            # Only now, behind those of the script: an old one may use numbers that it never asked for.
            call("glGenTextures", integer, pointer)(1, ctypes.byref(self._texture))
            call("glGenFramebuffers", integer, pointer)(1, ctypes.byref(self._framebuffer))
        call("glBindTexture", enum, enum)(_TEXTURE_2D, self._texture)
        at = pixels.ctypes.data
        image = (width, height, 0, _RGBA, _UNSIGNED_BYTE, at)
        call("glTexImage2D", enum, *([integer] * 5), enum, enum, pointer)(_TEXTURE_2D, 0, _RGBA8, *image)
        self._bind_framebuffer(_READ_FRAMEBUFFER, self._framebuffer)
        attach = call("glFramebufferTexture2D", enum, enum, enum, enum, integer)
        attach(_READ_FRAMEBUFFER, _COLOR_ATTACHMENT, _TEXTURE_2D, self._texture, 0)
        self._blit(0, 0, width, height, 0, 0, width, height, _COLOR_BUFFER_BIT, _NEAREST)
        self._bind_framebuffer(_READ_FRAMEBUFFER, read)
        call("glPopAttrib")()
        call("glPopClientAttrib")()

    def _drawn(self) -> Any:
        """The window's picture where it accumulates: bytes, rows from below, RGBA."""
        import numpy as np

        pixels = np.empty((self._surface.height, self._surface.width, 4), np.uint8)
        self._surface.read(pixels.ctypes.data)
        left, low, right, high = self._bounds()
        return pixels[::-1, :, [2, 1, 0, 3]][low:high, left:right]

    def _part(self) -> Any:
        """The buffer where the scissors let it change; a window of another size has a new one."""
        import numpy as np

        size = self._surface.height, self._surface.width
        if self._kept is None or self._kept.shape[:2] != size:
            self._kept = np.zeros((*size, 4), np.int16)
        left, low, right, high = self._bounds()
        return self._kept[low:high, left:right]

    def _bounds(self) -> tuple[int, int, int, int]:
        width, height = self._surface.width, self._surface.height
        if not self._integers(_SCISSOR_TEST, 1)[0]:
            return 0, 0, width, height
        x, y, wide, high = self._integers(_SCISSOR_BOX, 4)
        left, low = max(0, min(width, x)), max(0, min(height, y))
        return left, low, max(left, min(width, x + wide)), max(low, min(height, y + high))

    def _integers(self, name: int, count: int) -> list[int]:
        found = (ctypes.c_int * count)()
        self._get_integers(name, found)
        return list(found)

    def _function(self, name: str, *arguments: Any) -> Callable[..., Any]:
        found = self._address(name.encode())
        if not found:
            raise OSError(f"The OpenGL library has no {name}.")
        function: Callable[..., Any] = ctypes.CFUNCTYPE(None, *arguments)(found)
        return function


def _decoded(np: Any, bytes_: Any) -> Any:
    """SRGB as light: ``bytes_`` from 0 to 255, also between two of them."""
    encoded = bytes_ / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def _linear(np: Any) -> Any:
    """What each of the 256 bytes is as light."""
    return _decoded(np, np.arange(256.0)).astype(np.float32)


def _halves(np: Any) -> Any:
    """Where, in light, the nearer byte is the next one: 255 places."""
    return _decoded(np, np.arange(255) + 0.5).astype(np.float32)
