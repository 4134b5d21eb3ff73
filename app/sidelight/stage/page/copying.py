# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a person copies in a page, told to the application.

The engine has a clipboard of its own in here, which ends with it: a page reaches no other. What comes to it
is told on only if the person has just asked for it, once for each time.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from sidelight.domain.copying import LONGEST
from sidelight.stage.channel import Channel
from sidelight.stage.page.parting import tell_long

PATIENCE_S = 2.0
"""A page that is busy copies a little later than the key was pressed."""


class Copying(QObject):
    """Hands on what the engine's own clipboard is given."""

    def __init__(self, channel: Channel, parent: QObject) -> None:
        super().__init__(parent)
        self._channel = channel
        self._asked: int | None = None
        self._until = 0.0
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._changed)

    def ask(self, number: object) -> None:
        """The person presses the keys that copy."""
        if isinstance(number, int):
            self._asked, self._until = number, time.monotonic() + PATIENCE_S

    def _changed(self) -> None:
        number, self._asked = self._asked, None
        if number is not None and time.monotonic() < self._until:
            # One more than may be taken, so that it can be said that there was more.
            tell_long(self._channel, "copied", number, self._clipboard.text(), LONGEST + 1)
