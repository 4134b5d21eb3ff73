# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The list of the user's servers, with a last row for a new one; and what a server serves, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from sidelight.domain.model import Connection, Model

WIDTH = 190
ROW = 30
NAMED_MODELS = 4
NAME_ROLE = Qt.ItemDataRole.UserRole
NEW = ""
"""The name of the row for a server that is not kept yet."""


class ServerList(QListWidget):
    """The list.

    Signals:
        chosen: the user went to another row (the server's name, or ``NEW``).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Servers"))
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._tell)

    def show_servers(self, servers: Sequence[Connection], name: str) -> None:
        """Show these, and mark the one of a name without telling of it."""
        with QSignalBlocker(self):
            self.clear()
            for server in servers:
                self._add_row(server.label, server.name, f"{server.name} · {server.base_url}")
            self._add_row(self.tr("New server…"), NEW, self.tr("Add a server"))
            self.setCurrentRow([*(server.name for server in servers), NEW].index(name))

    def _add_row(self, words: str, name: str, about: str) -> None:
        row = QListWidgetItem(words, self)
        row.setData(NAME_ROLE, name)
        row.setToolTip(about)
        row.setSizeHint(QSize(0, ROW))

    def _tell(self, row: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if row is not None:
            self.chosen.emit(str(row.data(NAME_ROLE)))


def told_of_models(label: str, models: Sequence[Model]) -> str:
    """Which models a server has, in a sentence."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("ConnectionsPage", text)

    if not models:
        return tr("“{0}” answers, but has no model yet.").format(label)
    names = ", ".join(model.label for model in models[:NAMED_MODELS])
    more = len(models) - NAMED_MODELS
    if len(models) == 1:
        return tr("“{0}” serves 1 model: {1}.").format(label, names)
    if more > 0:
        names = tr("{0} and {1} more").format(names, more)
    return tr("“{0}” serves {1} models: {2}.").format(label, len(models), names)
