# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Has a window take up what other programs do with plugins: install, remove, allow, switch on and off."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from shiboken6 import delete

SETTLED_MS = 400
"""So long after a folder's last change it is looked at: what is being installed comes in many steps."""
_AFTERWARDS_MS = 2000
"""Then once more: the last steps may change files alone, of which a folder's watcher says nothing."""


class Watchable(Protocol):
    """What is told to look; ``sidelight.workbench.rendering.Rendering`` is it."""

    def watched(self) -> tuple[str, ...]:
        """Folders whose names change when something may be otherwise."""

    def look_again(self) -> None:
        """Look, in the background."""


class PluginWatch(QObject):
    """Tells when to look: when a folder changed, and when a person comes back to the window.

    While neither happens, nothing runs.
    """

    def __init__(self, plugins: Watchable, parent: QObject) -> None:
        """Watch until ``parent`` is gone, or ``close``."""
        super().__init__(parent)
        self._plugins = plugins
        self._over = False
        self._late, self._afterwards = QTimer(self), QTimer(self)
        self._files = QFileSystemWatcher(self)
        self._files.directoryChanged.connect(lambda _folder: self._late.start())
        for timer, pause in ((self._late, SETTLED_MS), (self._afterwards, _AFTERWARDS_MS)):
            timer.setSingleShot(True)
            timer.setInterval(pause)
            timer.timeout.connect(self._look)
        self._late.timeout.connect(self._afterwards.start)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._came_back)
        self._watch()

    def close(self) -> None:
        """Look no more. A second call does nothing."""
        if self._over:
            return
        self._over = True
        self._late.stop()
        self._afterwards.stop()
        # Here and now: collected on another thread, its descriptor would be closed under the window's loop.
        delete(self._files)

    def _watch(self) -> None:
        """Watch what is there by now: a folder may be made by what is installed first."""
        if fresh := [one for one in self._plugins.watched() if one not in self._files.directories()]:
            self._files.addPaths(fresh)

    def _came_back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and not self._over:
            self._look()

    def _look(self) -> None:
        self._watch()
        self._plugins.look_again()
