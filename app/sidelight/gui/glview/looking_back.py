# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Looking back at a run's last seconds: the script waits meanwhile, and goes on from where it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from sidelight.gui.decoding import decoded
from sidelight.gui.glview.steering import Steering

if TYPE_CHECKING:
    from sidelight.workbench.recent import Snapshot

FORGET_AFTER_MS = 30_000
"""What is kept of a view that nobody has seen for so long is let go."""


class LookingBack(QObject):
    """Which of the kept frames is shown, if one is.

    Signals:
        changed: another frame is shown, or the live picture again.
    """

    changed = Signal()

    def __init__(self, steering: Steering, show: Callable[[QImage | None], None], parent: QObject) -> None:
        """Look back at what a steered run drew.

        Args:
            steering: holds the run meanwhile.
            show: shows a picture instead of the live one; ``None`` the live one again.
            parent: the owner.
        """
        super().__init__(parent)
        self._steering = steering
        self._show = show
        self._shots: Sequence[Snapshot] = ()
        self._at = -1
        self._goes_on = False
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(FORGET_AFTER_MS)
        self._forget.timeout.connect(self._let_go)

    @property
    def active(self) -> bool:
        """Whether an earlier frame is shown."""
        return self._at >= 0

    @property
    def shots(self) -> Sequence[Snapshot]:
        """What is kept: while looking back it stays as it was."""
        return self._shots if self.active else self._steering.run.recent.snapshots()

    @property
    def shown(self) -> Snapshot | None:
        """The frame that is shown, unless it is the live one."""
        return self._shots[self._at] if self.active else None

    @property
    def back_s(self) -> float | None:
        """How far back it lies from the newest one; ``None`` if the live one is shown."""
        shown = self.shown
        return None if shown is None else self._shots[-1].at_s - shown.at_s

    @property
    def length_s(self) -> float:
        """How many seconds are kept."""
        shots = self.shots
        return shots[-1].at_s - shots[0].at_s if len(shots) > 1 else 0.0

    def seek(self, share: float) -> None:
        """Show the frame at a share of the seconds that are kept: 0 is the oldest, 1 the newest."""
        if self._begin():
            due = self._shots[0].at_s + share * (self._shots[-1].at_s - self._shots[0].at_s)
            self._go(min(range(len(self._shots)), key=lambda at: abs(self._shots[at].at_s - due)))

    def step(self, by: int) -> None:
        """Show an earlier frame, or a later one; beyond the newest comes the live picture, which waits."""
        if by > 0 and not self.active:
            self._steering.step()
            return
        if not self._begin():
            return
        at = len(self._shots) - 1 if self._at < 0 else self._at
        if at + by >= len(self._shots):
            self._goes_on = False
            self.leave()
        else:
            self._go(max(0, at + by))

    def leave(self) -> None:
        """Show the live picture again; a script that was only held for this goes on."""
        if not self.active:
            return
        self._at, self._shots = -1, ()
        self._show(None)
        goes_on, self._goes_on = self._goes_on, False
        if goes_on:
            self._steering.set_held(False)
        self.changed.emit()

    def abandon(self) -> None:
        """The run begins anew: there is nothing to go back to."""
        self._at, self._shots, self._goes_on = -1, (), False
        self._show(None)
        self.changed.emit()

    def set_seen(self, seen: bool) -> None:
        """Nothing is kept of what nobody sees, and what was kept goes after a while."""
        self._steering.run.recent.recording = seen
        if seen:
            self._forget.stop()
        else:
            self._forget.start()

    def _begin(self) -> bool:
        if self.active:
            return True
        self._shots = self._steering.run.recent.snapshots()
        if not self._shots:
            return False
        self._goes_on = self._steering.running and not self._steering.held
        self._steering.set_held(True)
        return True

    def _go(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._show(decoded(self._shots[at].jpeg, "jpeg"))
            self.changed.emit()

    def _let_go(self) -> None:
        if not self.active:
            self._steering.run.recent.clear()
            self.changed.emit()
