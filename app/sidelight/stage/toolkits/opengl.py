# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""PyOpenGL on the stage: the accumulation buffer, and what a window with two buffers says of itself.

Without a display a surface has one buffer and none to accumulate in. A window on a desktop has what was asked
for, and a script may ask: ``GL_DOUBLEBUFFER`` and the bits of the accumulation buffer answer as there.
"""

from __future__ import annotations

from typing import Any

from sidelight.stage.accumulation import ACCUM, ADD
from sidelight.stage.screen import Screen
from sidelight.stage.surface import Surface

_ACCUM_BUFFER_BIT = 0x0200
_DOUBLEBUFFER, _ACCUM_RED_BITS, _ACCUM_ALPHA_BITS = 0x0C32, 0x0D58, 0x0D5B
_ASKED = frozenset({_DOUBLEBUFFER, *range(_ACCUM_RED_BITS, _ACCUM_ALPHA_BITS + 1)})
_BITS = 16
_DRAW_FRAMEBUFFER_BINDING = 0x8CA6
_GETS = ("glGetIntegerv", "glGetBooleanv", "glGetFloatv", "glGetDoublev")


def prepare(module: Any) -> None:
    """Nothing is needed before PyOpenGL's own import."""


def install(module: Any, screen: Screen) -> None:
    """Changes ``OpenGL.GL``."""
    clear, accumulate, get = module.glClear, module.glAccum, module.glGetIntegerv

    def accumulation() -> Any:
        surface = screen.current()
        buffer = surface.accumulation if surface is not None else None
        return buffer if buffer is not None and buffer.usable else None

    def glClear(*given: Any) -> Any:  # noqa: N802
        done = clear(*given)
        if given[0] & _ACCUM_BUFFER_BIT and (buffer := accumulation()) is not None:
            buffer.clear()
        return done

    def glAccum(*given: Any) -> Any:  # noqa: N802
        buffer = accumulation()
        if buffer is None or len(given) != 2 or not ACCUM <= given[0] <= ADD:
            return accumulate(*given)
        buffer.operate(int(given[0]), float(given[1]))
        return None

    def asking(real: Any) -> Any:
        def ask(*given: Any) -> Any:
            found = real(*given)
            if len(given) == 1 and given[0] in _ASKED:
                surface = screen.current()
                if surface is not None and not int(get(_DRAW_FRAMEBUFFER_BINDING)):
                    return type(found)(_answer(surface, given[0]))
            return found

        ask.__name__ = ask.__qualname__ = getattr(real, "__name__", "glGet")
        return ask

    for function in (glClear, glAccum):
        setattr(module, function.__name__, function)
    for name in _GETS:
        setattr(module, name, asking(getattr(module, name)))


def _answer(surface: Surface, name: int) -> int:
    if name == _DOUBLEBUFFER:
        return int(surface.request.double)
    return _BITS if surface.accumulation is not None else 0
