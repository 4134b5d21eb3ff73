# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Framebuffer 0, where it is not the window's: PyOpenGL's functions that name it name ours. Experimental.

Only what a script calls by name is seen. A library that calls OpenGL itself, such as moderngl, binds the true
framebuffer 0, which on these systems shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sidelight.stage.screen import Screen

_BACK_LEFT, _BACK = 0x0402, 0x0405
_FRONT_AND_BACK, _FRONT, _FRONT_LEFT = 0x0408, 0x0404, 0x0400
_COLOR_ATTACHMENT = 0x8CE0
_WINDOW_BUFFERS = (_BACK_LEFT, _BACK, _FRONT_AND_BACK, _FRONT, _FRONT_LEFT)

_BINDINGS = (0x8CA6, 0x8CAA)
"""GL_DRAW_FRAMEBUFFER_BINDING, which is GL_FRAMEBUFFER_BINDING too, and GL_READ_FRAMEBUFFER_BINDING."""


def prepare(module: Any) -> None:
    """Nothing is needed before PyOpenGL's own import."""


def install(module: Any, screen: Screen) -> None:
    """Changes ``OpenGL.GL`` on a system whose surfaces are framebuffer objects."""
    redirect(module, lambda: getattr(screen.egl, "framebuffer", 0))


def redirect(module: Any, window: Callable[[], int]) -> None:
    """Changes a module with PyOpenGL's functions; ``window()`` names the current window's framebuffer."""
    bind, draw, read = module.glBindFramebuffer, module.glDrawBuffer, module.glReadBuffer
    get = module.glGetIntegerv

    def glBindFramebuffer(target: int, framebuffer: int) -> Any:  # noqa: N802
        return bind(target, framebuffer or window())

    def bound() -> bool:
        return int(get(_BINDINGS[0])) == window()

    def glDrawBuffer(mode: int) -> Any:  # noqa: N802
        return draw(_COLOR_ATTACHMENT if mode in _WINDOW_BUFFERS and bound() else mode)

    def glReadBuffer(mode: int) -> Any:  # noqa: N802
        return read(_COLOR_ATTACHMENT if mode in _WINDOW_BUFFERS else mode)

    def glGetIntegerv(name: int, *rest: Any) -> Any:  # noqa: N802
        found = get(name, *rest)
        # A script that asks what is bound, to bind it again, may compare it with 0.
        return 0 if name in _BINDINGS and not rest and int(found) == window() else found

    for function in (glBindFramebuffer, glDrawBuffer, glReadBuffer, glGetIntegerv):
        setattr(module, function.__name__, function)
