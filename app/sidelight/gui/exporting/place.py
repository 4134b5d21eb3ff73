# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What opens the dialog for exports; it is made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions

if TYPE_CHECKING:
    from sidelight.gui.exporting.page import ExportPage
    from sidelight.workbench.desk import Desk


class ExportPlace(QObject):
    """An action of the window."""

    def __init__(self, desk: Desk, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._actions = actions
        self._window = window
        self.page: ExportPage | None = None
        text = self.tr("Export battles or comparisons…")
        actions.add("project.export", text, "Ctrl+Alt+O", self.open, icon_name="export")

    def open(self) -> None:
        """Show the forms; an export that is being written is shown as it goes."""
        from sidelight.gui.exporting.page import ExportPage

        if self.page is not None and not self.page.busy:
            self.page.deleteLater()  # the colours may be others by now
            self.page = None
        if self.page is None:
            self.page = ExportPage(self._desk.giving_out, self._actions.theme, self._window)
        self.page.open_page()

    def leave(self) -> None:
        """The window closes."""
        if self.page is not None:
            self.page.leave()
