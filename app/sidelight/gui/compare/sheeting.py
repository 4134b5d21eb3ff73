# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The open comparison as a contact sheet, over its panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.overlay import Overlay
from sidelight.gui.compare.state import state_of
from sidelight.gui.compare.tool import Page, Tool, reading
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.sheet.page import SheetPage
    from sidelight.workbench.live import LiveAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("CompareTools", text)


class Sheeting(Overlay["SheetPage"]):
    """Opens the contact sheet over the panes, and closes it again."""

    def make(self, theme: Theme, parent: QWidget) -> SheetPage:
        """The sheet."""
        from sidelight.gui.sheet.page import SheetPage  # after first paint

        ground = self._ground
        page = SheetPage(ground.live, ground.names, _word_of, ground.desk, theme, parent)
        page.left.connect(self.close)
        page.opened.connect(self._show_answer)
        page.looked_at.connect(self.looked_at)
        page.judged.connect(self.judged)
        return page

    def get_ready(self, page: SheetPage) -> None:
        """The answer that was read is the one that is looked at."""
        current = self._ground.deck.current
        page.look_at(current.answer if current is not None else None)

    def enter(self, page: SheetPage) -> None:
        """Keys move through the attempts."""
        page.take_focus()

    def rest(self, page: SheetPage) -> None:
        """End what runs."""
        page.rest()

    def refresh(self) -> None:
        """A verdict may be another now."""
        if self.shown is not None:
            self.shown.refresh()

    def run_all(self) -> None:
        """Open the sheet, and run the script of every attempt."""
        if not self.is_open:
            self.open()
        if self.page is not None:
            self.page.run_all()

    def _show_answer(self, answer: LiveAnswer) -> None:
        """Go to an answer in its pane."""
        self._pane_of(answer)
        self.close()


def _word_of(answer: LiveAnswer) -> str:
    """How an answer stands, in a word."""
    return state_of(answer).word


def tools(page: Page) -> tuple[Tool, ...]:
    """Open it or close it, and run everything on it."""
    return (
        reading(
            page,
            "compare.sheet",
            _tr("Contact sheet of all attempts"),
            "Ctrl+G",
            "sheet",
            lambda known: known.overlay(Sheeting).toggle(),
            can=lambda known: known.overlay(Sheeting).possible,
            on=lambda known: known.overlay(Sheeting).is_open,
        ),
        reading(
            page,
            "sheet.run",
            _tr("Run all attempts on the contact sheet"),
            "Ctrl+Shift+G",
            "sheet",
            lambda known: known.overlay(Sheeting).run_all(),
            can=lambda known: known.overlay(Sheeting).possible,
        ),
    )
