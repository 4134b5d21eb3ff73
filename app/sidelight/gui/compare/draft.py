# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A prompt that was not sent yet: kept for its project, and put back when the window opens again."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QTextCursor

from sidelight.gui.compare.prompt import PromptBox

REST_MS = 1000
"""So long after the last key, what the box holds is kept."""


class Draft(QObject):
    """What the prompt box holds, on disk.

    Attributes:
        rest: runs out when typing rests.
    """

    def __init__(
        self, box: PromptBox, settings: QSettings, project: Path, parent: QObject, name: str = "draft"
    ) -> None:
        """Put back what was being written in this project.

        Args:
            box: where it is written.
            settings: where it is kept.
            project: the file that it belongs to.
            parent: Qt's.
            name: under which it is kept; each box of a window has its own.
        """
        super().__init__(parent)
        self._box = box
        self._settings = settings
        self._key = f"{name}/{sha256(str(project.absolute()).encode('utf-8', 'surrogateescape')).hexdigest()}"
        kept = self._kept()
        if kept:
            box.set_exact_text(kept)
            box.document().clearUndoRedoStacks()
            box.moveCursor(QTextCursor.MoveOperation.End)
        self.rest = QTimer(self, singleShot=True, interval=REST_MS)
        self.rest.timeout.connect(self.keep)
        box.textChanged.connect(self._note_change)

    def keep(self) -> None:
        """Bring what the box holds to the disk now; an empty box leaves nothing there."""
        self.rest.stop()
        text = self._box.exact_text()
        if text == self._kept():
            return
        if text:
            # As JSON: settings files cannot hold every character as it is.
            self._settings.setValue(self._key, json.dumps(text))
        else:
            self._settings.remove(self._key)
        self._settings.sync()

    def _note_change(self) -> None:
        if self._box.document().isEmpty():
            self.keep()  # it was sent, or thrown away: neither is to come back
        else:
            self.rest.start()

    def _kept(self) -> str:
        try:
            kept = json.loads(str(self._settings.value(self._key) or '""'))
        except ValueError:
            return ""
        return kept if isinstance(kept, str) else ""
