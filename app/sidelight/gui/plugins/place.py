# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What opens the dialog on plugins; it is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sidelight.gui.actions import Actions

if TYPE_CHECKING:
    from sidelight.gui.plugins.page import PluginsPage
    from sidelight.workbench.rendering import Rendering


class PluginsPlace(QObject):
    """An action of the window."""

    def __init__(self, rendering: Callable[[], Rendering], actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._rendering = rendering
        self._actions = actions
        self._window = window
        self.page: PluginsPage | None = None
        text = self.tr("Plugins: what shows, judges and exports…")
        actions.add("plugin.page", text, "Ctrl+Alt+U", self.open, icon_name="plugin")

    def open(self) -> None:
        """Show the plugins."""
        from sidelight.gui.plugins.page import PluginsPage

        if self.page is not None:
            self.page.deleteLater()  # the colours may be others by now
        self.page = PluginsPage(self._rendering(), self._actions.theme, self._window)
        self.page.open_page()
