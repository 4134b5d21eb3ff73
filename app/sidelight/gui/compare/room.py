# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether what stands in the prompt box fits the models that it would go to, told before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from sidelight.domain.errors import SidelightError
from sidelight.gui.compare.asking import Asking

if TYPE_CHECKING:
    from sidelight.gui.compare.composer import Composer
    from sidelight.gui.compare.rounds import Rounds
    from sidelight.workbench.comparing import Comparing

AFTER_MS = 300


class Room(QObject):
    """Keeps the composer's line about room true; there is no line while everything fits."""

    def __init__(
        self,
        comparing: Comparing,
        asking: Asking,
        composer: Composer,
        rounds: Rounds,
        parent: QObject,
    ) -> None:
        """Look whenever the prompt, the models or the settings have changed.

        Args:
            comparing: knows what a prompt brings with it.
            asking: the settings of the next prompt.
            composer: where it is written, and what it goes to.
            rounds: know what it would continue.
            parent: Qt's.
        """
        super().__init__(parent)
        self._comparing = comparing
        self._asking = asking
        self._composer = composer
        self._rounds = rounds
        self._wait = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._wait.timeout.connect(self._look)
        composer.box.textChanged.connect(self.refresh)

    def refresh(self) -> None:
        """Something is another now."""
        self._wait.start()

    def leave(self) -> None:
        """Look no more; the window closes."""
        self._wait.stop()

    def _look(self) -> None:
        prompt = self._composer.box.exact_text()
        follows = self._rounds.followed
        if not prompt.strip() or (follows is not None and follows.running):
            self._composer.say_room("")
            return
        try:
            found = self._comparing.misfits(
                prompt,
                self._composer.models(),
                system="" if follows is not None else self._asking.system,
                config=self._asking.config,
                follows=follows,
                common=self._rounds.common,
                attachments=self._asking.attachments,
            )
        except SidelightError:
            # What it would continue cannot be read; sending says so.
            found = ()
        self._composer.say_room(" ".join(dict.fromkeys(fit.sentence for fit in found)))
