# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The line in which one searches an answer's words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from sidelight.gui.compare.raw import Found
from sidelight.gui.icons import icon
from sidelight.gui.keys import asks_for_escape
from sidelight.gui.theme import Theme


class FindLine(QWidget):
    """A field, how often its words were found, and ways to go on.

    Signals:
        left: the user is done with it.
    """

    left = Signal()

    def __init__(
        self, find: Callable[[str, bool], Found], theme: Theme, parent: QWidget, *, name: str = ""
    ) -> None:
        """Make the line.

        Args:
            find: given words, and whether to go backwards, selects the next place.
            theme: the look.
            parent: the owner.
            name: what is searched, if it is not this answer.
        """
        super().__init__(parent)
        self._find = find
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(name or self.tr("Find in this answer"))
        self.field.setAccessibleName(name or self.tr("Find in this answer"))
        self.count = QLabel(self)
        self.count.setProperty("kind", "small")
        self._buttons: list[tuple[QToolButton, str]] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.xs, theme.space.s, theme.space.xs)
        layout.setSpacing(theme.space.xs)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for name, text, run in (
            ("up", self.tr("Found before (Shift+Enter)"), lambda: self._search(backwards=True)),
            ("down", self.tr("Found next (Enter)"), lambda: self._search(backwards=False)),
            ("close", self.tr("Close (Esc)"), self.leave),
        ):
            button = QToolButton(self)
            button.setProperty("kind", "quiet")
            button.setIconSize(QSize(16, 16))
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(run)
            layout.addWidget(button)
            self._buttons.append((button, name))
        self.field.textEdited.connect(lambda: self._search(backwards=False))
        self.set_theme(theme)

    def begin(self, words: str) -> None:
        """Take the keyboard; ``words`` is what is selected in the answer, if anything."""
        self.show()
        if words and "\n" not in words:
            self.field.setText(words)
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        """Close."""
        self.hide()
        self.count.clear()
        self.left.emit()

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons anew."""
        for button, name in self._buttons:
            button.setIcon(icon(name, theme))

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own use of it."""
        if asks_for_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _search(self, *, backwards: bool) -> None:
        self.show_found(self._find(self.field.text(), backwards))

    def show_found(self, found: Found) -> None:
        """Say how often the words are there, and which place is selected."""
        if not self.field.text():
            said = ""
        elif not found.total:
            said = self.tr("not found")
        elif found.at:
            said = self.tr("{0} of {1}").format(found.at, found.total)
        else:
            said = self.tr("{0} found").format(found.total)
        self.count.setText(said)
