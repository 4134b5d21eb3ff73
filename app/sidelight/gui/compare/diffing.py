# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Two answers of the open comparison laid beside each other, over its panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.overlay import Overlay
from sidelight.gui.compare.tool import Page, Tool, reading
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.diff.page import Candidate, DiffPage
    from sidelight.workbench.live import LiveAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("CompareTools", text)


class Diffing(Overlay["DiffPage"]):
    """Opens the page of differences over the panes, and closes it again."""

    _asked: tuple[LiveAnswer, LiveAnswer] | None = None

    def make(self, theme: Theme, parent: QWidget) -> DiffPage:
        """The page; nothing is compared yet."""
        from sidelight.gui.diff.page import DiffPage  # after first paint

        page = DiffPage(theme, parent)
        page.left.connect(self.close)
        return page

    @property
    def possible(self) -> bool:
        """Whether the answer that is read has anything beside it."""
        return self._pair() is not None

    def compare(self, first: LiveAnswer, second: LiveAnswer) -> None:
        """Lay two answers beside each other; each keeps the side at which its pane stands."""
        self._asked = first, second
        self.open()

    def enter(self, page: DiffPage) -> None:
        """Compare what is asked for, or else the answer that is read with what stands beside it."""
        pair, self._asked = self._asked or self._pair(), None
        if pair is not None:
            first, second = sorted(pair, key=lambda answer: (answer.position, answer.attempt))
            page.open(self._candidates(), first, second)

    def rest(self, page: DiffPage) -> None:
        """End the comparing."""
        page.rest()

    def close(self) -> None:
        """Go back to the panes; what is compared meanwhile is of no use there."""
        if self.page is not None:
            self.page.rest()
        super().close()

    def keep_up(self) -> None:
        """An answer may have ended meanwhile."""
        if self.shown is not None:
            self.shown.keep_up()

    def step(self, by: int) -> None:
        """The next difference, or the one before."""
        if self.shown is not None:
            self.shown.view.step(by)

    def others(self) -> list[Candidate]:
        """What the current answer can be compared with."""
        current = self._ground.deck.current
        answer = current.answer if current is not None else None
        return [candidate for candidate in self._candidates() if candidate.answer is not answer]

    def _candidates(self) -> list[Candidate]:
        from sidelight.gui.diff.page import Candidate  # after first paint

        found = []
        for place, pane in enumerate(self._ground.deck.panes):
            several = len(pane.attempts) > 1
            for answer in pane.attempts:
                name = self.tr("{0}, attempt {1}").format(pane.tab.name, answer.attempt)
                found.append(Candidate(answer, name if several else pane.tab.name, place))
        return found

    def _pair(self) -> tuple[LiveAnswer, LiveAnswer] | None:
        """The answer that is read, and what stands beside it: the next pane, or another attempt."""
        panes, current = self._ground.deck.panes, self._ground.deck.current
        if current is None or current.answer is None:
            return None
        place = panes.index(current)
        beside = [panes[at].answer for at in (place + 1, place - 1) if 0 <= at < len(panes)]
        before = [answer for answer in reversed(current.attempts) if answer is not current.answer]
        found = next((answer for answer in (*beside, *before) if answer is not None), None)
        return (current.answer, found) if found is not None else None


def tools(page: Page) -> tuple[Tool, ...]:
    """Open it or close it, and go from difference to difference."""
    return (
        reading(
            page,
            "compare.diff",
            _tr("Compare two answers word by word"),
            "Ctrl+D",
            "diff",
            lambda known: known.overlay(Diffing).toggle(),
            can=lambda known: known.overlay(Diffing).is_open or known.overlay(Diffing).possible,
            on=lambda known: known.overlay(Diffing).is_open,
        ),
        *(
            reading(
                page,
                name,
                text,
                keys,
                drawing,
                lambda known, by=by: known.overlay(Diffing).step(by),  # type: ignore[misc]
                can=lambda known: known.overlay(Diffing).is_open,
            )
            for name, text, keys, drawing, by in (
                ("diff.next", _tr("Next difference"), "F7", "down", 1),
                ("diff.previous", _tr("Difference before"), "Shift+F7", "up", -1),
            )
        ),
    )
