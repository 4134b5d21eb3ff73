# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A field in which one types and the list below it that shows what fits: how keys go between the two."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView

from sidelight.gui.keys import ENTER, asks_for_escape


class FieldOverList(QObject):
    """Arrow keys move in the list while the field keeps the keyboard; Enter takes what is marked.

    Signals:
        taken: Enter was pressed in the field.
    """

    taken = Signal()

    def __init__(
        self, field: QLineEdit, rows: QListView, nothing: QLabel, *, page: int = 7, esc_clears: bool = False
    ) -> None:
        """Watch a field.

        Args:
            field: where one types.
            rows: what it searches. Rows that are not enabled are stepped over.
            nothing: stands in the list's place where nothing fits.
            page: rows that PgUp and PgDown go.
            esc_clears: whether Esc in the field empties it, instead of being left to what holds the field.
        """
        super().__init__(field)
        self._field = field
        self._rows = rows
        self._nothing = nothing
        self._page = page
        self._esc_clears = esc_clears
        field.installEventFilter(self)

    def show_found(self, otherwise: str) -> None:
        """Show the list, or a sentence if it has no rows."""
        any_row = self._rows.model().rowCount() > 0
        self._rows.setVisible(any_row)
        self._nothing.setVisible(not any_row)
        self._nothing.setText(otherwise)

    def mark_first(self) -> QModelIndex:
        """Go to the first row that can be taken; an invalid index if there is none."""
        self._rows.setCurrentIndex(QModelIndex())
        self._rows.scrollToTop()
        return self.step(1)

    def step(self, by: int) -> QModelIndex:
        """Go some rows up or down, as far as there are any that can be taken."""
        model = self._rows.model()
        enabled = [
            row for row in range(model.rowCount()) if model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled
        ]
        if not enabled:
            return QModelIndex()
        here = self._rows.currentIndex().row()
        if here in enabled:
            place = max(0, min(len(enabled) - 1, enabled.index(here) + by))
        else:
            place = 0
        index = model.index(enabled[place], 0)
        self._rows.setCurrentIndex(index)
        return index

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list."""
        if asks_for_escape(event) and self._esc_clears and self._field.text():
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: self._page,
            Qt.Key.Key_PageUp: -self._page,
        }.get(Qt.Key(event.key()))
        if step is not None:
            self.step(step)
        elif event.key() in ENTER:
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Escape and self._esc_clears and self._field.text():
            self._field.clear()
        else:
            return False
        return True
