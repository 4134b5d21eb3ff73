# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How wide the rail is: icons alone where the window is too narrow for it beside two answers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from sidelight.gui.library.rail import WIDTH, Rail
from sidelight.gui.side_place import LEAST_PAGE

LEAST_WINDOW = WIDTH + LEAST_PAGE
"""Pixels of a window below which the rail folds."""


class RailPlace(QObject):
    """Folds the rail when the window becomes narrow, and opens it out again when it is wide.

    Who opens it in a narrow window keeps it open; one that was folded by hand stays so.
    """

    def __init__(self, window: QWidget, rail: Rail) -> None:
        """Begin to watch."""
        super().__init__(window)
        self._window = window
        self._rail = rail
        self._tight = False
        self._folded = False
        rail.narrowed.connect(self._changed)
        window.installEventFilter(self)

    @property
    def wanted_narrow(self) -> bool:
        """Whether the rail is folded because somebody wants it so."""
        return self._rail.narrow and not self._folded

    def fit(self) -> None:
        """Look at the window's width as it is."""
        tight = self._window.width() < LEAST_WINDOW
        if tight == self._tight:
            return
        self._tight = tight
        if tight and not self._rail.narrow:
            self._rail.set_narrow(True)
            self._folded = True
        elif not tight and self._folded:
            self._rail.set_narrow(False)

    def _changed(self, narrow: bool) -> None:
        self._folded = self._folded and narrow

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow every change of the window's width."""
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)
