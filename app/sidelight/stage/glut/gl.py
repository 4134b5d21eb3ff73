# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The few OpenGL functions that GLUT itself calls, straight from the library.

PyOpenGL's functions ask for errors after each call. GLUT must not: an error of the script's would show up in
the wrong place.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_ENUM, _INT, _FLOAT, _POINTER = ctypes.c_uint, ctypes.c_int, ctypes.c_float, ctypes.c_void_p

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "glBegin": (_ENUM,),
    "glBindBuffer": (_ENUM, _ENUM),
    "glBitmap": (_INT, _INT, _FLOAT, _FLOAT, _FLOAT, _FLOAT, ctypes.c_char_p),
    "glDisableClientState": (_ENUM,),
    "glDrawElements": (_ENUM, _INT, _ENUM, _POINTER),
    "glEnableClientState": (_ENUM,),
    "glEnd": (),
    "glFlush": (),
    "glGetIntegerv": (_ENUM, _POINTER),
    "glNormalPointer": (_ENUM, _INT, _POINTER),
    "glPixelStorei": (_ENUM, _INT),
    "glPopClientAttrib": (),
    "glPushClientAttrib": (_ENUM,),
    "glTexCoordPointer": (_INT, _ENUM, _INT, _POINTER),
    "glTranslatef": (_FLOAT, _FLOAT, _FLOAT),
    "glVertex2f": (_FLOAT, _FLOAT),
    "glVertexPointer": (_INT, _ENUM, _INT, _POINTER),
    "glViewport": (_INT, _INT, _INT, _INT),
}


class Gl:
    """Functions by their names without the prefix: ``gl.Begin``. Looked up on first use."""

    def __init__(self, address: Callable[[bytes], int | None]) -> None:
        self._address = address

    def __getattr__(self, name: str) -> Callable[..., None]:
        signature = _SIGNATURES.get(f"gl{name}")
        found = self._address(f"gl{name}".encode()) if signature is not None else None
        if signature is None or not found:
            raise AttributeError(name)
        function: Callable[..., None] = ctypes.CFUNCTYPE(None, *signature)(found)
        setattr(self, name, function)
        return function

    def integer(self, name: int) -> int:
        """A number of the current context's state."""
        value = ctypes.c_int()
        self.GetIntegerv(name, ctypes.byref(value))
        return value.value
