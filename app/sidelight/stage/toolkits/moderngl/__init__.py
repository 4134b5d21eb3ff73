# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""moderngl on the stage: it finds its contexts through EGL, which is where ours come from.

With the window of another toolkit it draws into that one's surface. Standalone contexts are its own and
nothing of them is shown, which is no different elsewhere.
"""

from __future__ import annotations

from types import ModuleType

from sidelight.stage.screen import Screen


def prepare(module: ModuleType) -> None:
    """Nothing is needed before moderngl's own import."""


def install(module: ModuleType, screen: Screen) -> None:
    """Says that it is used; everything else happens in ``glcontext``."""
    screen.toolkit("moderngl")
