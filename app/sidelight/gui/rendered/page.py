# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A page in the subset that renderers may give: text, lists, tables, links. Nothing runs or is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from sidelight.gui.rendered.body import Body, Saved, copy_words
from sidelight.gui.rendered.slices import Slices
from sidelight.gui.theme import Theme

_PIECE = 2_500
_VOID = frozenset(("br", "hr", "img", "wbr", "col", "input", "meta", "link"))


class _Browser(QTextBrowser):
    """Shows and never fetches."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 (Qt's)
        """Nothing: not from the network, not from the disk."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page while it can be; then the answer scrolls."""
        bar = self.verticalScrollBar()
        down = event.angleDelta().y() < 0
        if bar.maximum() == 0 or bar.value() == (bar.maximum() if down else 0):
            event.ignore()
            return
        super().wheelEvent(event)


class _Cutter(HTMLParser):
    """Finds where one top-level element ends and the next begins."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._depth = 0
        self.cuts: list[int] = []

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One level down."""
        if not self._depth:
            self.cuts.append(self._here())
        if tag not in _VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """One level up."""
        if tag not in _VOID:
            self._depth = max(0, self._depth - 1)


def pieces_of(html: str) -> Iterator[str]:
    """A page in pieces of whole top-level elements, none much longer than it has to be.

    An empty one is no piece: it only lets whoever asks do something else meanwhile.
    """
    cutter = _Cutter(html)
    start = 0
    for read in range(0, len(html) if len(html) > _PIECE else 0, _PIECE):
        cutter.feed(html[read : read + _PIECE])
        cuts, cutter.cuts = cutter.cuts, []
        for cut in cuts:
            if cut - start >= _PIECE:
                yield html[start:cut]
                start = cut
        yield ""
    if html[start:]:
        yield html[start:]


class PageBody(Body):
    """A page at rest."""

    def __init__(self, html: str, alt_text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._html = html
        self._theme = theme
        self._zoom = 1.0
        self.browser = _Browser(self)
        self.browser.setAccessibleName(alt_text)
        self.browser.setProperty("kind", "bare")
        self.browser.setOpenLinks(False)
        self.browser.setOpenExternalLinks(False)
        self.browser.setUndoRedoEnabled(False)
        self.browser.anchorClicked.connect(lambda url: self.link_clicked.emit(url.toString()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.browser)
        self._slices = Slices(self)
        self.setFocusProxy(self.browser)
        self._fill()

    @property
    def busy(self) -> bool:
        """Whether parts of the page are still to come."""
        return self._slices.busy

    def _fill(self) -> None:
        theme, css = self._theme, self._theme.css
        pixels = max(6, round(13 * self._zoom))
        document = self.browser.document()
        document.setDefaultFont(theme.sans(pixels))
        document.setDocumentMargin(theme.space.m)
        mono = theme.mono(pixels).family()
        document.setDefaultStyleSheet(
            f"a {{ color: {css('accent')}; }} pre, code, tt, kbd, samp {{ font-family: '{mono}'; }}"
            f"pre {{ margin: 0; white-space: pre; }} td, th {{ padding: 2px 8px; }}"
        )
        self.browser.clear()
        self._slices.begin(self._insert(pieces_of(self._html)))

    def _insert(self, pieces: Iterator[str]) -> Iterator[None]:
        begun = False
        for piece in pieces:
            if not piece:
                yield
                continue
            if not begun:
                begun = True
                self.browser.setHtml(piece)
            else:
                cursor = QTextCursor(self.browser.document())
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertBlock()
                cursor.insertHtml(piece)
            yield
        self.height_wanted.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._fill()

    def set_zoom(self, zoom: float) -> None:
        """As large as the text around it."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._fill()

    def wanted_height(self, width: int, most: int) -> int:
        """All of it, if that is not too much."""
        document = self.browser.document()
        if self.browser.viewport().width() != width:
            # The browser lays its page out for its own width, whatever the page was told before.
            self.browser.resize(width, max(most, self.browser.height()))
            document.setTextWidth(width)
        return max(32, min(most, round(document.size().height()) + 2))

    def copy(self) -> None:
        """What is selected, or all words."""
        cursor = self.browser.textCursor()
        copy_words(cursor.selection().toPlainText() if cursor.hasSelection() else self.browser.toPlainText())

    def saved(self) -> Saved:
        """The page as HTML."""
        page = f"<!doctype html>\n<meta charset=utf-8>\n{self._html}\n"
        return Saved(page.encode("utf-8", "replace"), "html", self.tr("HTML page"))
