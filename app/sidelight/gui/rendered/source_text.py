# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The text of an artifact to be read, however long it and its lines are, and to be edited as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sidelight.gui.rendered.slices import Slices

AT_ONCE = 20_000
"""Characters that are laid out in one step: some milliseconds."""
LONGEST_LINE = 20_000
"""A longer line is shown up to here: a text engine lays out a line as a whole."""


class SourceText(QPlainTextEdit):
    """Takes a long text in steps, so that the window goes on between."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._slices = Slices(self)
        self._text: str | None = None  # what is shown in parts, or cut
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show this text; what is longer than some pages comes a little at a time."""
        self._slices.stop()
        self._text = None
        if len(text) <= AT_ONCE:
            self.setPlainText(text)
            return
        self._text = text
        self.setPlainText("")
        self._slices.begin(self._fill(text))

    def make_whole(self) -> None:
        """Have all of it there at once, its longest lines too, as whoever edits it needs it."""
        if self._text is not None:
            self._slices.stop()
            text, self._text = self._text, None
            self.setPlainText(text)

    @property
    def filling(self) -> bool:
        """Whether more of it is to come."""
        return self._slices.busy

    def go_to_line(self, line: int) -> None:
        """Select a line, counted from 1, and bring it into sight."""
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid() and self.filling:
            self.make_whole()
            block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _fill(self, text: str) -> Iterator[None]:
        document = self.document()
        document.setUndoRedoEnabled(False)
        cursor, cut = QTextCursor(document), False
        for part, was_cut in _parts(text):
            cut = cut or was_cut
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(part)
            document.setModified(False)
            yield
        document.setUndoRedoEnabled(True)
        if not cut:
            self._text = None


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts of some pages, and whether a line of the part was cut."""
    part: list[str] = []
    size, at, cut = 0, 0, False
    while at < len(text):
        found = text.find("\n", at)
        end = found if found >= 0 else len(text)
        line = text[at : min(end, at + LONGEST_LINE)]
        if end - at > LONGEST_LINE:
            cut = True
            line += _more(end - at - LONGEST_LINE)
        line += text[end : end + 1]
        part.append(line)
        size, at = size + len(line), end + 1
        if size >= AT_ONCE:
            yield "".join(part), cut
            part, size, cut = [], 0, False
    yield "".join(part), cut


def _more(count: int) -> str:
    words = QCoreApplication.translate("SourceText", "… {0} characters more in this line")
    return words.format(f"{count:,}")
