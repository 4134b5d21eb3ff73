# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What opens the dialog of connections; it is made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions

if TYPE_CHECKING:
    from sidelight.gui.settings.page import ConnectionsPage
    from sidelight.workbench.connecting import Connecting


class ConnectionsPlace(QObject):
    """Two actions of the window: the connections there are, and a new one.

    Signals:
        changed: the servers are others now; they can be asked at once.
    """

    changed = Signal()

    def __init__(self, connecting: Connecting, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._connecting = connecting
        self._window = window
        self._theme = actions.theme
        self.page: ConnectionsPage | None = None
        text = self.tr("Connections: servers, keys and limits…")
        actions.add("connection.page", text, "Ctrl+,", self.open, icon_name="server")
        text = self.tr("Add a server…")
        actions.add("connection.add", text, "Ctrl+Alt+A", lambda: self.open(new=True), icon_name="plus")

    def open(self, *, new: bool = False) -> None:
        """Show the servers, or the fields of a new one."""
        if self.page is None:
            from sidelight.gui.settings.page import ConnectionsPage  # adapters and TOML come with it

            self.page = ConnectionsPage(self._connecting, self._theme, self._window)
            self.page.changed.connect(self.changed)
        self.page.open_at(new=new)
