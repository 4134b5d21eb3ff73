# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pyglet.input.linux``: there are no joysticks, controllers or tablets, and no folder to look in."""

from __future__ import annotations

from typing import Any

from pyglet.input.base import ControllerManager

from sidelight.stage.screen import Screen


def _none(display: Any = None) -> list[Any]:
    return []


class _NoControllers(ControllerManager):
    def get_controllers(self) -> list[Any]:
        return []


def names(screen: Screen) -> dict[str, object]:
    """The content of the module."""
    lists = ("get_devices", "get_joysticks", "get_controllers", "get_tablets")
    return {**dict.fromkeys(lists, _none), "ControllerManager": _NoControllers}
