# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands in the place of a board while nobody has voted."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sidelight.gui.board.words import tr
from sidelight.gui.theme import Theme


class EmptyBoard(QWidget):
    """One sentence and the first steps.

    Signals:
        arena_wanted: go where votes are given.
        import_wanted: take in a file of votes.
        known_wanted: count votes too that were given with the names known.
    """

    arena_wanted = Signal()
    import_wanted = Signal()
    known_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, with_arena: bool, with_import: bool) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setProperty("kind", "heading")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.arena_button = QPushButton(tr("Hold a battle"), self)
        self.arena_button.setProperty("kind", "primary")
        self.arena_button.setVisible(with_arena)
        self.arena_button.clicked.connect(self.arena_wanted)
        self.import_button = QPushButton(tr("Import votes…"), self)
        self.import_button.setEnabled(with_import)
        self.import_button.setToolTip(tr("Battles of other arenas, as JSON, JSON lines or Parquet"))
        self.import_button.clicked.connect(self.import_wanted)
        self.known_button = QPushButton(tr("Count these"), self)
        self.known_button.setToolTip(tr("Also votes that were given with the names known"))
        self.known_button.clicked.connect(self.known_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s)
        row.addStretch(1)
        row.addWidget(self.arena_button)
        row.addWidget(self.known_button)
        row.addWidget(self.import_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space.xl, theme.space.xl, theme.space.xl, theme.space.xl)
        layout.setSpacing(theme.space.l)
        layout.addStretch(2)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        layout.addStretch(3)
        self.say(0)

    def say(self, known: int) -> None:
        """Why there is no board, where so many votes were given with the names known."""
        told = tr("No vote counts yet. Votes on two answers, side by side, rank the models.")
        if known:
            told = tr("No blind vote counts yet; {0} given with the names known.").format(
                tr("1 was") if known == 1 else tr("{0} were").format(f"{known:,}")
            )
        self.sentence.setText(told)
        self.known_button.setVisible(bool(known))
