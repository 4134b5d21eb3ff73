# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Telling the author of a plugin, in the window, why what was saved last cannot be used."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from sidelight.gui.banner import Banner

LOOK_EVERY_MS = 300


class Developed(Protocol):
    """What knows of plugins under development; ``sidelight.workbench.rendering.Rendering`` is it."""

    @property
    def author_problem(self) -> str:
        """Why one cannot be used as it was saved last; empty if it can."""


class Authoring(QObject):
    """Keeps a banner saying what is wrong, for as long as it is. Ends with the banner."""

    def __init__(self, rendering: Developed, banner: Banner) -> None:
        super().__init__(banner)
        self._rendering = rendering
        self._banner = banner
        self._told = ""
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        problem = self._rendering.author_problem
        if problem == self._told:
            return
        if problem:
            shown = self.tr("{0} What is shown is from before.")
            self._banner.say(shown.format(problem), "bad")
        elif self._banner.sentence.startswith(self._told):
            self._banner.clear()
        self._told = problem
