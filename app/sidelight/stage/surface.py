# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A place to draw without a display: an EGL pbuffer on Mesa's surfaceless platform, by ctypes.

A pbuffer and not a framebuffer object, because it is the default framebuffer: scripts that bind framebuffer
0, or draw to GL_BACK or GL_FRONT, work without a change. A resize makes a new pbuffer for the same context.
"""

from __future__ import annotations

import ctypes
import functools
import weakref
from dataclasses import dataclass
from typing import Literal

from sidelight.stage import ring
from sidelight.stage.accumulation import Accumulation
from sidelight.stage.readback import Readback

Api = Literal["compatibility", "core", "es"]

_PLATFORM_SURFACELESS = 0x31DD
_OPENGL_ES_API, _OPENGL_API = 0x30A0, 0x30A2
_OPENGL_BIT, _OPENGL_ES2_BIT = 0x0008, 0x0004
_NONE = 0x3038
_SURFACE_TYPE, _PBUFFER_BIT, _RENDERABLE_TYPE = 0x3033, 0x0001, 0x3040
_RED, _GREEN, _BLUE, _ALPHA, _DEPTH, _STENCIL = 0x3024, 0x3023, 0x3022, 0x3021, 0x3025, 0x3026
_SAMPLE_BUFFERS, _SAMPLES = 0x3032, 0x3031
_WIDTH, _HEIGHT = 0x3057, 0x3056
_DRAW = 0x3059
_MOST_CONFIGS = 512
_MAJOR, _MINOR, _PROFILE_MASK = 0x3098, 0x30FB, 0x30FD
_CORE_BIT, _COMPATIBILITY_BIT = 1, 2
_FORWARD_COMPATIBLE, _DEBUG = 0x31B1, 0x31B0


_LAST_VERSION = (4, 6)
"""The last OpenGL that there will be."""


class NoSurface(RuntimeError):
    """The system gives no context of the kind that was asked for."""


@dataclass(frozen=True, slots=True)
class ContextRequest:
    """The context that a script asks of its toolkit. Without a version: the newest that knows old GL too.

    Depth and stencil are there only if they are asked for, as with the real toolkits: a script that forgot to
    ask for depth looks as wrong here as anywhere. Software rendering of 1280 x 720 pixels takes a
    third more time with a stencil buffer: clearing the depth then has to leave the stencil alone.

    Attributes:
        depth: bits; ``None`` for as many as there are, which is what X11's own choice comes to.
        double: the window has two buffers. A surface has one; this is what it says of itself.
    """

    api: Api = "compatibility"
    version: tuple[int, int] | None = None
    forward_compatible: bool = False
    debug: bool = False
    depth: int | None = None
    stencil: bool = False
    samples: int = 0
    double: bool = True
    accumulation: bool = False


def clamped(width: int, height: int) -> tuple[int, int]:
    """The nearest size that fits a slot of the ring."""
    return max(1, min(ring.MAX_WIDTH, int(width))), max(1, min(ring.MAX_HEIGHT, int(height)))


class Egl:
    """The library, loaded on first use, and one display. All surfaces of a process share it."""

    def __init__(self) -> None:
        """Loads libEGL and opens the surfaceless display.

        Raises:
            OSError: There is no libEGL.
            NoSurface: It cannot draw without a display.
        """
        library = ctypes.CDLL("libEGL.so.1")
        pointer, uint, integer = ctypes.c_void_p, ctypes.c_uint, ctypes.c_int
        signatures = {
            "eglGetPlatformDisplay": (pointer, uint, pointer, pointer),
            "eglInitialize": (uint, pointer, pointer, pointer),
            "eglBindAPI": (uint, uint),
            "eglChooseConfig": (uint, pointer, pointer, pointer, integer, pointer),
            "eglGetConfigAttrib": (uint, pointer, pointer, integer, pointer),
            "eglCreateContext": (pointer, pointer, pointer, pointer, pointer),
            "eglDestroyContext": (uint, pointer, pointer),
            "eglCreatePbufferSurface": (pointer, pointer, pointer, pointer),
            "eglDestroySurface": (uint, pointer, pointer),
            "eglMakeCurrent": (uint, pointer, pointer, pointer, pointer),
            "eglGetCurrentContext": (pointer,),
            "eglGetCurrentSurface": (pointer, integer),
            "eglGetProcAddress": (pointer, ctypes.c_char_p),
        }
        for name, (result, *arguments) in signatures.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self.call = library
        self._surfaces: weakref.WeakValueDictionary[int, Surface] = weakref.WeakValueDictionary()
        self.display = library.eglGetPlatformDisplay(_PLATFORM_SURFACELESS, None, None)
        if not self.display or not library.eglInitialize(self.display, None, None):
            raise NoSurface("EGL cannot draw without a display here: the surfaceless platform is missing.")

    def surface(
        self, width: int, height: int, request: ContextRequest | None = None, share: Surface | None = None
    ) -> Surface:
        """A new drawing area with a context of its own, which becomes current."""
        made = Surface(self, width, height, request, share)
        if made.context is not None:
            self._surfaces[made.context] = made
        return made

    def current(self) -> Surface | None:
        """What the calling thread draws on; ``None`` without one."""
        context = self.call.eglGetCurrentContext()
        return self._surfaces.get(context) if context else None

    def release(self) -> None:
        """Leaves the calling thread without a current context."""
        self.call.eglMakeCurrent(self.display, None, None, None)

    def address(self, name: bytes) -> int | None:
        """Where the function called ``name`` lies, as ``eglGetProcAddress`` says."""
        found: int | None = self.call.eglGetProcAddress(name)
        return found

    def attribute(self, config: ctypes.c_void_p, name: int) -> int:
        """One number of a config."""
        value = ctypes.c_int()
        self.call.eglGetConfigAttrib(self.display, config, name, ctypes.byref(value))
        return value.value


class Surface:
    """A context and its pbuffer: what a script takes for its window's drawing area.

    Attributes:
        older: whether its OpenGL is older than what was asked for.
        accumulation: its accumulation buffer, if one was asked for and can be had.
    """

    older = False
    accumulation: Accumulation | None = None

    def __init__(
        self,
        egl: Egl,
        width: int,
        height: int,
        request: ContextRequest | None = None,
        share: Surface | None = None,
    ) -> None:
        """Makes a context that draws into ``width`` x ``height`` pixels, and makes it current.

        Raises:
            NoSurface: There is no such context.
        """
        self._egl = egl
        self.request = request or ContextRequest()
        self.width = self.height = 0
        self._pbuffer: int | None = None
        egl.call.eglBindAPI(_OPENGL_ES_API if self.request.api == "es" else _OPENGL_API)
        self._config = self._choose_config()
        self.context: int | None = self._create_context(share.context if share else None)
        self.samples = egl.attribute(self._config, _SAMPLES)
        self.depth_bits = egl.attribute(self._config, _DEPTH)
        self.stencil_bits = egl.attribute(self._config, _STENCIL)
        self.resize(width, height)
        self._readback = Readback(egl.address, es=self.request.api == "es", samples=self.samples)
        if self.request.accumulation and self.request.api == "compatibility":
            self.accumulation = Accumulation(self, egl.address)

    def _choose_config(self) -> ctypes.c_void_p:
        renderable = _OPENGL_ES2_BIT if self.request.api == "es" else _OPENGL_BIT
        wanted = [_SURFACE_TYPE, _PBUFFER_BIT, _RENDERABLE_TYPE, renderable, _RED, 8, _GREEN, 8, _BLUE, 8]
        found, count = (ctypes.c_void_p * _MOST_CONFIGS)(), ctypes.c_int()
        self._egl.call.eglChooseConfig(
            self._egl.display, _attributes(wanted), found, _MOST_CONFIGS, ctypes.byref(count)
        )
        if not count.value:
            raise NoSurface("EGL has no pbuffer of 8 bits a colour.")
        return min((ctypes.c_void_p(found[n]) for n in range(count.value)), key=self._distance)

    def _distance(self, config: ctypes.c_void_p) -> tuple[int, ...]:
        """How far a config is from what was asked for, the gravest first."""
        request = self.request
        get = functools.partial(self._egl.attribute, config)
        depth, samples = get(_DEPTH), get(_SAMPLES)
        # Toolkits take fewer samples, or none, where the number asked for does not exist.
        return (
            int(request.depth != 0 and depth == 0),
            int(request.stencil and get(_STENCIL) == 0),
            abs(request.samples - samples),
            get(_RED) - 8,
            # Whether asked for or not: without opacity the picture has another layout, and takes four times
            # as long to read back.
            8 - get(_ALPHA),
            -depth if request.depth is None else abs(depth - request.depth),
            get(_STENCIL) if not request.stencil else 0,
        )

    def _create_context(self, share: int | None) -> int:
        request = self.request
        # A core profile needs a version of at least 3.2 to be one; Mesa then gives the newest it has.
        core = [_MAJOR, 3, _MINOR, 2, _PROFILE_MASK, _CORE_BIT]
        attributes: list[int] = []
        if request.version is not None:
            attributes += [_MAJOR, request.version[0], _MINOR, request.version[1]]
        if request.api != "es" and (request.version or (0, 0)) >= (3, 2):
            attributes += [_PROFILE_MASK, _CORE_BIT if request.api == "core" else _COMPATIBILITY_BIT]
        elif request.api == "core" and request.version is None:
            attributes += core
        if request.forward_compatible:
            attributes += [_FORWARD_COMPATIBLE, 1]
        if request.debug:
            attributes += [_DEBUG, 1]
        # Asked for more than there is (GL 4.6 here), the newest of the same kind: most such scripts use less.
        newest = {"core": core, "compatibility": [], "es": [_MAJOR, 3]}[request.api]
        exists = (request.version or (0, 0)) <= _LAST_VERSION
        for wanted in (attributes, newest) if exists else (attributes,):
            context: int | None = self._egl.call.eglCreateContext(
                self._egl.display, self._config, share, _attributes(wanted)
            )
            if context:
                self.older = wanted != attributes
                return context
        raise NoSurface(
            f"No OpenGL context ({request.api}, {request.version or 'any version'}) can be made here."
        )

    def make_current(self) -> None:
        """Directs the calling thread's GL calls here."""
        if not self._egl.call.eglMakeCurrent(self._egl.display, self._pbuffer, self._pbuffer, self.context):
            raise NoSurface("The OpenGL context cannot be used in this thread: another one holds it.")

    def resize(self, width: int, height: int) -> None:
        """Gives the same context a drawing area of another size, and makes it current. All state stays."""
        width, height = clamped(width, height)
        if (width, height) == (self.width, self.height):
            self.make_current()
            return
        old = self._pbuffer
        self._pbuffer = self._egl.call.eglCreatePbufferSurface(
            self._egl.display, self._config, _attributes([_WIDTH, width, _HEIGHT, height])
        )
        if not self._pbuffer:
            self._pbuffer = old
            raise NoSurface(f"There is no memory for a window of {width} x {height} pixels.")
        self.width, self.height = width, height
        self.make_current()
        if old:
            self._egl.call.eglDestroySurface(self._egl.display, old)

    def read(self, address: int) -> None:
        """Copies the picture to ``address``: BGRA, rows from the top. Nothing else changes."""
        call, display = self._egl.call, self._egl.display
        context = call.eglGetCurrentContext()
        if context == self.context:
            self._readback.read(self.width, self.height, address)
            return
        pbuffer = call.eglGetCurrentSurface(_DRAW)
        self.make_current()
        self._readback.read(self.width, self.height, address)
        call.eglMakeCurrent(display, pbuffer, pbuffer, context)

    def flush(self) -> None:
        """Sends what was drawn on its way."""
        self._readback.flush()

    def destroy(self) -> None:
        """Gives context and pbuffer back; idempotent."""
        if self.context is None:
            return
        self._egl.release()
        self._egl.call.eglDestroySurface(self._egl.display, self._pbuffer)
        self._egl.call.eglDestroyContext(self._egl.display, self.context)
        self._pbuffer = None
        self.context = None


def _attributes(values: list[int]) -> ctypes.Array[ctypes.c_int]:
    return (ctypes.c_int * (len(values) + 1))(*values, _NONE)
