# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the servers that a user has named offer: asked in the background, known from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, Signal

from sidelight.domain.errors import SidelightError
from sidelight.domain.model import Connection, Model
from sidelight.gui.awaited import Awaited

HERE = ("local", "recorded")
"""The kinds of connection that lead to no server: their models are known without asking."""


class Served(QObject):
    """The models of servers.

    Signals:
        changed: a server answered, or did not.
    """

    changed = Signal()

    def __init__(
        self,
        connections: Callable[[], Sequence[Connection]],
        ask: Callable[[str], Future[list[Model]]],
        parent: QObject,
    ) -> None:
        """Know nothing yet.

        Args:
            connections: where models are served; only servers are asked.
            ask: asks one of them by its name and returns at once.
            parent: whose end ends the waiting.
        """
        super().__init__(parent)
        self._connections = connections
        self._ask = ask
        self._asked: set[str] = set()
        self._models: dict[str, list[Model]] = {}
        self._troubles: dict[str, str] = {}
        self._awaited = Awaited(self)

    @property
    def servers(self) -> list[Connection]:
        """The servers that are named."""
        return [connection for connection in self._connections() if connection.kind not in HERE]

    @property
    def models(self) -> list[Model]:
        """What is known to be served, a server after the other."""
        return [model for server in self.servers for model in self._models.get(server.name, [])]

    def refresh(self) -> None:
        """Ask every server anew, but for those that are being asked."""
        for server in self.servers:
            if server.name not in self._asked:
                self._asked.add(server.name)
                self._awaited.add(self._ask(server.name), partial(self._take_in, server.name))

    def remarks(self) -> list[str]:
        """A sentence on each server that has not answered yet, or would not."""
        remarks = []
        for server in self.servers:
            if trouble := self._troubles.get(server.name):
                remarks.append(f"{server.label}: {trouble}")
            elif server.name in self._asked and server.name not in self._models:
                remarks.append(self.tr("Asking {0} for its models…").format(server.label))
        return remarks

    def _take_in(self, name: str, told: Future[list[Model]]) -> None:
        self._asked.discard(name)
        self._troubles.pop(name, None)
        try:
            self._models[name] = told.result()
        except SidelightError as error:
            self._models.pop(name, None)
            self._troubles[name] = error.sentence
        self.changed.emit()
