# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The seconds in the panes' heads: they go on while a model has not said anything yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from sidelight.gui.compare.pane import Pane

SECOND_MS = 1000


class Seconds(QTimer):
    """Has the heads count, once a second and only while answers are being written."""

    def __init__(self, panes: Callable[[], Iterable[Pane]], parent: QObject) -> None:
        super().__init__(parent, interval=SECOND_MS)
        self._panes = panes
        self._left = False
        self.timeout.connect(self._count)

    def keep(self, *, running: bool) -> None:
        """Answers are being written now, or none is."""
        if not running:
            self.stop()
        elif not self.isActive() and not self._left:
            self.start()

    def leave(self) -> None:
        """Count no more; the window closes."""
        self._left = True
        self.stop()

    def _count(self) -> None:
        for pane in self._panes():
            pane.refresh_head()
