# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A rendered artifact in a window of its own, with its source one key away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.body import Body
from sidelight.gui.rendered.context import dressed
from sidelight.gui.rendered.finer import fineness, keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.source_text import SourceText
from sidelight.gui.rendered.view import Choice, RenderedView
from sidelight.gui.segments import Segments
from sidelight.gui.theme import Theme

SIZE = (960, 720)


def open_larger(
    ask: Ask | None,
    shown: Body | None,
    choices: Sequence[Choice],
    asking: Asking,
    theme: Theme,
    window: QWidget,
) -> LargerView | None:
    """What came of an artifact in a window of its own, as ``shown`` now; ``None`` where nothing came."""
    if ask is None or ask.job is None or ask.job.rendered is None:
        return None
    picture = shown.picture if isinstance(shown, ImageBody) else None
    body = make_body(ask.job, picture, theme, window)
    if body is None:
        return None
    larger = LargerView(body, ask, choices, asking, theme, window)
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
        ask: Ask,
        choices: Sequence[Choice],
        asking: Asking,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Show it.

        Args:
            body: the drawing; it becomes a part of this.
            ask: what gave it.
            choices: all that could show it, this one first.
            asking: the line to the renderers, for another look or more pixels.
            theme: the look.
            parent: the window that this belongs to.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._ask = ask
        self._asking = asking
        self._under_way: Ask | None = None
        job = ask.job
        assert job is not None
        name = job.info.name if job.info is not None else ""
        notes = job.rendered.notes if job.rendered is not None else ()
        self.setWindowTitle(name)
        self.resize(*SIZE)
        self.view = RenderedView(body, name, choices[:1], notes, theme, self, larger=True)
        self._keep(body)
        self.source = SourceText("", self)
        self.source.setReadOnly(True)
        self.source.setProperty("kind", "bare")
        self.source.setFont(theme.mono())
        self._filled = False
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
        asking.dressed.connect(self.set_theme)
        shortcut = QShortcut(QKeySequence("S"), self.source)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.show_side("drawn"))
        self.show_side("drawn")

    def _keep(self, body: Body) -> None:
        if isinstance(body, ImageBody):
            body.fills = True
        keep_fine(body, self._ask, self._asking)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours; what has colours of its own is drawn anew."""
        self.view.set_theme(theme)
        self.switch.set_theme(theme)
        self.source.setFont(theme.mono())
        if self._under_way is not None:
            # What is on its way has the colours of before.
            self._under_way.drop()
            self._under_way = None
        job = self._ask.job
        if not self.view.body.coloured or job is None or job.info is None:
            return
        context = dressed(self._ask.context, theme)
        if isinstance(self.view.body, ImageBody):
            context = replace(context, scale=max(context.scale, fineness(self.view.body)))
        self._theme = theme
        self._under_way = self._asking.ask(
            self._ask.artifact,
            context,
            self._came,
            renderer=job.info.id,
            place=("larger", id(self)),
            whole=True,
        )

    def _came(self, ask: Ask) -> None:
        if not isValid(self):
            return
        self._under_way = None
        job = ask.job
        if job is None or job.rendered is None:
            return
        self._ask = ask
        body = self.view.body
        if isinstance(body, ImageBody) and ask.picture is not None:
            body.replace(ask.picture, svg_behind(job))
            self.view.show_notes(job.rendered.notes)
            keep_fine(body, ask, self._asking)
            return
        made = make_body(job, ask.picture, self._theme, self)
        if made is not None:
            self.view.exchange(made, job.rendered.notes)
            self._keep(made)

    def show_side(self, side: str) -> None:
        """``drawn`` or ``source``."""
        self.switch.set_current(side)
        if side == "source" and not self._filled:
            self._filled = True
            self.source.show_text(self._ask.artifact.text)
        self._stack.setCurrentWidget(self.view if side == "drawn" else self.source)
        (self.view if side == "drawn" else self.source).setFocus()

    def show_line(self, line: int) -> None:
        """A line of the source, counted from 1."""
        self.show_side("source")
        self.source.go_to_line(line)
