# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which way of drawing without a display a system has."""

from __future__ import annotations

import importlib
from typing import Any, Protocol

from sidelight.stage.surface import ContextRequest, Egl, Surface


class Display(Protocol):
    """Where surfaces are made. All of a process share one."""

    def surface(
        self, width: int, height: int, request: ContextRequest | None = None, share: Surface | None = None
    ) -> Surface:
        """A new drawing area with a context of its own, which becomes current."""

    def current(self) -> Surface | None:
        """What the calling thread draws on; ``None`` without one, and where that is not known."""

    def release(self) -> None:
        """Leaves the calling thread without a current context."""

    def address(self, name: bytes) -> int | None:
        """Where a GL function lies."""


def open_display(platform: str) -> Display:
    """The display of a system, by Python's name for it: EGL, and on Windows and macOS WGL and CGL."""
    if platform not in ("win32", "darwin"):
        return Egl()
    # Only there: a script on Linux should not wait for what it never uses.
    offscreen: Any = importlib.import_module("sidelight.stage.offscreen")
    if platform == "win32":
        contexts = importlib.import_module("sidelight.stage.wgl").open_wgl()
    else:
        contexts = importlib.import_module("sidelight.stage.cgl").open_cgl()
    display: Display = offscreen.Offscreen(contexts)
    return display
