# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The keyboard in an answer: arrows scroll, with Shift they select; Tab goes through what can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from sidelight.gui.answer.page import Page
from sidelight.gui.answer.pointer import Target, tooltip_of
from sidelight.gui.answer.selection import Selection, Spot

_KEY = Qt.Key


def moved(event: QKeyEvent, page: Page, selection: Selection) -> Spot | None:
    """Where Shift and a key bring the caret; ``None`` if this key does not select."""
    modifiers = event.modifiers()
    if not modifiers & Qt.KeyboardModifier.ShiftModifier or not len(page.flow):
        return None
    word = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    key, caret = event.key(), selection.caret
    if key in (_KEY.Key_Left, _KEY.Key_Right):
        return selection.step(caret, forward=key == _KEY.Key_Right, word=word)
    if key in (_KEY.Key_Up, _KEY.Key_Down):
        return _vertically(page, caret, down=key == _KEY.Key_Down)
    if key in (_KEY.Key_PageUp, _KEY.Key_PageDown):
        box = page.caret(caret)
        step = page.height * 0.9 * (1 if key == _KEY.Key_PageDown else -1)
        return page.spot_at(QPointF(box.x(), box.center().y() + step))
    if key == _KEY.Key_Home:
        return Spot(0, 0) if word else Spot(caret.index, page.flow[caret.index].line_range(caret.offset)[0])
    if key == _KEY.Key_End:
        last = len(page.flow) - 1
        if word:
            return Spot(last, len(page.flow[last].text))
        return Spot(caret.index, page.flow[caret.index].line_range(caret.offset)[1])
    return None


def _vertically(page: Page, caret: Spot, *, down: bool) -> Spot:
    """One line up or down, in the same place of the line; over the end of a block into the next."""
    box = page.caret(caret)
    view = page.flow[caret.index]
    middle = box.center().y() + (box.height() if down else -box.height())
    top = page.top(caret.index)
    if top <= middle <= top + view.height:
        spot = page.spot_at(QPointF(box.x(), middle))
        if spot.index == caret.index and (spot > caret) == down and spot != caret:
            return spot
    index = caret.index + (1 if down else -1)
    if not 0 <= index < len(page.flow):
        return Spot(caret.index, len(view.text) if down else 0)
    other = page.flow[index]
    if other.width < 0:
        other.arrange(page.width_for(other))
        page.flow.resized(index)
    y = other.caret(0).center().y() if down else other.caret(len(other.text)).center().y()
    return Spot(index, other.hit(QPointF(box.x() - page.left, y)))


def targets(page: Page) -> list[Target]:
    """What can be pressed among the blocks in sight, in reading order."""
    found: list[Target] = []
    for index in page.visible():
        view = page.flow[index]
        found += [Target(index, c.name, tooltip=c.tooltip) for c in view.controls() if c.name != "bar"]
        found += [
            Target(index, f"link {start}", address, tooltip_of(address)) for start, _, address in view.links()
        ]
    return found
