# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One artifact on the page of artifacts: drawn, as its source, or edited and drawn again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from sidelight.api import Kind
from sidelight.domain.artifact import Artifact
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.chip import Chip
from sidelight.gui.keys import ENTER
from sidelight.gui.rendered.asking import Ask, Asking
from sidelight.gui.rendered.context import context_for
from sidelight.gui.rendered.edits import Edit
from sidelight.gui.rendered.finer import keep_fine
from sidelight.gui.rendered.image import ImageBody
from sidelight.gui.rendered.larger import open_larger
from sidelight.gui.rendered.making import make_body, svg_behind
from sidelight.gui.rendered.view import RenderedView
from sidelight.gui.theme import Theme

HEIGHT = 380


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArtifactCell", text)


class _Source(QPlainTextEdit):
    """The text; Ctrl+Enter draws it, Esc leaves."""

    drawn = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before the window's shortcut would: that one sends the prompt."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._draws(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._draws(event):
            self.drawn.emit()
        elif event.key() == Qt.Key.Key_Escape and not self.isReadOnly():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _draws(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return event.key() in ENTER and control and not self.isReadOnly()


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
        self.built = False

    def build(self) -> None:
        """Make what is in it: of hundreds of artifacts a reader comes near few."""
        if self.built:
            return
        self.built = True
        artifact, theme = self.artifact, self._theme
        space = theme.space
        name = QLabel(artifact.language or self.tr("text"), self)
        name.setProperty("kind", "small")
        self.chip = Chip(self.tr("edited by you"), "accent", theme)
        self.chip.setToolTip(self.tr("This is not what the answer says: you changed it."))
        self.chip.hide()
        self.switch = WordButton(self.tr("Source"), kind="link", parent=self)
        self.switch.clicked.connect(self.toggle_source)
        self.edit_button = QuietButton("edit", self.tr("Edit and draw again"), theme, parent=self)
        self.edit_button.clicked.connect(self.edit)
        self.answer_button = QuietButton("follow", self.tr("Show it in the answer"), theme, parent=self)
        self.answer_button.clicked.connect(self.answer_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(space.m, 2, space.xs, 2)
        head.setSpacing(space.xs)
        head.addWidget(name)
        head.addWidget(self.chip)
        head.addStretch(1)
        for part in (self.switch, self.edit_button, self.answer_button):
            head.addWidget(part)
        self.source = _Source(artifact.text, self)
        self.source.setReadOnly(True)
        self.source.setProperty("kind", "bare")
        self.source.setFont(theme.mono())
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.source.setAccessibleName(self.tr("Source"))
        self.source.drawn.connect(self.draw)
        self.source.left.connect(self._leave_editing)
        self.source.document().contentsChanged.connect(self._tell_of_edit)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setProperty("kind", "warn")
        self.message.setContentsMargins(space.m, space.xs, space.m, space.xs)
        self.message.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.source)
        self._editing = self._make_editing(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.message)
        layout.addWidget(self._editing)
        self._show_side()

    def _make_editing(self, theme: Theme) -> QWidget:
        made = QWidget(self)
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
        block = self.source.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.source.setTextCursor(cursor)
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
        self.source.setPlainText(edit.typed)
        self.source.document().setModified(True)
        self.edited = edit.drawn
        self.source.setReadOnly(not edit.open)
        self._show_side()

    def _tell_of_edit(self) -> None:
        self.chip.setVisible(self.edit_made is not None)
        self.edited_further.emit()

    def edit(self) -> None:
        """Change the text; the answer keeps its own."""
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
        self.source.setPlainText(self.artifact.text)
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
        for button in (self.edit_button, self.answer_button):
            button.set_theme(theme)
        self.chip.set_theme(theme)
        self.source.setFont(theme.mono())
        if self.view is not None:
            self.view.set_theme(theme)
            self._stale = self.view.body.coloured
        if self._ask is not None:
            # What is on its way has the colours of before.
            self._ask.drop()
            self._ask, self._stale = None, True
