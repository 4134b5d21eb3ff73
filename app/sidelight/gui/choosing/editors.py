# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Small cards in which one setting is changed; every valid change counts at once, so none is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.bounded import BoundedText
from sidelight.gui.popover import Popover

Number = float | int | None
Refused = tuple[str, str]
"""What was written and cannot be used, and why."""


class NumberEditor(Popover):
    """One number, with a sentence about what it does."""

    def __init__(
        self,
        window: QWidget,
        *,
        name: str,
        about: str,
        read: Callable[[str], Number],
        apply: Callable[[Number], None],
        refuse: Callable[[str, str], None] | None = None,
    ) -> None:
        """Make the card.

        Args:
            window: where it opens.
            name: what the number is called.
            about: what it does.
            read: reads it; ``ValueError`` with a sentence if it cannot be used.
            apply: gets every number that can be used.
            refuse: gets what was written and cannot be used, and why; if given, it is kept to be mended.
        """
        super().__init__(window)
        self._read = read
        self._apply = apply
        self._refuse = refuse
        self.setAccessibleName(name)
        heading = QLabel(name, self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("the model's own"))
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(about)
        heading.setBuddy(self.field)
        self._about = QLabel(about, self)
        self._about.setWordWrap(True)
        self._about.setProperty("kind", "small")
        self._wrong = QLabel(self)
        self._wrong.setWordWrap(True)
        self._wrong.setProperty("kind", "bad")
        self._wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        for widget in (heading, self.field, self._wrong, self._about):
            layout.addWidget(widget)
        self.setFixedWidth(260)
        self.field.textEdited.connect(self._take)
        self.field.returnPressed.connect(self.dismiss)

    def edit(self, anchor: QWidget, value: Number, refused: Refused | None = None) -> None:
        """Open beside the chip that shows the setting, with its value or with what was refused last."""
        written = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        text, why = refused or (written, "")
        self.field.setText(text)
        self._wrong.setText(why)
        self._wrong.setVisible(bool(why))
        self.open_beside(anchor, self.field)
        self.field.selectAll()

    def _take(self, text: str) -> None:
        try:
            value = self._read(text)
        except ValueError as error:
            self._wrong.setText(str(error))
            self._wrong.show()
            if self._refuse is not None:
                self._refuse(text, str(error))
        else:
            self._wrong.hide()
            self._apply(value)
        self._keep_bottom()

    def _keep_bottom(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        bottom = self.geometry().bottom()
        height = (
            layout.totalHeightForWidth(self.width())
            if layout.hasHeightForWidth()
            else self.sizeHint().height()
        )
        self.setGeometry(self.x(), bottom - height + 1, self.width(), height)


class TextEditor(Popover):
    """A longer text: the system prompt."""

    def __init__(self, window: QWidget, *, name: str, about: str, apply: Callable[[str], None]) -> None:
        super().__init__(window)
        self._apply = apply
        self.setAccessibleName(name)
        heading = QLabel(name, self)
        self.field = BoundedText(self)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(about)
        self.field.setMinimumHeight(140)
        heading.setBuddy(self.field)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.done_button = QPushButton(self.tr("Done"), self)
        self.done_button.setProperty("kind", "primary")
        self.done_button.setToolTip(self.tr("Done (Ctrl+Enter)"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        row.addWidget(self.clear_button)
        row.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(self.field)
        layout.addLayout(row)
        self.setFixedWidth(440)
        self.done_button.clicked.connect(self.dismiss)
        self.clear_button.clicked.connect(lambda: self.field.set_exact_text(""))
        self.field.installEventFilter(self)
        self.closed.connect(lambda: self._apply(self.field.exact_text()))

    def edit(self, anchor: QWidget, text: str) -> None:
        """Open beside the chip that shows the text."""
        self.field.set_exact_text(text)
        self.open_beside(anchor, self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter is done."""
        if watched is self.field and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                    return True
                if event.type() == QEvent.Type.KeyPress:
                    self.dismiss()
                    return True
        return super().eventFilter(watched, event)
