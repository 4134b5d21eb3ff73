# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How one artifact of an answer stands: asked for, drawn, failed, or shown as its source."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from shiboken6 import isValid

from sidelight.api import Kind
from sidelight.gui.rendered.asking import Ask
from sidelight.gui.rendered.failure import FailureCard
from sidelight.gui.rendered.view import RenderedView


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drawings", text)


def word_of(kind: Kind) -> str:
    """What a drawing of this kind is called on a switch."""
    words = {
        Kind.PNG: _tr("Picture"),
        Kind.TABLE: _tr("Table"),
        Kind.TREE: _tr("Tree"),
        Kind.HTML: _tr("Page"),
        Kind.TEXT: _tr("Drawing"),
    }
    return words.get(kind, _tr("Drawing"))


def source_word() -> str:
    """What the switch to the lines is called."""
    return _tr("Source")


def page_word() -> str:
    """What the switch back to a live page is called."""
    return _tr("Page")


class Seat:
    """One artifact; ``start`` is where its block begins in the raw text.

    Attributes:
        ask: what is waited for.
        asked_at: when that was asked for, in seconds.
        asked_for, shown_for: what that depends on, and what the last result depended on.
        choices: the renderers that may show it, ids and names.
        renderer: the one that somebody chose here.
        whole: the block was finished when it was asked for.
        as_source: somebody wants to see its lines.
        is_folded: the drawing stands in the place of the lines.
        declined: no renderer takes it for theirs.
        failed: none can show it; ``failed_by`` is the one that said so.
        lines: how many there were when it was last asked for.
        next_at: when it may be asked for again while it is being written; seconds.
        result: what the drawing shows.
        widget: the drawing, or the sentence why there is none.
    """

    def __init__(self, index: int, start: int) -> None:
        self.index = index
        self.start = start
        self.ask: Ask | None = None
        self.asked_at = 0.0
        self.asked_for: tuple[object, ...] | None = None
        self.shown_for: tuple[object, ...] | None = None
        self.choices: tuple[tuple[str, str], ...] = ()
        self.renderer: str | None = None
        self.whole = False
        self.as_source = False
        self.is_folded = False
        self.declined = False
        self.failed = False
        self.failed_by = ""
        self.lines = -1
        self.next_at = 0.0
        self.result: Ask | None = None
        self.widget: RenderedView | FailureCard | None = None
        self.word = ""

    @property
    def drawing(self) -> RenderedView | None:
        """The drawing, if there is one."""
        widget = self.widget
        return widget if isinstance(widget, RenderedView) and isValid(widget) else None

    @property
    def source_word(self) -> str:
        """What the switch to the lines is called."""
        return source_word()

    def take(self, widget: RenderedView | FailureCard | None, kind: Kind | None) -> None:
        """Show this from now on; what was shown before goes."""
        old, self.widget = self.widget, widget
        if kind is not None:
            self.word = word_of(kind)
        if not isinstance(widget, RenderedView):
            self.result = self.result if widget is not None else None
        if old is not None and old is not widget and isValid(old):
            old.hide()
            old.deleteLater()
