# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``moderngl_window``: its windows of toolkits that have no stage become windows of pyglet."""

from __future__ import annotations

import os
from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen

_STAGED = ("pyglet", "glfw", "pygame2", "headless")
_VARIABLE = "MODERNGL_WINDOW"


def prepare(module: ModuleType) -> None:
    """Nothing is needed before the package's own import."""


def install(module: Any, screen: Screen) -> None:
    """Chooses another window where Qt's, Tk's or SDL's own was asked for."""
    real = module.get_local_window_cls

    def get_local_window_cls(window: str | None = None) -> Any:
        wanted = os.environ.get(_VARIABLE) or window
        known = wanted is None or wanted in _STAGED or wanted not in module.WINDOW_CLASSES
        if known:
            return real(window)
        screen.say(f"The window of {wanted} was drawn as one of pyglet: {wanted} needs a display.")
        return module.get_window_cls("moderngl_window.context.pyglet.Window")

    module.get_local_window_cls = get_local_window_cls
