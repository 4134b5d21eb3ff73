# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Who votes: a name or initials, kept with every vote from the next round on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from sidelight.gui.choosing.voter import LONGEST_VOTER
from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

WIDTH = 300


class VoterCard(Popover):
    """The card. Closing it takes what the field says; Esc leaves everything as it was.

    Signals:
        chosen: the name; empty is the project's owner.
    """

    chosen = Signal(str)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Who votes"))
        self.setFixedWidth(WIDTH)
        heading = QLabel(self.tr("Who votes"), self)
        self.field = QLineEdit(self)
        self.field.setMaxLength(LONGEST_VOTER)
        self.field.setPlaceholderText(self.tr("the owner of the project"))
        self.field.setAccessibleName(self.tr("Name or initials"))
        about = QLabel(
            self.tr(
                "A name or initials. It stands with every vote from the next round on, and the leaderboard "
                "can show the votes of one person. Whoever gets the project can read it."
            ),
            self,
        )
        about.setProperty("kind", "small")
        about.setWordWrap(True)
        heading.setBuddy(self.field)
        self.field.setAccessibleDescription(about.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.m, theme.space.m, theme.space.m)
        layout.setSpacing(theme.space.s)
        for part in (heading, self.field, about):
            layout.addWidget(part)
        self.field.returnPressed.connect(self._take)

    def sizeHint(self) -> QSize:
        """As wide as it is, and as high as its sentence is in that width."""
        layout = self.layout()
        height = layout.totalHeightForWidth(WIDTH) if layout is not None else 0
        return QSize(WIDTH, max(height, super().sizeHint().height()))

    def ask(self, anchor: QWidget, voter: str) -> None:
        """Open beside the chip, with who votes now."""
        self.field.setText(voter)
        self.open_beside(anchor, self.field)
        self.field.selectAll()

    def _take(self) -> None:
        self.dismiss()
        self.chosen.emit(self.field.text())
