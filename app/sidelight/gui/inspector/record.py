# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The dialog that shows the exact record behind an answer: to be read, searched and copied, never changed."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.delta import Exchange
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.inspector.evidence import (
    address_text,
    headers_text,
    request_text,
    stream_text,
    summary_text,
)
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

MOST_HITS = 2000


class RecordDialog(QDialog):
    """Request, answer's headers and raw stream of one exchange, one at a time."""

    def __init__(self, exchange: Exchange, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Exact record: {title}").format(title=title))
        space = theme.space
        self._theme = theme
        self._texts = {
            "request": request_text(exchange.request),
            "headers": headers_text(exchange.headers),
            "stream": stream_text(exchange.pieces),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.m)
        place = plain_label(
            address_text(exchange.url) or self.tr("Answered on this machine, without a network.")
        )
        place.setFont(theme.mono(12))
        head = QVBoxLayout()
        head.setSpacing(space.xs)
        head.addWidget(place)
        head.addWidget(plain_label(summary_text(exchange), "small"))
        column.addLayout(head)

        self.parts = Segments(self.tr("Part of the record"), theme)
        for number, (key, text) in enumerate(
            (
                ("request", self.tr("Request")),
                ("headers", self.tr("Answer's headers")),
                ("stream", self.tr("Raw stream")),
            ),
            1,
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(f"Alt+{number}"))
            action.setToolTip(f"{text} (Alt+{number})")
            action.triggered.connect(lambda _on=False, key=key: self.show_part(key))
            self.addAction(action)
            self.parts.add(key, text, action)
        self.parts.chosen.connect(self.show_part)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Find in the record"))
        self.search.setClearButtonEnabled(False)
        self.search.setMaximumWidth(220)
        self.search.textEdited.connect(lambda: self.seek(self.search.text()))
        self.hits = QLabel()
        self.hits.setProperty("kind", "small")
        self.copy_button = QuietButton("copy", self.tr("Copy this part"), theme, keys="Ctrl+Shift+C")
        self.copy_button.clicked.connect(self.copy)
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self.parts)
        row.addStretch(1)
        row.addWidget(self.hits)
        row.addWidget(self.search, 1)
        row.addWidget(self.copy_button)
        column.addLayout(row)

        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setUndoRedoEnabled(False)
        self.view.setFont(theme.mono(12))
        self.view.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.view.document().setDocumentMargin(space.s)
        self._colours = _JsonColours(theme, self.view.document())
        column.addWidget(self.view, 1)
        close = WordButton(self.tr("Close"), keys="Esc")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(plain_label(self.tr("Keys are never part of a record."), "small"), 1)
        foot.addWidget(close)
        column.addLayout(foot)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._begin_search)
        copy = QShortcut(QKeySequence("Ctrl+Shift+C"), self)
        copy.activated.connect(self.copy)
        self.resize(820, 620)
        self.show_part("request")

    def show_part(self, key: str) -> None:
        """Show ``request``, ``headers`` or ``stream``."""
        self._part = key
        self.parts.set_current(key)
        self._colours.active = key == "request"
        nothing = self.tr("No request was sent.") if key == "request" else self.tr("Nothing came.")
        self.view.setPlainText(self._texts[key] or nothing)
        self.view.setAccessibleName(self.parts.button(key).accessibleName())
        self.seek(self.search.text(), go=False)

    def text(self) -> str:
        """The part that is shown."""
        return self._texts[self._part]

    def copy(self) -> None:
        """Put the whole part on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def seek(self, words: str, *, go: bool = True, backwards: bool = False) -> int:
        """Mark every place that has these words, in any case, and go to the next; returns how many."""
        marks: list[QTextEdit.ExtraSelection] = []
        if words:
            found = QTextCharFormat()
            found.setBackground(self._theme.colour("found"))
            cursor = self.view.document().find(words, 0)
            while not cursor.isNull() and len(marks) < MOST_HITS:
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = cursor, found
                marks.append(mark)
                cursor = self.view.document().find(words, cursor)
        self.view.setExtraSelections(marks)
        if not words:
            self.hits.setText("")
            return 0
        self.hits.setText(self._count(len(marks)))
        if go and marks:
            flag = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
            if not self.view.find(words, flag):
                end = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
                self.view.moveCursor(end)
                self.view.find(words, flag)
        return len(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search goes on, with Shift back; Esc leaves the search first."""
        if self.search.hasFocus():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.seek(self.search.text(), backwards=back)
                return
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self.seek("")
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().keyPressEvent(event)

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _count(self, hits: int) -> str:
        if hits == 0:
            return self.tr("not found")
        if hits >= MOST_HITS:
            return self.tr("{n} or more").format(n=MOST_HITS)
        return self.tr("1 place") if hits == 1 else self.tr("{n} places").format(n=hits)


class _JsonColours(QSyntaxHighlighter):
    """Keys, strings, numbers and words of JSON in the theme's colours."""

    _TOKEN = re.compile(
        r'(?P<key>"(?:\\.|[^"\\])*"(?=\s*:))|(?P<string>"(?:\\.|[^"\\])*")'
        r"|(?P<number>-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|(?P<word>\b(?:true|false|null)\b)"
    )
    _STYLE = {  # noqa: RUF012
        "key": "Token.Name.Attribute",
        "string": "Token.Literal.String",
        "number": "Token.Literal.Number",
        "word": "Token.Keyword",
    }
    _LONGEST = 20_000

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self.active = True
        self._formats = {}
        for kind, token in self._STYLE.items():
            style = QTextCharFormat()
            style.setForeground(theme.syntax[token])
            self._formats[kind] = style

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Colour one line; a very long one stays plain, since colours would be slower than reading."""
        if not self.active or len(text) > self._LONGEST:
            return
        for token in self._TOKEN.finditer(text):
            self.setFormat(
                token.start(), token.end() - token.start(), self._formats[token.lastgroup or "word"]
            )
