# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The artifacts of the open comparison side by side, over its panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.overlay import Overlay
from sidelight.gui.compare.tool import Page, Tool, reading
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.gui.artifacts.page import ArtifactsPage
    from sidelight.workbench.live import LiveAnswer


def _tr(text: str) -> str:
    return QCoreApplication.translate("CompareTools", text)


class Gallery(Overlay["ArtifactsPage"]):
    """Opens the page of artifacts over the panes, and closes it again."""

    def make(self, theme: Theme, parent: QWidget) -> ArtifactsPage:
        """The page, drawn by the studio that draws in the answers."""
        from sidelight.gui.artifacts.page import ArtifactsPage  # after first paint

        ground, studio = self._ground, self._ground.studio
        if studio is None:
            raise ValueError("nothing draws artifacts here")
        can_run = ground.desk.running.can_run
        page = ArtifactsPage(ground.live, ground.names, studio.asking, theme, parent, studio.edits, can_run)
        ground.scripts.serve_page(page)
        page.left.connect(self.close)
        page.opened.connect(self._show_in_answer)
        page.link_clicked.connect(self.link_clicked)
        return page

    @property
    def possible(self) -> bool:
        """Whether anything draws here."""
        return self._ground.studio is not None

    def get_ready(self, page: ArtifactsPage) -> None:
        """Each column begins with the attempt that its pane shows."""
        for pane in self._ground.deck.panes:
            page.look_at(pane.answer)
        page.keep_up()

    def enter(self, page: ArtifactsPage) -> None:
        """Keys scroll the page."""
        page.setFocus()

    def _show_in_answer(self, answer: LiveAnswer, index: int) -> None:
        pane = self._pane_of(answer)
        if pane is not None:
            pane.set_raw(False)
        self.close()
        if pane is not None and pane.view is not None:
            pane.view.show_line(index, 1)


def tools(page: Page) -> tuple[Tool, ...]:
    """Open it or close it."""
    return (
        reading(
            page,
            "compare.artifacts",
            _tr("Artifacts of all answers side by side"),
            "Ctrl+Shift+K",
            "artifacts",
            lambda known: known.overlay(Gallery).toggle(),
            can=lambda known: known.overlay(Gallery).possible,
            on=lambda known: known.overlay(Gallery).is_open,
        ),
    )
