# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What belongs to a vote besides the choice: how sure one is, why, and a word in one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from sidelight.domain.battle import Choice, Vote
from sidelight.gui.flow import FlowLayout
from sidelight.gui.theme import Theme
from sidelight.workbench.voting import Said

LONGEST = 2000
ROW = 28
COMMENT = 200


def _tr(text: str) -> str:
    return QCoreApplication.translate("Ballot", text)


REASONS = ("correct", "follows the prompt", "complete", "clear", "code works")
"""As they are kept."""


def _strengths() -> dict[int, str]:
    return {1: _tr("slightly"), 2: _tr("clearly"), 3: _tr("by far")}


def _shown_reasons() -> tuple[str, ...]:
    return _tr("correct"), _tr("follows the prompt"), _tr("complete"), _tr("clear"), _tr("code works")


class BallotRow(QWidget):
    """One line of small buttons and a field; nothing in it has to be filled in.

    Signals:
        changed: something else is said.
        done: Enter was pressed in the field.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, theme.space.xs + 2)
        self._flow.addWidget(self._label(_tr("How sure")))
        self._strengths = {value: self._chip(words) for value, words in _strengths().items()}
        for value, chip in self._strengths.items():
            chip.clicked.connect(lambda on, value=value: self._take_strength(value if on else None))
            self._flow.addWidget(chip)
        self._flow.addWidget(self._label(_tr("Why")))
        shown = zip(REASONS, _shown_reasons(), strict=True)
        self._reasons = {key: self._chip(words) for key, words in shown}
        for chip in self._reasons.values():
            chip.clicked.connect(self.changed)
            self._flow.addWidget(chip)
        self.comment = QLineEdit(self)
        self.comment.setPlaceholderText(_tr("A word of your own"))
        self.comment.setAccessibleName(_tr("Comment"))
        self.comment.setMaxLength(LONGEST)
        self.comment.setFixedWidth(COMMENT)
        self.comment.textEdited.connect(self.changed)
        self.comment.returnPressed.connect(self.done)
        self._flow.addWidget(self.comment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows as it needs."""
        super().resizeEvent(event)
        height = self._flow.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    @property
    def strength(self) -> int | None:
        """1 to 3, or nothing said."""
        return next((value for value, chip in self._strengths.items() if chip.isChecked()), None)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Those that are marked."""
        return tuple(key for key, chip in self._reasons.items() if chip.isChecked())

    def said(self, choice: Choice | None = None, ranks: Sequence[int] = ()) -> Said:
        """A choice, or places, with all that is said beside it."""
        return Said(choice, tuple(ranks), self.strength, self.reasons, self.comment.text().strip())

    def step_strength(self) -> None:
        """The next step: nothing, slightly, clearly, by far."""
        self._take_strength({None: 1, 1: 2, 2: 3, 3: None}[self.strength])

    def toggle_reason(self, place: int) -> None:
        """Mark a reason, counted from 0, or take the mark away."""
        if 0 <= place < len(REASONS):
            chip = self._reasons[REASONS[place]]
            chip.setChecked(not chip.isChecked())
            self.changed.emit()

    def show_vote(self, vote: Vote | None) -> None:
        """What a vote says; nothing if there is none."""
        self._mark(vote.strength if vote else None)
        for key, chip in self._reasons.items():
            chip.setChecked(vote is not None and key in vote.reasons)
        self.comment.setText(vote.comment if vote else "")

    def _take_strength(self, strength: int | None) -> None:
        self._mark(strength)
        self.changed.emit()

    def _mark(self, strength: int | None) -> None:
        for value, chip in self._strengths.items():
            chip.setChecked(value == strength)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("kind", "small")
        label.setFixedHeight(ROW)
        return label

    def _chip(self, text: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setProperty("kind", "reason")
        chip.setCheckable(True)
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.setFixedHeight(ROW)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip
