# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pyglet.app``: the event loop also waits for what the app sends."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.pyglet.desk import Desk


def prepare(module: ModuleType) -> None:
    """Nothing is needed before the module's own code."""


def install(module: Any, screen: Screen) -> None:
    """Adds the app to the devices that the loop waits for."""
    loop = module.platform_event_loop
    step = loop.step

    def stepping(timeout: float | None = None) -> Any:
        # The loop may wait a long time now, and what was drawn last should be seen meanwhile.
        if timeout is None or timeout > 0:
            screen.show_unseen()
        return step(timeout)

    loop.step = stepping
    fd = screen.fileno()
    if fd is not None:
        loop.select_devices.add(_App(fd, Desk.of(screen)))


class _App:
    """What pyglet calls a select device."""

    def __init__(self, fd: int, desk: Desk) -> None:
        self._fd = fd
        self._desk = desk

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self._fd

    def poll(self) -> bool:
        """Whether something is there that was received while the script drew."""
        return self._desk.waiting

    def select(self) -> None:
        """Hands over what has arrived."""
        self._desk.deliver()
