# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where a live view says what went wrong: between its line and its output."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sidelight.gui.glview.cards import RefusalCard, TroubleCard
from sidelight.gui.glview.words import Watched, trouble_of
from sidelight.gui.theme import Theme


class CardPlace(QWidget):
    """Holds one card, or none, and hands on what it asks for.

    Signals:
        restart_requested, line_requested, edit_requested, output_requested, consent_given: as the cards have
            them.
        resized: the card wants another height.
    """

    restart_requested = Signal()
    line_requested = Signal(int)
    edit_requested = Signal(int)
    output_requested = Signal()
    consent_given = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: TroubleCard | RefusalCard | None = None
        self._read = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def put(self, card: TroubleCard | RefusalCard) -> None:
        """Show a card instead of the one before."""
        self.clear()
        self.card = card
        if isinstance(card, TroubleCard):
            card.restart_requested.connect(self.restart_requested)
            card.line_requested.connect(self.line_requested)
            card.edit_requested.connect(self.edit_requested)
            card.output_requested.connect(self.output_requested)
        else:
            card.retry_requested.connect(self.restart_requested)
            card.consent_given.connect(self.consent_given)
            card.height_wanted.connect(self.resized)
            card.dismiss_button.hide()
        self._column.addWidget(card)
        self.show()

    def watch(self, run: Watched, theme: Theme) -> None:
        """Say what went wrong in a script that goes on; the same trouble again changes nothing."""
        stderr = run.stderr
        if stderr == self._read:
            return
        trouble = trouble_of(run)
        known = self.card.headline.text() if isinstance(self.card, TroubleCard) else None
        if trouble is not None and trouble.headline != known:
            self.put(TroubleCard(trouble, theme))
            self.resized.emit()
        self._read = stderr

    def clear(self) -> None:
        """Show none."""
        self._read = ""
        self.hide()
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None

    def height_wanted(self, width: int) -> int:
        """Pixels that it takes, this wide."""
        if self.card is None:
            return 0
        return max(self.card.heightForWidth(width), self.card.minimumSizeHint().height())

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        if self.card is not None:
            self.card.set_theme(theme)
