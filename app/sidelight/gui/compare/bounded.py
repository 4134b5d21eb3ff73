# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A plain text field in which no line is ever long, and which still gives back the exact text.

Qt lays out a line as one thing: 200 kB without a line break take seconds. So a long line is broken into
pieces, each ending with an invisible mark that says "no line ends here"; ``exact_text`` takes the marks out.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

LONGEST_LINE = 1000
"""Characters; a multiple of a screen line, small enough to lay out in well under a millisecond."""

MARKS = tuple(
    map(chr, (0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x206A, 0x206B, 0x206C, 0x206D, 0x206E, 0x206F))
)
"""Invisible characters of zero width; the first that the text does not hold itself is used."""

_BLOCK_END = chr(0x2029)  # what QTextDocument writes between paragraphs


class BoundedText(QPlainTextEdit):
    """The field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = MARKS[0]
        self._last_length = 0

    def exact_text(self) -> str:
        """The text as it was typed or pasted."""
        raw = self.document().toRawText().replace(_BLOCK_END, "\n")
        return raw.replace(f"{self._mark}\n", "").replace(self._mark, "")

    def set_exact_text(self, text: str) -> None:
        """Replace everything, in a way that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        self._mark = _unused_mark(text, MARKS[0])
        cursor.insertText(self._bounded(text, 0))
        self._last_length = len(text) - (text.rfind("\n") + 1)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def append_text(self, text: str) -> None:
        """Add to the end of a field that nobody types in; the cost is that of what is new."""
        if self._mark in text:
            self.set_exact_text(self.exact_text() + text)
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(self._bounded(text, self._last_length))
        tail = len(text) - (text.rfind("\n") + 1)
        self._last_length = tail if "\n" in text else self._last_length + tail

    def insert_exact(self, text: str) -> None:
        """Put text where the cursor is, in place of what is selected."""
        if self._mark in text:
            known = self.exact_text()
            mark = _unused_mark(known + text, "")
            if mark:
                self._change_mark(mark)
        self.textCursor().insertText(self._bounded(text, self.textCursor().positionInBlock()))
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Paste, with long lines broken invisibly."""
        if source.hasText():
            self.insert_exact(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 (Qt's name)
        """Copy exactly what was typed or pasted, without the marks."""
        data = QMimeData()
        raw = self.textCursor().selectedText().replace(_BLOCK_END, "\n")
        data.setText(raw.replace(f"{self._mark}\n", "").replace(self._mark, ""))
        return data

    def _bounded(self, text: str, already: int) -> str:
        """The text with each long line broken; ``already`` characters stand before it on its first line."""
        if len(text) + already <= LONGEST_LINE:
            return text
        pieces = []
        for line in text.split("\n"):
            room = max(1, LONGEST_LINE - already)
            if len(line) <= room:
                pieces.append(line)
            else:
                cuts = [line[:room]]
                cuts += [line[at : at + LONGEST_LINE] for at in range(room, len(line), LONGEST_LINE)]
                pieces.append(f"{self._mark}\n".join(cuts))
            already = 0
        return "\n".join(pieces)

    def _change_mark(self, mark: str) -> None:
        position = self.textCursor().position()
        anchor = self.textCursor().anchor()
        text = self.document().toRawText().replace(_BLOCK_END, "\n").replace(self._mark, mark)
        self._mark = mark
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)


def _unused_mark(text: str, otherwise: str) -> str:
    return next((mark for mark in MARKS if mark not in text), otherwise)
