# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Asks before a window closes on something that this would end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from sidelight.gui.places import Places, Unfinished

Ask = Callable[[QWidget, Unfinished], bool]
"""Tells what would end and what stays; whether to close nevertheless."""


class Closing(QObject):
    """Stands between a window and its end."""

    def __init__(self, window: QWidget, places: Places, ask: Ask) -> None:
        """Begin to watch."""
        super().__init__(window)
        self._window = window
        self._places = places
        self._ask = ask
        window.installEventFilter(self)

    def sure(self) -> bool:
        """Whether the window may close: nothing is unfinished in it, or its user says so."""
        found = self._places.unfinished()
        return all(self._ask(self._window, one) for one in found)

    def stop(self) -> None:
        """Ask no more: it was asked already."""
        self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open where its user wants to go on."""
        if watched is self._window and event.type() == QEvent.Type.Close and not self.sure():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
