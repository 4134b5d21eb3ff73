# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""matplotlib on the stage: a backend of ours in the place of every interactive one.

A script that asks for TkAgg, for Qt's or for none at all gets figures that can be seen, clicked and typed
into, drawn by Agg as those backends draw them. One that asks for Agg itself, for SVG or PDF gets just that.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen

_DEFAULT = "TkAgg"
"""What ``get_backend`` says where the script chose none, as where Tk is installed."""


def prepare(module: ModuleType) -> None:
    """Nothing is needed before matplotlib's own import."""


def install(module: Any, screen: Screen) -> None:
    """Chooses an interactive backend, which a sandbox without a display would not."""
    screen.toolkit("matplotlib")
    module.rcParams["backend"] = _DEFAULT
    # pyplot would put Agg in its place, for it sees that there is no display.
    module.rcParams["backend_fallback"] = False
