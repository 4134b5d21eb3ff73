# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place in a live view where its code is edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from sidelight.gui.glview.editor import Editor
from sidelight.gui.theme import Theme


class Editing(QObject):
    """Opens an editor in a column and puts it away; what was typed stays until the view goes.

    Signals:
        run_requested: run this text.
        resized: the column wants another height.
        left: the keyboard is to go back to the view.
    """

    run_requested = Signal(str)
    resized = Signal()
    left = Signal()

    def __init__(self, column: QVBoxLayout, texts: Callable[[], tuple[str, str]], parent: QObject) -> None:
        """Edit in a column.

        Args:
            column: where the editor is put, last.
            texts: gives what the answer says and what was run last.
            parent: the owner.
        """
        super().__init__(parent)
        self._column = column
        self._texts = texts
        self.editor: Editor | None = None

    @property
    def open(self) -> bool:
        """Whether it can be seen."""
        return self.editor is not None and not self.editor.isHidden()

    def taken_back(self) -> str | None:
        """The answer's own code, if the editor was taken back to it since something else was run."""
        original, ran = self._texts()
        back = self.editor is not None and not self.editor.changed()
        return original if back and ran != original else None

    def show(self, theme: Theme, line: int | None = None) -> None:
        """Open it, at a line if one is given."""
        if self.editor is None:
            editor = Editor(*self._texts(), theme)
            editor.run_requested.connect(self.run_requested)
            editor.closed.connect(self.hide)
            editor.resized.connect(self.resized)
            self._column.addWidget(editor)
            self.editor = editor
        self.editor.show()
        self.editor.code.setFocus(Qt.FocusReason.OtherFocusReason)
        if line is not None:
            self.editor.code.go_to_line(line)
        self.resized.emit()

    def hide(self) -> None:
        """Put it away."""
        if self.open and self.editor is not None:
            had_keyboard = self.editor.isAncestorOf(
                self.editor.window().focusWidget() or self.editor.window()
            )
            self.editor.hide()
            if had_keyboard:
                self.left.emit()
            self.resized.emit()

    def height_wanted(self) -> int:
        """Pixels that it takes."""
        return self.editor.height_wanted() if self.open and self.editor is not None else 0

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        if self.editor is not None:
            self.editor.set_theme(theme)
