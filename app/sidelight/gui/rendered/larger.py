# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A rendered artifact in a window of its own, with its source one key away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from sidelight.api import Note
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.body import Body
from sidelight.gui.rendered.finer import keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.view import Choice, RenderedView
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

SIZE = (960, 720)


def open_larger(
    ask: Ask | None, choices: Sequence[Choice], asking: Asking, theme: Theme, window: QWidget
) -> LargerView | None:
    """Show what came of an artifact in a window of its own; ``None`` where nothing came."""
    if ask is None or ask.job is None or ask.job.rendered is None:
        return None
    job, rendered = ask.job, ask.job.rendered
    body = make_body(rendered, ask.picture, svg_behind(job), theme, window)
    if body is None:
        return None
    keep_fine(body, ask, asking)
    name = job.info.name if job.info is not None else ""
    larger = LargerView(body, name, choices, rendered.notes, job.artifact.text, theme, window)
    larger.show()
    return larger


class LargerView(QDialog):
    """The drawing and its source, one at a time.

    Signals:
        link_clicked: an address was clicked; nothing was opened.
    """

    link_clicked = Signal(str)

    def __init__(
        self,
        body: Body,
        name: str,
        choices: Sequence[Choice],
        notes: Sequence[Note],
        source: str,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Show it; the arguments are those of ``RenderedView``, and the source."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(name)
        self.resize(*SIZE)
        self.view = RenderedView(body, name, choices[:1], notes, theme, self, larger=True)
        if isinstance(self.view.body, ImageBody):
            self.view.body.fills = True
        self.source = QPlainTextEdit(self)
        self.source.setReadOnly(True)
        self.source.setProperty("kind", "bare")
        self.source.setFont(theme.mono())
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.source.setPlainText(source)
        self.source.setAccessibleName(self.tr("Source"))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.source)
        self.switch = Segments(self.tr("Drawn or source"), theme, self)
        for key, words in (("drawn", self.tr("Drawn")), ("source", self.tr("Source"))):
            action = QAction(words, self)
            action.setToolTip(self.tr("{0} (S)").format(words))
            self.switch.add(key, words, action)
        self.switch.chosen.connect(self.show_side)
        row = QHBoxLayout()
        row.setContentsMargins(theme.space.m, theme.space.s, theme.space.m, theme.space.s)
        row.addWidget(self.switch)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        self.view.source_wanted.connect(lambda: self.show_side("source"))
        self.view.line_requested.connect(self.show_line)
        self.view.link_clicked.connect(self.link_clicked)
        shortcut = QShortcut(QKeySequence("S"), self.source)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.show_side("drawn"))
        self.show_side("drawn")

    def show_side(self, side: str) -> None:
        """``drawn`` or ``source``."""
        self.switch.set_current(side)
        self._stack.setCurrentWidget(self.view if side == "drawn" else self.source)
        (self.view if side == "drawn" else self.source).setFocus()

    def show_line(self, line: int) -> None:
        """A line of the source, counted from 1."""
        self.show_side("source")
        block = self.source.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.source.setTextCursor(cursor)
        self.source.ensureCursorVisible()
