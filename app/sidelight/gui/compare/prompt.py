# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The prompt box: it grows with its text, and nothing is sent while an input method is still composing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from sidelight.gui.bounded import BoundedText
from sidelight.gui.keys import ENTER

LINES_AT_REST = 2


class PromptBox(BoundedText):
    """The field one writes the prompt in. Ctrl+Enter sends, Enter begins a new line.

    Signals:
        send_requested: Ctrl+Enter was pressed, and no composition was open.
        height_wanted: the text needs another height.
        focus_changed: the keyboard came (True) or went.
        files_given: files were dropped or pasted (a list of paths).
    """

    send_requested = Signal()
    height_wanted = Signal()
    focus_changed = Signal(bool)
    files_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(self.tr("Write a prompt"))
        self.setAccessibleName(self.tr("Prompt"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._composing = False
        self.document().documentLayout().documentSizeChanged.connect(self.height_wanted)

    @property
    def composing(self) -> bool:
        """Whether an input method holds text that is not yet part of the prompt."""
        return self._composing

    def wanted_height(self) -> int:
        """Pixels that show all of the text, or two lines of it if it is shorter."""
        return self._height_of(int(self.document().documentLayout().documentSize().height()))

    def least_height(self) -> int:
        """Pixels that show two lines."""
        return self._height_of(LINES_AT_REST)

    def _height_of(self, lines: int) -> int:
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + 4
        return max(LINES_AT_REST, lines) * self.fontMetrics().lineSpacing() + frame

    def sizeHint(self) -> QSize:
        """As high as wanted."""
        return QSize(400, self.wanted_height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Files are welcome as well as text."""
        return bool(_files(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Files go with the prompt; text goes into it."""
        files = _files(source)
        if files:
            self.files_given.emit(files)
        else:
            super().insertFromMimeData(source)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Watch for a composition's begin and end."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A composition does not outlive the keyboard."""
        super().focusOutEvent(event)
        self._composing = False
        self.focus_changed.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before the window's shortcut would: only this box knows about compositions."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sends(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, or type."""
        if event.key() in ENTER and self._composing:
            # The input method's own Enter: it ends the composition and is nothing to the prompt.
            event.accept()
            return
        if _sends(event):
            self.send_requested.emit()
            return
        super().keyPressEvent(event)


def _files(source: QMimeData) -> list[Path]:
    """The files that something dropped or pasted consists of; none if it is anything else."""
    urls = source.urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []


def _sends(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() in ENTER and control
