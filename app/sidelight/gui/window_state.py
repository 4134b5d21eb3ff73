# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How a window stood when it was closed last: its place, its size, and how wide its rail is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from sidelight.gui.library.rail import Rail
from sidelight.gui.rail_place import RailPlace

WIDTH, HEIGHT = 1280, 800


class WindowState:
    """Remembered from one day to the next."""

    def __init__(self, window: QMainWindow, rail: Rail, settings: QSettings) -> None:
        self._window = window
        self._rail = rail
        self._settings = settings
        self._place = RailPlace(window, rail)

    def restore(self) -> None:
        """Let the window stand as it did."""
        geometry = self._settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry)):
            self._window.resize(WIDTH, HEIGHT)
        self._rail.set_narrow(self._settings.value("window/rail_narrow") in (True, "true"))
        self._place.fit()

    def keep(self) -> None:
        """Remember how it stands now."""
        self._settings.setValue("window/geometry", self._window.saveGeometry())
        self._settings.setValue("window/rail_narrow", self._place.wanted_narrow)
