# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Doing beforehand what most scripts wait for: reading the packages that they import.

A script must not notice. What it did not import is not announced as its toolkit, and nothing is made that its
own words could still decide: no window, no context, no thread. What is read here is memory that is held while
nobody runs anything, so only what costs a script much time for its size: not the renderer, whose 10 MB save
less than 20 ms, and not glfw.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

from sidelight.stage.screen import Screen

PACKAGES = ("numpy", "OpenGL.GL", "OpenGL.GLU", "pygame")
_TOOLKITS = ("pygame",)


class _Kept(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives a toolkit that is there already to the script's own import of it, and announces it then."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._modules: dict[str, tuple[ModuleType, importlib.machinery.ModuleSpec | None]] = {}

    def keep(self, name: str) -> None:
        """Take a module back out of sight; what is below it stays."""
        module = sys.modules.pop(name, None)
        if module is not None:
            self._modules[name] = module, module.__spec__

    def give_back(self) -> None:
        """Let what was never asked for be seen: the packages' own exit functions look for it."""
        for name, (module, _spec) in self._modules.items():
            sys.modules.setdefault(name, module)
        self._modules.clear()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The kept module's, or ``None``."""
        return importlib.machinery.ModuleSpec(fullname, self) if fullname in self._modules else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """The very module."""
        return self._modules[spec.name][0]

    def exec_module(self, module: ModuleType) -> None:
        """Say that it is used: its code has run."""
        _same, module.__spec__ = self._modules.pop(module.__name__)
        self._screen.toolkit(module.__name__)


def warm(screen: Screen) -> None:
    """Import what scripts import. What is missing is missed when a script asks for it."""
    kept = _Kept(screen)
    announce = screen.toolkit
    screen.toolkit = lambda name: None  # type: ignore[method-assign]
    try:
        for name in PACKAGES:
            try:
                importlib.import_module(name)
            except ImportError:
                continue
        for name in _TOOLKITS:
            kept.keep(name)
    finally:
        screen.toolkit = announce  # type: ignore[method-assign]
    sys.meta_path.insert(0, kept)
    # Registered last, so called before theirs.
    atexit.register(kept.give_back)
