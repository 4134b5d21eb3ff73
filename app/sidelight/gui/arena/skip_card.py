# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Why a round is skipped: one of four reasons, or words of one's own."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sidelight.gui.buttons import LabelledButton
from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

WIDTH = 320
LONGEST = 500


class SkipCard(Popover):
    """The card.

    Signals:
        chosen: the reason.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Skip this round"))
        self.setFixedWidth(WIDTH)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText(self.tr("Why? Enter skips."))
        self.field.setAccessibleName(self.tr("Why this round is skipped"))
        self.field.returnPressed.connect(
            lambda: self._take(self.field.text().strip() or self.reasons[0].text())
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.s, theme.space.s, theme.space.s, theme.space.s)
        layout.setSpacing(theme.space.xs)
        layout.addWidget(self.field)
        self.reasons: list[LabelledButton] = []
        for words in (
            self.tr("I cannot judge this"),
            self.tr("An answer says whose it is"),
            self.tr("The prompt was not meant like this"),
            self.tr("Something was not shown well"),
        ):
            button = LabelledButton("place", words, "", theme, self)
            button.clicked.connect(partial(self._take, words))
            self.reasons.append(button)
            layout.addWidget(button)

    def sizeHint(self) -> QSize:
        """As wide as it is."""
        return QSize(WIDTH, super().sizeHint().height())

    def ask(self, anchor: QWidget) -> None:
        """Open beside the button."""
        self.field.clear()
        self.open_beside(anchor, self.field)

    def _take(self, reason: str, _checked: bool = False) -> None:
        self.dismiss()
        self.chosen.emit(reason)
