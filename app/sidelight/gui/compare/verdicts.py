# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The verdict in the line of each live view: what stands of the answer, kept up with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from shiboken6 import isValid

from sidelight.gui.sheet.words import VERDICT_TONE, evidence_words, standing_word

if TYPE_CHECKING:
    from sidelight.gui.glview.view import LiveView
    from sidelight.workbench.judging import Judging
    from sidelight.workbench.live import LiveAnswer

LOOK_MS = 500
"""How often it is seen to whether a verdict has come: the verifier finds it on a thread of its own."""


class VerdictsInViews(QObject):
    """Shows in live views what stands of their answers."""

    def __init__(self, judging: Judging, parent: QObject) -> None:
        super().__init__(parent)
        self._judging = judging
        self._shown: list[tuple[LiveView, LiveAnswer]] = []
        self._version = judging.version
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def add(self, view: LiveView, answer: LiveAnswer) -> None:
        """One more view, of an answer's script."""
        self._shown.append((view, answer))
        self._show(view, answer)
        self._timer.start()

    def refresh(self) -> None:
        """Show what stands now."""
        self._version = self._judging.version
        self._shown = [one for one in self._shown if isValid(one[0])]
        for view, answer in self._shown:
            self._show(view, answer)
        if not self._shown:
            self._timer.stop()

    def _look(self) -> None:
        if self._version != self._judging.version or not all(isValid(view) for view, _ in self._shown):
            self.refresh()

    def _show(self, view: LiveView, answer: LiveAnswer) -> None:
        standing = self._judging.standing(answer)
        if standing.verdict is None:
            view.toolbar.show_verdict("", None, "")
            return
        keys = QCoreApplication.translate(
            "Verdicts", "Y: it passes. B: it fails. The same again takes it back."
        )
        evidence = "\n".join([*evidence_words(standing), keys])
        view.toolbar.show_verdict(standing_word(standing), VERDICT_TONE[standing.verdict], evidence)
