# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""GLFW on the stage: the real library on its null platform for windows and time; ours for GL and input.

Windows are made without a context, which the null platform cannot give, and get a surface of ours. Callbacks
for size, focus and the like are the library's own; those for keys, pointer and wheel are kept here, because
the null platform has no input.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.glfw.input import Input
from sidelight.stage.toolkits.glfw.windows import Windows

_LIBRARY_VARIABLE = "PYGLFW_LIBRARY"
_INPUT_CALLBACKS = (
    "key",
    "char",
    "char_mods",
    "cursor_pos",
    "cursor_enter",
    "mouse_button",
    "scroll",
    "drop",
)


def prepare(module: ModuleType) -> None:
    """Names the package's own library: looking for it starts processes, which a sandbox may forbid."""
    if os.environ.get(_LIBRARY_VARIABLE) or module.__file__ is None:
        return
    library = Path(module.__file__).parent / "x11" / "libglfw.so"
    if library.exists():
        os.environ[_LIBRARY_VARIABLE] = str(library)


def install(module: ModuleType, screen: Screen) -> None:
    """Changes the imported package."""
    screen.toolkit("glfw")
    windows = Windows(module, screen)
    given = Input(module, screen, windows)
    for source, names in ((windows, Windows.REPLACED), (given, Input.REPLACED)):
        for name in names:
            setattr(module, name, getattr(source, name))
    for name in _INPUT_CALLBACKS:
        setattr(module, f"set_{name}_callback", given.callback_setter(name))
    # Known here because the null platform cannot call it; the rest of a window's callbacks are the library's.
    for name in ("window_close", "window_content_scale"):
        setattr(module, f"set_{name}_callback", given.callback_setter(name))
