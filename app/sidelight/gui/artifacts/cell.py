# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One artifact on the page of artifacts: drawn, as its source, or edited and drawn again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sidelight.api import Kind
from sidelight.domain.artifact import Artifact
from sidelight.gui.artifacts.cell_parts import CellHead, EditingLine, Message
from sidelight.gui.artifacts.in_cell import Holder, InCell
from sidelight.gui.artifacts.source import Source
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.context import context_for
from sidelight.gui.rendered.edits import Edit
from sidelight.gui.rendered.finer import keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.larger import open_larger
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.theme import Theme

if TYPE_CHECKING:
    from sidelight.workbench.live import LiveAnswer

HEIGHT = 380


class ArtifactCell(Holder):
    """An artifact.

    Signals:
        answer_wanted: its place in the answer is wanted.
        link_clicked: an address in it was clicked; nothing was opened.
        drawn: there is a drawing now, or another one.
        edited_further: ``edit_made`` is another one now.
        run_wanted: it is to be run (its text, where that is not what the answer says, or ``None``).
        row_wanted: it is to be run together with those beside it.

    Attributes:
        answer: what holds it.
        stand: where it is run.
    """

    answer_wanted = Signal()
    link_clicked = Signal(str)
    drawn = Signal()
    edited_further = Signal()
    run_wanted = Signal(object)
    row_wanted = Signal()

    def __init__(
        self,
        artifact: Artifact,
        asking: Asking,
        theme: Theme,
        seen: Callable[[QWidget], bool],
        parent: QWidget,
        *,
        runs: bool = False,
    ) -> None:
        """Show nothing yet; see ``build`` and ``begin``.

        Args:
            artifact: what to show.
            asking: the line to the renderers.
            theme: the look.
            seen: whether a widget of the page can be seen.
            parent: Qt's.
            runs: it can be run.
        """
        super().__init__(parent)
        self.artifact = artifact
        self.runs = runs
        self.answer: LiveAnswer | None = None
        self.beside = (artifact,)
        self.stand = InCell(self, HEIGHT)
        self._in_row = False
        self.edited: str | None = None
        self._asking = asking
        self._theme = theme
        self._seen = seen
        self._ask: Ask | None = None
        self._result: Ask | None = None
        self._stale = self._as_source = False
        self._awaited = False  # somebody edited it and wants to see what comes of that
        self.view: RenderedView | None = None
        self.setFixedHeight(HEIGHT)
        self._dressed_in = theme
        self.built = False

    def build(self) -> None:
        """Make what is in it: of hundreds of artifacts a reader comes near few."""
        if self.built:
            return
        self.built = True
        artifact, theme, inside = self.artifact, self._theme, self.room
        self._dressed_in = theme
        self.head = head = CellHead(artifact.language, theme, inside)
        head.switch.clicked.connect(self.toggle_source)
        head.edit.clicked.connect(self.edit)
        head.answer.clicked.connect(self.answer_wanted)
        head.run.setVisible(self.runs)
        head.run.clicked.connect(self.run)
        head.row.setVisible(self._in_row)
        head.row.clicked.connect(self.row_wanted)
        self.source = Source(artifact.text, inside)
        self.source.setReadOnly(True)
        self.source.setProperty("kind", "bare")
        self.source.setFont(theme.mono())
        self.source.setAccessibleName(self.tr("Source"))
        self.source.drawn.connect(self.draw)
        self.source.left.connect(self._leave_editing)
        self.source.document().contentsChanged.connect(self._tell_of_edit)
        self.message = Message(theme, inside)
        self.stack = QStackedWidget(inside)
        self.stack.addWidget(self.source)
        deed = self.tr("Run") if self.runs_only else self.tr("Draw")
        self.editing = EditingLine(deed, theme, inside)
        self.editing.draw.clicked.connect(self.draw)
        self.editing.back.clicked.connect(self.take_back)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.editing)
        self._show_side()

    # out of the window

    @property
    def may_rest(self) -> bool:
        """Not what runs: out of sight it slows down by itself, and it may have a window of its own."""
        return self.built and self.stand.shown is None and super().may_rest

    def end(self) -> None:
        """Delete it at once; what runs in it ends, and nobody waits for its drawing."""
        self.stand.end()
        if self._ask is not None:
            self._ask.drop()
        super().end()

    # drawing

    @property
    def waiting(self) -> bool:
        """Whether it has not been asked for yet, or not in these colours."""
        if self._ask is not None or self.stand.shown is not None:
            return False
        return self._stale or (self._result is None and (not self.built or self.message.isHidden()))

    def begin(self) -> None:
        """Have it drawn."""
        self.build()
        self._stale = False
        text = self.artifact.text if self.edited is None else self.edited
        what = Artifact(self.artifact.index, self.artifact.language, text, True)
        choices = self._asking.choices(what)
        if not choices or choices[0].isolation != "worker" or Kind.LIVE in choices[0].output:
            return
        if self._ask is not None:
            self._ask.drop()
        context = context_for(self._theme, max(200, self.width() - 2), self.devicePixelRatioF(), 1.0)
        self._ask = self._asking.ask(
            what, context, self._done, place=("cell", id(self)), seen=lambda: self._seen(self)
        )

    def _done(self, ask: Ask) -> None:
        if not isValid(self):
            return  # the page was filled anew meanwhile
        self._ask = None
        job = ask.job
        if job is None or job.superseded or job.unchanged or job.declined:
            return
        if job.rendered is None:
            line = f" ({self.tr('line {0}').format(job.line)})" if job.line else ""
            self.message.say(job.failure + line)
            return
        known = self.view.body if self.view is not None else None
        if self.view is not None and isinstance(known, ImageBody) and ask.picture is not None:
            self.message.say("")
            self._result = ask
            known.replace(ask.picture, svg_behind(job))
            keep_fine(known, ask, self._asking)
            self.view.show_notes(job.rendered.notes)
            self._show_drawn(self.view)
            return
        body = make_body(job, ask.picture, self._theme, self)
        if body is None:
            return
        self.message.say("")
        self._result = ask
        keep_fine(body, ask, self._asking)
        name = job.info.name if job.info is not None else ""
        view = RenderedView(body, name, [("", name)], job.rendered.notes, self._theme, self)
        view.source_wanted.connect(self.toggle_source)
        view.line_requested.connect(self.show_line)
        view.link_clicked.connect(self.link_clicked)
        view.larger_wanted.connect(self._open_larger)
        old, self.view = self.view, view
        self.stack.addWidget(view)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._show_drawn(view)

    def _show_drawn(self, view: RenderedView) -> None:
        live = self.stand.shown is not None
        if not live and (self._awaited or (self.source.isReadOnly() and not self._as_source)):
            self.stack.setCurrentWidget(view)
            self._awaited = self._as_source = False
        self._show_side()
        self.drawn.emit()

    def _open_larger(self) -> None:
        shown = self.view.body if self.view is not None else None
        open_larger(self._result, shown, (), self._asking, self._theme, self.window())

    def scale_to(self, scale: float | None) -> None:
        """Draw a picture at this scale; ``None`` is as large as fits."""
        if self.view is not None and isinstance(self.view.body, ImageBody):
            self.view.body.scale_to(scale)

    # running

    @property
    def runs_only(self) -> bool:
        """Whether it is shown by running it alone."""
        return self.runs and self.artifact.language == "python"

    @property
    def theme(self) -> Theme:
        """The look."""
        return self._theme

    def offer_row(self, on: bool) -> None:
        """Whether others beside it can be run, too."""
        self._in_row = on
        if self.built:
            self.head.row.setVisible(on)

    def run(self) -> None:
        """Run it, as it was edited last."""
        self.build()
        self.run_wanted.emit(self.edited)

    def show_live(self) -> None:
        """Show what was put here to run, or what stood there before."""
        if self.source.isReadOnly() or self.stand.shown is not None:
            self._as_source = False
            self.source.setReadOnly(True)
            self.stack.setCurrentWidget(self._front or self.source)
        self._show_side()

    # source

    def toggle_source(self) -> None:
        """The drawing or the live view, or its text."""
        front = self._front
        if front is None:
            return
        shown = self._as_source = self.stack.currentWidget() is front
        self.stack.setCurrentWidget(self.source if shown else front)
        self._show_side()

    @property
    def _front(self) -> QWidget | None:
        """What it is shown as when it is not shown as its text."""
        return self.stand.shown or self.view

    def _show_side(self) -> None:
        front = self._front
        drawn = front is not None and self.stack.currentWidget() is front
        self.head.switch.setVisible(front is not None)
        word = self.stand.word if self.stand.shown is not None else self.tr("Drawing")
        self.head.switch.setText(self.tr("Source") if drawn else word)
        self.editing.setVisible(not drawn and not self.source.isReadOnly())
        self.head.chip.setVisible(self.edit_made is not None)

    def show_line(self, line: int) -> None:
        """A line of the source, counted from 1."""
        self.stack.setCurrentWidget(self.source)
        self.source.go_to_line(line)
        self._show_side()

    # editing

    @property
    def edit_made(self) -> Edit | None:
        """What was made of it; ``None`` while it is as the answer has it."""
        if not self.built or (self.edited is None and not self.source.document().isModified()):
            return None
        return Edit(self.source.toPlainText(), self.edited, not self.source.isReadOnly())

    def resume(self, edit: Edit) -> None:
        """Go on with what was made of it before."""
        self.build()
        self.source.show_text(edit.typed)
        self.source.make_whole()
        self.source.document().setModified(True)
        self.edited = edit.drawn
        self.source.setReadOnly(not edit.open)
        self._show_side()

    def _tell_of_edit(self) -> None:
        if self.source.isReadOnly():
            return
        self.head.chip.setVisible(self.edit_made is not None)
        self.edited_further.emit()

    def edit(self) -> None:
        """Change the text; the answer keeps its own. A live view in sight has an editor of its own."""
        live = self.stand.live
        if live is not None and self.stack.currentWidget() is live:
            live.toggle_editor()
            return
        self.source.make_whole()
        self.source.setReadOnly(False)
        self.stack.setCurrentWidget(self.source)
        self._show_side()
        self.source.setFocus()
        self.edited_further.emit()

    def draw(self) -> None:
        """Draw what stands in the editor."""
        text = self.source.toPlainText()
        if text and not text.endswith("\n"):
            text += "\n"
        self.edited = text if text != self.artifact.text else None
        if self.edited is None:
            self.source.document().setModified(False)
        self._show_side()
        self.edited_further.emit()
        if self.runs_only or self.stand.live is not None:
            self.run_wanted.emit(text)
            return
        self._awaited = True
        self.begin()

    def take_back(self) -> None:
        """The answer's own text again, drawn."""
        self.source.show_text(self.artifact.text)
        self.edited = None
        self._leave_editing()
        if self.stand.live is not None:
            self.run_wanted.emit(self.artifact.text)
        else:
            self.begin()

    def _leave_editing(self) -> None:
        self.source.setReadOnly(True)
        front = self._front
        if front is not None:
            self.stack.setCurrentWidget(front)
        self._show_side()
        self.edited_further.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours; what has colours of its own is to be drawn anew."""
        self._theme = theme
        if not self.built:
            return
        if self.view is not None:
            self._stale = self.view.body.coloured
        if self._ask is not None:
            # What is on its way has the colours of before.
            self._ask.drop()
            self._ask, self._stale = None, True
        if not self.resting:
            self.dress()

    def dress(self) -> None:
        """Take on the colours that it was given."""
        theme = self._theme
        if theme is self._dressed_in:
            return
        self._dressed_in = theme
        self.head.set_theme(theme)
        self.stand.set_theme(theme)
        self.source.setFont(theme.mono())
        if self.view is not None:
            self.view.set_theme(theme)
