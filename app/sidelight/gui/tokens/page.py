# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The place Tokens: a text, and how each of several encodings cuts it, live while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from sidelight.gui.actions import Actions
from sidelight.gui.bounded import BoundedText
from sidelight.gui.theme import Theme
from sidelight.gui.tokens.column import TokenColumn
from sidelight.workbench.cutting import MOST_CHARACTERS

if TYPE_CHECKING:
    from sidelight.workbench.cutting import Cutting

AFTER_MS = 120
"""Milliseconds without a key before the text is cut again."""

FIRST = ("o200k_base", "cl100k_base", "gpt2")
MOST = 7
_SETTING = "tokens/encodings"


class TokensPage(QWidget):
    """The page."""

    def __init__(
        self, cutting: Cutting, actions: Actions, theme: Theme, settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._cutting = cutting
        self._theme = theme
        self._settings = settings
        self.columns: list[TokenColumn] = []
        self.box = BoundedText(self)
        self.box.setPlaceholderText(self.tr("Write or paste a text; its tokens appear below."))
        self.box.setAccessibleName(self.tr("Text"))
        self.box.setTabChangesFocus(True)
        self.size_line = QLabel(self)
        self.size_line.setProperty("kind", "small")
        self.add_button = QPushButton(self.tr("Add an encoding"), self)
        self.add_button.setProperty("kind", "link")
        self.add_button.clicked.connect(lambda: self.add_column())
        self._row = QSplitter(Qt.Orientation.Horizontal, self)
        self._row.setHandleWidth(theme.space.hairline)
        self._row.setChildrenCollapsible(False)
        self._wait = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._wait.timeout.connect(self._cut)
        self.box.textChanged.connect(self._wait.start)
        self._lay_out(theme)
        actions.add("tokens.add", self.tr("Add an encoding"), "Ctrl+N", self.add_column, icon_name="plus")
        actions.add("tokens.clear", self.tr("Clear the text"), "Ctrl+Shift+N", self._clear, icon_name="trash")
        self.add_button.setToolTip(actions["tokens.add"].toolTip())
        for name in self._remembered():
            self._add(name)
        self._cut()

    # the page of a place

    def enter(self) -> None:
        """On with the text."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        for column in self.columns:
            column.set_theme(theme)

    def leave(self) -> None:
        """The window closes."""
        self._wait.stop()
        for column in self.columns:
            column.leave()

    # what can be done

    def show_text(self, text: str) -> None:
        """Put a text into the box in place of what is there; that can be undone."""
        self.box.set_exact_text(text)

    def add_column(self) -> None:
        """Show the next encoding that is not shown yet."""
        shown = {column.encoding for column in self.columns}
        rest = [name for name in self._cutting.names if name not in shown]
        if rest and len(self.columns) < MOST:
            self._add(rest[0])
            self.columns[-1].show_text(self.box.exact_text()[:MOST_CHARACTERS])
            self._remember()

    def _clear(self) -> None:
        self.box.set_exact_text("")
        self.enter()

    def _add(self, name: str) -> None:
        column = TokenColumn(self._cutting, name, self._theme, self)
        self.columns.append(column)
        self._row.addWidget(column)
        column.chosen.connect(self._mark)
        column.encoding_changed.connect(self._remember)
        column.special_wanted.connect(self._insert)
        column.close_wanted.connect(lambda: self._remove(column))
        self._show_buttons()

    def _remove(self, column: TokenColumn) -> None:
        if len(self.columns) > 1:
            self.columns.remove(column)
            column.leave()
            column.setParent(None)
            column.deleteLater()
            self._remember()
            self._show_buttons()

    def _show_buttons(self) -> None:
        for column in self.columns:
            column.close_button.setVisible(len(self.columns) > 1)
        self.add_button.setEnabled(len(self.columns) < min(MOST, len(self._cutting.names)))

    def _insert(self, name: str) -> None:
        self.box.insert_exact(name)
        self.enter()

    def _mark(self, start: int, end: int) -> None:
        for column in self.columns:
            column.mark_bytes(start, end)

    def _cut(self) -> None:
        text = self.box.exact_text()
        told = self.tr("{0} characters · {1} bytes").format(
            f"{len(text):,}", f"{len(text.encode('utf-8', 'replace')):,}"
        )
        if len(text) > MOST_CHARACTERS:
            told += " · " + self.tr("only the first {0} are cut").format(f"{MOST_CHARACTERS:,}")
            text = text[:MOST_CHARACTERS]
        self.size_line.setText(told)
        for column in self.columns:
            column.show_text(text)

    # what is remembered

    def _remembered(self) -> list[str]:
        kept = str(self._settings.value(_SETTING) or "").split(",")
        known = [name for name in kept if name in self._cutting.names]
        return known[:MOST] or list(FIRST)

    def _remember(self) -> None:
        self._settings.setValue(_SETTING, ",".join(column.encoding for column in self.columns))

    # how it is built

    def _lay_out(self, theme: Theme) -> None:
        space = theme.space
        title = QLabel(self.tr("Tokens"), self)
        title.setProperty("kind", "heading")
        head = QHBoxLayout()
        head.setContentsMargins(space.m, space.s, space.m, 0)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.size_line)
        head.addSpacing(space.s)
        head.addWidget(self.add_button)
        upper = QWidget(self)
        inner = QVBoxLayout(upper)
        inner.setContentsMargins(0, 0, 0, space.s)
        inner.setSpacing(space.s)
        inner.addLayout(head)
        field = QHBoxLayout()
        field.setContentsMargins(space.m, 0, space.m, 0)
        field.addWidget(self.box)
        inner.addLayout(field, 1)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setHandleWidth(space.hairline)
        parts.setChildrenCollapsible(False)
        parts.addWidget(upper)
        parts.addWidget(self._row)
        parts.setStretchFactor(1, 1)
        parts.setSizes([180, 560])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
