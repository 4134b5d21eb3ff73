# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Scrolling panes together: where one answer is read, the others show their part on the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from sidelight.gui.compare.pane import Pane
from sidelight.text.blocks import Kind
from sidelight.text.sections import common_headings, counterpart

if TYPE_CHECKING:
    from sidelight.gui.answer.view import AnswerView

_SETTING = "compare/together"


class Together(QObject):
    """Whether panes scroll together, remembered; and the scrolling itself.

    Signals:
        changed: it was turned on or off.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._on = settings.value(_SETTING) in (True, "true")
        self._moving = False

    @property
    def on(self) -> bool:
        """Whether panes scroll together."""
        return self._on

    def toggle(self, panes: Sequence[Pane], current: Pane | None) -> None:
        """Turn it on or off; turned on, the others come to where the current pane is."""
        self._on = not self._on
        self._settings.setValue(_SETTING, self._on)
        self.changed.emit()
        if current is not None:
            self.lead(current, panes)

    def lead(self, leader: Pane, panes: Sequence[Pane]) -> None:
        """The reader has scrolled in one pane: let the others that are seen follow."""
        view = leader.view
        if not self._on or self._moving or view is None or leader.raw or not leader.isVisible():
            return
        self._moving = True
        try:
            for pane in panes:
                if pane is not leader and pane.view is not None and pane.isVisible() and not pane.raw:
                    _follow(view, pane.view)
        finally:
            self._moving = False


def _follow(leader: AnswerView, follower: AnswerView) -> None:
    """Scroll ``follower`` to what ``leader`` shows."""
    bar, other = leader.verticalScrollBar(), follower.verticalScrollBar()
    if not bar.maximum() or not other.maximum():
        return
    read = read_line(bar.value(), bar.maximum(), leader.page.height)
    for _ in range(4):  # what comes into sight is laid out then, and its headings get other places
        wanted = counterpart(read, _knots(leader, follower))
        scrolled = round(scroll_for(wanted, other.maximum(), follower.page.height))
        if scrolled == other.value():
            break
        other.setValue(scrolled)


def read_line(scrolled: float, maximum: float, height: float) -> float:
    """The line that is taken to be read, from the answer's beginning, in pixels.

    A quarter down the window; at the answer's beginning its first line and at its end its last one, so that
    answers of different lengths begin and end together.
    """
    return scrolled + max(min(height / 4, scrolled), height - (maximum - scrolled))


def scroll_for(line: float, maximum: float, height: float) -> float:
    """How far to scroll that this line is the one that is read."""
    return max(0.0, min(max(line / 2, line - height / 4), (line - height + maximum) / 2))


def _knots(leader: AnswerView, follower: AnswerView) -> list[tuple[float, float]]:
    """Heights in both answers that belong together: their ends, and the headings that both have.

    Without such headings the first eighth of the blocks stands for the first eighth, and so on.
    """
    ends = (0.0, 0.0), (float(leader.page.total), float(follower.page.total))
    here, there = _headings(leader), _headings(follower)
    pairs = [
        (here[a][0], there[b][0])
        for a, b in common_headings([title for _, title in here], [title for _, title in there])
    ]
    if not pairs:
        pairs = [
            (_top(leader, len(leader.flow) * part // 8), _top(follower, len(follower.flow) * part // 8))
            for part in range(1, 8)
        ]
    return [ends[0], *pairs, ends[1]]


def _headings(view: AnswerView) -> list[tuple[float, str]]:
    return [
        (_top(view, index), block.block.body)
        for index, block in enumerate(view.flow)
        if block.block.kind is Kind.HEADING
    ]


def _top(view: AnswerView, index: int) -> float:
    """Where a block begins, from the answer's beginning."""
    return float(view.page.lead + view.flow.top(index))
