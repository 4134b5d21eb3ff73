# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""pyglet on the stage: its own headless platform, with that platform's three modules served by us.

pyglet chooses its platform by an option, and asks the modules ``display.headless``, ``gl.headless`` and
``window.headless`` for everything that has to do with a display. Ours give windows that can be seen, resized
and typed into, and contexts as its X11 platform makes them. The rest of pyglet is its own.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen


def prepare(module: ModuleType) -> None:
    """Nothing is needed before pyglet's own import."""


def install(module: Any, screen: Screen) -> None:
    """Chooses the platform."""
    screen.toolkit("pyglet")
    module.options.headless = True
    # There is no sound here; looking for a server would only take time.
    module.options.audio = ("silent",)
