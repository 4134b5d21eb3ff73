# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``matplotlib.backends.registry``: where the name of a backend becomes its module."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen

_OURS = "sidelight.stage.toolkits.matplotlib.backend"


def prepare(module: ModuleType) -> None:
    """Nothing is needed before the module's own code."""


def install(module: Any, screen: Screen) -> None:
    """Answers with our backend where an interactive one is asked for."""
    registry = module.backend_registry
    load = registry.load_backend_module
    interactive = {name.lower() for name in registry.list_builtin(module.BackendFilter.INTERACTIVE)}

    def load_backend_module(backend: str) -> Any:
        if backend.lower() not in interactive:
            return load(backend)
        ours: Any = importlib.import_module(_OURS)
        ours.use(screen)
        return ours

    registry.load_backend_module = load_backend_module
