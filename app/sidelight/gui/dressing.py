# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Other colours for a window at work: made ready over turns of the event loop, and seen all at once.

A style sheet that changes has Qt dress every widget of the window in one go, a tenth of a millisecond each.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from sidelight.gui.rendered.slices import Slices
from sidelight.gui.style import take_look
from sidelight.gui.theme import Theme


class Themed(Protocol):
    """What is painted in colours."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""


class HandsOn:
    """What consists of parts that are themed one by one."""

    def hand_on(self, theme: Theme) -> Iterable[Themed]:
        """Take other colours itself, and give the parts that are yet to take them."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in other colours, at once."""
        for part in self.hand_on(theme):
            part.set_theme(theme)


class Dressing:
    """Puts a window into other colours."""

    def __init__(
        self,
        window: QWidget,
        parts: Callable[[], Iterable[Themed]],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Do nothing yet; see ``begin``.

        Args:
            window: what ``style.dress`` dressed first.
            parts: what is in it, as it stands when the colours change.
            clock: tells when a turn has taken long enough; seconds.
        """
        self._window = window
        self._parts = parts
        self._slices = Slices(window, clock)

    @property
    def busy(self) -> bool:
        """Whether something has the colours of before."""
        return self._slices.busy

    def begin(self, theme: Theme) -> None:
        """Change to this theme, whatever change is under way."""
        self._slices.begin(self._change(theme))

    def _change(self, theme: Theme) -> Iterator[None]:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        # What is seen stands still, in the colours of before, until all of it has the others.
        frozen = [one for one in application.topLevelWidgets() if _belongs(one, self._window)]
        for one in frozen:
            one.setUpdatesEnabled(False)
        unseen: list[QWidget] = []
        later: list[Themed] = []
        try:
            take_look(application, self._window, theme)
            for _ in _polish([self._window], unseen):
                yield
            for part in _each(self._parts(), theme):
                if _is_hidden(part):
                    later.append(part)
                    continue
                part.set_theme(theme)
                yield
        finally:
            for one in frozen:
                if isValid(one):
                    one.setUpdatesEnabled(True)
        for part in later:
            yield
            if isValid(part):
                part.set_theme(theme)
        yield from _polish(unseen, None)


def _belongs(widget: QWidget, window: QWidget) -> bool:
    """Whether this is the window, or one over it that is open."""
    above: QWidget | None = widget
    while above is not None and above is not window:
        above = above.parentWidget()
    return above is window and widget.isVisible()


def _is_hidden(part: Themed) -> bool:
    return isinstance(part, QWidget) and not (isValid(part) and part.isVisible())


def _each(parts: Iterable[Themed], theme: Theme) -> Iterator[Themed]:
    for part in parts:
        if not isValid(part):
            continue  # gone since the change began
        if isinstance(part, HandsOn):
            yield from _each(part.hand_on(theme), theme)
        else:
            yield part


def _polish(widgets: Iterable[QWidget], unseen: list[QWidget] | None) -> Iterator[None]:
    """Dress widgets with all that is in them, one a step; of which nothing is seen goes into the list."""
    waiting = [(widget, widget.rect()) for widget in widgets if isValid(widget)][::-1]
    while waiting:
        widget, seen = waiting.pop()
        if not isValid(widget):
            continue
        if unseen is not None and (not widget.isVisible() or seen.isEmpty()):
            unseen.append(widget)
            continue
        # What was never shown is dressed when it is. Nothing is laid out anew: colours alone differ.
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().polish(widget)
            widget.update()
            yield
        for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[::-1]:
            place = child.geometry()
            part = child.rect() if child.isWindow() else place.intersected(seen).translated(-place.topLeft())
            waiting.append((child, part))
