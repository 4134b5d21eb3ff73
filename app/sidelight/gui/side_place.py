# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the inspector stands: beside the page, or above its answers where there is no room for both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from sidelight.gui.compare.deck import TILE_WIDTH
from sidelight.gui.side import WIDTH, SidePanel

LEAST_PAGE = 2 * TILE_WIDTH + 32
"""Pixels that the page keeps beside the inspector: two answers next to each other, with their edges."""


class SidePlace(QObject):
    """Puts the inspector where it belongs whenever the window or the page changes its size.

    In a narrow window it is folded away until somebody asks for it, and then lies above the answers: they
    keep their width, and the header and the prompt box stay within reach. There it lies at the right, or at
    the left if that hides less of the pane that is inspected.
    """

    def __init__(
        self,
        side: SidePanel,
        row: QBoxLayout,
        rail: QWidget,
        answers: QWidget,
        inspected: Callable[[], QWidget | None],
    ) -> None:
        """Begin to watch.

        Args:
            side: the inspector's panel, a child of the widget that ``row`` lays out.
            row: where it stands in a window with room, behind everything else.
            rail: what stands at the left of the page.
            answers: what it lies above where there is no room.
            inspected: gives what is to be seen beside it, somewhere within ``answers``.
        """
        super().__init__(side)
        self._side = side
        self._row = row
        self._rail = rail
        self._answers = answers
        self._inspected = inspected
        for watched in (side.parentWidget(), rail, answers):
            if watched is not None:
                watched.installEventFilter(self)
        side.opened.connect(lambda _open: self.fit())
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
        place = self._place_above(middle)
        self._side.set_at_left(floats and place.left() == self._area(self._answers, middle).left())
        if floats:
            self._side.setGeometry(place)
            self._side.raise_()

    def _place_above(self, middle: QWidget) -> QRect:
        """Where it lies above the answers."""
        answers = self._area(self._answers, middle)
        at_left, at_right = QRect(answers), QRect(answers)
        at_left.setWidth(WIDTH)
        at_right.setLeft(answers.right() + 1 - WIDTH)
        inspected = self._inspected()
        if inspected is None or not inspected.isVisible():
            return at_right
        seen = self._area(inspected, middle)
        return min(at_right, at_left, key=lambda place: place.intersected(seen).width())

    @staticmethod
    def _area(widget: QWidget, middle: QWidget) -> QRect:
        return QRect(widget.mapTo(middle, QPoint(0, 0)), widget.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow every change of size; Esc that nobody wanted closes what lies above the answers."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and watched is self._side.parentWidget()
            and self._side.floats
            and self._side.is_open
        ):
            self._side.set_open(False)
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self.fit()
        return super().eventFilter(watched, event)
