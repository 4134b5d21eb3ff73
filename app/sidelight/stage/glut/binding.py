# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that ``from OpenGL.GLUT import *`` gives a script, under PyOpenGL's names."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from OpenGL import arrays, constant, contextdata, error, logs, platform
from OpenGL._bytes import as_8_bit, integer_types, unicode
from OpenGL.constant import Constant
from OpenGL.raw.GL import _types

from sidelight.stage.glut.calls import glut
from sidelight.stage.glut.constants import FONTS, VALUES
from sidelight.stage.glut.functions import Functions
from sidelight.stage.glut.loop import MainLoop
from sidelight.stage.glut.queries import Queries
from sidelight.stage.glut.session import GlutSession
from sidelight.stage.glut.shapes import Shapes
from sidelight.stage.glut.text import Text
from sidelight.stage.screen import FULL_SCREEN, Screen

_INT, _CHAR, _UINT = ctypes.c_int, ctypes.c_char, ctypes.c_uint

# Callbacks of the current window, by GLUT's names, and what they are called with.
_CALLBACKS: dict[str, tuple[Any, ...]] = {
    "ButtonBox": (_INT, _INT),
    "Close": (),
    "Dials": (_INT, _INT),
    "Entry": (_INT,),
    "Keyboard": (_CHAR, _INT, _INT),
    "KeyboardUp": (_CHAR, _INT, _INT),
    "MenuDestroy": (),
    "Motion": (_INT, _INT),
    "Mouse": (_INT, _INT, _INT, _INT),
    "MouseWheel": (_INT, _INT, _INT, _INT),
    "OverlayDisplay": (),
    "PassiveMotion": (_INT, _INT),
    "Reshape": (_INT, _INT),
    "SpaceballButton": (_INT, _INT),
    "SpaceballMotion": (_INT, _INT, _INT),
    "SpaceballRotate": (_INT, _INT, _INT),
    "Special": (_INT, _INT, _INT),
    "SpecialUp": (_INT, _INT, _INT),
    "TabletButton": (_INT, _INT, _INT, _INT),
    "TabletMotion": (_INT, _INT),
    "Visibility": (_INT,),
    "WindowStatus": (_INT,),
}

# Functions that change nothing here: there is no window manager, overlay, game mode, colour map or joystick.
_WITHOUT_EFFECT = {
    "CopyColormap": "i",
    "EnterGameMode": "",
    "EstablishOverlay": "",
    "ForceJoystickFunc": "",
    "FullScreen": "",
    "FullScreenToggle": "",
    "GameModeString": "s",
    "HideOverlay": "",
    "IconifyWindow": "",
    "LeaveGameMode": "",
    "PostOverlayRedisplay": "",
    "PostWindowOverlayRedisplay": "i",
    "RemoveOverlay": "",
    "SetColor": "ifff",
    "SetIconTitle": "s",
    "SetupVideoResizing": "",
    "ShowOverlay": "",
    "StopVideoResizing": "",
    "UseLayer": "u",
    "VideoPan": "iiii",
    "VideoResize": "iiii",
}
_FULL_SCREEN = ("FullScreen", "FullScreenToggle", "EnterGameMode")


def names(screen: Screen) -> Mapping[str, object]:
    """The contents of the module, bound to one session on ``screen``."""
    screen.toolkit("GLUT")
    session = GlutSession(screen)
    found: dict[str, object] = {n: v for n, v in vars(_types).items() if not n.startswith("_")}
    found |= _leaked()
    found |= {f"GLUT_{name}": Constant(f"GLUT_{name}", value) for name, value in VALUES.items()}
    found |= {f"GLUT_{name}": ctypes.c_void_p(number) for number, name in enumerate(FONTS, 1)}
    parts = (
        Functions(session),
        Queries(session),
        MainLoop(session),
        Shapes(session, session.gl),
        Text(session, session.gl),
    )
    for part in parts:
        found |= {name: getattr(part, name) for name in dir(part) if name.startswith("glut")}
    found |= {f"glut{name}Func": _registrar(session, name, types) for name, types in _CALLBACKS.items()}
    found["glutWMCloseFunc"] = found["glutCloseFunc"]
    # With a poll interval, and never called: there is no joystick.
    found["glutJoystickFunc"] = _registrar(session, "Joystick", (_UINT, _INT, _INT, _INT))
    found |= {f"glut{name}": _without_effect(session, name, types) for name, types in _WITHOUT_EFFECT.items()}
    found["HAVE_FREEGLUT"] = True
    return found


def _leaked() -> dict[str, object]:
    """Modules and helpers that PyOpenGL's own star import brings along: scripts have come to rely on them."""
    from_ctypes = ("c_char_p", "c_int", "c_ubyte", "c_void_p", "sizeof")
    return {
        "ARRAY_TYPE_TO_CONSTANT": _types.ARRAY_TYPE_TO_CONSTANT,
        "Constant": Constant,
        "CurrentContextIsValid": platform.CurrentContextIsValid,
        "FUNCTION_TYPE": ctypes.CFUNCTYPE,
        "GLUT": None,
        "GLUT_GUARD_CALLBACKS": False,
        "INITIALIZED": False,
        "PLATFORM": platform.PLATFORM,
        "arrays": arrays,
        "as_8_bit": as_8_bit,
        "bytes": bytes,
        "constant": constant,
        "contextdata": contextdata,
        "ctypes": ctypes,
        "error": error,
        "integer_types": integer_types,
        "logging": logging,
        "logs": logs,
        "long": int,
        "os": os,
        "platform": platform,
        "sys": sys,
        "traceback": traceback,
        "unicode": unicode,
        **{name: getattr(ctypes, name) for name in from_ctypes},
    }


def _registrar(session: GlutSession, name: str, types: tuple[Any, ...]) -> Callable[..., Any]:
    def register(function: Any = None, *arguments: Any) -> Any:
        wrapped = session.callback(name, types, function)
        window = session.require_window(f"glut{name}Func")
        if callable(wrapped):
            window.callbacks[name] = wrapped
        else:
            window.callbacks.pop(name, None)
        return wrapped

    register.__name__ = register.__qualname__ = f"glut{name}Func"
    return register


class _Nothing:
    """Owner of the functions without effect, for the checks that all functions share."""

    def __init__(self, session: GlutSession) -> None:
        self.session = session


def _without_effect(session: GlutSession, name: str, types: str) -> Callable[..., Any]:
    def nothing(self: _Nothing, *arguments: Any) -> None:
        if name in _FULL_SCREEN:
            session.screen.say(FULL_SCREEN)

    nothing.__name__ = f"glut{name}"
    return glut(types)(nothing).__get__(_Nothing(session))  # type: ignore[no-any-return]
