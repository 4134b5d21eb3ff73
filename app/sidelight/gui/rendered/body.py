# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What every drawing of a rendered artifact can do, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from sidelight.domain.artifact import Artifact
from sidelight.gui.theme import Theme

Made = Callable[[bytes | None, str], None]
"""Told of bytes once they are made, or why there are none."""


class Saved(NamedTuple):
    """What a file would hold: its bytes, the ending of its name, and what that is called.

    Bytes that are not there yet are made when somebody wants them: ``later`` tells what it is given.
    """

    data: bytes
    ending: str
    kind: str
    later: Callable[[Made], None] | None = None


class Body(QWidget):
    """One kind of drawing.

    Signals:
        height_wanted: it would be another height now.
        link_clicked: an address was clicked; nothing was opened.

    Attributes:
        artifact: what is drawn, once that is known.
    """

    artifact: Artifact | None = None
    height_wanted = Signal()
    link_clicked = Signal(str)
    zooms = False
    """Whether it can be drawn larger and smaller."""
    coloured = True
    """Whether its renderer chose colours for it; what has only the window's own is not asked for anew."""

    def wanted_height(self, width: int, most: int) -> int:
        """How high it would be in this width, ``most`` at most; pixels."""
        raise NotImplementedError

    @property
    def place(self) -> int:
        """How far it is scrolled down."""
        return 0

    def go_to(self, place: int) -> None:
        """Scroll it as far."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""

    def set_zoom(self, zoom: float) -> None:
        """Draw the text larger or smaller, as the answer around it; 1.0 is the ordinary size."""

    def zoom_by(self, steps: int) -> None:
        """One step larger or smaller; 0 is the size that fits."""

    def copy(self) -> None:
        """What is selected, or all of it, goes to the clipboard."""

    def saved(self) -> Saved:
        """What a file would hold."""
        raise NotImplementedError

    def forms(self) -> tuple[Saved, ...]:
        """All that a file might hold, the best first."""
        return (self.saved(),)


def copy_words(words: str) -> None:
    """Put words on the clipboard."""
    QGuiApplication.clipboard().setText(words)
