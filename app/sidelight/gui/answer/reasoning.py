# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The reasoning before an answer: one line that opens into a small answer view of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from sidelight.gui.answer.formula import Formulas
from sidelight.gui.answer.look import Look
from sidelight.gui.theme import Theme


class Inner(Protocol):
    """What shows the reasoning once it is opened: a widget that takes text as an answer view does."""

    def feed(self, text: str) -> None:
        """Take more text."""
        ...

    def finish(self) -> None:
        """No more comes."""
        ...

    def restart(self) -> None:
        """Forget the text."""
        ...

    def text(self) -> str:
        """The raw text."""
        ...

    def set_text(self, text: str) -> None:
        """Show a finished text."""
        ...

    def show_pending(self, budget_ms: float) -> bool:
        """Show what has come."""
        ...

    def content_height(self) -> int:
        """How high all of it is."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        ...

    def set_zoom(self, zoom: float) -> None:
        """Draw everything larger or smaller."""
        ...

    def show_formulas(self, formulas: Formulas | None) -> None:
        """Draw mathematics from now on."""
        ...

    def formulas_came(self) -> None:
        """Formulas that were on their way are there."""
        ...


class Reasoning(QWidget):
    """Collapsed until someone wants to read it.

    Signals:
        resized(): it grew.
        toggled(): it opened or closed.
    """

    resized = Signal()
    toggled = Signal()

    def __init__(self, parent: QWidget, make_view: Callable[[QWidget], Inner]) -> None:
        super().__init__(parent)
        self._make_view = make_view
        self._view: Inner | None = None
        self._text = ""
        self._shown = ""
        self._live = False
        self._look: Look | None = None
        self._head = QToolButton(self)
        self._head.setCheckable(True)
        self._head.setAutoRaise(True)
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setArrowType(Qt.ArrowType.RightArrow)
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        self._head.toggled.connect(self._toggled)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        self._box = box
        self.hide()

    @property
    def text(self) -> str:
        """All of the reasoning."""
        return self._text

    @property
    def open(self) -> bool:
        """Whether it can be read."""
        return self._head.isChecked()

    def set_open(self, on: bool) -> None:
        """Open or close it."""
        self._head.setChecked(on)

    @property
    def view(self) -> Inner | None:
        """The view that shows it, once it was opened."""
        return self._view

    def say(self, text: str, *, live: bool) -> None:
        """Show this reasoning; while ``live`` more comes, and earlier text stays as it is."""
        self._text, self._live = text, live
        words = text.count(" ") + 1 if text else 0
        label = self.tr("Thinking … {0} words") if live else self.tr("Reasoning, {0} words")
        self._head.setText(label.format(words))
        self._head.setAccessibleName(self._head.text())
        if self.open:
            self._fill()

    def show_pending(self, budget_ms: float) -> bool:
        """Show what has come since; see ``AnswerView.show_pending``."""
        return self._view.show_pending(budget_ms) if self._view is not None and self.open else False

    @Slot(bool)
    def _toggled(self, on: bool) -> None:
        self._head.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        if on:
            if self._view is None:
                self._view = self._make_view(self)
                if self._look is not None:
                    self._view.set_zoom(self._look.zoom)
                    self._view.show_formulas(self._look.formulas)
                widget = cast("QWidget", self._view)
                widget.setAccessibleName(self.tr("Reasoning"))
                self._box.addWidget(widget, 1)
            cast("QWidget", self._view).show()
            self._fill()
        elif self._view is not None:
            cast("QWidget", self._view).hide()
        self.toggled.emit()

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        if self._shown and self._text.startswith(self._shown):
            view.feed(self._text[len(self._shown) :])
            if not self._live:
                view.finish()
        elif self._live:
            view.restart()
            view.feed(self._text)
        elif view.text() != self._text:
            view.set_text(self._text)
        self._shown = self._text if self._live else ""
        view.show_pending(4.0)

    def formulas_came(self) -> None:
        """Formulas that were on their way are there; the text may be higher with them."""
        if self._view is not None:
            self._view.formulas_came()
            self.resized.emit()

    def settle(self) -> None:
        """Give the inner view its size now, so that it knows how high its text is."""
        self._box.activate()

    def wanted_height(self, room: int) -> int:
        """How high it wants to be in a window of this height."""
        head = self._head.sizeHint().height()
        if not self.open or self._view is None:
            return head
        return head + min(self._view.content_height(), max(120, int(room * 0.4)))

    def set_look(self, look: Look) -> None:
        """Take colours and fonts."""
        self._look = look
        theme = look.theme
        self._head.setFont(look.interface.font)
        self._head.setStyleSheet(
            f"QToolButton {{ color: {theme.css('quiet')}; border: none; padding: {look.space.xs}px 0; }}"
            f"QToolButton:hover, QToolButton:focus {{ color: {theme.css('accent')}; }}"
        )
        if self._view is not None:
            self._view.show_formulas(look.formulas)
            self._view.set_theme(theme)
            self._view.set_zoom(look.zoom)
