# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Surfaces for Windows and macOS: what they would ask of the system, and the part that can be run here."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sidelight.stage import cgl, wgl
from sidelight.stage.surface import ContextRequest, NoSurface


class Recorded:
    """A library that notes its calls. ``answers`` are values, or functions of the call's arguments."""

    def __init__(self, **answers):
        self.calls = []
        self._answers = answers
        self._functions = {}

    def __getattr__(self, name):
        if name.startswith("__") or name not in self._answers:
            raise AttributeError(name)
        if name not in self._functions:

            def function(*arguments):
                plain = tuple(one.value if isinstance(one, ctypes.c_void_p) else one for one in arguments)
                self.calls.append((name, *plain))
                answer = self._answers[name]
                return answer(*arguments) if callable(answer) else answer

            self._functions[name] = function
        return self._functions[name]

    def called(self, name):
        return [call[1:] for call in self.calls if call[0] == name]


def windows(**changes):
    user32 = Recorded(CreateWindowExW=11, GetDC=22)
    gdi32 = Recorded(ChoosePixelFormat=7, SetPixelFormat=1)
    answers = {
        "wglCreateContext": 33,
        "wglMakeCurrent": 1,
        "wglDeleteContext": 1,
        "wglShareLists": 1,
        "wglGetProcAddress": lambda name: 99 if name == b"wglCreateContextAttribsARB" else 0,
    }
    opengl32 = Recorded(**(answers | changes))
    return user32, gdi32, opengl32


class Attributed(wgl.Wgl):
    """WGL whose extension is a recorded function, for an address that is no code cannot be called."""

    def _attributed(self, address):
        assert address == 99
        self.asked = getattr(self, "asked", [])

        def create(device, share, attributes):
            self.asked.append((device.value, share.value, list(attributes)))
            return self.given.pop(0)

        return create


def test_windows_makes_a_window_that_is_never_shown():
    user32, gdi32, opengl32 = windows()
    wgl.Wgl(user32, gdi32, opengl32)
    (made,) = user32.called("CreateWindowExW")
    assert made[1:4] == ("STATIC", "Sidelight", 0x80000000)
    assert user32.called("GetDC") == [(11,)]
    device, chosen, _ = gdi32.called("SetPixelFormat")[0]
    assert (device, chosen) == (22, 7)


def test_windows_pixels_are_described_in_forty_bytes():
    assert ctypes.sizeof(wgl.PixelFormat) == 40
    assert wgl.PixelFormat.depth_bits.offset == 23
    assert wgl.PixelFormat.colour_bits.offset == 9


@pytest.mark.parametrize(
    ("request_", "attributes"),
    [
        (ContextRequest(), [0]),
        (ContextRequest(api="core", version=(3, 3)), [0x2091, 3, 0x2092, 3, 0x9126, 1, 0]),
        (ContextRequest(version=(2, 1)), [0x2091, 2, 0x2092, 1, 0]),
        (
            ContextRequest(api="core", version=(4, 1), debug=True, forward_compatible=True),
            [0x2091, 4, 0x2092, 1, 0x2094, 3, 0x9126, 1, 0],
        ),
        (ContextRequest(api="es"), [0x2091, 3, 0x2092, 0, 0x9126, 4, 0]),
    ],
)
def test_windows_is_asked_for_the_context_that_the_script_wants(request_, attributes):
    libraries = windows()
    contexts = Attributed(*libraries)
    contexts.given = [44]
    assert contexts.create(request_, 55) == 44
    assert contexts.asked == [(22, 55, attributes)]
    assert libraries[2].called("wglDeleteContext") == [(33,)]


def test_windows_gives_the_newest_where_the_wanted_one_is_not_to_be_had():
    contexts = Attributed(*windows())
    contexts.given = [0, 44]
    assert contexts.create(ContextRequest(api="core", version=(4, 6)), None) == 44
    assert contexts.asked[1][2] == [0x2091, 3, 0x2092, 2, 0x9126, 1, 0]
    contexts.given = [0, 0]
    with pytest.raises(NoSurface, match="core"):
        contexts.create(ContextRequest(api="core"), None)


def test_windows_without_a_window_says_so():
    user32, gdi32, opengl32 = windows()
    user32._answers["GetDC"] = 0
    with pytest.raises(NoSurface, match="hidden window"):
        wgl.Wgl(user32, gdi32, opengl32)


def test_windows_old_functions_are_the_librarys_own():
    function = ctypes.CFUNCTYPE(None)(lambda: None)
    opengl32 = windows()[2]
    opengl32.glFlush = function
    contexts = wgl.Wgl(*windows()[:2], opengl32)
    assert contexts.address(b"glFlush") == ctypes.cast(function, ctypes.c_void_p).value
    assert contexts.address(b"glNothing") is None
    assert contexts.address(b"wglCreateContextAttribsARB") == 99


def framework(error=0, pixels=5, context=6):
    def choose(attributes, found, count):
        framework.attributes = list(attributes)
        found._obj.value = pixels
        return error

    def create(chosen, share, made):
        made._obj.value = context
        return 0

    return Recorded(
        CGLChoosePixelFormat=choose,
        CGLCreateContext=create,
        CGLDestroyPixelFormat=0,
        CGLSetCurrentContext=0,
        CGLDestroyContext=0,
        CGLErrorString=b"invalid pixel format",
    )


@pytest.mark.parametrize(
    ("request_", "profile"),
    [
        (ContextRequest(), 0x1000),
        (ContextRequest(api="core"), 0x3200),
        (ContextRequest(api="core", version=(3, 3)), 0x3200),
        (ContextRequest(api="core", version=(4, 1)), 0x4100),
    ],
)
def test_macos_is_asked_for_the_nearest_profile(request_, profile):
    library = framework()
    contexts = cgl.Cgl(library)
    assert contexts.create(request_, 9) == 6
    assert framework.attributes[:2] == [99, profile]
    assert framework.attributes[-1] == 0
    assert library.called("CGLCreateContext")[0][1] == 9
    assert library.called("CGLDestroyPixelFormat") == [(5,)]
    contexts.make_current(6)
    contexts.release()
    assert library.called("CGLSetCurrentContext") == [(6,), (None,)]


def test_macos_says_what_it_lacks():
    with pytest.raises(NoSurface, match="no OpenGL ES"):
        cgl.Cgl(framework()).create(ContextRequest(api="es"), None)
    with pytest.raises(NoSurface, match="invalid pixel format"):
        cgl.Cgl(framework(error=10000)).create(ContextRequest(), None)
    with pytest.raises(NoSurface, match="no OpenGL for this script"):
        cgl.Cgl(framework(pixels=0)).create(ContextRequest(), None)


# The framebuffer object and the redirection are no system's own, so here they run on EGL's contexts.
DRAWS = """
import ctypes, os, sys
from sidelight.stage.environment import stage_environment
os.environ.update(stage_environment(1))
from OpenGL import GL
from sidelight.stage.offscreen import Offscreen
from sidelight.stage.redirect import redirect
from sidelight.stage.surface import ContextRequest, Egl, Surface
class Contexts:
    def __init__(self):
        self.egl, self.surfaces = Egl(), {}
    def create(self, request, share):
        made = Surface(self.egl, 1, 1, request)
        self.surfaces[made.context] = made
        return made.context
    def make_current(self, context): self.surfaces[context].make_current()
    def release(self): self.egl.release()
    def destroy(self, context): self.surfaces.pop(context).destroy()
    def address(self, name): return self.egl.address(name)
display = Offscreen(Contexts())
redirect(GL, lambda: display.framebuffer)
def corners(surface):
    memory = (ctypes.c_char * (4 * surface.width * surface.height))()
    surface.read(ctypes.addressof(memory))
    return memory.raw[:3].hex(), memory.raw[-4:-1].hex()
surface = display.surface(64, 48, ContextRequest(api=sys.argv[1]))
GL.glViewport(0, 0, 64, 48)
GL.glClearColor(1, 0, 0, 1)
GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
GL.glEnable(GL.GL_SCISSOR_TEST)
GL.glScissor(0, 0, 64, 24)
GL.glDrawBuffer(GL.GL_BACK)
GL.glClearColor(0, 0, 1, 1)
GL.glClear(GL.GL_COLOR_BUFFER_BIT)
GL.glDisable(GL.GL_SCISSOR_TEST)
print(*corners(surface))
other = GL.glGenFramebuffers(1)
GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, other)
print(*corners(surface), int(GL.glGetIntegerv(GL.GL_FRAMEBUFFER_BINDING)) == other)
GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
print(int(GL.glGetIntegerv(GL.GL_FRAMEBUFFER_BINDING)))
surface.resize(80, 20)
GL.glClearColor(0, 1, 0, 1)
GL.glClear(GL.GL_COLOR_BUFFER_BIT)
print(surface.width, surface.height, *corners(surface), GL.glGetError())
surface.destroy()
surface.destroy()
"""


@pytest.mark.parametrize("api", ["compatibility", "core"])
def test_a_framebuffer_object_takes_the_windows_place(api):
    done = subprocess.run(
        [sys.executable, "-c", DRAWS, api], capture_output=True, text=True, timeout=60, env=_environment()
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "0000ff ff0000",
        "0000ff ff0000 True",
        "0",
        "80 20 00ff00 00ff00 0",
    ]


def _environment():
    kept = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[3] / "app")}
