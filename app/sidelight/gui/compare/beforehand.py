# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands around the prompt box before anything is sent: limits, room, and files that go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sidelight.gui.compare.asking import Asking
from sidelight.gui.compare.attaching import Attaching
from sidelight.gui.compare.left import Left
from sidelight.gui.compare.room import Room
from sidelight.gui.compare.rounds import Rounds

if TYPE_CHECKING:
    from sidelight.gui.compare.composer import Composer
    from sidelight.workbench.desk import Desk


class Beforehand:
    """The user's own limits, the models' contexts, and the attached files; told near Send."""

    def __init__(
        self, desk: Desk, asking: Asking, composer: Composer, rounds: Rounds, page: QWidget, window: QWidget
    ) -> None:
        self._left = Left(desk.connecting, composer, page)
        self._room = Room(desk.comparing, asking, composer, rounds, page)
        self.attaching = Attaching(asking, composer, window)

    def refresh(self) -> None:
        """Something that counts is another now."""
        self._left.refresh()
        self._room.refresh()

    def leave(self) -> None:
        """Look no more; the window closes."""
        self._left.leave()
        self._room.leave()
        self.attaching.leave()
