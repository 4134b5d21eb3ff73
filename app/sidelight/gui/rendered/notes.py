# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a renderer remarks on an artifact: a line each, with the line of the source that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sidelight.api import Note, Severity
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.icons import pixmap
from sidelight.gui.theme import Theme

SHOWN = 3
_DRAWINGS = {
    Severity.INFO: ("info", "quiet"),
    Severity.WARNING: ("warn", "warn"),
    Severity.ERROR: ("bad", "bad"),
}


class Notes(QWidget):
    """The remarks; more than three fold away.

    Signals:
        line_requested: a line of the source is wanted, counted from 1.
        grown: the rest was opened.
    """

    line_requested = Signal(int)
    grown = Signal()

    def __init__(self, notes: Sequence[Note], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: list[tuple[QLabel, Severity]] = []
        self._rest: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        layout.setSpacing(2)
        for number, note in enumerate(notes):
            row = self._row(note)
            layout.addWidget(row)
            if number >= SHOWN:
                row.hide()
                self._rest.append(row)
        if self._rest:
            words = self.tr("{0} more notes").format(len(self._rest))
            self._more = WordButton(words, kind="link", parent=self)
            self._more.clicked.connect(self._open)
            layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_theme(theme)

    def _row(self, note: Note) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space.s)
        icon = QLabel(made)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._icons.append((icon, note.severity))
        words = QLabel(note.message, made)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        words.setWordWrap(True)  # after the policy, of which it makes a part
        words.setProperty("kind", "quiet")
        words.setFont(self._theme.sans(12))
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(icon)
        row.addWidget(words, 1)
        if note.line is not None:
            link = WordButton(self.tr("line {0}").format(note.line), kind="link", parent=made)
            link.setToolTip(self.tr("Show this line of the source"))
            link.clicked.connect(lambda _checked=False, line=note.line: self.line_requested.emit(line))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _open(self) -> None:
        for row in self._rest:
            row.show()
        self._more.hide()
        self.grown.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        ratio = self.devicePixelRatioF()
        for label, severity in self._icons:
            drawing, token = _DRAWINGS[severity]
            label.setPixmap(pixmap(drawing, theme.css(token), 14, ratio))
