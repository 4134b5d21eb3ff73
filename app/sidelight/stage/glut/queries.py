# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What GLUT can be asked, and the settings and devices that stand behind the answers."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from sidelight.stage.glut.calls import glut, warn
from sidelight.stage.glut.constants import VALUES
from sidelight.stage.glut.session import GlutSession

_ELAPSED_TIME, _INIT_STATE = VALUES["ELAPSED_TIME"], VALUES["INIT_STATE"]
_VERSION = 0x01FC
_FREEGLUT_VERSION = 30400
_SCREEN = (1920, 1080)
_SCREEN_MM = (508, 286)
_NUM_EXTENSIONS, _EXTENSIONS = 0x821D, 0x1F03
_NO_ERROR = 0
_ACCUM_BITS = 16

_DEVICES = {
    "HAS_KEYBOARD": 1,
    "HAS_MOUSE": 1,
    "HAS_SPACEBALL": 0,
    "HAS_DIAL_AND_BUTTON_BOX": 0,
    "HAS_TABLET": 0,
    "NUM_MOUSE_BUTTONS": 3,
    "NUM_SPACEBALL_BUTTONS": 0,
    "NUM_BUTTON_BOX_BUTTONS": 0,
    "NUM_DIALS": 0,
    "NUM_TABLET_BUTTONS": 0,
    "HAS_JOYSTICK": 0,
    "OWNS_JOYSTICK": 0,
    "JOYSTICK_BUTTONS": 0,
    "JOYSTICK_AXES": 0,
    "JOYSTICK_POLL_RATE": 0,
}
_LAYERS = {
    "OVERLAY_POSSIBLE": 0,
    "LAYER_IN_USE": 0,
    "HAS_OVERLAY": 0,
    "TRANSPARENT_INDEX": 0,
    "NORMAL_DAMAGED": 0,
    "OVERLAY_DAMAGED": -1,
}
_GAME_MODE = {0: 0, 1: 0, 2: _SCREEN[0], 3: _SCREEN[1], 4: 24, 5: 60, 6: 0}


class Queries:
    """``glutGet`` and its kin."""

    def __init__(self, session: GlutSession) -> None:
        self.session = session

    @glut("u", before_init=True)
    def glutGet(self, state: int) -> int:
        """A number of GLUT's state."""
        session = self.session
        if state == _INIT_STATE:
            return int(session.initialised)
        if state == _ELAPSED_TIME:
            return session.milliseconds()
        found = self._state().get(state)
        if found is None:
            warn(session, f"glutGet(): missing enum handle {state}")
            return -1
        return found

    def _state(self) -> dict[int, int]:
        session, window = self.session, self.session.current
        options, surface = session.options, window.surface if window is not None else None
        there = int(window is not None)
        accumulates = _ACCUM_BITS if surface is not None and surface.accumulation is not None else 0
        named = {
            "WINDOW_X": window.x if window is not None else 0,
            "WINDOW_Y": window.y if window is not None else 0,
            "WINDOW_WIDTH": surface.width if surface is not None else 0,
            "WINDOW_HEIGHT": surface.height if surface is not None else 0,
            "WINDOW_BUFFER_SIZE": 32 * there,
            "WINDOW_STENCIL_SIZE": surface.stencil_bits if surface is not None else 0,
            "WINDOW_DEPTH_SIZE": surface.depth_bits if surface is not None else 0,
            "WINDOW_RED_SIZE": 8 * there,
            "WINDOW_GREEN_SIZE": 8 * there,
            "WINDOW_BLUE_SIZE": 8 * there,
            "WINDOW_ALPHA_SIZE": 8 * there,
            "WINDOW_ACCUM_RED_SIZE": accumulates,
            "WINDOW_ACCUM_GREEN_SIZE": accumulates,
            "WINDOW_ACCUM_BLUE_SIZE": accumulates,
            "WINDOW_ACCUM_ALPHA_SIZE": accumulates,
            "WINDOW_DOUBLEBUFFER": int(window.double) if window is not None else 0,
            "WINDOW_RGBA": there,
            "WINDOW_PARENT": window.parent.number if window is not None and window.parent is not None else 0,
            "WINDOW_NUM_CHILDREN": len(window.children) if window is not None else 0,
            "WINDOW_COLORMAP_SIZE": 0,
            "WINDOW_NUM_SAMPLES": surface.samples if surface is not None else options.get(120, 0),
            "WINDOW_STEREO": 0,
            "WINDOW_CURSOR": window.cursor if window is not None else 0,
            "WINDOW_FORMAT_ID": 0,
            "SCREEN_WIDTH": _SCREEN[0],
            "SCREEN_HEIGHT": _SCREEN[1],
            "SCREEN_WIDTH_MM": _SCREEN_MM[0],
            "SCREEN_HEIGHT_MM": _SCREEN_MM[1],
            "MENU_NUM_ITEMS": len(session.menu.entries) if session.menu is not None else 0,
            "DISPLAY_MODE_POSSIBLE": 1,
            "INIT_WINDOW_X": session.place[0],
            "INIT_WINDOW_Y": session.place[1],
            "INIT_WINDOW_WIDTH": session.size[0],
            "INIT_WINDOW_HEIGHT": session.size[1],
            "INIT_DISPLAY_MODE": session.mode,
            "INIT_MAJOR_VERSION": session.version[0],
            "INIT_MINOR_VERSION": session.version[1],
            "INIT_FLAGS": session.flags,
            "INIT_PROFILE": session.profile,
            "WINDOW_BORDER_WIDTH": 0,
            "WINDOW_HEADER_HEIGHT": 0,
        }
        state = {VALUES[name]: number for name, number in named.items()}
        state[_VERSION] = _FREEGLUT_VERSION
        # PyOpenGL's value for GLUT_ACTION_ON_WINDOW_CLOSE and GLUT_RENDERING_CONTEXT, then direct rendering,
        # full screen, and how many auxiliary buffers there are, which PyOpenGL has no names for.
        state |= {
            0x01F9: options.get(0x01F9, 0),
            0x01FD: options.get(0x01FD, 0),
            0x01FE: 1,
            0x01FF: 0,
            0x0205: 0,
        }
        return state

    @glut("uu")
    def glutSetOption(self, option: int, value: int) -> None:
        """Changes how GLUT behaves."""
        session = self.session
        if option == VALUES["INIT_DISPLAY_MODE"]:
            session.mode = value
        elif option == VALUES["INIT_WINDOW_WIDTH"]:
            session.size = (value, session.size[1])
        elif option == VALUES["INIT_WINDOW_HEIGHT"]:
            session.size = (session.size[0], value)
        else:
            session.options[option] = value

    @glut("u")
    def glutDeviceGet(self, device: int) -> int:
        """What is connected."""
        if device == VALUES["DEVICE_KEY_REPEAT"]:
            return self.session.key_repeat
        if device == VALUES["DEVICE_IGNORE_KEY_REPEAT"]:
            return int(self.session.current.ignores_repeat) if self.session.current is not None else 0
        return next((number for name, number in _DEVICES.items() if VALUES[name] == device), -1)

    @glut("u")
    def glutLayerGet(self, layer: int) -> int:
        """There are no overlays."""
        return next((number for name, number in _LAYERS.items() if VALUES[name] == layer), -1)

    @glut("u")
    def glutGameModeGet(self, mode: int) -> int:
        """There is no game mode."""
        return _GAME_MODE.get(mode, -1)

    @glut("u")
    def glutVideoResizeGet(self, query: int) -> int:
        """Video resizing never was."""
        return 0

    @glut("ii")
    def glutGetColor(self, cell: int, component: int) -> float:
        """There are no colour maps."""
        return -1.0

    def glutGetModeValues(self, mode: int, sizes: Any) -> None:
        """No mode has more than one value here."""
        sizes[0] = 0

    @glut()
    def glutGetModifiers(self) -> int:
        """Shift, Ctrl and Alt during an input callback."""
        if self.session.modifiers is None:
            warn(self.session, "glutGetModifiers() called outside an input callback")
            return 0
        return self.session.modifiers

    @glut("s")
    def glutExtensionSupported(self, extension: bytes) -> int:
        """Whether the current context has an extension."""
        gl = self.session.gl
        address = self.session.screen.egl.address(b"glGetStringi")
        get = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_uint, ctypes.c_uint)(address or 0)
        return int(any(get(_EXTENSIONS, index) == extension for index in range(gl.integer(_NUM_EXTENSIONS))))

    @glut("s")
    def glutGetProcAddress(self, name: bytes) -> int | None:
        """Where a GL function lies."""
        return self.session.screen.egl.address(name)

    @glut()
    def glutReportErrors(self) -> None:
        """Says which GL errors are pending, as freeglut words them."""
        address = self.session.screen.egl.address(b"glGetError")
        get = ctypes.CFUNCTYPE(ctypes.c_uint)(address or 0)
        while (error := get()) != _NO_ERROR:
            warn(self.session, f"GL error: {_ERRORS.get(error, 'unknown GL error')}")
        sys.stderr.flush()

    @glut("i")
    def glutIgnoreKeyRepeat(self, ignore: int) -> None:
        """Whether the current window sees keys that repeat."""
        self.session.require_window("glutIgnoreKeyRepeat").ignores_repeat = bool(ignore)

    @glut("i")
    def glutSetKeyRepeat(self, mode: int) -> None:
        """Whether any window does."""
        if mode in (0, 1, 2):
            self.session.key_repeat = mode
        else:
            warn(self.session, f"Invalid glutSetKeyRepeat mode: {mode}")


_ERRORS = {
    0x0500: "invalid enumerant",
    0x0501: "invalid value",
    0x0502: "invalid operation",
    0x0503: "stack overflow",
    0x0504: "stack underflow",
    0x0505: "out of memory",
    0x0506: "invalid framebuffer operation",
}
