# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Trying out what holds scripts on this machine, after the first paint and whenever somebody asks for it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sidelight.gui.awaited import Awaited
from sidelight.gui.library.badge import SandboxBadge

if TYPE_CHECKING:
    from sidelight.domain.running import SandboxReport
    from sidelight.workbench.running import Running


class SandboxTrial(QObject):
    """The trial, and the badge at the rail that shows what it found."""

    def __init__(self, running: Running, badge: SandboxBadge, parent: QObject) -> None:
        super().__init__(parent)
        self._running = running
        self._badge = badge
        self._awaited = Awaited(self)
        badge.retest_wanted.connect(lambda: self.begin(again=True))

    def begin(self, *, again: bool = False) -> None:
        """Try, and show the report when it is there; ``again`` does not take what is known."""
        self._awaited.add(self._running.probe(again=again), self._show)

    def stop(self) -> None:
        """Wait no more; the window closes."""
        self._awaited.stop()

    def _show(self, found: Future[SandboxReport]) -> None:
        self._badge.show_report(found.result())
