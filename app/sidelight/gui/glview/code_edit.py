# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A small editor for a script: its colours, its line numbers, and indenting as one is used to."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from sidelight.gui.theme import Theme
from sidelight.text.highlight import Lexers, Stretch, exact

INDENT = "    "
COLOURED_AFTER_MS = 60
SLICE_MS = 4.0
MOST_COLOURED = 200_000
"""Characters above which a text stays in one colour: it is lexed as a whole after each change."""
OWN_KEYS = frozenset(
    {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
)
_LEADING = re.compile(r"[ \t]*")
_DEDENT = re.compile(r"\t| {1,4}")


class CodeEdit(QPlainTextEdit):
    """Plain text in, plain text out.

    Tab indents and Shift+Tab takes it back; Ctrl+Tab leads on to the next control. Enter keeps the
    indentation, one level deeper behind a colon.

    Signals:
        run_requested: Ctrl+Enter was pressed.
        left: Esc was pressed.
    """

    run_requested = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setMinimumWidth(1)
        self.setCornerWidget(QWidget())
        self._numbers = _Numbers(self)
        self._colours = Colours(theme, self.document())
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_numbers)
        self.set_theme(theme)

    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def go_to_line(self, line: int) -> None:
        """Put the cursor on a line, counted from 1."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.setFont(theme.mono(13))
        self.setTabStopDistance(QFontMetrics(self.font()).horizontalAdvance(INDENT))
        self._colours.set_theme(theme)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are no shortcuts of the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indenting, running, leaving; the rest is Qt's."""
        key, held = event.key(), event.modifiers()
        control = Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held & control:
            self.run_requested.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and held & control:
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key == Qt.Key.Key_Tab:
            self._indent()
        elif key == Qt.Key.Key_Backtab:
            self._for_lines(self._dedent)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._break_line()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers take the left edge."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self._numbers.wide(), inside.height()))

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Numbers of the lines that can be seen."""
        theme = self._theme
        painter = QPainter(self._numbers)
        painter.setFont(theme.mono(11))
        painter.setPen(theme.colour("disabled"))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        room = self._numbers.width() - theme.space.s
        while block.isValid() and top <= event.rect().bottom():
            high = self.blockBoundingRect(block).height()
            place = QRect(0, round(top), room, round(high))
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(block.blockNumber() + 1),
            )
            block, top = block.next(), top + high

    def number_room(self) -> int:
        """Pixels that the numbers take."""
        digits = max(2, len(str(self.blockCount())))
        return QFontMetrics(self._theme.mono(11)).horizontalAdvance("9") * digits + 2 * self._theme.space.s

    def _make_room(self) -> None:
        self.setViewportMargins(self.number_room(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.number_room(), inside.height()))

    def _scroll_numbers(self, changed: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, changed.y(), self._numbers.width(), changed.height())

    def _indent(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection() and "\u2029" in cursor.selectedText():
            self._for_lines(lambda line: line.insertText(INDENT) if line.block().text().strip() else None)
        else:
            short = INDENT[: len(INDENT) - cursor.positionInBlock() % len(INDENT)]
            cursor.insertText(short)

    @staticmethod
    def _dedent(line: QTextCursor) -> None:
        found = _DEDENT.match(line.block().text())
        if found is not None:
            for _ in found.group():
                line.deleteChar()

    def _for_lines(self, do: object) -> None:
        """Do something at the beginning of each line that is selected, as one step of undoing."""
        assert callable(do)
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1)).blockNumber()
        change = QTextCursor(document)
        change.beginEditBlock()
        for number in range(first, last + 1):
            change.setPosition(document.findBlockByNumber(number).position())
            do(change)
        change.endEditBlock()

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        leading = _LEADING.match(before)
        deeper = INDENT if before.rstrip().endswith(":") else ""
        cursor.insertText("\n" + (leading.group() if leading else "") + deeper)
        self.ensureCursorVisible()


class _Numbers(QWidget):
    """The column of line numbers."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def wide(self) -> int:
        """Its width in pixels."""
        return self._edit.number_room()

    def sizeHint(self) -> QSize:
        """As wide as the largest number."""
        return QSize(self.wide(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The editor knows where its lines are."""
        self._edit.paint_numbers(event)


class Colours(QSyntaxHighlighter):
    """Lexes the whole text a moment after a change; until then a line keeps the colours it had."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._lexers = Lexers()
        self._lexers.preload()
        self._lines: list[list[Stretch]] = []
        self._formats: dict[str, QTextCharFormat] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COLOURED_AFTER_MS)
        self._soon.timeout.connect(self._lex)
        self._colouring: Iterator[None] = iter(())
        self._next = QTimer(self)
        self._next.timeout.connect(self._go_on)
        self._theme = theme
        document.contentsChange.connect(self._note_change)

    @property
    def busy(self) -> bool:
        """Whether colours are still being found out."""
        return self._soon.isActive() or self._next.isActive()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._formats.clear()
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Qt asks for one line."""
        number = self.currentBlock().blockNumber()
        stretches = self._lines[number] if number < len(self._lines) else []
        for start, length, token in stretches:
            if start < len(text):
                self.setFormat(start, min(length, len(text) - start), self._format(token))

    def _lex(self) -> None:
        document = self.document()
        # No script in Python begins like a page.
        markup = document is not None and document.firstBlock().text().lstrip().startswith("<")
        language = "html" if markup else "python"
        if not self._lexers.ready(language):
            self._soon.start()
            return
        lexer = self._lexers.lexer(language)
        if document is None or lexer is None or document.characterCount() > MOST_COLOURED:
            return
        self._colouring = self._colour(document, exact(lexer, document.toPlainText().split("\n")))
        self._next.start()
        self._go_on()

    def _colour(
        self, document: QTextDocument, lexing: Iterator[list[list[Stretch]] | None]
    ) -> Iterator[None]:
        """Lex, then colour what is another now; each step takes well under a millisecond."""
        lines: list[list[Stretch]] = []
        for found in lexing:
            if found is not None:
                lines = found
            yield
        del self._lines[len(lines) :]
        for number, stretches in enumerate(lines):
            if number == len(self._lines):
                self._lines.append([])
            if self._lines[number] != stretches:
                self._lines[number] = stretches
                self.rehighlightBlock(document.findBlockByNumber(number))
                yield

    def _go_on(self) -> None:
        """As much as there is time for; a long text must not make the window stand still."""
        until = time.perf_counter() + SLICE_MS / 1000
        for _ in self._colouring:
            if time.perf_counter() >= until:
                return
        self._next.stop()

    def _note_change(self, _at: int, gone: int, come: int) -> None:
        if gone or come:  # and not only the colours
            self._next.stop()
            self._soon.start()

    def _format(self, token: str) -> QTextCharFormat:
        if token not in self._formats:
            made = QTextCharFormat()
            at = token
            while at and at not in self._theme.syntax:
                at = at.rpartition(".")[0]
            if at:
                made.setForeground(self._theme.syntax[at])
            self._formats[token] = made
        return self._formats[token]
