# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""turtle on the stage: Python's own module, on the small part of tkinter that it uses, drawn by Pillow.

tkinter itself needs a display server, which the sandbox allows at neither level. So a script that imports it
is told so in one sentence; turtle, which wants a canvas, a few bindings and a clock, gets just these.
"""

from __future__ import annotations

import sys
from types import ModuleType

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.turtle import tk

_NAMES = ("tkinter", "tkinter.simpledialog")


def prepare(module: ModuleType) -> None:
    """Puts our canvas where turtle looks for tkinter's."""
    stand_in, dialogs = ModuleType(_NAMES[0]), ModuleType(_NAMES[1])
    stand_in.__dict__.update(tk.names())
    dialogs.__dict__.update(tk.dialogs())
    stand_in.__dict__["simpledialog"] = dialogs
    sys.modules.update(zip(_NAMES, (stand_in, dialogs), strict=True))


def install(module: ModuleType, screen: Screen) -> None:
    """Takes it away again: a script that asks for tkinter itself must not get this."""
    for name in _NAMES:
        sys.modules.pop(name, None)
    screen.toolkit("turtle")
    screen.say("turtle was drawn without Tk: slanted lines and letters differ from a desktop's by pixels.")
    tk.use(screen)
