# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""An answer's source as it came, letter for letter: marks of Markdown, fences and all."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from typing import NamedTuple

from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from sidelight.gui.bounded import BoundedText
from sidelight.gui.theme import Theme

SLICE = 16_384
"""Characters that are put in at once: a few milliseconds."""

MOST = 10_000
"""Hits after which a search ends."""


class Found(NamedTuple):
    """How often words were found, and which of the places is selected, from 1 (0 if none is)."""

    total: int
    at: int


class RawText(BoundedText):
    """The source. ``feed`` only keeps; ``show_pending`` puts in as much as there is time for."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._waiting: list[str] = []
        self._whole: list[str] = []
        self._words = ""
        self._hits: list[tuple[int, int]] = []
        # Where each paragraph begins in the source and in Qt's document; made anew when text has come.
        self._places: list[tuple[int, int]] = []
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._mark)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self.setFont(theme.mono())
        self.setViewportMargins(theme.space.m, theme.space.s, 0, 0)
        self._mark()

    # text

    def feed(self, text: str) -> None:
        """Take more of the source."""
        if text:
            self._waiting.append(text)
            self._whole.append(text)

    @property
    def waiting(self) -> bool:
        """Whether there is text that was not put in yet."""
        return bool(self._waiting)

    def show_pending(self, budget_ms: float) -> bool:
        """Put in what has come, for about this long; whether there was anything."""
        if not self._waiting:
            return False
        until = time.perf_counter() + budget_ms / 1000
        bar = self.verticalScrollBar()
        following = bar.value() >= bar.maximum() - 1 and bar.maximum() > 0
        rest = "".join(self._waiting)
        done = 0
        while done < len(rest):
            self.append_text(rest[done : done + SLICE])
            done += SLICE
            if time.perf_counter() >= until:
                break
        self._waiting = [rest[done:]] if done < len(rest) else []
        self._places.clear()
        if following:
            bar.setValue(bar.maximum())
        return True

    def catch_up(self) -> None:
        """Put in everything, however long it takes."""
        while self._waiting:
            self.show_pending(1000.0)

    # finding

    def find_words(self, words: str, *, backwards: bool, from_edge: bool = False) -> Found:
        """Mark these words and select the next place; ``from_edge`` selects the first or last."""
        self.catch_up()
        if words != self._words or not self._places:
            self._search(words)
        if not self._hits:
            self._mark()
            return Found(0, 0)
        cursor = self.textCursor()
        starts = [start for start, _ in self._hits]
        if from_edge:
            at = len(starts) - 1 if backwards else 0
        elif backwards:
            at = (bisect_right(starts, cursor.selectionStart() - 1) - 1) % len(starts)
        else:
            at = bisect_right(starts, cursor.selectionEnd() - 1) % len(starts)
        start, end = self._hits[at]
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self._mark()
        return Found(len(self._hits), at + 1)

    def clear_find(self) -> None:
        """Take the marks away."""
        self._words = ""
        self._hits = []
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines are in sight."""
        super().resizeEvent(event)
        self._mark()

    def _search(self, words: str) -> None:
        text = "".join(self._whole)
        self._whole = [text]
        self._words = words
        self._hits = []
        if not self._places:
            self._index()
        if not words:
            return
        known = (0, 0)
        for match in re.finditer(re.escape(words), text, re.IGNORECASE):
            start = self._place(text, match.start(), known)
            end = self._place(text, match.end(), (match.start(), start))
            known = (match.end(), end)
            self._hits.append((start, end))
            if len(self._hits) == MOST:
                return

    def _index(self) -> None:
        if not self.ever_cut:
            self._places = [(0, 0)]
            return
        block = self.document().begin()
        source = 0
        while block.isValid():
            self._places.append((source, block.position()))
            following = block.next()
            source += len(block.text()) + (0 if self.goes_on(following) else 1)
            block = following

    def _place(self, text: str, source: int, known: tuple[int, int]) -> int:
        """Where in Qt's document, which counts UTF-16 units, a code point of the source stands.

        ``known`` is a place before it whose position is known.
        """
        at = bisect_right(self._places, source, key=lambda place: place[0]) - 1
        begin, position = max(self._places[at], known)
        return position + len(text[begin:source].encode("utf-16-le", "surrogatepass")) // 2

    def _mark(self) -> None:
        """Colour the hits that are in sight: thousands of them would make every key slow."""
        if not self._hits:
            if self.extraSelections():
                self.setExtraSelections([])
            return
        first = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        last = self.cursorForPosition(self.viewport().rect().bottomRight()).position()
        marks = []
        for start, end in self._hits[max(0, bisect_right(self._hits, (first, 0)) - 1) :]:
            if start > last:
                break
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(start)
            mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(self._theme.colour("found"))
            marks.append(mark)
        self.setExtraSelections(marks)
