# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A plain text field in which no line is ever long, and which still gives back the exact text.

Qt lays out a paragraph as one thing: 200 kB without a line break take seconds. So a long line is cut into
several paragraphs. The break between two of them carries the property ``SOFT`` and is no part of the text.
The property is the break's own, so that nothing can come between the two, and undoing brings both again.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sidelight.gui.keys import ENTER

LONGEST_LINE = 1000
"""Characters; a multiple of a screen line, small enough to lay out in well under a millisecond."""

MOST = 2 * LONGEST_LINE
"""UTF-16 units that a paragraph may grow to by typing before it is cut, so that it is not cut at each key."""

SOFT = QTextFormat.Property.UserProperty.value + 1

_BREAK = chr(0x2029)  # what Qt writes between paragraphs
_BACKWARDS = (QKeySequence.StandardKey.Backspace, QKeySequence.StandardKey.DeleteStartOfWord)
_FORWARDS = (
    QKeySequence.StandardKey.Delete,
    QKeySequence.StandardKey.DeleteEndOfWord,
    QKeySequence.StandardKey.DeleteEndOfLine,
)


class BoundedText(QPlainTextEdit):
    """The field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = QTextCharFormat()
        self._soft = QTextCharFormat()
        self._soft.setProperty(SOFT, True)
        # Whether a line was ever cut: most texts need no looking at each break.
        self._cut = False
        self._touched: tuple[int, int] | None = None
        self._tidying = False
        self.document().contentsChange.connect(self._note_change)
        self.document().contentsChanged.connect(self._tidy)

    def exact_text(self) -> str:
        """The text as it was typed or pasted."""
        return self._joined(self.document().toRawText(), self.document().begin())

    def set_exact_text(self, text: str) -> None:
        """Replace everything, in a way that can be undone."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self._insert(cursor, text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def append_text(self, text: str) -> None:
        """Add to the end of a field that nobody types in; the cost is that of what is new."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._insert(cursor, text)

    def insert_exact(self, text: str) -> None:
        """Put text where the cursor is, in place of what is selected."""
        self._insert(self.textCursor(), text)
        self.ensureCursorVisible()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Paste, with long lines cut."""
        if source.hasText():
            self.insert_exact(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 (Qt's name)
        """Copy exactly what was typed or pasted."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        data = QMimeData()
        data.setText(self._joined(cursor.selectedText(), first))
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter always begins a line, and deleting steps over breaks that are not in the text."""
        if event.key() in ENTER and not self.isReadOnly():
            self.textCursor().insertBlock(QTextBlockFormat(), self._plain)
            self.ensureCursorVisible()
            event.accept()
            return
        if event.key() == Qt.Key.Key_Backspace or any(event.matches(keys) for keys in _BACKWARDS):
            self._step_over_breaks(-1)
        elif event.key() == Qt.Key.Key_Delete or any(event.matches(keys) for keys in _FORWARDS):
            self._step_over_breaks(1)
        super().keyPressEvent(event)

    def _step_over_breaks(self, step: int) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection() or self.isReadOnly():
            return
        while self._before_soft_break(cursor) if step > 0 else self._behind_soft_break(cursor):
            cursor.setPosition(cursor.position() + step)
        self.setTextCursor(cursor)

    def _before_soft_break(self, cursor: QTextCursor) -> bool:
        return cursor.atBlockEnd() and _goes_on(cursor.block().next())

    def _behind_soft_break(self, cursor: QTextCursor) -> bool:
        return cursor.atBlockStart() and _goes_on(cursor.block())

    def _joined(self, raw: str, block: QTextBlock) -> str:
        """What Qt gives for a range that begins in ``block``, as exact text."""
        if not self._cut:
            return raw.replace(_BREAK, "\n")
        pieces: list[str] = []
        for piece in raw.split(_BREAK):
            if pieces:
                pieces.append("" if _goes_on(block) else "\n")
            pieces.append(piece)
            block = block.next()
        return "".join(pieces)

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        """Put text in place of a selection, with no paragraph much longer than ``LONGEST_LINE``."""
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        room = LONGEST_LINE - cursor.positionInBlock()
        waiting: list[str] = []
        for at, line in enumerate(text.split("\n")):
            if at:
                waiting.append("\n")
                room = LONGEST_LINE
            while len(line) > room:
                waiting.append(line[: max(0, room)])
                cursor.insertText("".join(waiting), self._plain)
                waiting.clear()
                self._cut_here(cursor)
                line = line[max(0, room) :]
                room = LONGEST_LINE
            waiting.append(line)
        cursor.insertText("".join(waiting), self._plain)
        cursor.endEditBlock()

    def _cut_here(self, cursor: QTextCursor) -> None:
        cursor.insertBlock(QTextBlockFormat(), self._soft)
        self._cut = True

    @property
    def ever_cut(self) -> bool:
        """Whether any line was so long that it was cut."""
        return self._cut

    @staticmethod
    def goes_on(block: QTextBlock) -> bool:
        """Whether the break before a paragraph is no part of the text."""
        return _goes_on(block)

    # keeping paragraphs in bounds

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        first, last = self._touched or (position, position)
        self._touched = (min(first, position), max(last, position + added))

    def _tidy(self) -> None:
        touched, self._touched = self._touched, None
        # While there is something to redo, this was an undoing. An edit now would take the redoing away and
        # lay one more thing to undo on top, so that undoing would never come to its end.
        if touched is None or self._tidying or self.document().isRedoAvailable():
            return
        self._tidying = True
        try:
            self._keep_bounds(*touched)
        finally:
            self._tidying = False
            self._touched = None

    def _keep_bounds(self, first: int, last: int) -> None:
        """Cut what has grown too long, and put together what need not be cut any more.

        It belongs to the change that made it necessary and is undone with it. Where Qt undoes a letter apart
        from the cut that it caused, a paragraph may be that much longer until something is typed again.
        """
        cursor: QTextCursor | None = None
        block = self.document().findBlock(first)
        # The one behind the last that was touched is looked at too: it may fit to that one now.
        while block.isValid() and block.previous().position() <= last:
            joins = _goes_on(block) and _fit_together(block.previous(), block)
            if not joins and _length(block) <= MOST:
                block = block.next()
                continue
            if cursor is None:
                cursor = QTextCursor(self.document())
                cursor.joinPreviousEditBlock()
            if joins:
                cursor.setPosition(block.position())
                cursor.deletePreviousChar()
                block = cursor.block()
            else:
                self._cut_up(cursor, block)
                block = cursor.block().next()
            last = max(last, cursor.position())
        if cursor is not None:
            cursor.endEditBlock()

    def _cut_up(self, cursor: QTextCursor, block: QTextBlock) -> None:
        """Cut a paragraph into even pieces, the last of which ``cursor`` comes to stand in."""
        text, place = block.text(), block.position()
        size = len(text) // -(-_length(block) // LONGEST_LINE) + 1
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        for piece in pieces[:-1]:
            cursor.setPosition(place + _units(piece))
            self._cut_here(cursor)
            place = cursor.position()


def _goes_on(block: QTextBlock) -> bool:
    """Whether the break before a paragraph is no part of the text."""
    return block.isValid() and block.charFormat().hasProperty(SOFT)


def _fit_together(before: QTextBlock, block: QTextBlock) -> bool:
    lengths = _length(before), _length(block)
    return sum(lengths) <= LONGEST_LINE or 0 in lengths


def _length(block: QTextBlock) -> int:
    """UTF-16 units without the break at its end."""
    return block.length() - 1


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
