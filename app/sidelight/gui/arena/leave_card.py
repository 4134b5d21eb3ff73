# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Before names are seen that a round on display must not have: the round, or what one wanted to see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.domain.battle import Vote
from sidelight.gui.popover import Popover
from sidelight.gui.theme import Theme

WIDTH = 460


class LeaveCard(Popover):
    """The card. Esc and a click beside it leave everything as it is.

    Signals:
        back_wanted: on with the round.
    """

    back_wanted = Signal()

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._go_on: Callable[[], object] | None = None
        self.setAccessibleName(self.tr("A round is still without names"))
        self.setFixedWidth(WIDTH)
        heading = self._label("heading", self.tr("This round is still without names"))
        self.words = self._label("quiet", "")
        self.stay = QPushButton(self.tr("Back to the round"), self)
        self.stay.setProperty("kind", "primary")
        self.stay.clicked.connect(self.dismiss)
        self.stay.clicked.connect(self.back_wanted)
        self.end = QPushButton(self)
        self.end.clicked.connect(self._end)
        for button in (self.stay, self.end):
            button.setAutoDefault(True)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addStretch()
        row.addWidget(self.end)
        row.addWidget(self.stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.m, theme.space.m, theme.space.m, theme.space.m)
        layout.setSpacing(theme.space.s)
        for part in (heading, self.words):
            layout.addWidget(part)
        layout.addLayout(row)

    def sizeHint(self) -> QSize:
        """As wide as it is, and as high as its sentences are in that width."""
        layout = self.layout()
        height = layout.totalHeightForWidth(WIDTH) if layout is not None else 0
        return QSize(WIDTH, max(height, super().sizeHint().height()))

    def ask(self, go_on: Callable[[], object], given: Vote | None) -> None:
        """Open in the window's middle; ``go_on`` ends the round, and ``given`` is what was said of it."""
        self._go_on = go_on
        why = self.tr(
            "Compare shows answers with their names. One that is written alike would give a model away, "
            "so the round ends before you go there."
        )
        if given is not None:
            kept = self.tr("Your vote is kept, and the names are shown.")
            then = kept if given.counts else self.tr("It stays skipped, and the names are shown.")
            self.end.setText(self.tr("Show the names and go on"))
        else:
            then = self.tr("It would count as skipped: the answers stay in the project, without a vote.")
            self.end.setText(self.tr("Skip the round and go on"))
        self.words.setText(f"{why} {then}")
        self.open_on_top(self.stay, WIDTH, top=120)

    def _end(self) -> None:
        go_on, self._go_on = self._go_on, None
        self.dismiss()
        if go_on is not None:
            go_on()

    def _label(self, kind: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label
