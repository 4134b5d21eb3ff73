# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Takes to the clipboard what a person copies in a page, and only when they pressed the keys for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from sidelight.gui.glview.canvas import Canvas
from sidelight.gui.glview.steering import Steering

if TYPE_CHECKING:
    from sidelight.workbench.live_run import LiveRun


class Copying(QObject):
    """Stands between a page and the clipboard; ``say`` takes a few words on what was done."""

    def __init__(self, run: LiveRun, canvas: Canvas, steering: Steering, say: Callable[[str], None]) -> None:
        super().__init__(canvas)
        self._run = run
        self._say = say
        canvas.copy_pressed.connect(self._ask)
        steering.changed.connect(self._take)

    def _ask(self) -> None:
        if self._run.flows:
            self._run.send(self._run.words.ask_copy())

    def _take(self) -> None:
        copied = self._run.words.take_copied()
        if copied is None:
            return
        QGuiApplication.clipboard().setText(copied.text)
        count = f"{len(copied.text):,}".replace(",", "\u2009")
        if copied.cut:
            self._say(self.tr("The first {n} characters were copied.").format(n=count))
        elif len(copied.text) == 1:
            self._say(self.tr("1 character was copied."))
        else:
            self._say(self.tr("{n} characters were copied.").format(n=count))
