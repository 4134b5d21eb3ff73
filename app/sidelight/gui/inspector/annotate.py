# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Writing a note: a label by one key or by typing it, the words, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sidelight.domain.review import Span
from sidelight.gui.flow import FlowLayout
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.plain import plain_label
from sidelight.gui.inspector.quote import Quote
from sidelight.gui.keys import ENTER
from sidelight.gui.theme import Theme

OFFERED = 9
LEAST_LINES, MOST_LINES = 2, 8


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: on which span, if on one, under which label, in which words."""

    span: Span | None
    label: str
    note: str

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost with it."""
        return not self.label.strip() and not self.note.strip()


class NoteEditor(QWidget):
    """A small form. Keys 1 to 9 in the empty label field take a label; Enter saves, Esc cancels.

    Signals:
        saved: the ``Draft``.
        cancelled: Esc, or the button.
    """

    saved = Signal(object)
    cancelled = Signal()

    def __init__(
        self, draft: Draft, labels: Sequence[str], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._span = draft.span
        self._labels = list(labels)[:OFFERED]
        self.setAccessibleName(self.tr("Note"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s, 0, theme.space.s, 0)
        column.setSpacing(theme.space.s)
        if draft.span is not None:
            column.addWidget(Quote(draft.span.quote, theme))
        self.label_field = _LabelField(self._take_label_key)
        self.label_field.setText(draft.label)
        self.label_field.setPlaceholderText(self.tr("Label: type one, or press its number"))
        self.label_field.setAccessibleName(self.tr("Label"))
        self.label_field.setMaxLength(60)
        self.label_field.returnPressed.connect(self.save)
        column.addWidget(self.label_field)
        offered = QWidget()
        flow = FlowLayout(offered, theme.space.xs)
        policy = offered.sizePolicy()
        policy.setHeightForWidth(True)
        offered.setSizePolicy(policy)
        self.label_buttons: list[QToolButton] = []
        for number, label in enumerate(self._labels, 1):
            button = QToolButton()
            button.setProperty("kind", "chip")
            shown = QFontMetrics(button.font()).elidedText(label, Qt.TextElideMode.ElideRight, 160)
            button.setText(f"{number}  {shown}".replace("&", "&&"))
            button.setAccessibleName(label)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on, label=label: self.choose(label))
            flow.addWidget(button)
            self.label_buttons.append(button)
        column.addWidget(offered)
        self.note_field = _NoteField(theme)
        self.note_field.setPlainText(draft.note)
        self.note_field.moveCursor(QTextCursor.MoveOperation.End)
        self.note_field.setPlaceholderText(self.tr("Note"))
        self.note_field.setAccessibleName(self.tr("Words of the note"))
        self.note_field.entered.connect(self.save)
        column.addWidget(self.note_field)
        self._problem = plain_label(kind="bad")
        self._problem.hide()
        column.addWidget(self._problem)
        self.save_button = WordButton(self.tr("Save"), kind="primary", keys="Enter")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = WordButton(self.tr("Cancel"), keys="Esc")
        self.cancel_button.clicked.connect(self.cancelled)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addWidget(self.save_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        column.addLayout(row)

    def begin(self) -> None:
        """Give the keyboard to the words; the label above is one Shift+Tab away."""
        self.note_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> Draft:
        """What has been typed so far."""
        return Draft(self._span, self._label(), self.note_field.toPlainText().strip())

    def choose(self, label: str) -> None:
        """Take a label and go on to the words."""
        self.label_field.setText(label)
        self.note_field.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Offer the draft for keeping."""
        self.saved.emit(self.draft())

    def complain(self, sentence: str) -> None:
        """Say why it was not kept; everything typed stays."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def problem(self) -> str:
        """Why it was not kept."""
        return self._problem.text() if not self._problem.isHidden() else ""

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter, which sends a prompt elsewhere, is the note's while it is written."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_control_enter(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels and Ctrl+Enter saves, from every field and button."""
        if _is_control_enter(event):
            self.save()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def _label(self) -> str:
        """The label; a number that stands before one of those offered means that one."""
        typed = self.label_field.text().strip()
        if typed not in self._labels and len(typed) == 1 and typed in "123456789"[: len(self._labels)]:
            return self._labels[int(typed) - 1]
        return typed

    def _take_label_key(self, number: int) -> bool:
        if 1 <= number <= len(self._labels):
            self.choose(self._labels[number - 1])
            return True
        return False


def _is_control_enter(event: QKeyEvent) -> bool:
    return event.key() in ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class _LabelField(QLineEdit):
    """A line in which a digit, as the first thing typed, takes one of the labels offered."""

    def __init__(self, take: Callable[[int], bool]) -> None:
        super().__init__()
        self._take = take

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit in the empty field chooses; Esc and Ctrl+Enter are the form's."""
        digit = event.text()
        if not self.text() and len(digit) == 1 and digit in "123456789" and self._take(int(digit)):
            return
        if event.key() == Qt.Key.Key_Escape or _is_control_enter(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class _NoteField(QPlainTextEdit):
    """Words of a note, as high as they are long. Enter saves, Shift+Enter begins a line.

    Signals:
        entered: Enter was pressed.
    """

    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme.space.s)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Enter saves, Shift+Enter begins a new line"))
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """Its height is fixed by what it holds."""
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, Esc; the rest is typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.textCursor().insertText("\n")
            else:
                self.entered.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        # QPlainTextEdit's document measures its height in lines.
        needed = int(self.document().size().height())
        lines = max(LEAST_LINES, min(needed, MOST_LINES))
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if needed <= MOST_LINES else on)
        line = QFontMetrics(self.font()).lineSpacing()
        self.setFixedHeight(lines * line + 2 * self._theme.space.s + 4)
