# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where widgets wait that nobody can see: outside the window, whose style sheet dresses all that is in it.

Other colours are a tenth of a millisecond for each widget of a window, seen or not; of hundreds of drawings
that is a second.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import delete, isValid


class Resting(QWidget):
    """Holds widgets, never shown itself; goes with its owner, and what is left in it too."""

    def __init__(self, owner: QObject) -> None:
        super().__init__()
        owner.destroyed.connect(partial(_end, self))

    def take(self, widget: QWidget) -> None:
        """Have a widget wait here; whoever gives it takes it back by giving it a parent."""
        widget.hide()
        widget.setParent(self)


def rests(widget: QWidget) -> bool:
    """Whether a widget waits outside the window."""
    return isinstance(widget.parentWidget(), Resting)


def _end(resting: Resting) -> None:
    if isValid(resting):
        delete(resting)
