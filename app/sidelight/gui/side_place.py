# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the inspector stands: beside the page, or above its answers where there is no room for both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QBoxLayout, QWidget

from sidelight.gui.compare.deck import TILE_WIDTH
from sidelight.gui.side import WIDTH, SidePanel

LEAST_PAGE = 2 * TILE_WIDTH + 32
"""Pixels that the page keeps beside the inspector: two answers next to each other, with their edges."""


class SidePlace(QObject):
    """Puts the inspector where it belongs whenever the window or the page changes its size.

    In a narrow window it is folded away until somebody asks for it, and then lies above the answers: they
    keep their width, and the header and the prompt box stay within reach.
    """

    def __init__(self, side: SidePanel, row: QBoxLayout, rail: QWidget, answers: QWidget) -> None:
        """Begin to watch.

        Args:
            side: the inspector's panel, a child of the widget that ``row`` lays out.
            row: where it stands in a window with room, behind everything else.
            rail: what stands at the left of the page.
            answers: what it lies above where there is no room.
        """
        super().__init__(side)
        self._side = side
        self._row = row
        self._rail = rail
        self._answers = answers
        for watched in (side.parentWidget(), rail, answers):
            if watched is not None:
                watched.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Look at the sizes as they are."""
        middle = self._side.parentWidget()
        if middle is None:
            return
        floats = middle.width() - self._rail.width() - WIDTH < LEAST_PAGE
        if floats != self._side.floats:
            if floats:
                self._row.removeWidget(self._side)
            else:
                self._row.addWidget(self._side)
            self._side.set_floats(floats)
        if floats:
            corner = self._answers.mapTo(middle, QPoint(0, 0))
            left = corner.x() + self._answers.width() - WIDTH
            self._side.setGeometry(QRect(left, corner.y(), WIDTH, self._answers.height()))
            self._side.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow every change of size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.fit()
        return super().eventFilter(watched, event)
