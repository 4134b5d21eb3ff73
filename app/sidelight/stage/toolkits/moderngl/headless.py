# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``moderngl_window``'s headless window: what it draws where nobody would look is shown."""

from __future__ import annotations

import ctypes
from types import ModuleType
from typing import Any

from sidelight.stage.events import Quit
from sidelight.stage.screen import Screen


class _Picture:
    """The framebuffer object that such a window draws into."""

    def __init__(self, window: Any) -> None:
        self._window = window

    @property
    def width(self) -> int:
        """Pixels."""
        return int(self._window.size[0])

    @property
    def height(self) -> int:
        """Pixels."""
        return int(self._window.size[1])

    def read(self, address: int) -> None:
        """Copies the framebuffer, turned round and with its colours in the ring's order."""
        context, drawn, size = self._window.ctx, self._window.fbo, (self.width, self.height)
        bound = context.fbo
        plain = context.simple_framebuffer(size, 4)
        context.copy_framebuffer(plain, drawn)
        rgba = plain.read(components=4, alignment=1)
        plain.release()
        if bound is not None:
            bound.use()
        stride = 4 * size[0]
        rows = bytearray().join(rgba[at : at + stride] for at in range(len(rgba) - stride, -1, -stride))
        rows[0::4], rows[2::4] = rows[2::4], rows[0::4]
        ctypes.memmove(address, bytes(rows), len(rows))

    def flush(self) -> None:
        """The window itself waits for what was drawn."""


def prepare(module: ModuleType) -> None:
    """Nothing is needed before the module's own code."""


def install(module: Any, screen: Screen) -> None:
    """Shows a picture at each swap, and closes the window when the user does."""
    window_class = module.Window
    swap, destroy = window_class.swap_buffers, window_class.destroy

    def swap_buffers(window: Any) -> None:
        swap(window)
        picture = window.__dict__.get("stage_picture")
        if picture is None:
            picture = window.stage_picture = _Picture(window)
            screen.title(str(window.title))
            screen.window(picture.width, picture.height, resizable=False)
        screen.present(picture)
        if any(isinstance(event, Quit) for event in screen.take()):
            window.close()

    def destroyed(window: Any) -> None:
        screen.show_unseen()
        picture = window.__dict__.get("stage_picture")
        if picture is not None:
            screen.forget(picture)
        destroy(window)

    window_class.swap_buffers = swap_buffers
    window_class.destroy = destroyed
