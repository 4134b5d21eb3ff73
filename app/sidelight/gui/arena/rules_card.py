# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The rules by which rounds are held from the next one on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSpinBox, QWidget

from sidelight.domain.errors import UsageError
from sidelight.gui.choice import Choice
from sidelight.gui.popover import Popover
from sidelight.workbench.arena_rules import PairChoice, Rules

WIDTH = 400
MOST_PERCENT = 50
FASTEST = 500


class RulesCard(Popover):
    """The card. Every change counts at once, for the next round."""

    def __init__(self, window: QWidget, change: Callable[[Rules], object]) -> None:
        """``change`` is given the rules as they are to be."""
        super().__init__(window)
        self._change = change
        self._rules = Rules()
        self.setAccessibleName(self.tr("Rules of the arena"))
        self.setFixedWidth(WIDTH)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.pairs = Choice(self)
        for choice, words in (
            (PairChoice.UNIFORM, self.tr("each pair alike")),
            (PairChoice.WEIGHTED, self.tr("by the weights in arena.toml")),
            (PairChoice.INFORMATIVE, self.tr("those whose votes tell most")),
        ):
            self.pairs.addItem(words, choice)
        self.pairs.activated.connect(lambda _at: self._take(pair_choice=PairChoice(self.pairs.currentData())))
        self._add(self.tr("Who meets"), self.pairs, self.tr("Which models of the pool are drawn together."))
        self.pace = self._number(FASTEST, self.tr("at once"), self.tr(" tokens a second"), "pace")
        self._add(
            self.tr("Pace"), self.pace, self.tr("All answers appear together, and as fast as each other.")
        )
        self.hides = self._check(self.tr("Hide names that models give themselves"), "mask")
        self.plain = self._check(self.tr("Show plain text: no headings, lists or emphasis"), "plain")
        self.cut = self._check(self.tr("Answers cut at their length limit may be voted on"), "cut_counts")
        unit = self.tr(" % of rounds")
        self.repeats = self._number(MOST_PERCENT, self.tr("none"), unit, "repeat_percent")
        about = self.tr("Earlier battles once more with the sides exchanged: do you vote the same?")
        self._add(self.tr("Hidden repeats"), self.repeats, about)
        self.controls = self._number(
            MOST_PERCENT, self.tr("none"), self.tr(" % of rounds"), "control_percent"
        )
        about = self.tr("A model meets itself: a careful judge calls it a tie.")
        self._add(self.tr("Controls"), self.controls, about)
        self._note = QLabel(self)
        self._note.setProperty("kind", "warn-small")
        self._note.setWordWrap(True)
        self._note.hide()
        self._grid.addWidget(self._note, self._grid.rowCount(), 0, 1, 2)

    def sizeHint(self) -> QSize:
        """As wide as it is, and as high as its sentences are in that width."""
        layout = self.layout()
        height = layout.totalHeightForWidth(WIDTH) if layout is not None else 0
        return QSize(WIDTH, max(height, super().sizeHint().height()))

    def edit(self, anchor: QWidget, rules: Rules) -> None:
        """Open beside the chip, with the rules as they are."""
        self._rules = rules
        fields = (self.pairs, self.pace, self.hides, self.plain, self.cut, self.repeats, self.controls)
        for field in fields:
            field.blockSignals(True)
        self.pairs.setCurrentIndex(max(0, self.pairs.findData(rules.pair_choice)))
        self.pace.setValue(rules.pace)
        self.hides.setChecked(rules.mask)
        self.plain.setChecked(rules.plain)
        self.cut.setChecked(rules.cut_counts)
        self.repeats.setValue(rules.repeat_percent)
        self.controls.setValue(rules.control_percent)
        for field in fields:
            field.blockSignals(False)
        self._note.hide()
        self.open_beside(anchor, self.pairs)

    def _take(self, **changed: Any) -> None:
        try:
            self._rules = replace(self._rules, **changed)
        except UsageError as error:
            self._note.setText(error.sentence)
            self._note.show()
            return
        self._note.hide()
        self._change(self._rules)

    def _number(self, most: int, none: str, unit: str, rule: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setRange(0, most)
        field.setSingleStep(5)
        field.setSpecialValueText(none)
        field.setSuffix(unit)
        field.valueChanged.connect(lambda value: self._take(**{rule: value}))
        return field

    def _check(self, words: str, rule: str) -> QCheckBox:
        box = QCheckBox(words, self)
        box.toggled.connect(lambda on: self._take(**{rule: on}))
        self._grid.addWidget(box, self._grid.rowCount(), 0, 1, 2)
        return box

    def _add(self, words: str, field: QWidget, about: str) -> None:
        row = self._grid.rowCount()
        label = QLabel(words, self)
        label.setBuddy(field)
        label.setContentsMargins(0, 6, 0, 0)
        field.setAccessibleName(words)
        field.setAccessibleDescription(about)
        note = QLabel(about, self)
        note.setWordWrap(True)
        note.setProperty("kind", "small")
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(note, row + 1, 1)
