# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""All live views of a comparison as one: they begin together, go on and wait together, and share input."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from sidelight.gui.glview.view import LiveView

PATIENCE_MS = 20_000
"""A script that has not drawn anything by then is not waited for any longer."""
SHARED = frozenset({"key", "motion", "button", "wheel"})
"""What a person does with a script; the size and the keyboard's whereabouts are each view's own."""


class Chorus(QObject):
    """Takes every live view of a comparison as it comes; one that goes drops out by itself.

    Signals:
        changed: there are others, or they stand otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[LiveView] = []
        self._awaited: list[LiveView] = []
        self._was_held = False
        self.mirrored = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._go)

    def add(self, view: LiveView) -> None:
        """One more view."""
        self._views.append(view)
        view.input_made.connect(partial(self._mirror, view))
        view.steering.changed.connect(self._see)
        view.ended.connect(lambda _end: self._see())
        view.ended.connect(lambda _end: self.changed.emit())
        self.changed.emit()

    @property
    def views(self) -> list[LiveView]:
        """Those whose script is there."""
        self._views = [view for view in self._views if isValid(view)]
        return [view for view in self._views if view.steering.running]

    @property
    def held(self) -> bool:
        """Whether every one of them waits."""
        views = self.views
        return bool(views) and all(view.steering.held for view in views)

    @property
    def gathering(self) -> bool:
        """Whether first frames are waited for."""
        return bool(self._awaited)

    def begin(self) -> None:
        """Those that wait for a signal get it once each has drawn its first frame."""
        # While the last of them was being started, the first may have drawn what it waits at.
        self._awaited = [view for view in self.views if view.run.paused and view.run.frames <= 1]
        self._patience.start()
        self.changed.emit()
        self._see()

    def toggle_pause(self) -> None:
        """Let all wait, or all go on if all wait."""
        self._awaited = []
        held = self.held
        for view in self.views:
            view.past.leave()
            view.steering.set_held(not held)
        self.changed.emit()

    def step(self) -> None:
        """One frame of each; running ones are paused first."""
        for view in self.views:
            view.past.leave()
            view.steering.step()
        self.changed.emit()

    def set_mirrored(self, on: bool) -> None:
        """Whether what one does in a view is done in all of them."""
        self.mirrored = on
        self.changed.emit()

    def _see(self) -> None:
        if self.held != self._was_held:
            self._was_held = not self._was_held
            self.changed.emit()
        if self._awaited and not any(self._is_awaited(view) for view in self._awaited):
            self._go()

    @staticmethod
    def _is_awaited(view: LiveView) -> bool:
        return isValid(view) and view.steering.running and view.run.frames == 0

    def _go(self) -> None:
        """The signal: one word in shared memory for each, written one right after the other."""
        self._patience.stop()
        ready, self._awaited = self._awaited, []
        for view in ready:
            if isValid(view) and view.run.paused:
                view.steering.set_held(False)
        if ready:
            self.changed.emit()

    def _mirror(self, source: LiveView, message: object) -> None:
        if not self.mirrored or not isinstance(message, dict) or message.get("t") not in SHARED:
            return
        for view in self.views:
            if view is not source and not view.past.active and view.canvas.has_picture():
                view.run.send(_scaled(message, source, view))


def _scaled(message: Mapping[str, object], source: LiveView, target: LiveView) -> dict[str, object]:
    """The same place in a window of another size."""
    scaled = dict(message)
    before, after = source.canvas.picture_size(), target.canvas.picture_size()
    for axis, old, new in (("x", before.width(), after.width()), ("y", before.height(), after.height())):
        place = scaled.get(axis)
        if isinstance(place, int) and old > 0:
            scaled[axis] = max(0, min(new - 1, (2 * place + 1) * new // (2 * old)))
    return scaled
