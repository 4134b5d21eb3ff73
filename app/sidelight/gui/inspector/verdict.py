# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The verdict on an attempt: a chip, why, and two buttons with which a person confirms or overrules it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sidelight.domain.verdict import Verdict
from sidelight.gui.glview.buttons import WordButton
from sidelight.gui.glview.chip import Chip
from sidelight.gui.glview.plain import plain_label, plain_tooltip
from sidelight.gui.sheet.words import VERDICT_TONE, evidence_words, standing_word
from sidelight.gui.theme import Theme
from sidelight.workbench.verdict_standing import Standing


class VerdictRow(QWidget):
    """The verdict.

    Signals:
        chosen: ``pass`` or ``fail`` was pressed; the one that a person gave already is taken back.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.space
        self.chip = Chip("", None, theme)
        nothing = self.tr("None yet. Say it yourself, or run the script if there is one.")
        self.nothing = plain_label(nothing, "small", selectable=False)
        self.passes = WordButton(self.tr("Passes"), keys="Y")
        self.fails = WordButton(self.tr("Fails"), keys="B")
        self.evidence = plain_label("", "small")
        for button, word in ((self.passes, "pass"), (self.fails, "fail")):
            button.setCheckable(True)
            button.clicked.connect(lambda _on, word=word: self.press(word))
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self.passes)
        row.addWidget(self.fails)
        row.addStretch(1)
        row.addWidget(self.chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.s, 0, space.s, 0)
        column.setSpacing(space.s)
        column.addLayout(row)
        column.addWidget(self.nothing)
        column.addWidget(self.evidence)
        self._standing = Standing()
        self.show_standing(Standing())

    def show_standing(self, standing: Standing) -> None:
        """Show what stands."""
        self._standing = standing
        verdict = standing.verdict
        self.chip.setVisible(verdict is not None)
        if verdict is not None:
            self.chip.say(standing_word(standing), VERDICT_TONE[verdict])
        lines = evidence_words(standing)
        self.nothing.setVisible(verdict is None)
        self.evidence.setText("\n".join(lines))
        self.evidence.setVisible(bool(lines))
        self.chip.setToolTip(plain_tooltip("\n".join(lines)))
        said = verdict if standing.by == "person" else None
        self.passes.setChecked(said is Verdict.PASS)
        self.fails.setChecked(said is Verdict.FAIL)

    def press(self, word: str) -> None:
        """Choose a verdict as a click does."""
        # The button has toggled itself; only the judgement says what stands.
        self.show_standing(self._standing)
        self.chosen.emit(word)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.chip.set_theme(theme)
