# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``glcontext``, with which moderngl makes and finds contexts: EGL instead of X11."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen

Create = Callable[..., Any]

# By name: looking for libraries starts processes, which takes time and which a sandbox may forbid.
_LIBRARIES = {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"}


def prepare(module: ModuleType) -> None:
    """Nothing is needed before the package's own import."""


def install(module: Any, screen: Screen) -> None:
    """Puts EGL in the place of every backend."""
    real = module.get_backend_by_name

    def create(*arguments: Any, **options: Any) -> Any:
        found: Create = real("egl")
        return found(*arguments, **{**_LIBRARIES, **options})

    def default_backend() -> Create:
        return create

    def get_backend_by_name(name: str) -> Create:
        # For a name that does not exist, the package has words of its own.
        return create if name == "egl" else real(name)

    module.default_backend = default_backend
    module.get_backend_by_name = get_backend_by_name
