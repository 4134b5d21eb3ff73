# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A frame whose inside can wait outside the window, while it keeps its place."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import delete

from sidelight.gui.resting import Resting, rests


class RestingFrame(QFrame):
    """A card around a widget, ``room``, that holds all that is in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.room = QWidget(self)
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(1, 1, 1, 1)
        self._around.addWidget(self.room)

    @property
    def resting(self) -> bool:
        """Whether what is in it waits outside the window."""
        return rests(self.room)

    @property
    def may_rest(self) -> bool:
        """Whether it has anything to gain by that, and nobody works in it."""
        focus = self.window().focusWidget()
        return not self.resting and (focus is None or not self.room.isAncestorOf(focus))

    def rest(self, place: Resting) -> bool:
        """Have what is in it wait outside the window, if it may; whether it does now."""
        if not self.may_rest:
            return False
        self._around.removeWidget(self.room)
        place.take(self.room)
        return True

    def wake(self) -> None:
        """Take it back."""
        if self.resting:
            self._around.addWidget(self.room)
            self.room.show()
            self.dress()

    def dress(self) -> None:
        """It is back in the window, whose colours may be others."""

    def end(self) -> None:
        """Delete it at once, with what waits outside the window."""
        if self.resting:
            delete(self.room)
        delete(self)
