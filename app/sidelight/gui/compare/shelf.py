# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The comparisons whose panes are kept as they are while others are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from sidelight.domain.identity import ComparisonId
from sidelight.gui.compare.opened import OpenComparison

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveComparison

KEPT_OPEN = 4
"""More would hold the text, the views and the running scripts of comparisons that nobody looks at."""


class Shelf:
    """The last few comparisons looked at, in the stack that shows one of them."""

    def __init__(self, stack: QStackedWidget, make: Callable[[LiveComparison], OpenComparison]) -> None:
        self._stack = stack
        self._make = make
        self._kept: OrderedDict[ComparisonId, OpenComparison] = OrderedDict()

    def live(self, identity: ComparisonId) -> LiveComparison | None:
        """A comparison that is kept."""
        kept = self._kept.get(identity)
        return kept.live if kept is not None else None

    def show(self, live: LiveComparison) -> OpenComparison:
        """Bring a comparison to the front; the one looked at longest ago may go."""
        identity = live.comparison.id
        if identity not in self._kept:
            self._kept[identity] = self._make(live)
            self._stack.addWidget(self._kept[identity].area)
        self._kept.move_to_end(identity)
        self._stack.setCurrentWidget(self._kept[identity].area)
        while len(self._kept) > KEPT_OPEN:
            _, old = self._kept.popitem(last=False)
            old.leave()
            self._stack.removeWidget(old.area)
            old.area.deleteLater()
        return self._kept[identity]

    def every(self) -> tuple[OpenComparison, ...]:
        """All that is kept."""
        return tuple(self._kept.values())

    def leave(self) -> None:
        """End live views and let go of the clock: all of them, even if one cannot."""
        with ExitStack() as leaving:
            for kept in self._kept.values():
                leaving.callback(kept.leave)
