# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Import hooks: a toolkit gets its stage the moment the script imports it, and not before.

Most are the real packages, changed in a few places right after their own code has run, so that ``from pygame
import display`` and the like see the change too. ``OpenGL.GLUT`` is served whole, and so are the raw modules
behind it: the real ones would look for a library that may not be there. Of pyglet a few modules are
served: those that its headless platform consists of, and the one that looks for joysticks.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType

from sidelight.stage.screen import Screen

_PATCHED = {
    "pygame": "sidelight.stage.toolkits.pygame",
    "glfw": "sidelight.stage.toolkits.glfw",
    "glcontext": "sidelight.stage.toolkits.moderngl.contexts",
    "moderngl": "sidelight.stage.toolkits.moderngl",
    "moderngl_window": "sidelight.stage.toolkits.moderngl.windows",
    "moderngl_window.context.headless.window": "sidelight.stage.toolkits.moderngl.headless",
    "matplotlib": "sidelight.stage.toolkits.matplotlib",
    "matplotlib.backends.registry": "sidelight.stage.toolkits.matplotlib.registry",
    "pyglet": "sidelight.stage.toolkits.pyglet",
    "turtle": "sidelight.stage.toolkits.turtle",
    "pyglet.app": "sidelight.stage.toolkits.pyglet.loop",
}
"""Each has ``prepare(module)``, for before the package's own code, and ``install(module, screen)``."""

_PATCHED["OpenGL.GL"] = (
    "sidelight.stage.redirect" if sys.platform in ("win32", "darwin") else "sidelight.stage.toolkits.opengl"
)

_SERVED = {
    "pyglet.display.headless": "sidelight.stage.toolkits.pyglet.display",
    "pyglet.gl.headless": "sidelight.stage.toolkits.pyglet.contexts",
    "pyglet.input.linux": "sidelight.stage.toolkits.pyglet.devices",
    "pyglet.window.headless": "sidelight.stage.toolkits.pyglet.window",
    "tkinter": "sidelight.stage.toolkits.turtle.missing",
}
"""Each has ``names(screen)``: what the module of the toolkit consists of."""

_GLUT = ("OpenGL.GLUT", "OpenGL.raw.GLUT")
_GLUT_PARTS = tuple(
    f"{package}.{part}"
    for package in _GLUT
    for part in ("freeglut", "special", "fonts", "osx", "constants", "annotations")
)


class _PatchingLoader(importlib.abc.Loader):
    """The package's own loader, with the stage's hand on it before and after."""

    def __init__(self, loader: importlib.abc.Loader, patch: str, screen: Screen) -> None:
        self._loader = loader
        self._patch = patch
        self._screen = screen

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As the package's own loader does."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Runs the package, then changes it."""
        patch = importlib.import_module(self._patch)
        patch.prepare(module)
        # Whoever asks the module later for its loader (resources, inspect) means the real one.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        patch.install(module, self._screen)


class _GlutLoader(importlib.abc.Loader):
    """Serves the stage's own GLUT under every name that PyOpenGL has for it."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._names: dict[str, object] | None = None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """An ordinary, empty module."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Fills the module; all of them share the same functions and one state."""
        if self._names is None:
            binding = importlib.import_module("sidelight.stage.glut.binding")
            self._names = dict(binding.names(self._screen))
        module.__dict__.update(self._names)


class _ServingLoader(importlib.abc.Loader):
    """Serves one module of a toolkit whole."""

    def __init__(self, source: str, screen: Screen) -> None:
        self._source = source
        self._screen = screen

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """An ordinary, empty module."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Fills the module."""
        module.__dict__.update(importlib.import_module(self._source).names(self._screen))


class StageFinder(importlib.abc.MetaPathFinder):
    """Finds the toolkits that have a stage, and leaves all else to the finders behind it."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._glut = _GlutLoader(screen)
        self._busy: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec whose loader sets the stage, or ``None``."""
        if fullname in _GLUT or fullname in _GLUT_PARTS:
            return importlib.machinery.ModuleSpec(fullname, self._glut, is_package=fullname in _GLUT)
        if fullname in _SERVED:
            loader = _ServingLoader(_SERVED[fullname], self._screen)
            return importlib.machinery.ModuleSpec(fullname, loader)
        patch = _PATCHED.get(fullname)
        if patch is None or fullname in self._busy:
            return None
        self._busy.add(fullname)
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self._busy.discard(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _PatchingLoader(spec.loader, patch, self._screen)
        return spec


def install(screen: Screen) -> None:
    """Puts the stage in front of all other finders of this process."""
    sys.meta_path.insert(0, StageFinder(screen))
