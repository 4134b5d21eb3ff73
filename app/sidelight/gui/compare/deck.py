# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The panes of one comparison, as tabs or as tiles.

Both are only places for the same widgets: nothing is taken out of its parent and put into another, so a
scroll position, a selection or a picture that turns cannot get lost on the way.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.pane import Pane
from sidelight.gui.dressing import HandsOn
from sidelight.gui.theme import Theme

Arrangement = Literal["tabs", "tiles"]

TILE_WIDTH = 300
TILE_HEIGHT = 200
TAB_WIDTH = 232
ROOMY = 280
PROGRESS = 2


def tile_rows(count: int, width: int) -> list[int]:
    """How many tiles stand in each row: as even as can be, none narrower than it may be.

    The upper rows hold more where they do not come out even.
    """
    columns = max(1, min(count, width // TILE_WIDTH))
    rows = -(-count // columns)
    return [count // rows + (1 if row < count % rows else 0) for row in range(rows)]


class Deck(QWidget, HandsOn):
    """The panes, and which one is worked in.

    Signals:
        current_changed: another pane is worked in.
    """

    current_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._panes: list[Pane] = []
        self._current = 0
        self._arrangement: Arrangement = "tiles"
        self._tiles: list[QRect] = []

    @property
    def panes(self) -> list[Pane]:
        """Leftmost first."""
        return list(self._panes)

    @property
    def current(self) -> Pane | None:
        """The pane that is worked in."""
        return self._panes[self._current] if self._panes else None

    @property
    def arrangement(self) -> Arrangement:
        """Tabs or tiles."""
        return self._arrangement

    def add(self, pane: Pane) -> None:
        """Take a pane that was made with this deck as its parent."""
        place = len(self._panes)
        self._panes.append(pane)
        pane.chosen.connect(lambda: self.choose(place, focus=True))
        pane.neighbour_wanted.connect(lambda by: self._go(place + by))
        pane.answer_changed.connect(self.update)
        pane.tab.set_current(place == self._current)
        pane.tab.show()
        names = [one.tab.name for one in self._panes]
        for one in self._panes:
            one.tab.set_names(names)
        self.arrange(self._arrangement)

    def arrange(self, arrangement: Arrangement) -> None:
        """Set the panes as tabs or as tiles."""
        self._arrangement = arrangement
        self._place()

    def choose(self, place: int, *, focus: bool = False) -> None:
        """Work in a pane, counted from 0; with ``focus`` it gets the keyboard too."""
        if not 0 <= place < len(self._panes):
            return
        changed = place != self._current
        self._current = place
        for at, pane in enumerate(self._panes):
            pane.tab.set_current(at == place and len(self._panes) > 1)
        if changed:
            self._place()
            self.current_changed.emit()
        if focus:
            self._panes[place].take_focus()

    def place_of(self, widget: QWidget | None) -> int | None:
        """The pane that a widget is part of, counted from 0."""
        for place, pane in enumerate(self._panes):
            for part in (pane, pane.tab, pane.tools):
                if widget is not None and (part is widget or part.isAncestorOf(widget)):
                    return place
        return None

    def hand_on(self, theme: Theme) -> tuple[Pane, ...]:
        """Take other colours, and give the panes, which take them one by one."""
        self._theme = theme
        self.update()
        return tuple(self._panes)

    def leave(self) -> None:
        """Let go of the clock; the deck is about to be deleted."""
        for pane in self._panes:
            pane.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panes get other places."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A head that needs more or less room asks for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Whatever there is."""
        return QSize(800, 500)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The models' edges, the hairlines, and a thin line where an answer is being written."""
        painter = QPainter(self)
        space = self._theme.space
        line = self._theme.colour("line")
        painter.fillRect(self.rect(), self._theme.colour("page"))
        tabs = self._arrangement == "tabs" and len(self._panes) > 1
        if tabs:
            painter.fillRect(0, 0, self.width(), space.pane_head, self._theme.colour("rail"))
            painter.fillRect(0, space.pane_head, self.width(), space.hairline, line)
        for place, (pane, tile) in enumerate(zip(self._panes, self._tiles, strict=True)):
            head = QRect(tile.left(), tile.top(), tile.width(), space.pane_head)
            current = place == self._current
            if tabs and current:
                painter.fillRect(head.adjusted(0, 0, 0, 1), self._theme.colour("page"))
            hue = QColor(self._theme.hue(place))
            if tabs and not current:
                hue.setAlpha(120)
            painter.fillRect(head.left(), head.top(), head.width(), space.edge, hue)
            if not tabs:
                painter.fillRect(head.left(), head.bottom() + 1, head.width(), space.hairline, line)
            if tabs or tile.right() < self.width() - 1:
                height = space.pane_head if tabs else tile.height() + 1
                painter.fillRect(tile.right() + 1, tile.top(), space.hairline, height, line)
            if not tabs and tile.bottom() < self.height() - 1:
                painter.fillRect(tile.left(), tile.bottom() + 1, tile.width() + 1, space.hairline, line)
            answer = pane.answer
            if answer is not None and answer.running:
                accent = self._theme.colour("accent")
                painter.fillRect(head.left(), head.bottom(), head.width(), PROGRESS, accent)

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._panes):
            self.choose(place)
            self._panes[place].tab.setFocus()

    def _place(self) -> None:
        if not self._panes:
            return
        if self._arrangement == "tabs" and len(self._panes) > 1:
            self._place_tabs()
        else:
            self._place_tiles()
        self.update()

    def _place_tabs(self) -> None:
        self.setMinimumHeight(0)
        head = self._theme.space.pane_head
        current = self._panes[self._current]
        # Names first: where many tabs share a narrow line, the tools take the least.
        roomy = self.width() // len(self._panes) >= ROOMY // 2
        current.tools.set_roomy(roomy)
        tools = current.tools.sizeHint().width()
        each = max(40, min(TAB_WIDTH, (self.width() - tools) // len(self._panes) - 1))
        self._tiles = []
        body = QRect(0, head + 1, self.width(), self.height() - head - 1)
        for place, pane in enumerate(self._panes):
            tab = QRect(place * (each + 1), 0, each, head)
            self._tiles.append(tab)
            pane.tab.setGeometry(tab)
            pane.setGeometry(body)
            here = pane is current
            if here:
                pane.tools.setGeometry(self.width() - tools, 0, tools, head)
            pane.tools.setVisible(here)
        current.show()
        for pane in self._panes:
            if pane is not current:
                pane.hide()

    def _place_tiles(self) -> None:
        rows = tile_rows(len(self._panes), self.width())
        self.setMinimumHeight(len(rows) * TILE_HEIGHT if len(rows) > 1 else 0)
        head = self._theme.space.pane_head
        self._tiles = []
        panes = iter(self._panes)
        for row, columns in enumerate(rows):
            top = row * (self.height() + 1) // len(rows)
            bottom = (row + 1) * (self.height() + 1) // len(rows) - 1
            for column in range(columns):
                left = column * (self.width() + 1) // columns
                right = (column + 1) * (self.width() + 1) // columns - 1
                tile = QRect(left, top, right - left, bottom - top)
                self._tiles.append(tile)
                pane = next(panes)
                pane.tools.set_roomy(tile.width() >= ROOMY + pane.tab.sizeHint().width() // 2)
                tools = min(pane.tools.sizeHint().width(), tile.width() - 60)
                pane.tools.setGeometry(tile.right() + 1 - tools, top, tools, head)
                pane.tab.setGeometry(left, top, tile.width() - tools, head)
                pane.setGeometry(left, top + head + 1, tile.width(), tile.height() - head - 1)
                pane.tools.show()
                pane.show()
