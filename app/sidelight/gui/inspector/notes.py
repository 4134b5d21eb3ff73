# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The notes on an answer, and the place where they are written."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sidelight.domain.review import Annotation
from sidelight.gui.glview.buttons import QuietButton, WordButton
from sidelight.gui.glview.chip import Chip
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.inspector.annotate import Draft, NoteEditor
from sidelight.gui.inspector.quote import Quote
from sidelight.gui.theme import Theme


class NoteCard(QWidget):
    """One note: label, quotation, words. Its buttons show when the pointer or the keyboard is on it.

    Signals:
        opened: show where in the answer it stands.
        amend_wanted: change it.
        withdraw_wanted: take it back.
    """

    opened = Signal()
    amend_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, annotation: Annotation, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.annotation = annotation
        self._theme = theme
        space = theme.space
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.s, space.xs, space.xs, space.s)
        column.setSpacing(space.xs)
        self._amend = QuietButton("note", self.tr("Change"), theme, keys="E")
        self._amend.clicked.connect(self.amend_wanted)
        self._withdraw = QuietButton("trash", self.tr("Take back"), theme, keys="Del")
        self._withdraw.clicked.connect(self.withdraw_wanted)
        head = QHBoxLayout()
        head.setSpacing(0)
        if annotation.label:
            head.addWidget(Chip(annotation.label[:40], None, theme))
        else:
            kind = self.tr("On the whole answer") if annotation.span is None else self.tr("On a passage")
            on_what = plain_label(kind, "small", selectable=False)
            on_what.setWordWrap(False)
            head.addWidget(on_what)
        head.addStretch(1)
        for button in (self._amend, self._withdraw):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.hide()
            head.addWidget(button)
        column.addLayout(head)
        if annotation.span is not None:
            column.addWidget(Quote(annotation.span.quote, theme))
        if annotation.note:
            column.addWidget(plain_label(annotation.note, selectable=False))
        if annotation.span is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(self.tr("Show in the answer (Enter)"))
        named = (annotation.label, annotation.span.quote if annotation.span else "", annotation.note)
        self.setAccessibleName(
            self.tr("Note: {words}").format(words=", ".join(part for part in named if part))
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, E or F2 changes, Del takes back."""
        deeds = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_E: self.amend_wanted,
            Qt.Key.Key_F2: self.amend_wanted,
            Qt.Key.Key_Delete: self.withdraw_wanted,
        }
        deed = deeds.get(Qt.Key(event.key()))
        if deed is None or event.modifiers():
            super().keyPressEvent(event)
            return
        deed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer what can be done."""
        self._offer()

    def leaveEvent(self, event: QEvent) -> None:
        """Recede."""
        self._offer()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer what can be done."""
        super().focusInEvent(event)
        self._offer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Recede, unless the keyboard has only gone on to a button of this note."""
        super().focusOutEvent(event)
        self._offer()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground under the pointer, a ring with the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), theme.space.hairline))
        if self.underMouse():
            painter.setBrush(theme.colour("rail"))
        radius = theme.space.card_radius
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _offer(self) -> None:
        on = self.underMouse() or self.hasFocus() or self._amend.hasFocus() or self._withdraw.hasFocus()
        self._amend.setVisible(on)
        self._withdraw.setVisible(on)
        self.update()


class Notes(QWidget):
    """All notes on an answer, oldest first, with one editor at a time.

    Signals:
        span_requested: the ``Span`` of the note that was clicked.
        written: a ``Draft`` to keep as a new note.
        amended: a ``Draft`` to keep in the place of the note ``amending``.
        withdrawn: the ``Annotation`` to take back.
        add_wanted: begin a new note.
    """

    span_requested = Signal(object)
    written = Signal(object)
    amended = Signal(object)
    withdrawn = Signal(object)
    add_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._labels: list[str] = []
        self._shown: list[Annotation] | None = None
        self.cards: list[NoteCard] = []
        self.editor: NoteEditor | None = None
        self.amending: Annotation | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.xs)
        self._empty = plain_label(
            self.tr("Select a passage of the answer to mark it, or write a note on the whole."), "quiet"
        )
        self._empty.setContentsMargins(theme.space.s, 0, theme.space.s, 0)
        self._column.addWidget(self._empty)
        self.add_button = WordButton(self.tr("Add a note"), keys="N")
        self.add_button.clicked.connect(self.add_wanted)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(theme.space.s, theme.space.xs, theme.space.s, 0)
        self._foot.addWidget(self.add_button)
        self._foot.addStretch(1)
        self._column.addLayout(self._foot)

    def show_notes(self, annotations: list[Annotation], labels: list[str]) -> None:
        """Show what stands; an open editor stays."""
        self._labels = labels
        if annotations == self._shown:
            return
        self._shown = list(annotations)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for at, annotation in enumerate(annotations):
            card = NoteCard(annotation, self._theme)
            card.opened.connect(lambda note=annotation: self._open(note))
            card.amend_wanted.connect(lambda note=annotation: self._amend(note))
            card.withdraw_wanted.connect(lambda note=annotation: self.withdrawn.emit(note))
            self._column.insertWidget(at, card)
            self.cards.append(card)
        self._fit()

    def write(self, draft: Draft, amending: Annotation | None = None) -> None:
        """Open the editor with a draft."""
        self.close_editor()
        self.amending = amending
        self.editor = NoteEditor(draft, self._labels, self._theme)
        self.editor.saved.connect(self._save)
        self.editor.cancelled.connect(self._cancel)
        self._column.insertWidget(self._column.count() - 1, self.editor)
        self._fit()
        self.editor.begin()

    def draft(self) -> Draft | None:
        """What is being written and not yet kept."""
        return self.editor.draft() if self.editor is not None else None

    def close_editor(self) -> None:
        """Close the editor; what was typed is gone."""
        if self.editor is not None:
            editor, self.editor, self.amending = self.editor, None, None
            self._column.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
            self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        shown, self._shown = self._shown, None
        if shown is not None:
            self.show_notes(shown, self._labels)
        draft, amending = self.draft(), self.amending
        if draft is not None:
            self.write(draft, amending)

    def _open(self, annotation: Annotation) -> None:
        if annotation.span is not None:
            self.span_requested.emit(annotation.span)

    def _amend(self, annotation: Annotation) -> None:
        self.write(Draft(annotation.span, annotation.label, annotation.note), annotation)

    def _save(self, draft: Draft) -> None:
        (self.written if self.amending is None else self.amended).emit(draft)

    def _cancel(self) -> None:
        self.close_editor()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self._empty.setVisible(not self.cards and self.editor is None)
        self.add_button.setVisible(self.editor is None)
        for card in self.cards:
            card.setVisible(card.annotation is not self.amending)
