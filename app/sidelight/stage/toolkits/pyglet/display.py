# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``pyglet.display.headless``: one display with one screen, whose modes cannot be changed."""

from __future__ import annotations

from typing import Any

from pyglet.display.base import Canvas, Display, ScreenMode
from pyglet.display.base import Screen as BaseScreen

from sidelight.stage.screen import Screen
from sidelight.stage.toolkits.pyglet.desk import Desk

_SIZE = (1920, 1080)
_DPI = 96


class StageCanvas(Canvas):
    """What a context draws on: a window of so many pixels."""

    def __init__(self, display: Any, width: int = 1, height: int = 1) -> None:
        super().__init__(display)
        self.width, self.height = width, height


class _Mode(ScreenMode):
    def __init__(self, screen: Any) -> None:
        super().__init__(screen)
        self.width, self.height, self.depth, self.rate = *_SIZE, 24, 60


class StageScreen(BaseScreen):
    """The monitor of the one display."""

    def __init__(self, display: Any, x: int, y: int, width: int, height: int) -> None:
        super().__init__(display, x, y, width, height)

    def get_matching_configs(self, template: Any) -> list[Any]:
        """The one config there is; it has everything that can be asked for."""
        configs: list[Any] = template.match(StageCanvas(self.display))
        for config in configs:
            config.screen = self
        return configs

    def get_modes(self) -> list[Any]:
        """One."""
        return [self.get_mode()]

    def get_mode(self) -> Any:
        """The one."""
        return _Mode(self)

    def set_mode(self, mode: Any) -> None:
        """There is nothing to switch; a window that fills the screen takes the mode's size."""
        self.width, self.height = mode.width, mode.height

    def restore_mode(self) -> None:
        """As it was."""
        self.width, self.height = _SIZE

    def get_dpi(self) -> int:
        """Dots an inch, as far as the app has told how fine the user's screen is."""
        return round(_DPI * self.get_scale())

    def get_scale(self) -> float:
        """Pixels to one of an ordinary screen."""
        return float(self.display.desk.screen.input.scale)

    def get_display_id(self) -> int:
        """Any number will do for one screen."""
        return 0

    def get_monitor_name(self) -> str:
        """Nothing is known of the user's monitor."""
        return "Unknown"


def names(screen: Screen) -> dict[str, object]:
    """The content of the module."""

    class StageDisplay(Display):
        desk = Desk.of(screen)

        def __init__(self, name: str | None = None, x_screen: int | None = None) -> None:
            super().__init__(name, x_screen)
            self._screens = [StageScreen(self, 0, 0, *_SIZE)]

        def get_screens(self) -> list[Any]:
            return self._screens

    return {"HeadlessDisplay": StageDisplay, "HeadlessScreen": StageScreen, "HeadlessCanvas": StageCanvas}
