# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""pygame on the stage: SDL's dummy video driver, a surface of ours for OpenGL, and input from the app.

SDL knows no keyboard and no mouse here, so what is held and where the pointer is comes from the screen;
events go through pygame's own queue, where a script's filters and its own events work as always.
"""

from __future__ import annotations

from types import ModuleType

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.pygame.events import Events
from sidelight.stage.toolkits.pygame.keyboard import Keyboard
from sidelight.stage.toolkits.pygame.mouse import Mouse
from sidelight.stage.toolkits.pygame.window import Window


def prepare(module: ModuleType) -> None:
    """Nothing is needed before pygame's own import."""


def install(module: ModuleType, screen: Screen) -> None:
    """Changes the imported package."""
    screen.toolkit("pygame")
    window = Window(module, screen)
    keyboard = Keyboard(module, screen)
    mouse = Mouse(module, screen)
    events = Events(module, screen, window, keyboard, mouse)
    for target, names, source in (
        (module.display, Window.REPLACED, window),
        (module.key, Keyboard.REPLACED, keyboard),
        (module.mouse, Mouse.REPLACED, mouse),
        (module.event, Events.REPLACED, events),
    ):
        for name in names:
            if hasattr(target, name):
                setattr(target, name, getattr(source, name))
