# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The text of an artifact, to be read and to be edited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from sidelight.gui.keys import ENTER
from sidelight.gui.rendered.source_text import SourceText


class Source(SourceText):
    """The text; Ctrl+Enter draws it, Esc leaves.

    Signals:
        drawn: it is to be drawn as it stands now.
        left: whoever edits is done.
    """

    drawn = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before the window's shortcut would: that one sends the prompt."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._draws(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw, leave, or write."""
        if self._draws(event):
            self.drawn.emit()
        elif event.key() == Qt.Key.Key_Escape and not self.isReadOnly():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _draws(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.key() in ENTER and control and not self.isReadOnly()
