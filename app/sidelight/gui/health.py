# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a window has to tell of its project: how it was found, what troubles it, what ended unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sidelight.gui.banner import Banner
from sidelight.gui.side import SidePanel

if TYPE_CHECKING:
    from sidelight.workbench.desk import Desk

LOOK_MS = 1000


class Health(QObject):
    """Looks at the project once a second, and says what is wrong in the banner for as long as it is."""

    def __init__(self, desk: Desk, banner: Banner, side: SidePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._banner = banner
        self._side = side
        self._problem = ""
        self._judged = 0
        self._again = QTimer(self, interval=LOOK_MS)
        self._again.timeout.connect(self._look)

    def greet(self) -> None:
        """Say how the project was found, if it was not as it should be."""
        recovered = len(self._desk.recovered)
        if self._desk.read_only:
            told = self.tr("This project can only be read. Save a copy to ask and to rate in it.")
            self._banner.say(told, "warn", closable=False)
        elif recovered:
            told = (
                self.tr("1 answer was being written when Sidelight last ended.")
                if recovered == 1
                else self.tr("{0} answers were being written when Sidelight last ended.").format(recovered)
            )
            kept = self.tr("What had arrived was kept and is marked “interrupted”.")
            self._banner.say(f"{told} {kept}", "info")

    def begin(self) -> None:
        """Look from now on."""
        self._again.start()

    def stop(self) -> None:
        """Look no more."""
        self._again.stop()

    def _look(self) -> None:
        self._desk.judging.tick()
        self._side.look_for_runs(self._desk.running.version)
        if self._desk.judging.version != self._judged:
            self._judged = self._desk.judging.version
            self._side.refresh()
        problem = self._desk.problem()
        if problem:
            if self._banner.sentence != problem:
                self._banner.say(problem, "bad", closable=False)
                self._problem = problem
        elif self._banner.sentence and self._banner.sentence == self._problem:
            self._banner.clear()
