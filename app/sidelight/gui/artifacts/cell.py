# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One artifact on the page of artifacts: drawn, as its source, or edited and drawn again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete, isValid

from sidelight.api import Kind
from sidelight.domain.artifact import Artifact
from sidelight.gui.artifacts.source import Source
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.chip import Chip
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.context import context_for
from sidelight.gui.rendered.edits import Edit
from sidelight.gui.rendered.finer import keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.larger import open_larger
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.resting import Resting, rests
from sidelight.gui.theme import Theme

HEIGHT = 380


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArtifactCell", text)


class ArtifactCell(QFrame):
    """An artifact.

    Signals:
        answer_wanted: its place in the answer is wanted.
        link_clicked: an address in it was clicked; nothing was opened.
        drawn: there is a drawing now, or another one.
        edited_further: ``edit_made`` is another one now.
    """

    answer_wanted = Signal()
    link_clicked = Signal(str)
    drawn = Signal()
    edited_further = Signal()

    def __init__(
        self,
        artifact: Artifact,
        asking: Asking,
        theme: Theme,
        seen: Callable[[QWidget], bool],
        parent: QWidget,
    ) -> None:
        """Show nothing yet; see ``build`` and ``begin``.

        Args:
            artifact: what to show.
            asking: the line to the renderers.
            theme: the look.
            seen: whether a widget of the page can be seen.
            parent: Qt's.
        """
        super().__init__(parent)
        self.artifact = artifact
        self.edited: str | None = None
        self._asking = asking
        self._theme = theme
        self._seen = seen
        self._ask: Ask | None = None
        self._result: Ask | None = None
        self._stale = self._as_source = False
        self._awaited = False  # somebody edited it and wants to see what comes of that
        self.view: RenderedView | None = None
        self.setProperty("kind", "card")
        self.setFixedHeight(HEIGHT)
        self._inside = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self._layout.addWidget(self._inside)
        self._dressed_in = theme
        self.built = False

    def build(self) -> None:
        """Make what is in it: of hundreds of artifacts a reader comes near few."""
        if self.built:
            return
        self.built = True
        artifact, theme, inside = self.artifact, self._theme, self._inside
        self._dressed_in = theme
        space = theme.space
        name = QLabel(artifact.language or self.tr("text"), inside)
        name.setProperty("kind", "small")
        self.chip = Chip(self.tr("edited by you"), "accent", theme)
        self.chip.setToolTip(self.tr("This is not what the answer says: you changed it."))
        self.chip.hide()
        self.switch = WordButton(self.tr("Source"), kind="link", parent=inside)
        self.switch.clicked.connect(self.toggle_source)
        self.edit_button = QuietButton("edit", self.tr("Edit and draw again"), theme, parent=inside)
        self.edit_button.clicked.connect(self.edit)
        self.answer_button = QuietButton("follow", self.tr("Show it in the answer"), theme, parent=inside)
        self.answer_button.clicked.connect(self.answer_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(space.m, 2, space.xs, 2)
        head.setSpacing(space.xs)
        head.addWidget(name)
        head.addWidget(self.chip)
        head.addStretch(1)
        for part in (self.switch, self.edit_button, self.answer_button):
            head.addWidget(part)
        self.source = Source(artifact.text, inside)
        self.source.setReadOnly(True)
        self.source.setProperty("kind", "bare")
        self.source.setFont(theme.mono())
        self.source.setAccessibleName(self.tr("Source"))
        self.source.drawn.connect(self.draw)
        self.source.left.connect(self._leave_editing)
        self.source.document().contentsChanged.connect(self._tell_of_edit)
        self.message = QLabel(inside)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("kind", "warn")
        self.message.setContentsMargins(space.m, space.xs, space.m, space.xs)
        self.message.hide()
        self.stack = QStackedWidget(inside)
        self.stack.addWidget(self.source)
        self._editing = self._make_editing(theme)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.message)
        layout.addWidget(self._editing)
        self._show_side()

    def _make_editing(self, theme: Theme) -> QWidget:
        made = QWidget(self._inside)
        self.draw_button = WordButton(self.tr("Draw"), kind="primary", keys="Ctrl+Enter", parent=made)
        self.draw_button.clicked.connect(self.draw)
        self.back_button = WordButton(self.tr("Back to the answer's text"), kind="link", parent=made)
        self.back_button.clicked.connect(self.take_back)
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        row.addWidget(self.draw_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        made.hide()
        return made

    # out of the window

    @property
    def resting(self) -> bool:
        """Whether what is in it waits outside the window."""
        return rests(self._inside)

    def rest(self, place: Resting) -> bool:
        """Have what is in it wait outside the window, unless somebody works there; whether it does now."""
        focus = self.window().focusWidget()
        if not self.built or self.resting or (focus is not None and self._inside.isAncestorOf(focus)):
            return False
        self._layout.removeWidget(self._inside)
        place.take(self._inside)
        return True

    def wake(self) -> None:
        """Take it back."""
        if self.resting:
            self._layout.addWidget(self._inside)
            self._inside.show()
            self._dress()

    def end(self) -> None:
        """Delete it at once, with what waits outside the window."""
        if self.resting:
            delete(self._inside)
        delete(self)

    # drawing

    @property
    def waiting(self) -> bool:
        """Whether it has not been asked for yet, or not in these colours."""
        if self._ask is not None:
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
            self._say(job.failure + line)
            return
        known = self.view.body if self.view is not None else None
        if self.view is not None and isinstance(known, ImageBody) and ask.picture is not None:
            self._say("")
            self._result = ask
            known.replace(ask.picture, svg_behind(job))
            keep_fine(known, ask, self._asking)
            self.view.show_notes(job.rendered.notes)
            self._show_drawn(self.view)
            return
        body = make_body(job, ask.picture, self._theme, self)
        if body is None:
            return
        self._say("")
        self._result = ask
        keep_fine(body, ask, self._asking)
        name = job.info.name if job.info is not None else ""
        view = RenderedView(body, name, [("", name)], job.rendered.notes, self._theme, self)
        view.source_wanted.connect(self.toggle_source)
        view.line_requested.connect(self._show_line)
        view.link_clicked.connect(self.link_clicked)
        view.larger_wanted.connect(self._open_larger)
        old, self.view = self.view, view
        self.stack.addWidget(view)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        self._show_drawn(view)

    def _show_drawn(self, view: RenderedView) -> None:
        if self._awaited or (self.source.isReadOnly() and not self._as_source):
            self.stack.setCurrentWidget(view)
            self._awaited = self._as_source = False
        self._show_side()
        self.drawn.emit()

    def _open_larger(self) -> None:
        shown = self.view.body if self.view is not None else None
        open_larger(self._result, shown, (), self._asking, self._theme, self.window())

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def scale_to(self, scale: float | None) -> None:
        """Draw a picture at this scale; ``None`` is as large as fits."""
        if self.view is not None and isinstance(self.view.body, ImageBody):
            self.view.body.scale_to(scale)

    # source

    def toggle_source(self) -> None:
        """The drawing, or its text."""
        if self.view is None:
            return
        shown = self._as_source = self.stack.currentWidget() is self.view
        self.stack.setCurrentWidget(self.source if shown else self.view)
        self._show_side()

    def _show_side(self) -> None:
        drawn = self.view is not None and self.stack.currentWidget() is self.view
        self.switch.setVisible(self.view is not None)
        self.switch.setText(self.tr("Source") if drawn else self.tr("Drawing"))
        self._editing.setVisible(not drawn and not self.source.isReadOnly())
        self.chip.setVisible(self.edit_made is not None)

    def _show_line(self, line: int) -> None:
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
        self.chip.setVisible(self.edit_made is not None)
        self.edited_further.emit()

    def edit(self) -> None:
        """Change the text; the answer keeps its own."""
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
        self._awaited = True
        self.begin()

    def take_back(self) -> None:
        """The answer's own text again, drawn."""
        self.source.show_text(self.artifact.text)
        self.edited = None
        self._leave_editing()
        self.begin()

    def _leave_editing(self) -> None:
        self.source.setReadOnly(True)
        if self.view is not None:
            self.stack.setCurrentWidget(self.view)
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
            self._dress()

    def _dress(self) -> None:
        theme = self._theme
        if theme is self._dressed_in:
            return
        self._dressed_in = theme
        for button in (self.edit_button, self.answer_button):
            button.set_theme(theme)
        self.chip.set_theme(theme)
        self.source.setFont(theme.mono())
        if self.view is not None:
            self.view.set_theme(theme)
