# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The mouse in an answer: selecting across blocks, pressing what can be pressed, hovering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from sidelight.gui.answer.footnotes import ADDRESS
from sidelight.gui.answer.page import Page
from sidelight.gui.answer.selection import Selection, Spot


@dataclass(frozen=True, slots=True)
class Target:
    """Something to press: a control of a block, or a link with its address."""

    index: int
    name: str
    address: str = ""
    tooltip: str = ""


def tooltip_of(address: str) -> str:
    """What is said of a link: where it leads."""
    if address.startswith(ADDRESS):
        return QCoreApplication.translate("AnswerView", "Footnote {0}").format(address.removeprefix(ADDRESS))
    return address


class Pointer:
    """What the mouse is doing.

    Args:
        page: where things stand.
        selection: what dragging changes.
        pressed: called with a target that was clicked.
    """

    def __init__(self, page: Page, selection: Selection, pressed: Callable[[Target], None]) -> None:
        self._page = page
        self._selection = selection
        self._pressed = pressed
        self._down: Target | None = None
        self._from = QPointF()
        self._unit: tuple[Spot, Spot] | None = None  # the word or block a drag goes by
        self._by = ""
        self._clicks = QElapsedTimer()
        self._at_double = QPointF()
        self.dragging = False
        self.bar: int = -1
        self.hover: Target | None = None

    def target_at(self, point: QPointF) -> Target | None:
        """What can be pressed at a point of the window."""
        index = self._page.index_at(point.y())
        if index < 0:
            return None
        view = self._page.flow[index]
        if view.width < 0:
            return None
        local = self._page.local(point, index)
        for control in view.controls():
            if control.rect.contains(local):
                return Target(index, control.name, tooltip=control.tooltip)
        address = view.link_at(local)
        return Target(index, "link", address, tooltip_of(address)) if address else None

    def press(self, event: QMouseEvent) -> None:
        """The left button goes down."""
        point = event.position()
        self._from = point
        self._down = self.target_at(point)
        if self._down is not None and self._down.name == "bar":
            self.bar = self._down.index
            return
        if self._down is not None and self._down.name != "link":
            return
        if not len(self._page.flow):
            return
        spot = self._page.spot_at(point)
        third = self._clicks.isValid() and self._clicks.elapsed() < QApplication.doubleClickInterval()
        if third and (point - self._at_double).manhattanLength() < 6:
            self._clicks.invalidate()
            self._start("block", spot)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._selection.put(self._selection.anchor, spot)
            self._by, self._unit = "", None
        else:
            self._selection.put(spot, spot)
            self._by, self._unit = "", None
        self.dragging = True

    def double(self, event: QMouseEvent) -> None:
        """The second press of a double click."""
        self._down = self.target_at(event.position())
        if (self._down is not None and self._down.name != "link") or not len(self._page.flow):
            return
        self._down = None
        self._clicks.start()
        self._at_double = event.position()
        self._start("word", self._page.spot_at(event.position()))
        self.dragging = True

    def _start(self, by: str, spot: Spot) -> None:
        self._by = by
        self._unit = self._selection.word(spot) if by == "word" else self._selection.block(spot)
        self._selection.put(*self._unit)

    def drag(self, point: QPointF) -> None:
        """The mouse moves with the button down."""
        if self.bar >= 0:
            view = self._page.flow[self.bar]
            if view.sideways is not None:
                view.sideways.drag(point.x() - self._from.x(), view.track.width())
            self._from = point
            return
        if not self.dragging or not len(self._page.flow):
            return
        if (
            self._down is not None
            and (point - self._from).manhattanLength() < QApplication.startDragDistance()
        ):
            return
        self._down = None
        spot = self._page.spot_at(point)
        if self._unit is None:
            self._selection.put(self._selection.anchor, spot)
            return
        start, end = self._selection.word(spot) if self._by == "word" else self._selection.block(spot)
        if start < self._unit[0]:
            self._selection.put(self._unit[1], start)
        else:
            self._selection.put(self._unit[0], max(end, self._unit[1]))

    def release(self, event: QMouseEvent) -> None:
        """The button goes up: what was pressed and is still under the mouse was clicked."""
        down, self._down = self._down, None
        self.dragging = False
        self.bar = -1
        if down is not None and down == self.target_at(event.position()) and down.name != "bar":
            self._pressed(down)
